"""What answers and remediation items that come in would do to those that are there."""

from dataclasses import replace
from enum import StrEnum

from shipworthy.domain.assessment import Answer, AnswerState


class Effect(StrEnum):
    """What an incoming answer would do to a question."""

    NEW = "new"
    CHANGED = "changed"
    CONFIRMED = "confirmed"
    UNCHANGED = "unchanged"


class ItemEffect(StrEnum):
    """What an incoming row would do to an item; refused where somebody changed the item after the file was made."""

    CHANGED = "changed"
    REFUSED = "refused"
    UNCHANGED = "unchanged"


def effect_of(before: Answer, after: Answer) -> Effect:
    """Return what an answer would do in the place of another."""
    if before.same_content(after):
        return Effect.UNCHANGED
    if replace(before, carried=False).same_content(after):
        return Effect.CONFIRMED
    return Effect.NEW if before.state is AnswerState.UNANSWERED else Effect.CHANGED
