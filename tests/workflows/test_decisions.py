"""Deciding: what is complete is sealed for good, what is not stays open, and retired reviews keep their seal."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.workflows.conftest import Clock
from tests.workflows.test_reviews import TIMEOUTS, answer_timeouts, best, started

from shipworthy.domain.assessment import (
    Answer,
    AssessmentState,
    Decision,
    DecisionCondition,
    Dissent,
    Evidence,
    EvidenceKind,
    Outcome,
    Signatory,
)
from shipworthy.domain.gate import ClauseKind, Verdict
from shipworthy.domain.pack import Select
from shipworthy.domain.review import Review
from shipworthy.domain.sealed import NO_HASH
from shipworthy.errors import UserError
from shipworthy.storage.changes import SubjectKind
from shipworthy.workflows.decisions import decide, put_in_review, supersede, withdraw
from shipworthy.workflows.portfolio import list_services
from shipworthy.workflows.reviews import live_review, open_review, record_answer, record_answers
from shipworthy.workflows.services import save_service
from shipworthy.workflows.session import Session
from shipworthy.workflows.undo import undo_changes

SIGNED = (Signatory("Ada Okafor", "Director"),)
NO_GO = Decision(Outcome.NO_GO, "Timeouts are missing.", signatories=SIGNED)


def flawless(review: Review, question: str) -> Answer:
    """Return an answer that scores 1: the best choice, or where several may be chosen all that score."""
    asked = review.questionnaire.asked[question].question
    chosen = tuple(choice.id for choice in asked.choices if choice.score)
    return replace(best(review, question), choices=chosen if asked.select is Select.MANY else chosen[-1:])


def test_a_decision_seals_the_review_with_all_it_rests_on(session: Session, clock: Clock) -> None:
    review = started(session)
    record_answer(session, review.assessment.id, best(review, TIMEOUTS))
    before = open_review(session, review.assessment.id)
    decision = Decision(
        Outcome.CONDITIONAL_GO,
        " The launch window is fixed. ",
        (DecisionCondition("Set timeouts", "Kenji", date(2026, 11, 30)),),
        SIGNED,
        (Dissent("Jonas", "Too early."),),
    )
    decided = decide(session, review.assessment.id, decision)
    assert decided.assessment.state is AssessmentState.DECIDED
    assert decided.assessment.decision == replace(decision, note="The launch window is fixed.")
    assert decided.assessment.decided_at == clock.moment
    assert decided.scorecard == before.scorecard
    with session.store.read() as tx:
        seal = tx.seals.of(review.assessment.id)
        [logged] = tx.changes.for_subject(SubjectKind.SEAL, review.assessment.id)
    assert seal is not None
    content = seal.opened()
    assert content.scores.score == before.scorecard.score
    assert content.assessment.decision == decided.assessment.decision
    assert content.answers_of()[TIMEOUTS] == replace(before.answer(TIMEOUTS), version=0)
    assert content.judged_on == date(2026, 11, 22)
    assert (content.packs[0].hash, content.policy.hash) == (
        before.assessment.packs[0].pack_hash,
        before.assessment.policy_hash,
    )
    assert (seal.number, seal.previous, seal.sealed_by) == (1, NO_HASH, "Amira")
    assert logged.after == seal.hash
    assert logged.sequence == seal.log_sequence + 1


def test_an_incomplete_decision_leaves_the_review_open(session: Session) -> None:
    review = started(session)
    with pytest.raises(UserError, match="needs a signatory"):
        decide(session, review.assessment.id, Decision(Outcome.NO_GO))
    assert open_review(session, review.assessment.id).assessment == review.assessment
    with session.store.read() as tx:
        assert tx.seals.last() is None


def test_a_sealed_review_refuses_every_change(session: Session) -> None:
    review = started(session)
    recorded = answer_timeouts(session, review, 2)
    decide(session, review.assessment.id, NO_GO)
    refusals = (
        lambda: answer_timeouts(session, recorded.review, 3),
        lambda: decide(session, review.assessment.id, NO_GO),
        lambda: put_in_review(session, review.assessment.id),
        lambda: undo_changes(session, review.assessment.id, recorded.sequences),
    )
    for refused in refusals:
        with pytest.raises(UserError, match="is decided and cannot be changed"):
            refused()


def test_the_sealed_score_stays_while_the_live_one_follows_the_facts(session: Session, clock: Clock) -> None:
    review = started(session)
    expiring = replace(best(review, TIMEOUTS), evidence=(Evidence(EvidenceKind.TEXT, "x", expires=date(2026, 12, 1)),))
    record_answer(session, review.assessment.id, expiring)
    sealed = decide(session, review.assessment.id, NO_GO)
    clock.moment += timedelta(days=30)
    save_service(session, replace(review.service, tier=2, facts={"exposes_api": True}))
    assert open_review(session, review.assessment.id).scorecard == sealed.scorecard
    assert open_review(session, review.assessment.id).service.tier == 1
    live = live_review(session, review.assessment.id)
    assert live.service.tier == 2
    assert live.scorecard.score != sealed.scorecard.score
    assert not live.counts(TIMEOUTS).has_evidence


def test_a_decision_that_grows_too_old_counts_as_not_ready_everywhere(session: Session, clock: Clock) -> None:
    review = started(session)
    record_answers(
        session, review.assessment.id, [flawless(review, question) for question in review.questionnaire.asked]
    )
    decide(session, review.assessment.id, Decision(Outcome.GO, signatories=SIGNED))
    assert [line.verdict for line in list_services(session)] == [Verdict.READY]
    clock.moment += timedelta(days=review.tier_policy.max_age_days)
    assert [line.verdict for line in list_services(session)] == [Verdict.READY]
    clock.moment += timedelta(days=1)
    assert [line.verdict for line in list_services(session)] == [Verdict.NOT_READY]
    [clause] = live_review(session, review.assessment.id).judgement.failed
    assert clause.kind is ClauseKind.AGE


def test_each_seal_names_the_one_before(session: Session) -> None:
    for name in ("checkout", "ledger"):
        decide(session, started(session, name).assessment.id, NO_GO)
    with session.store.read() as tx:
        first, second = tx.seals.all()
    assert second.previous == first.hash
    assert second.log_sequence > first.log_sequence


def test_withdrawing_and_superseding_need_a_reason_and_keep_the_seal(session: Session) -> None:
    first, second = started(session), started(session, "ledger")
    decide(session, first.assessment.id, NO_GO)
    with pytest.raises(UserError, match="reason is missing"):
        withdraw(session, first.assessment.id, "  ")
    with pytest.raises(UserError, match="cannot become superseded"):
        supersede(session, second.assessment.id, "a draft")
    replaced = supersede(session, first.assessment.id, "The incident of Monday.")
    assert (replaced.assessment.state, replaced.assessment.state_reason) == (
        AssessmentState.SUPERSEDED,
        "The incident of Monday.",
    )
    with pytest.raises(UserError, match="cannot become withdrawn"):
        withdraw(session, first.assessment.id, "again")
    assert withdraw(session, second.assessment.id, "Wrong pack.").assessment.state is AssessmentState.WITHDRAWN
    with session.store.read() as tx:
        assert tx.seals.of(first.assessment.id) is not None


def test_putting_in_review_can_be_taken_back(session: Session) -> None:
    review = started(session)
    put = put_in_review(session, review.assessment.id)
    assert put.review.assessment.state is AssessmentState.IN_REVIEW
    assert put.name == "put “Review of 22 Nov 2026” in review"
    taken = undo_changes(session, review.assessment.id, put.sequences)
    assert taken.review is not None
    assert taken.review.assessment.state is AssessmentState.DRAFT
