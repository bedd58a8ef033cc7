"""A review at one moment: scored, judged by its tier's rules, with the day on which that changes by itself."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from tests.domain.builders import (
    TODAY,
    YESTERDAY,
    answered,
    asks,
    assessment,
    decided,
    evidence,
    item,
    question,
    review,
    service,
    simple_pack,
    waiver,
    weighted,
)

from shipworthy.domain.assessment import Answer, AnswerState
from shipworthy.domain.gate import ClauseKind, Verdict
from shipworthy.domain.pack import Severity
from shipworthy.domain.policy import GatePolicy
from shipworthy.domain.questionnaire import compile_questionnaire
from shipworthy.domain.review import Cap, assemble, next_expiry

PACK = simple_pack(question("a"), question("hidden", applies_when="false"), question("b"))


@pytest.mark.parametrize("tier", [1, 2, 3, 4])
def test_the_tier_of_the_service_chooses_the_rules(tier: int) -> None:
    minima = {each: asks(overall=f"0.{each}") for each in (1, 2, 3, 4)}
    policy = GatePolicy("default", "1.0.0", "Default", "Summary.", minima)
    found = assemble(service(tier=tier), assessment(), compile_questionnaire(weighted([PACK])), policy, {}, TODAY)
    assert found.tier_policy is minima[tier]
    assert found.judgement.failed[0].limit == Fraction(tier, 10)


def test_questions_that_apply_in_the_order_they_are_asked() -> None:
    found = review(PACK, answers=[answered("p/b", "e")])
    assert [each.id for each in found.applying()] == ["p/a", "p/b"]
    assert found.answer("p/b") == answered("p/b", "e")
    assert found.answer("p/a") == Answer("p/a")
    assert found.counts("p/b").counted == 1
    assert found.counts("p/a").state is AnswerState.UNANSWERED


def test_a_draft_has_no_age_and_a_decision_has() -> None:
    answers = [answered("p/a", "e"), answered("p/b", "e")]
    assert review(PACK, answers=answers).judgement.verdict is Verdict.READY
    old = review(PACK, answers=answers, about=decided(TODAY - timedelta(days=200)), policy=asks(max_age_days=199))
    assert [clause.kind for clause in old.judgement.failed] == [ClauseKind.AGE]


def test_waivers_and_items_reach_the_verdict() -> None:
    severe = simple_pack(question("a", severity=Severity.BLOCKER), question("b", severity=Severity.HIGH))
    found = review(severe, answers=[answered("p/a", "a"), answered("p/b", "a")])
    assert found.judgement.verdict is Verdict.NOT_READY
    settled = review(severe, answers=found.answers.values(), waivers=[waiver("p/a")], items=[item("p/b")])
    assert settled.judgement.verdict is Verdict.CONDITIONALLY_READY
    assert settled.scorecard == found.scorecard


def test_the_verdict_shown_is_the_own_or_the_lower_one_of_a_dependency() -> None:
    own = review(PACK, answers=[answered("p/a", "e"), answered("p/b", "e")])
    assert own.shown_verdict is Verdict.READY
    capped = replace(own, cap=Cap(Verdict.NOT_ASSESSED, ("ledger",)))
    assert (capped.shown_verdict, capped.judgement.verdict) == (Verdict.NOT_ASSESSED, Verdict.READY)


SOON, LATER = TODAY + timedelta(days=1), TODAY + timedelta(days=30)


@pytest.mark.parametrize(
    ("expiries", "expected"),
    [
        ([], None),
        ([None], None),
        ([YESTERDAY], None),  # what has expired has had its effect
        ([TODAY], TODAY),
        ([LATER, None, SOON, YESTERDAY], SOON),
    ],
)
def test_the_next_day_on_which_evidence_ends(expiries: list[date | None], expected: date | None) -> None:
    in_one = [answered("p/a", "a", evidence=tuple(evidence(each) for each in expiries))]
    apart = [answered("p/a", "a", evidence=(evidence(each),)) for each in expiries]
    assert next_expiry(in_one, TODAY) == next_expiry(apart, TODAY) == expected
