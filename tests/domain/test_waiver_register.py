"""The register: how waivers stand, in which order they are shown, and what their approvers answer for."""

from datetime import timedelta
from fractions import Fraction
from uuid import UUID

import pytest
from tests.domain.builders import TODAY, answered, item, question, review, simple_pack, waiver

from shipworthy.domain.pack import Severity
from shipworthy.domain.remediation import Extension, Waiver, WaiverState
from shipworthy.domain.review import Review
from shipworthy.domain.waiver_register import (
    RegisterFilter,
    RegisterLine,
    WaiverStanding,
    accepted,
    accepted_by,
    register,
    register_line,
    standing_of,
    waivable_misses,
    waiver_of,
)

DAY = timedelta(days=1)
EXTENSION = Extension(TODAY + 90 * DAY, "Amira", "Still late.")
ENDED = (WaiverState.REJECTED, WaiverState.REVOKED)


def reviewed(*waivers: Waiver, **changes: object) -> Review:
    """Return a review that misses a blocker, `p/bad`, of half the score, and a high, `p/worse`, of a quarter."""
    asked = simple_pack(
        question("bad", severity=Severity.BLOCKER, weight=2),
        question("worse", severity=Severity.HIGH),
        question("good"),
    )
    return review(
        asked, answers=[answered("p/bad", "a"), answered("p/worse", "b"), answered("p/good", "e")], waivers=waivers,
        **changes,  # type: ignore[arg-type]
    )  # fmt: skip


def line(given: Waiver) -> RegisterLine:
    return register_line(given, "checkout", reviewed(), TODAY)


@pytest.mark.parametrize(
    ("state", "days", "expected"),
    [
        (WaiverState.REQUESTED, -1, WaiverStanding.REQUESTED),
        (WaiverState.APPROVED, 0, WaiverStanding.ACTIVE),
        (WaiverState.APPROVED, -1, WaiverStanding.EXPIRED),
        (WaiverState.REJECTED, 1, WaiverStanding.REJECTED),
        (WaiverState.REVOKED, 1, WaiverStanding.REVOKED),
    ],
)
def test_an_approved_waiver_stands_until_its_last_day(state: WaiverState, days: int, expected: WaiverStanding) -> None:
    assert standing_of(waiver("p/bad", TODAY + days * DAY, state=state), TODAY) is expected


def test_a_line_reads_its_question_from_the_review() -> None:
    found = line(waiver("p/bad", TODAY + 5 * DAY))
    assert (found.text, found.severity, found.share) == ("Text of bad?", Severity.BLOCKER, Fraction(1, 2))
    assert (found.missed, found.days_left) == (True, 5)
    assert not line(waiver("p/good")).missed
    for unknown in (line(waiver("p/gone")), register_line(waiver("p/gone"), "checkout", None, TODAY)):
        assert (unknown.text, unknown.severity, unknown.share, unknown.missed) == ("p/gone", None, 0, False)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (waiver("p/bad", state=WaiverState.REQUESTED), {RegisterFilter.WAITING}),
        (waiver("p/bad", TODAY + 30 * DAY), {RegisterFilter.ACTIVE, RegisterFilter.SOON}),
        (waiver("p/bad", TODAY + 31 * DAY), {RegisterFilter.ACTIVE}),
        (
            waiver("p/bad", TODAY + 31 * DAY, extensions=(EXTENSION,)),
            {RegisterFilter.WAITING, RegisterFilter.ACTIVE},
        ),
        (waiver("p/bad", TODAY - DAY), {RegisterFilter.EXPIRED}),
        (waiver("p/bad", TODAY - DAY, extensions=(EXTENSION,)), {RegisterFilter.WAITING, RegisterFilter.EXPIRED}),
        # What asked for more when it was revoked asks no more.
        (waiver("p/bad", state=WaiverState.REVOKED, extensions=(EXTENSION,)), {RegisterFilter.ENDED}),
        (waiver("p/bad", state=WaiverState.REJECTED), {RegisterFilter.ENDED}),
    ],
)
def test_each_filter_keeps_its_own(given: Waiver, kept: set[RegisterFilter]) -> None:
    assert {each for each in RegisterFilter if each.keeps(line(given))} == kept | {RegisterFilter.ALL}


