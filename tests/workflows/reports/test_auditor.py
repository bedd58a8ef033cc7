"""The report for an auditor on a real store: all answers, evidence with its files, the history, and the chain."""

from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from uuid import UUID

import pikepdf
import pytest
from tests.reports.auditor_builders import answer_change, audit_figures, auditor_report
from tests.reports.builders import outside_the_margins, page_texts, small_review
from tests.storage.seal_edits import accept_and_plan
from tests.workflows.test_decisions import NO_GO
from tests.workflows.test_reviews import TIMEOUTS, started

from shipworthy.domain.assessment import Answer, AnswerState, Confidence, Dissent
from shipworthy.domain.report_kind import Audience, ReportOrder, Subject
from shipworthy.domain.review import Review
from shipworthy.reports.audit_entries import MOST_CHANGES
from shipworthy.reports.auditor_report import AuditorReport
from shipworthy.reports.job import Job, Order, decode_order, encode
from shipworthy.reports.report_worker import ReportWorker
from shipworthy.reports.template import html
from shipworthy.storage.changes import SubjectKind
from shipworthy.wording.audit import AuditWording
from shipworthy.workflows.consensus import agree, set_assessors
from shipworthy.workflows.decisions import decide
from shipworthy.workflows.evidence import Attachment, attach
from shipworthy.workflows.reports.auditor import auditor_job
from shipworthy.workflows.reports.check import verify_report
from shipworthy.workflows.reports.making import make_report, report_name
from shipworthy.workflows.reviews import open_review, record_answer
from shipworthy.workflows.session import Session
from shipworthy.workflows.undo import undo_changes

RETRIES = "backend-engineering/failure.retries"
BREAKER = "backend-engineering/failure.breaker"
SECRET = "Only the auditor may read this."


def order(review: UUID) -> ReportOrder:
    """Return the order for the report for an auditor."""
    return ReportOrder(Subject.ASSESSMENT, Audience.AUDITOR, review=review)


def of(session: Session, review: UUID) -> AuditorReport:
    """Return the report that would be printed."""
    made = auditor_job(session, order(review)).report
    assert isinstance(made, AuditorReport)
    return made


@pytest.fixture
def review(session: Session, tmp_path: Path) -> Review:
    """Return a review with files as evidence, an internal note, blind answers that differ, and an undone answer."""
    review = started(session)
    about = review.assessment.id
    set_assessors(session, about, ["Amira", "Jonas"])
    for name, choice in (("Amira", 0), ("Jonas", 1)):
        chosen = review.questionnaire.asked[RETRIES].question.choices[choice].id
        record_answer(session, about, Answer(RETRIES, name, AnswerState.ANSWERED, (chosen,)))
    agreed = review.questionnaire.asked[RETRIES].question.choices[0].id
    agree(session, about, Answer(RETRIES, "", AnswerState.ANSWERED, (agreed,)), [Dissent("Jonas", "It is better.")])
    best = review.questionnaire.asked[TIMEOUTS].question.choices[-1].id
    noted = Answer(TIMEOUTS, state=AnswerState.ANSWERED, choices=(best,), note=SECRET, note_internal=True)
    record_answer(session, about, replace(noted, confidence=Confidence.HIGH))
    files = [Attachment(each, f"{each.decode()}.log") for each in (b"whole", b"damaged", b"lost")]
    attach(session, about, open_review(session, about).answer(TIMEOUTS), files)
    given = record_answer(session, about, Answer(BREAKER, state=AnswerState.UNKNOWN))
    undo_changes(session, about, given.sequences)
    return open_review(session, about)


def test_met_answers_are_told_in_full(session: Session, review: Review) -> None:
    report = of(session, review.assessment.id)
    [timeouts] = [each for principle in report.principles for each in principle.questions if each.note == SECRET]
    assert timeouts.note_internal
    assert timeouts.standing == "met"
    assert (timeouts.record, timeouts.confidence) == ("Answered, confirmed", "high")
    assert (timeouts.answered_by, timeouts.answered_on) == ("Amira", "22 Nov 2026, 14:03 UTC")
    assert timeouts.evidence[0].text == f"5 B · SHA-256 {sha256(b'whole').hexdigest()}"
    answered = [each for principle in report.principles for each in principle.questions]
    assert len(answered) == len(review.applying())


def test_each_file_is_compared_with_its_digest(session: Session, review: Review) -> None:
    session.evidence.path_of(sha256(b"damaged").hexdigest()).write_bytes(b"DAMAGED")
    session.evidence.path_of(sha256(b"lost").hexdigest()).unlink()
    proofs = of(session, review.assessment.id).audit.evidence
    assert [(each.title, each.digest, each.kept) for each in proofs] == [
        (f"{name}.log", sha256(name.encode()).hexdigest(), kept)
        for name, kept in (("whole", "✓ whole"), ("damaged", "✕ damaged"), ("lost", "✕ not in the store"))
    ]


def test_blind_answers_are_told_once_it_is_decided(session: Session, review: Review) -> None:
    before = of(session, review.assessment.id).audit
    assert before.blind == ()
    assert before.blind_note == "2 answers were given blind. They are told once the review is decided."
    decide(session, review.assessment.id, NO_GO)
    [entry] = of(session, review.assessment.id).audit.blind
    question = review.questionnaire.asked[RETRIES].question
    assert [(each.assessor, each.answer) for each in entry.positions] == [
        ("Amira", question.choices[0].label),
        ("Jonas", question.choices[1].label),
    ]
    assert entry.agreed == question.choices[0].label
    spread = abs(question.choices[0].score - question.choices[1].score)
    assert entry.spread == AuditWording().choice_score(spread)


