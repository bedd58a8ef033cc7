"""Which decisions may be recorded: who signs, what is on condition of what, and when reasons are owed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from shipworthy.domain.assessment import Decision, DecisionCondition, Dissent, Outcome, Signatory
from shipworthy.domain.gate import Verdict
from shipworthy.domain.review import Review
from shipworthy.errors import UserError

# What a verdict must be at least for the outcome to need no further reasons.
_SUPPORTED_BY = {
    Outcome.GO: Verdict.READY,
    Outcome.CONDITIONAL_GO: Verdict.CONDITIONALLY_READY,
    Outcome.NO_GO: Verdict.NOT_READY,
}


class DecisionProblem(NamedTuple):
    """What is wrong with one field of a decision.

    `field` is "outcome", "note", "conditions", "signatories" or "dissent"; `row` counts from 0 and is -1 for the whole;
    `part` is the field within the row, such as "owner".
    """

    field: str
    row: int
    part: str
    message: str
    hint: str


def goes_beyond(outcome: Outcome, verdict: Verdict) -> bool:
    """Tell whether an outcome says more than the verdict that counts bears out."""
    return verdict.rank < _SUPPORTED_BY[outcome].rank


def advised(verdict: Verdict) -> Outcome:
    """Return the best outcome that a verdict bears out."""
    return next(outcome for outcome in Outcome if not goes_beyond(outcome, verdict))


def checked_decision(decision: Decision, review: Review, today: date) -> Decision:
    """Return a decision as it may be recorded, its texts trimmed; raises UserError naming the first thing wrong."""
    tidy = trimmed(decision)
    for problem in decision_problems(tidy, review.shown_verdict, today):
        raise UserError(problem.message, problem.hint)
    return tidy


def trimmed(decision: Decision) -> Decision:
    """Return a decision with the blanks around its texts gone."""
    return replace(
        decision,
        note=decision.note.strip(),
        conditions=tuple(
            DecisionCondition(each.text.strip(), each.owner.strip(), each.due) for each in decision.conditions
        ),
        signatories=tuple(Signatory(each.name.strip(), each.role.strip()) for each in decision.signatories),
        dissent=tuple(Dissent(each.name.strip(), each.text.strip()) for each in decision.dissent),
    )


def decision_problems(decision: Decision, verdict: Verdict, today: date) -> tuple[DecisionProblem, ...]:
    """Return everything that keeps a trimmed decision from being recorded, in reading order."""
    return (
        *_note_problems(decision, verdict),
        *_condition_problems(decision, today),
        *_signatory_problems(decision),
        *_dissent_problems(decision),
    )


def _note_problems(decision: Decision, verdict: Verdict) -> Iterator[DecisionProblem]:
    if goes_beyond(decision.outcome, verdict) and not decision.note:
        yield DecisionProblem(
            "note",
            -1,
            "",
            f"“{outcome_word(decision.outcome)}” is more than the verdict, which is “{verdict.value}”.",
            "Say in the reasons why it is right all the same.",
        )


def _condition_problems(decision: Decision, today: date) -> Iterator[DecisionProblem]:
    if decision.outcome is not Outcome.CONDITIONAL_GO:
        if decision.conditions:
            yield DecisionProblem(
                "conditions",
                -1,
                "",
                f"“{outcome_word(decision.outcome)}” has no conditions.",
                "Take the conditions out, or decide for a conditional go.",
            )
        return
    if not decision.conditions:
        yield DecisionProblem(
            "conditions", -1, "", "A conditional go needs a condition.", "Add what must be done, by whom and by when."
        )
    for row, condition in enumerate(decision.conditions):
        where = f"Condition {row + 1}"
        if not condition.text:
            yield DecisionProblem("conditions", row, "text", f"{where} says nothing.", "Say what must be done.")
        if not condition.owner:
            yield DecisionProblem("conditions", row, "owner", f"{where} has no owner.", "Say who sees to it.")
        if condition.due is None:
            yield DecisionProblem("conditions", row, "due", f"{where} has no date.", "Say by when it must be done.")
        elif condition.due < today:
            yield DecisionProblem(
                "conditions", row, "due", f"{where}: {condition.due} is past.", "Give a day from today on."
            )


def _signatory_problems(decision: Decision) -> Iterator[DecisionProblem]:
    if not decision.signatories:
        yield DecisionProblem(
            "signatories", -1, "", "A decision needs a signatory.", "Add who stands behind it, and in which role."
        )
    seen: set[str] = set()
    for row, signatory in enumerate(decision.signatories):
        key = signatory.name.casefold()
        if not key:
            yield DecisionProblem(
                "signatories", row, "name", f"Signatory {row + 1} has no name.", "Give the name, or take the row out."
            )
        elif key in seen:
            yield DecisionProblem(
                "signatories", row, "name", f"{signatory.name} signs twice.", "Name each signatory once."
            )
        seen.add(key)


def _dissent_problems(decision: Decision) -> Iterator[DecisionProblem]:
    for row, dissent in enumerate(decision.dissent):
        if not dissent.name:
            yield DecisionProblem("dissent", row, "name", f"Dissent {row + 1} has no name.", "Say who does not agree.")
        if not dissent.text:
            yield DecisionProblem(
                "dissent",
                row,
                "text",
                f"Dissent {row + 1} gives no reason.",
                "Say in a sentence what speaks against it.",
            )


def outcome_word(outcome: Outcome) -> str:
    """Return an outcome as a sentence begins with it, such as "Conditional go"."""
    return outcome.value.capitalize()
