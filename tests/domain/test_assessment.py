"""Which assessment speaks for a service, which evidence counts, and when two answers say the same."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations
from uuid import UUID

import pytest
from tests.domain.builders import TODAY, YESTERDAY, answered, assessment, evidence, simple_pack

from shipworthy.domain.assessment import (
    Answer,
    AnswerState,
    Assessment,
    AssessmentState,
    Confidence,
    NotApplicableType,
    PackUse,
    WeightedPack,
    standing,
)

DRAFT, REVIEW, DECIDED = AssessmentState.DRAFT, AssessmentState.IN_REVIEW, AssessmentState.DECIDED
WITHDRAWN, SUPERSEDED = AssessmentState.WITHDRAWN, AssessmentState.SUPERSEDED


def history(*states: AssessmentState) -> list[Assessment]:
    """Return assessments in these states, oldest first."""
    return [assessment(id=UUID(int=n), sequence=n, state=state) for n, state in enumerate(states)]


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ([], None),
        ([DRAFT], 0),
        ([REVIEW], 0),
        ([DRAFT, DRAFT], 1),
        ([REVIEW, DRAFT], 1),
        ([DRAFT, REVIEW], 1),
        ([DECIDED], 0),
        ([DECIDED, DRAFT], 0),  # a draft never replaces a decision
        ([DECIDED, DECIDED, REVIEW], 1),
        ([DECIDED, SUPERSEDED, WITHDRAWN], 0),
        ([DRAFT, WITHDRAWN], 0),
        ([WITHDRAWN, SUPERSEDED], None),
    ],
)
def test_the_standing_assessment(states: list[AssessmentState], expected: int | None) -> None:
    for order in permutations(history(*states)):
        found = standing(iter(order))
        assert (None if found is None else found.sequence) == expected


def test_order_comes_from_sequence_numbers_never_from_clocks() -> None:
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    older = assessment(sequence=1, state=DECIDED, decided_at=moment + timedelta(days=9))
    newer = assessment(sequence=2, state=DECIDED, decided_at=moment)
    assert standing([older, newer]) is newer


@pytest.mark.parametrize(("expires", "valid"), [(None, True), (TODAY, True), (YESTERDAY, False)])
def test_evidence_is_valid_to_its_last_day(expires: object, valid: bool) -> None:
    assert evidence(expires=expires).valid_on(TODAY) is valid  # type: ignore[arg-type]  # dates and None
    assert (
        answered("p/q", "a", evidence=(evidence(YESTERDAY), evidence(expires=expires))).has_valid_evidence(  # type: ignore[arg-type]
            TODAY
        )
        is valid
    )


def test_no_evidence_is_no_valid_evidence() -> None:
    assert not answered("p/q", "a").has_valid_evidence(TODAY)


GIVEN = answered("p/q", "a", note="Seen.", answered_by="Amira", answered_at=datetime(2026, 1, 1, tzinfo=UTC), version=3)


@pytest.mark.parametrize("change", [{"answered_by": "Bo"}, {"answered_at": None}, {"version": 4}])
def test_who_and_when_are_no_content(change: dict[str, object]) -> None:
    assert GIVEN.same_content(replace(GIVEN, **change))  # type: ignore[arg-type]  # fields of an answer


@pytest.mark.parametrize(
    "change",
    [
        {"question": "p/r"},
        {"assessor": "Amira"},
        {"state": AnswerState.UNKNOWN},
        {"choices": ("b",)},
        {"note": "Not seen."},
        {"note_internal": True},
        {"confidence": Confidence.HIGH},
        {"evidence": (evidence(),)},
        {"marked": True},
        {"not_applicable_type": NotApplicableType.OTHER},
        {"reason": "Because."},
        {"carried": True},
    ],
)
def test_everything_else_is_content(change: dict[str, object]) -> None:
    assert not GIVEN.same_content(replace(GIVEN, **change))  # type: ignore[arg-type]  # fields of an answer


def test_a_pack_weighs_1_unless_said() -> None:
    assert PackUse("p", "0" * 64).weight == WeightedPack(simple_pack()).weight == 1


def test_a_plain_answer_says_nothing() -> None:
    plain = Answer("p/q")
    assert (plain.state, plain.confidence, plain.carried) == (AnswerState.UNANSWERED, Confidence.MEDIUM, False)