def test_the_history_is_that_of_the_change_log(session: Session, review: Review) -> None:
    accept_and_plan(session, review)
    decide(session, review.assessment.id, NO_GO)
    audit = of(session, review.assessment.id).audit
    with session.store.read() as tx:
        own = [
            change
            for kind in (SubjectKind.ASSESSMENT, SubjectKind.ANSWER, SubjectKind.MEETING, SubjectKind.SEAL)
            for change in tx.changes.for_subject(kind, review.assessment.id)
        ]
        others = [
            change
            for kind in (SubjectKind.ITEM, SubjectKind.WAIVER)
            for change in tx.changes.for_subject(kind, review.service.id)
        ]
    numbers = [each.number for each in audit.changes]
    assert numbers == sorted(numbers)
    assert set(numbers) <= {each.sequence for each in (*own, *others)}
    assert audit.change_count == len(audit.changes)
    told = {each.number: each for each in audit.changes}
    blind = [change for change in own if change.assessor]
    assert [told[change.sequence].text for change in blind] == ["given or changed"] * 2
    undone = [change for change in own if change.undoes is not None]
    assert all(told[change.sequence].text.startswith("Taken back or done again: ") for change in undone)
    assert undone
    [state] = [each for each in audit.changes if each.about == "Review" and "→ Decided" in each.text]
    assert state.actor == "Amira"
    assert state.at == "2026-11-22 14:03:00"
    assert any(each.about == "Waiver" for each in audit.changes)
    assert any(each.about == "Item" for each in audit.changes)


def test_what_came_after_the_seal_is_not_in_its_history(session: Session, review: Review) -> None:
    decide(session, review.assessment.id, NO_GO)
    before = of(session, review.assessment.id).audit.changes
    accept_and_plan(session, review)
    assert of(session, review.assessment.id).audit.changes == before


def test_the_chain_is_that_of_the_store(session: Session, review: Review) -> None:
    open_one = of(session, review.assessment.id).audit
    assert (open_one.seals, open_one.checks) == ((), ())
    decide(session, review.assessment.id, NO_GO)
    with session.store.read() as tx:
        seal = tx.seals.of(review.assessment.id)
    assert seal is not None
    audit = of(session, review.assessment.id).audit
    [entry] = audit.seals
    assert (entry.number, entry.content_hash, entry.previous, entry.log_sequence, entry.log_hash, entry.hash) == (
        seal.number,
        seal.content_hash,
        seal.previous,
        seal.log_sequence,
        seal.log_hash,
        seal.hash,
    )
    assert [check.holds for check in audit.checks] == [True, True, True]


def test_later_seals_name_the_one_before(sample_session: Session) -> None:
    with sample_session.store.read() as tx:
        seals = tx.seals.all()
    audit = of(sample_session, seals[-1].assessment).audit
    assert [check.holds for check in audit.checks] == [True, True, True]
    assert audit.checks[-1].text.startswith(f"It names the hash of seal {seals[-2].number}")
    assert audit.seals[-1].previous == seals[-2].hash


def test_a_seal_that_was_altered_does_not_agree() -> None:
    review = small_review()
    figures = audit_figures(review)
    assert figures.seal is not None
    for seal, holds in (
        (replace(figures.seal, content="{}"), [False, True, True]),
        (replace(figures.seal, sealed_by="Somebody"), [True, False, True]),
        (replace(figures.seal, previous="0" * 64), [True, False, False]),
    ):
        altered = replace(figures, seal=seal)
        assert [check.holds for check in auditor_report(altered).audit.checks] == holds


def test_a_long_history_says_what_it_leaves_out() -> None:
    figures = audit_figures(small_review())
    long = replace(figures, log=tuple(answer_change(number) for number in range(1, MOST_CHANGES + 11)))
    report = auditor_report(long)
    assert report.audit.change_count == MOST_CHANGES + 10
    assert [report.audit.changes[0].number, report.audit.changes[-1].number] == [11, MOST_CHANGES + 10]
    assert f"the newest {MOST_CHANGES} of {MOST_CHANGES + 10} steps" in html(report)


def test_the_printed_report_carries_its_seal_and_verifies(session: Session, review: Review, tmp_path: Path) -> None:
    accept_and_plan(session, review)
    decide(session, review.assessment.id, NO_GO)
    assert report_name(session, order(review.assessment.id)).endswith("-auditor.pdf")
    with ReportWorker(deadline_seconds=100, cpu_seconds=100) as worker:
        path = make_report(session, order(review.assessment.id), tmp_path / "report.pdf", worker)
    assert verify_report(session, path).altered == ""
    with pikepdf.open(path) as document, document.open_outline() as outline:
        titles = [each.title for each in outline.root]
        assert list(document.attachments) == ["sealed-review.json"]
    assert {"Chain of fingerprints", "Evidence", "Blind answers", "History"} <= set(titles)
    assert outside_the_margins(path.read_bytes()) == []
    text = "".join("".join(page_texts(path.read_bytes())).split())
    with session.store.read() as tx:
        seal = tx.seals.of(review.assessment.id)
    assert seal is not None
    for each in (seal.hash, seal.previous, seal.content_hash, seal.log_hash, sha256(b"whole").hexdigest()):
        assert each in text
    assert "".join(SECRET.split()) in text
    assert "Internalnote" in text


def test_the_report_travels_to_the_worker_whole() -> None:
    job = Job(auditor_report())
    assert decode_order(encode(Order(job, 10, 1000))).job == job
