"""What answers that come in would do to those that are there."""

from dataclasses import replace
from enum import StrEnum

from shipworthy.domain.assessment import Answer, AnswerState


class Effect(StrEnum):
    """What an incoming answer would do to a question."""

    NEW = "new"
    CHANGED = "changed"
    CONFIRMED = "confirmed"
    UNCHANGED = "unchanged"


def effect_of(before: Answer, after: Answer) -> Effect:
    """Return what an answer would do in the place of another."""
    if before.same_content(after):
        return Effect.UNCHANGED
    if replace(before, carried=False).same_content(after):
        return Effect.CONFIRMED
    return Effect.NEW if before.state is AnswerState.UNANSWERED else Effect.CHANGED
