"""Which decisions may be recorded: one clear message for each that may not."""

from dataclasses import replace
from typing import Any

import pytest
from tests.domain import builders as build

from shipworthy.domain.assessment import Decision, DecisionCondition, Dissent, Outcome, Signatory
from shipworthy.domain.decision import advised, checked_decision, decision_problems, goes_beyond
from shipworthy.domain.gate import Verdict
from shipworthy.domain.review import Cap, Review
from shipworthy.errors import UserError

ADA = Signatory("Ada", "Director")
CONDITION = DecisionCondition("Set timeouts", "Kenji", build.TODAY)


def ready() -> Review:
    return build.review(build.simple_pack(build.question("one")), answers=[build.answered("p/one", "e")])


def conditional(**changes: Any) -> Decision:
    return replace(Decision(Outcome.CONDITIONAL_GO, conditions=(CONDITION,), signatories=(ADA,)), **changes)


@pytest.mark.parametrize(
    ("decision", "message"),
    [
        (Decision(Outcome.GO), "A decision needs a signatory."),
        (Decision(Outcome.GO, signatories=(Signatory("  "),)), "Signatory 1 has no name."),
        (Decision(Outcome.GO, signatories=(ADA, Signatory(" ada "))), "ada signs twice."),
        (conditional(conditions=()), "A conditional go needs a condition."),
        (conditional(conditions=(replace(CONDITION, text=" "),)), "Condition 1 says nothing."),
        (conditional(conditions=(CONDITION, replace(CONDITION, owner=""))), "Condition 2 has no owner."),
        (conditional(conditions=(replace(CONDITION, due=None),)), "Condition 1 has no date."),
        (conditional(conditions=(replace(CONDITION, due=build.YESTERDAY),)), "Condition 1: 2026-11-21 is past."),
        (conditional(outcome=Outcome.GO), "“Go” has no conditions."),
        (conditional(outcome=Outcome.NO_GO), "“No-go” has no conditions."),
        (conditional(dissent=(Dissent("", "Too early"),)), "Dissent 1 has no name."),
        (conditional(dissent=(Dissent("Jonas", " "),)), "Dissent 1 gives no reason."),
    ],
)
def test_what_is_missing_is_said(decision: Decision, message: str) -> None:
    with pytest.raises(UserError) as raised:
        checked_decision(decision, ready(), build.TODAY)
    assert raised.value.message == message
    assert raised.value.hint


def test_a_complete_decision_is_kept_without_the_blanks_around_its_texts() -> None:
    given = conditional(
        note=" Why. ", signatories=(Signatory(" Ada ", " Director "),), dissent=(Dissent(" J ", " No. "),)
    )
    checked = checked_decision(given, ready(), build.TODAY)
    assert checked == conditional(note="Why.", dissent=(Dissent("J", "No."),))


@pytest.mark.parametrize(
    ("outcome", "verdict", "beyond"),
    [
        (Outcome.GO, Verdict.READY, False),
        (Outcome.GO, Verdict.CONDITIONALLY_READY, True),
        (Outcome.CONDITIONAL_GO, Verdict.CONDITIONALLY_READY, False),
        (Outcome.CONDITIONAL_GO, Verdict.NOT_ASSESSED, True),
        (Outcome.CONDITIONAL_GO, Verdict.NOT_READY, True),
        (Outcome.NO_GO, Verdict.NOT_READY, False),
    ],
)
def test_more_than_the_verdict_needs_reasons(outcome: Outcome, verdict: Verdict, beyond: bool) -> None:
    decision = conditional(outcome=outcome, conditions=(CONDITION,) if outcome is Outcome.CONDITIONAL_GO else ())
    assert goes_beyond(outcome, verdict) is beyond
    assert [problem.field for problem in decision_problems(decision, verdict, build.TODAY)] == ["note"] * beyond
    assert not decision_problems(replace(decision, note="Because."), verdict, build.TODAY)


def test_it_is_the_verdict_with_dependencies_that_counts() -> None:
    capped = replace(ready(), cap=Cap(Verdict.NOT_READY, ("ledger",)))
    with pytest.raises(UserError, match="more than the verdict"):
        checked_decision(Decision(Outcome.GO, signatories=(ADA,)), capped, build.TODAY)


def test_the_advice_is_the_best_that_the_verdict_bears_out() -> None:
    assert [advised(verdict) for verdict in Verdict] == [
        Outcome.NO_GO,
        Outcome.NO_GO,
        Outcome.CONDITIONAL_GO,
        Outcome.GO,
    ]
