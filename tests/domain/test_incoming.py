"""What an answer that comes in would do to the one that is there."""

from dataclasses import replace

import pytest

from shipworthy.domain.assessment import Answer, AnswerState
from shipworthy.domain.incoming import Effect, effect_of

OPEN = Answer("p/q")
GIVEN = Answer("p/q", state=AnswerState.ANSWERED, choices=("a",), answered_by="Amira", version=3)
CARRIED = replace(GIVEN, carried=True)


@pytest.mark.parametrize(
    ("before", "after", "effect"),
    [
        (OPEN, OPEN, Effect.UNCHANGED),
        (OPEN, GIVEN, Effect.NEW),
        (OPEN, replace(OPEN, note="x"), Effect.NEW),
        (GIVEN, replace(GIVEN, answered_by="Jonas", version=0), Effect.UNCHANGED),
        (GIVEN, replace(GIVEN, choices=("b",)), Effect.CHANGED),
        (GIVEN, replace(GIVEN, note="x"), Effect.CHANGED),
        (CARRIED, CARRIED, Effect.UNCHANGED),
        (CARRIED, GIVEN, Effect.CONFIRMED),
        (CARRIED, replace(GIVEN, choices=("b",)), Effect.CHANGED),
    ],
)
def test_the_effect_is_named(before: Answer, after: Answer, effect: Effect) -> None:
    assert effect_of(before, after) is effect
