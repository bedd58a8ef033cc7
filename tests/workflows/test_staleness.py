"""Decided services in lists: the sealed score stays, the verdict is live, and what changed underneath is told."""

from dataclasses import replace
from datetime import date, timedelta

from tests.workflows.conftest import Clock
from tests.workflows.test_decisions import NO_GO, SIGNED, flawless
from tests.workflows.test_reviews import TIMEOUTS, started

from shipworthy.domain.assessment import Decision, Evidence, EvidenceKind, Outcome
from shipworthy.domain.gate import Verdict
from shipworthy.domain.review import Review
from shipworthy.packs.shipped import default_policy
from shipworthy.wording import Wording
from shipworthy.workflows.decisions import decide, withdraw
from shipworthy.workflows.policies import copy_to_edit, save_policy
from shipworthy.workflows.portfolio import list_services
from shipworthy.workflows.reviews import record_answers
from shipworthy.workflows.services import find_service, save_service, view_service
from shipworthy.workflows.session import Session
from shipworthy.workflows.staleness import view_decision

LAST_DAY = date(2026, 12, 1)


def gone_live(session: Session, name: str = "checkout", last_day: date | None = None, **needs: object) -> Review:
    """Answer everything best, the evidence of one question until a day, and decide for Go."""
    review = started(session, name, **needs)  # type: ignore[arg-type]
    answers = {question: flawless(review, question) for question in review.questionnaire.asked}
    evidence = (Evidence(EvidenceKind.TEXT, "seen", expires=last_day),)
    answers[TIMEOUTS] = replace(answers[TIMEOUTS], evidence=evidence)
    record_answers(session, review.assessment.id, list(answers.values()))
    return decide(session, review.assessment.id, Decision(Outcome.GO, signatories=SIGNED))


def told(session: Session, review: Review) -> list[str]:
    shown = view_decision(session, review.assessment.id)
    assert shown is not None
    [line] = [each for each in view_service(session, review.service.id).assessments if each.id == review.assessment.id]
    assert line.stale == shown.stale
    return [Wording().stale_reason(reason) for reason in shown.stale]


def test_a_fresh_decision_stands(session: Session) -> None:
    review = gone_live(session, last_day=LAST_DAY)
    assert told(session, review) == []
    [line] = list_services(session)
    assert line.standing is not None
    assert line.standing.sealed is not None
    assert (line.standing.score, line.standing.live_score, line.verdict) == (1, None, Verdict.READY)


def test_expired_evidence_leaves_the_sealed_score_and_lowers_live_score_and_verdict(
    session: Session, clock: Clock
) -> None:
    review = gone_live(session, last_day=LAST_DAY)
    clock.moment += timedelta(days=10)
    [line] = list_services(session)
    assert line.standing is not None
    assert line.standing.score == 1
    assert line.standing.live_score is not None
    assert line.standing.live_score < 1
    [listed] = view_service(session, line.service.id).assessments
    assert (listed.verdict, listed.level, listed.coverage) == (Verdict.READY, 3, 1)  # as sealed, with the sealed score
    assert line.verdict is Verdict.NOT_READY
    assert told(session, review) == ["The evidence of failure.timeouts expired after 1 Dec 2026"]
    shown = view_decision(session, review.assessment.id)
    assert shown is not None
    assert shown.live.scorecard.score == line.standing.live_score


def test_tier_facts_and_policy_are_told(session: Session) -> None:
    review = gone_live(session)
    service = find_service(session, "checkout")
    fact = review.questionnaire.packs[0].pack.facts[0]
    save_service(session, replace(service, tier=2, facts={fact.id: not fact.default}))
    save_policy(session, copy_to_edit(default_policy()))
    shipped = f"{default_policy().title} {default_policy().version}"
    words = ("no", "yes") if not fact.default else ("yes", "no")
    assert told(session, review) == [
        "The tier changed from 1 to 2",
        f"A fact changed from {words[0]} to {words[1]}: {fact.text}",
        f"The gate policy is Our gate policy 1 now; it was decided under {shipped}",
    ]


def test_dependencies_are_told(session: Session) -> None:
    ledger = gone_live(session, "ledger")
    review = gone_live(session, "checkout", hard=frozenset({ledger.service.id}))
    assert told(session, review) == []
    withdraw(session, ledger.assessment.id, "The incident.")
    assert told(session, review) == ["ledger was ready and is not assessed"]
    save_service(session, replace(find_service(session, "checkout"), hard_dependencies=frozenset()))
    assert told(session, review) == ["It no longer depends on ledger"]


def test_a_newer_decision_makes_the_older_stale_and_withdrawing_it_brings_that_back(
    session: Session, clock: Clock
) -> None:
    first = gone_live(session)
    clock.moment += timedelta(days=1)
    with session.begin() as tx:
        again = replace(first.assessment, id=session.new_id(), sequence=0, version=0, title="Second look")
        opened = replace(again, state=type(again.state).DRAFT, decision=None, decided_at=None)
        second = tx.assessments.save(opened).value
    decide(session, second.id, NO_GO)
    assert told(session, first) == ["“Second look” was decided on 23 Nov 2026"]
    withdraw(session, second.id, "By mistake.")
    assert told(session, first) == []


def test_a_withdrawn_decision_is_not_called_stale(session: Session, clock: Clock) -> None:
    review = gone_live(session, last_day=LAST_DAY)
    clock.moment += timedelta(days=10)
    withdraw(session, review.assessment.id, "The incident.")
    assert told(session, review) == []


def test_age_is_told_with_its_day(session: Session, clock: Clock) -> None:
    review = gone_live(session)
    days = review.tier_policy.max_age_days
    clock.moment += timedelta(days=days + 1)
    last = Wording().date(review.today + timedelta(days=days))
    assert told(session, review) == [f"The gate policy's greatest age for a decision passed on {last}"]
