"""Items and waivers, as far as a verdict reads them."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from tests.domain.builders import TODAY, item, waiver

from shipworthy.domain.remediation import (
    LIVE_STATES,
    Extension,
    Finding,
    ItemOrigin,
    ItemState,
    Waiver,
    WaiverState,
    after_decision,
    asked_as,
    closing_as,
    in_a_circle,
    next_waiver_end,
    waived_questions,
)


@pytest.mark.parametrize("state", ItemState)
def test_planned_work_is_live_and_has_an_owner_and_a_due_date(state: ItemState) -> None:
    is_live = state not in (ItemState.VERIFIED, ItemState.DROPPED)
    assert (state in LIVE_STATES) is is_live
    assert item("p/q", state=state).is_planned_work is is_live
    assert not item("p/q", state=state, owner="").is_planned_work
    assert not item("p/q", state=state, due=None).is_planned_work


@pytest.mark.parametrize(
    ("days", "state", "active"),
    [
        (0, WaiverState.APPROVED, True),  # the last valid day is the named date
        (1, WaiverState.APPROVED, True),
        (-1, WaiverState.APPROVED, False),
        (1, WaiverState.REQUESTED, False),
        (1, WaiverState.REJECTED, False),
        (1, WaiverState.REVOKED, False),
    ],
)
def test_a_waiver_is_active_when_approved_and_to_its_last_day(days: int, state: WaiverState, active: bool) -> None:
    given = waiver("p/q", TODAY + timedelta(days=days), state=state)
    assert given.active_on(TODAY) is active
    assert given.has_expired(TODAY) is (days < 0 and state is WaiverState.APPROVED)


def test_a_waiver_that_nobody_approved_is_a_request() -> None:
    asked = Waiver(UUID(int=1), UUID(int=2), "p/q", "Amira", "", "Please.", TODAY)
    assert not asked.active_on(TODAY)
    assert replace(asked, state=WaiverState.APPROVED).active_on(TODAY)


EXTENSION = Extension(TODAY + timedelta(days=30), "Amira", "The vendor is late.")


def test_an_extension_waits_until_it_is_decided() -> None:
    given = waiver("p/q")
    assert (given.pending_extension, given.times_extended) == (None, 0)
    assert replace(given, extensions=(EXTENSION,)).pending_extension == EXTENSION
    granted = replace(EXTENSION, state=WaiverState.APPROVED)
    both = replace(given, extensions=(granted, replace(EXTENSION, state=WaiverState.REJECTED)))
    assert (both.pending_extension, both.times_extended) == (None, 1)


def test_the_waiver_that_ends_next_is_the_first_active_one() -> None:
    soon, later = waiver("p/a", TODAY + timedelta(days=2)), waiver("p/b", TODAY + timedelta(days=9))
    ended = waiver("p/c", TODAY - timedelta(days=1))
    assert next_waiver_end([later, soon, ended], TODAY) == soon.expires
    assert next_waiver_end([ended, replace(soon, state=WaiverState.REVOKED)], TODAY) is None
    assert waived_questions([later, soon, ended], TODAY) == {"p/a", "p/b"}


@pytest.mark.parametrize(
    ("questions", "waived", "state", "shown"),
    [
        ({"p/a"}, {"p/a"}, ItemState.OPEN, True),
        ({"p/a", "p/b"}, {"p/a"}, ItemState.OPEN, False),
        ({"p/a"}, {"p/a"}, ItemState.VERIFIED, False),
        (set(), {"p/a"}, ItemState.OPEN, False),
    ],
)
def test_an_item_is_shown_as_waived_while_all_it_closes_is(
    questions: set[str], waived: set[str], state: ItemState, shown: bool
) -> None:
    given = item(*questions, state=state, due=TODAY - timedelta(days=1))
    assert given.is_waived(waived) is shown
    assert given.is_overdue(TODAY, waived) is (state is ItemState.OPEN and not shown)


def test_work_is_overdue_the_day_after_it_was_due_unless_it_is_done() -> None:
    assert not item("p/q", due=TODAY).is_overdue(TODAY)
    assert item("p/q", due=TODAY).is_overdue(TODAY + timedelta(days=1))
    assert not item("p/q", due=TODAY, state=ItemState.DONE).is_overdue(TODAY + timedelta(days=1))
    assert not item("p/q", due=None).is_overdue(TODAY)


CURED = Finding(answered=True, applies=True, miss=False, gap=False)
BETTER = replace(CURED, gap=True)
MISSED = replace(BETTER, miss=True)
GONE = Finding(answered=False, applies=False, miss=False, gap=False)
CARRIED = replace(CURED, answered=False)
DONE, VERIFIED, OPEN = ItemState.DONE, ItemState.VERIFIED, ItemState.OPEN


@pytest.mark.parametrize(
    ("found", "origin", "was", "becomes"),
    [
        ([CURED, CURED], ItemOrigin.MISS, DONE, VERIFIED),
        ([CURED, BETTER], ItemOrigin.MISS, DONE, VERIFIED),
        ([CURED, BETTER], ItemOrigin.MANUAL, DONE, VERIFIED),
        ([CURED, BETTER], ItemOrigin.IMPROVEMENT, DONE, OPEN),
        ([CURED, GONE], ItemOrigin.MISS, DONE, VERIFIED),
        ([CURED, CARRIED], ItemOrigin.MISS, DONE, DONE),
        ([CURED, None], ItemOrigin.MISS, DONE, DONE),
        ([CURED, MISSED], ItemOrigin.MISS, DONE, OPEN),
        ([MISSED, None], ItemOrigin.MISS, DONE, OPEN),
        ([CARRIED, replace(MISSED, answered=False)], ItemOrigin.MISS, VERIFIED, VERIFIED),
        ([CURED, MISSED], ItemOrigin.MISS, VERIFIED, OPEN),
        ([CURED, CURED], ItemOrigin.MISS, VERIFIED, VERIFIED),
        ([CURED, CURED], ItemOrigin.MISS, ItemState.IN_PROGRESS, ItemState.IN_PROGRESS),
        ([MISSED, MISSED], ItemOrigin.MISS, ItemState.DROPPED, ItemState.DROPPED),
    ],
)
def test_a_decided_review_verifies_and_reopens(
    found: list[Finding | None], origin: ItemOrigin, was: ItemState, becomes: ItemState
) -> None:
    given = item("p/a", "p/b", state=was, origin=origin)
    findings = {name: each for name, each in zip(("p/a", "p/b"), found, strict=True) if each is not None}
    assert after_decision(given, findings) is becomes


def test_an_item_that_closes_nothing_is_never_verified() -> None:
    assert after_decision(item(state=DONE), {"p/a": CURED}) is DONE


def test_items_that_wait_for_each_other_are_a_circle() -> None:
    one, two, three = (replace(item("p/q"), id=UUID(int=number)) for number in (1, 2, 3))
    assert in_a_circle([one, replace(two, needs=frozenset({one.id})), three]) == ()
    circle = in_a_circle([replace(one, needs=frozenset({two.id})), replace(two, needs=frozenset({one.id})), three])
    assert set(circle) == {one.id, two.id}
    assert circle[0] == circle[-1]


def test_a_linked_question_is_the_one_that_is_asked() -> None:
    roots = {"p/q": "r/q"}
    assert asked_as([waiver("p/q"), waiver("p/other")], roots)[0].question == "r/q"
    assert closing_as([item("p/q", "p/other")], roots)[0].questions == {"r/q", "p/other"}
