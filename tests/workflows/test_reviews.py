"""Reviewing through the store: what is recorded stays, what may not be is refused, and everything can be taken back."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from uuid import UUID

import pytest
from tests.workflows.conftest import Clock

from shipworthy.domain.assessment import Answer, AnswerState, AssessmentState, Evidence, EvidenceKind, NotApplicableType
from shipworthy.domain.gate import Verdict
from shipworthy.domain.review import Review
from shipworthy.errors import UserError
from shipworthy.packs.shipped import shipped_packs
from shipworthy.storage.changes import SubjectKind
from shipworthy.workflows.portfolio import list_services
from shipworthy.workflows.reviews import (
    Recorded,
    open_review,
    record_answer,
    record_answers,
    standing_review,
    start_assessment,
)
from shipworthy.workflows.services import blank_service, save_service, view_service
from shipworthy.workflows.session import Session
from shipworthy.workflows.undo import undo_changes

TIMEOUTS = "backend-engineering/failure.timeouts"
RETRIES = "backend-engineering/failure.retries"
FLAGSHIP = "backend-engineering"


def started(session: Session, name: str = "checkout", hard: frozenset[UUID] = frozenset()) -> Review:
    """Add a tier-1 service and start its review with the flagship."""
    service = save_service(session, replace(blank_service(session), name=name, tier=1, hard_dependencies=hard))
    packs = [pack for pack in shipped_packs() if pack.id == FLAGSHIP]
    return open_review(session, start_assessment(session, service.id, packs).id)


def best(review: Review, question: str) -> Answer:
    """Return the answer that scores 1, with evidence."""
    choice = review.questionnaire.asked[question].question.choices[-1]
    evidence = (Evidence(EvidenceKind.TEXT, "shown in the review"),)
    return replace(review.answer(question), state=AnswerState.ANSWERED, choices=(choice.id,), evidence=evidence)


def answer_timeouts(session: Session, review: Review, choice: int) -> Recorded:
    """Answer the question about timeouts with its choice of this number, counted from 0."""
    chosen = review.questionnaire.asked[TIMEOUTS].question.choices[choice].id
    given = replace(review.answer(TIMEOUTS), state=AnswerState.ANSWERED, choices=(chosen,))
    return record_answer(session, review.assessment.id, given)


def test_a_new_assessment_keeps_its_pack_policy_and_author(session: Session) -> None:
    review = started(session)
    assert review.assessment.state is AssessmentState.DRAFT
    assert review.assessment.assessors == ("Amira",)
    assert review.assessment.title == "Review of 22 Nov 2026"
    assert [use.pack_id for use in review.assessment.packs] == [FLAGSHIP]
    assert review.policy.id == "default"
    assert review.scorecard.score == 0
    assert review.judgement.verdict is Verdict.NOT_READY


def test_an_assessment_without_a_pack_is_refused(session: Session) -> None:
    service = save_service(session, replace(blank_service(session), name="checkout"))
    with pytest.raises(UserError, match="at least one pack"):
        start_assessment(session, service.id, [])
    assert standing_review(session, service.id) is None


def test_an_answer_is_kept_with_author_time_log_and_score_row(session: Session, clock: Clock) -> None:
    review = started(session)
    recorded = record_answer(session, review.assessment.id, best(review, TIMEOUTS))
    kept = open_review(session, review.assessment.id)
    answer = kept.answer(TIMEOUTS)
    assert (answer.answered_by, answer.answered_at) == ("Amira", clock.moment)
    assert kept.scorecard == recorded.review.scorecard
    assert kept.scorecard.score is not None
    assert kept.scorecard.score > 0
    with session.store.read() as tx:
        changes = tx.changes.for_subject(SubjectKind.ANSWER, review.assessment.id)
        row = tx.scores.get(review.assessment.id)
    assert [(change.actor, change.part, change.before) for change in changes] == [("Amira", TIMEOUTS, None)]
    logged = changes[0].after_as(Answer)
    assert logged is not None
    assert replace(logged, version=answer.version) == answer
    assert row is not None
    assert row.score == kept.scorecard.score
    assert list_services(session)[0].standing is not None


def test_the_same_answer_again_changes_nothing(session: Session) -> None:
    review = started(session)
    record_answer(session, review.assessment.id, best(review, TIMEOUTS))
    again = open_review(session, review.assessment.id)
    recorded = record_answer(session, review.assessment.id, best(again, TIMEOUTS))
    assert recorded.sequences == ()
    with session.store.read() as tx:
        assert len(tx.changes.for_subject(SubjectKind.ANSWER, review.assessment.id)) == 1


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"state": AnswerState.COMPENSATED, "reason": "  "}, "justification"),
        ({"state": AnswerState.NOT_APPLICABLE, "reason": "no calls"}, "type and a reason"),
        ({"state": AnswerState.NOT_APPLICABLE, "not_applicable_type": NotApplicableType.OTHER}, "type and a reason"),
        ({"state": AnswerState.ANSWERED, "choices": ("nope",)}, "no choice “nope”"),
        ({"state": AnswerState.ANSWERED, "choices": ("none", "some")}, "takes one choice"),
        ({"evidence": (Evidence(EvidenceKind.LINK, "file:///etc/passwd"),)}, "opened safely"),
        ({"evidence": (Evidence(EvidenceKind.TEXT, " "),)}, "must not be empty"),
        ({"question": "backend-engineering/none.such"}, "no question"),
    ],
)
def test_what_may_not_be_recorded_leaves_the_previous_answer(
    session: Session, change: dict[str, object], message: str
) -> None:
    review = started(session)
    record_answer(session, review.assessment.id, best(review, TIMEOUTS))
    before = open_review(session, review.assessment.id)
    broken = replace(before.answer(TIMEOUTS), **change)  # type: ignore[arg-type]  # each case changes other fields
    with pytest.raises(UserError, match=message):
        record_answer(session, review.assessment.id, broken)
    assert open_review(session, review.assessment.id).answers == before.answers


def test_several_answers_land_together_or_not_at_all(session: Session) -> None:
    review = started(session)
    wrong = replace(review.answer(RETRIES), state=AnswerState.ANSWERED, choices=("nope",))
    with pytest.raises(UserError):
        record_answers(session, review.assessment.id, [best(review, TIMEOUTS), wrong])
    assert open_review(session, review.assessment.id).answers == {}


def test_a_colleague_who_answered_meanwhile_is_not_overwritten(session: Session, colleague: Session) -> None:
    review = started(session)
    answer_timeouts(colleague, review, 0)
    with pytest.raises(UserError, match="in the meantime"):
        answer_timeouts(session, review, 1)
    kept = open_review(session, review.assessment.id).answer(TIMEOUTS)
    assert kept.answered_by == "Jonas"


def test_marking_is_no_answer_and_keeps_the_author(session: Session, colleague: Session) -> None:
    review = started(session)
    answered = answer_timeouts(session, review, 1).review
    marked = replace(answered.answer(TIMEOUTS), marked=True)
    kept = record_answer(colleague, review.assessment.id, marked).review.answer(TIMEOUTS)
    assert kept.marked
    assert kept.answered_by == "Amira"


def test_undo_and_redo_walk_back_and_forth_through_a_whole_history(session: Session) -> None:
    review = started(session)
    states = [review.answers]
    steps = []
    for choice in (0, 1, 2):
        recorded = answer_timeouts(session, open_review(session, review.assessment.id), choice)
        steps.append(recorded.sequences)
        states.append(recorded.review.answers)
    inverses = []
    for expected in reversed(states[:-1]):
        undone = undo_changes(session, review.assessment.id, steps.pop())
        inverses.append(undone.sequences)
        assert undone.review is not None
        assert contents(undone.review.answers) == contents(expected)
    for expected in states[1:]:
        redone = undo_changes(session, review.assessment.id, inverses.pop())
        assert redone.review is not None
        assert contents(redone.review.answers) == contents(expected)
        assert redone.review.scorecard == open_review(session, review.assessment.id).scorecard


def contents(answers: object) -> object:
    """Return answers without versions, which count changes and never come back."""
    assert isinstance(answers, dict)
    return {question: replace(answer, version=0) for question, answer in answers.items()}


def test_undo_is_refused_when_somebody_changed_the_answer_since(session: Session, colleague: Session) -> None:
    review = started(session)
    first = answer_timeouts(session, review, 1)
    answer_timeouts(colleague, first.review, 2)
    with pytest.raises(UserError, match="Jonas changed this since"):
        undo_changes(session, review.assessment.id, first.sequences)


def test_a_sealed_assessment_is_never_changed(session: Session) -> None:
    review = started(session)
    recorded = answer_timeouts(session, review, 1)
    with session.begin() as tx:
        tx.assessments.save(replace(tx.assessments.get(review.assessment.id), state=AssessmentState.DECIDED))
    with pytest.raises(UserError, match="cannot be changed"):
        answer_timeouts(session, recorded.review, 2)
    with pytest.raises(UserError, match="cannot be changed"):
        undo_changes(session, review.assessment.id, recorded.sequences)


def test_evidence_that_expires_lowers_the_score_the_day_after(session: Session, clock: Clock) -> None:
    review = started(session)
    last_day = clock.moment.date()
    expiring = replace(best(review, TIMEOUTS), evidence=(Evidence(EvidenceKind.TEXT, "load test", expires=last_day),))
    record_answer(session, review.assessment.id, expiring)
    listed = list_services(session)[0].standing
    assert listed is not None
    assert listed.score is not None
    assert listed.score > 0
    clock.moment += timedelta(days=1)
    listed = list_services(session)[0].standing
    assert listed is not None
    assert listed.score == 0


def test_a_hard_dependency_caps_the_verdict_along_the_whole_chain(session: Session) -> None:
    base = started(session, "ledger")
    middle = started(session, "payments", frozenset({base.service.id}))
    top = started(session, "checkout", frozenset({middle.service.id}))
    for review in (middle, top):
        make_ready(session, review)
    seen = open_review(session, top.assessment.id)
    assert seen.judgement.verdict is Verdict.READY
    assert seen.shown_verdict is Verdict.NOT_READY
    assert seen.cap is not None
    assert seen.cap.services == ("ledger",)
    line = next(line for line in list_services(session) if line.service.name == "checkout")
    assert (line.verdict, line.own_verdict, line.capped_by) == (Verdict.NOT_READY, Verdict.READY, ("ledger",))


def test_expired_evidence_of_a_dependency_counts_before_any_list_is_read(session: Session, clock: Clock) -> None:
    base = started(session, "ledger")
    top = started(session, "checkout", frozenset({base.service.id}))
    make_ready(session, top)
    make_ready(session, base, expires=clock.moment.date())
    seen = standing_review(session, top.service.id)
    assert seen is not None
    assert seen.shown_verdict is Verdict.READY
    clock.moment += timedelta(days=1)
    seen = standing_review(session, top.service.id)
    assert seen is not None
    assert seen.cap is not None
    assert (seen.shown_verdict, seen.cap.services) == (Verdict.NOT_READY, ("ledger",))
    page = view_service(session, base.service.id)
    assert page.line.verdict is Verdict.NOT_READY
    assert page.assessments[0].verdict is Verdict.NOT_READY


def make_ready(session: Session, review: Review, expires: date | None = None) -> None:
    """Give every question its best answer, with evidence that counts until a day."""
    answers = []
    for question, asked in review.questionnaire.asked.items():
        choices = tuple(choice.id for choice in asked.question.choices if choice.score > 0)
        chosen = choices if asked.question.select == "many" else choices[-1:]
        evidence = (Evidence(EvidenceKind.TEXT, "shown in the review", expires=expires),)
        answers.append(replace(best(review, question), choices=chosen, evidence=evidence))
    after = record_answers(session, review.assessment.id, answers).review
    assert after.scorecard.score == Fraction(1)


def test_facts_decide_what_applies_and_rescore_open_reviews(session: Session) -> None:
    review = started(session)
    assert review.counts("backend-engineering/database.restore").applies
    save_service(session, replace(review.service, facts={"has_database": False}))
    fresh = open_review(session, review.assessment.id)
    assert not fresh.counts("backend-engineering/database.restore").applies
    with session.store.read() as tx:
        row = tx.scores.get(review.assessment.id)
    assert row is not None
    assert row.coverage == fresh.scorecard.coverage


def test_today_is_the_day_in_the_stores_time_zone(session: Session, clock: Clock) -> None:
    clock.moment = datetime.fromisoformat("2026-11-22T23:30:00-05:00")
    assert session.today() == date(2026, 11, 23)
