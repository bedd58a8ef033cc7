"""The report for leaders on a real store: every number is worked out again here from the domain."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from uuid import UUID

import pikepdf
import pytest
from tests.reports.builders import page_texts
from tests.storage.seal_edits import accept_and_plan
from tests.workflows.conftest import Clock
from tests.workflows.test_decisions import NO_GO
from tests.workflows.test_reviews import started

from shipworthy.domain.assessment import Answer, AnswerState, AssessmentState
from shipworthy.domain.comparison import compare
from shipworthy.domain.gate import shaky_foundations
from shipworthy.domain.path_ledger import Target
from shipworthy.domain.path_to_ready import find_path
from shipworthy.domain.remediation import UNFINISHED_STATES
from shipworthy.domain.report_kind import Audience, Format, ReportOrder, Subject
from shipworthy.domain.review import Review
from shipworthy.reports.leadership_report import LeadershipReport
from shipworthy.reports.leadership_view import leadership_report
from shipworthy.reports.report_worker import ReportWorker
from shipworthy.wording.figures import whole_percent
from shipworthy.wording.leadership_asks import LeadershipAskWording
from shipworthy.workflows import reviews
from shipworthy.workflows.decisions import decide, withdraw
from shipworthy.workflows.path_to_ready import PathRequest, read_problem
from shipworthy.workflows.reports import leadership
from shipworthy.workflows.reports.leadership import leadership_job, read_leadership
from shipworthy.workflows.reports.making import make_report, report_name
from shipworthy.workflows.services import find_service
from shipworthy.workflows.session import Session

WORDS = LeadershipAskWording()


def order(review: UUID) -> ReportOrder:
    """Return the order for the report for leaders."""
    return ReportOrder(Subject.ASSESSMENT, Audience.LEADERSHIP, review=review)


def of(session: Session, review: UUID) -> LeadershipReport:
    """Return the report that would be printed."""
    made = leadership_job(session, order(review)).report
    assert isinstance(made, LeadershipReport)
    return made


def all_reviews(session: Session, service: str) -> list[UUID]:
    """Return the assessments of a service, oldest first."""
    with session.store.read() as tx:
        return [each.id for each in tx.assessments.of_service(find_service(session, service).id)]


@pytest.mark.parametrize("service", ["returns", "checkout", "stock", "orders", "notifications", "parcel-tracking"])
def test_every_number_is_that_of_the_store(sample_session: Session, service: str) -> None:
    *earlier, newest = sorted(
        (reviews.open_review(sample_session, each) for each in all_reviews(sample_session, service)),
        key=lambda review: review.assessment.sequence,
    )
    report = of(sample_session, newest.assessment.id)
    check_figures(report, newest)
    check_movement(report, earlier[-1], newest)
    check_follow_up(report, newest)


def check_figures(report: LeadershipReport, review: Review) -> None:
    card, scored = review.scorecard, review.scorecard.questions.values()
    assert card.score is not None
    assert card.band is not None
    applying = [each for each in scored if each.applies]
    answered = [each for each in applying if each.is_answered]
    assert report.figures.score == str(whole_percent(card.score))
    assert report.figures.answered_of == f"{len(answered)} of {len(applying)} questions"
    open_ones = len(applying) - len(answered)
    if open_ones:
        assert report.figures.open_answers.startswith(f"{open_ones} of {len(applying)} question")
        low, high = whole_percent(card.band.low), whole_percent(card.band.high)
        assert report.figures.open_answers.endswith(f"the score may be {low} to {high}.")
    assert "{} set aside as not applicable, {} met".format(*shaky_foundations(card)) in report.figures.foundations
    misses = [each for each in scored if each.miss]
    assert report.risk_count == len(misses)
    worst = sorted(misses, key=lambda each: each.severity.rank)[: len(report.risks)]
    assert [each.severity.split(",")[0] for each in report.risks] == [WORDS.severity(each.severity) for each in worst]
    assert {each.question for each in report.risks} <= {
        review.questionnaire.asked[each.id].question.text for each in misses
    }


def check_movement(report: LeadershipReport, before: Review, review: Review) -> None:
    compared = compare(before, review)
    assert compared.change is not None
    assert compared.parts is not None
    assert report.figures.change == WORDS.points(compared.change)
    assert report.movement.told.startswith(f"{WORDS.points(compared.change)} points since “{before.assessment.title}”")
    largest = sorted((each for each in compared.parts.values() if each), key=abs, reverse=True)[:3]
    assert [part.points for part in report.movement.parts] == [WORDS.points(each) for each in largest]


def check_follow_up(report: LeadershipReport, review: Review) -> None:
    today = review.today
    active = [each for each in review.waivers if each.active_on(today)]
    waived = {each.question for each in active}
    late = [
        each
        for each in review.items
        if each.state in UNFINISHED_STATES and each.due and each.due < today and not set(each.questions) <= waived
    ]
    if review.assessment.state is not AssessmentState.DECIDED:
        assert (report.late_count, report.accepted_count) == (len(late), len(active))


@pytest.mark.parametrize("service", ["returns", "stock"])
def test_the_path_is_the_shortest(sample_session: Session, service: str) -> None:
    with sample_session.store.read() as tx:
        standing = tx.assessments.standing(find_service(sample_session, service).id)
    assert standing is not None
    problem = read_problem(sample_session, PathRequest((standing.service,), Target.READY))
    path = find_path(problem)
    report = of(sample_session, standing.id)
    assert path.reaches_all
    assert report.path.outcome == WORDS.path_told(path.effort, path.steps[-1].after.verdict, len(path.steps))  # type: ignore[union-attr]
    assert report.figures.effort == WORDS.days(path.effort)
    assert [each.title for each in report.path.steps] == [
        " ".join(step.candidate.item.title.split()) for step in path.steps[: len(report.path.steps)]
    ]
    shown = sum((step.candidate.days for step in path.steps[: len(report.path.steps)]), Fraction(0))
    rest = len(path.steps) - len(report.path.steps)
    assert report.path.rest == WORDS.rest_of_path(rest, path.effort - shown)


def test_two_pages_come_out_with_nothing_attached(sample_session: Session, tmp_path: Path) -> None:
    decided = all_reviews(sample_session, "orders")[-1]
    assert report_name(sample_session, order(decided)) == "orders-leadership.pdf"
    path = tmp_path / "report.pdf"
    with ReportWorker(deadline_seconds=100, cpu_seconds=100) as worker:
        for kind in (Format.PDF, Format.ARCHIVE):
            make_report(sample_session, replace(order(decided), format=kind), path, worker)
            with pikepdf.open(path) as document:
                assert len(document.pages) == 2
                assert not document.attachments
    with sample_session.store.read() as tx:
        seal = tx.seals.of(decided)
    assert seal is not None
    assert f"Fingerprint {seal.content_hash[:4]} {seal.content_hash[4:8]}" in page_texts(path.read_bytes())[0]


def test_no_note_is_in_it(session: Session) -> None:
    review = started(session)
    secret = "Only we may read this."
    answers = [
        Answer(question, state=AnswerState.UNKNOWN, note=secret, note_internal=number % 2 == 0)
        for number, question in enumerate(review.questionnaire.asked)
    ]
    reviews.record_answers(session, review.assessment.id, answers)
    job = leadership_job(session, order(review.assessment.id))
    assert job.attached is None
    assert secret not in str(job.report)


def test_follow_up_is_as_of_today_while_the_decision_stays_sealed(session: Session, clock: Clock) -> None:
    review = started(session)
    accept_and_plan(session, review)
    decided = decide(session, review.assessment.id, NO_GO).assessment.id
    before = of(session, decided)
    assert before.standing.decision == "No-go"
    clock.moment = clock.moment.replace(year=clock.moment.year + 1)
    after = of(session, decided)
    assert after.risks[0].risk == before.risks[0].risk
    assert after.figures.score == before.figures.score
    assert after.as_of == "22 November 2027"
    assert after.late_count > before.late_count
    assert after.accepted_count < before.accepted_count
    assert after.asks[0].what == "Decide again: what was decided is out of date"


def test_a_withdrawn_decision_asks_for_one_thing(session: Session) -> None:
    decided = decide(session, started(session).assessment.id, NO_GO).assessment.id
    withdraw(session, decided, "The figures were those of another service.")
    [ask] = of(session, decided).asks
    assert ask.what == "Do not rely on this decision"
    assert ask.about == "Withdrawn: The figures were those of another service."


def test_a_decision_that_another_followed_points_to_that_one(sample_session: Session) -> None:
    *_older, before, newest = all_reviews(sample_session, "stock")
    [ask] = of(sample_session, before).asks
    assert ask.what == "Read the newer decision: this one no longer counts"
    assert ask.about.startswith("“Review after the incident of 9 October” was decided on 12 Nov 2026")
    assert all("newer" not in each.what for each in of(sample_session, newest).asks)


def test_a_path_that_takes_too_long_is_said_to(sample_session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leadership, "LONGEST_SEARCH", 0.0)
    returns = all_reviews(sample_session, "returns")[-1]
    figures = read_leadership(sample_session, returns)
    assert figures.path is None
    report = leadership_report(figures, WORDS, sample_session.now())
    assert report.path.outcome == WORDS.path_not_found()
    assert (report.figures.effort, report.figures.effort_of) == ("–", "not worked out in time")
    assert not any(ask.what.startswith("Fund") for ask in report.asks)