def test_what_waits_comes_first_then_the_active_by_their_last_day_then_the_newest() -> None:
    given = [
        waiver("p/bad", TODAY - 3 * DAY, id=UUID(int=1), sequence=1),
        waiver("p/bad", state=WaiverState.REVOKED, id=UUID(int=2), sequence=2),
        waiver("p/bad", TODAY + 9 * DAY, id=UUID(int=3), sequence=3),
        waiver("p/bad", TODAY + 2 * DAY, id=UUID(int=4), sequence=4),
        waiver("p/bad", TODAY + 50 * DAY, id=UUID(int=5), state=WaiverState.REQUESTED, sequence=5),
    ]
    found = register(map(line, given), TODAY)
    assert [each.waiver.id.int for each in found.lines] == [5, 4, 3, 2, 1]
    wanted = found.line(UUID(int=3))
    assert wanted is not None
    assert wanted.waiver is given[2]
    assert found.line(UUID(int=9)) is None


def test_an_approver_answers_for_the_active_waivers_approved_or_extended_last() -> None:
    extended = Extension(TODAY + 9 * DAY, "Amira", "Late.", "Chen", WaiverState.APPROVED)
    rejected = Extension(TODAY + 90 * DAY, "Amira", "Late.", "Dora", WaiverState.REJECTED)
    given = [
        waiver("p/bad", TODAY + 5 * DAY, approver="Bo"),
        waiver("p/worse", TODAY + 3 * DAY, approver="bo "),  # capitals and blanks make no two people
        waiver("p/worse", TODAY + 9 * DAY, approver="Bo", extensions=(extended, rejected)),
        waiver("p/bad", TODAY - DAY, approver="Bo"),
        waiver("p/bad", state=WaiverState.REQUESTED, approver=""),
    ]
    assert accepted_by(given[2]) == "Chen"
    found = register(map(line, given), TODAY)
    first, second = found.exposures
    assert (first.approver.strip().casefold(), first.active, first.blockers, first.highs) == ("bo", 2, 1, 1)
    assert (first.share, first.next_end) == (Fraction(3, 4), TODAY + 3 * DAY)
    assert (second.approver, second.active, second.share) == ("Chen", 1, Fraction(1, 4))
    assert (found.overall.active, found.overall.share, found.overall.next_end) == (3, 1, TODAY + 3 * DAY)
    assert found.overall.share == sum(each.share for each in found.exposures)
    nothing = register([], TODAY)
    assert (nothing.exposures, nothing.overall.active, nothing.overall.next_end) == ((), 0, None)


def test_more_than_one_extension_is_often() -> None:
    once = Extension(TODAY, "Amira", "Late.", "Bo", WaiverState.APPROVED)
    assert not line(waiver("p/bad", extensions=(once, EXTENSION))).extended_often
    assert line(waiver("p/bad", extensions=(once, once))).extended_often


def test_misses_are_waived_or_planned_and_never_counted_twice() -> None:
    work = item("p/worse", "p/bad")
    late = item("p/bad", due=TODAY - DAY, id=UUID(int=20))
    assert not accepted(reviewed())
    found = accepted(reviewed(waiver("p/bad"), waiver("p/good"), items=[work]))
    assert found
    assert (found.waived, found.planned, found.overdue) == (("p/bad",), ("p/worse",), ())
    # What is waived is not due; without a waiver it is.
    assert accepted(reviewed(waiver("p/bad"), items=[late])).overdue == ()
    assert accepted(reviewed(items=[late])).overdue == (late,)


def test_a_question_tells_of_the_waiver_that_matters() -> None:
    expired = waiver("p/bad", TODAY - DAY, id=UUID(int=1), sequence=1)
    active = waiver("p/bad", TODAY, id=UUID(int=2), sequence=2)
    asked = waiver("p/bad", TODAY, id=UUID(int=3), state=WaiverState.REQUESTED, sequence=3)
    assert waiver_of(reviewed(), "p/bad") is None
    assert waiver_of(reviewed(expired), "p/bad") == expired
    assert waiver_of(reviewed(expired, asked), "p/bad") == asked
    assert waiver_of(reviewed(expired, active, asked), "p/bad") == active
    # One that ended is of no interest where nothing is missed any more; one that stands is.
    for state in ENDED:
        assert waiver_of(reviewed(waiver("p/good", state=state)), "p/good") is None
    assert waiver_of(reviewed(waiver("p/good")), "p/good") is not None


def test_misses_without_a_waiver_that_stands_can_be_waived_the_most_severe_first() -> None:
    offered = waivable_misses(reviewed(waiver("p/worse", TODAY - DAY)))
    assert [(miss.question, miss.text, miss.severity) for miss in offered] == [
        ("p/bad", "Text of bad?", Severity.BLOCKER),
        ("p/worse", "Text of worse?", Severity.HIGH),
    ]
    assert (offered[0].days, offered[0].last_day) == (30, TODAY + 30 * DAY)
    for standing in (waiver("p/bad"), waiver("p/bad", state=WaiverState.REQUESTED)):
        assert [miss.question for miss in waivable_misses(reviewed(standing))] == ["p/worse"]
