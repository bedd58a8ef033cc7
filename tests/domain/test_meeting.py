"""Meetings: the plan adds up, and taking something back leaves alone what others wrote."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shipworthy.domain.meeting import Attendee, Meeting, ParkedItem, merged_attendees, shared_minutes, taken_back

STARTED = datetime(2026, 11, 22, 14, 3, tzinfo=UTC)
EMPTY = Meeting(UUID(int=1), UUID(int=2), STARTED)
ITEMS = [ParkedItem(text) for text in "abcdef"]


def parked(*items: ParkedItem) -> Meeting:
    return replace(EMPTY, parked=items)


@given(st.dictionaries(st.text("abc", min_size=1), st.integers(0, 40), min_size=1), st.integers(0, 600))
def test_shared_minutes_add_up_and_follow_the_numbers(questions: dict[str, int], total: int) -> None:
    shared = shared_minutes(questions, total)
    assert shared.keys() == questions.keys()
    if not any(questions.values()):
        assert set(shared.values()) == {0}
        return
    assert sum(shared.values()) == total
    for each, minutes in shared.items():
        assert abs(minutes - total * questions[each] / sum(questions.values())) < 1


def test_the_first_of_equal_principles_gets_what_is_left() -> None:
    assert shared_minutes({"a": 1, "b": 1, "c": 1}, 20) == {"a": 7, "b": 7, "c": 6}


def test_attendance_keeps_whom_somebody_else_added() -> None:
    amira, jonas, li = Attendee("Amira"), Attendee("Jonas"), Attendee("Li")
    away = replace(amira, present=False)
    assert merged_attendees([amira], [away], [amira, jonas]) == (away, jonas)
    assert merged_attendees([amira, jonas], [jonas, li], [amira, jonas]) == (jonas, li)


def test_attendance_keeps_what_somebody_else_said_of_a_person() -> None:
    amira, jonas = Attendee("Amira"), Attendee("Jonas")
    late = replace(jonas, role="operations")
    assert merged_attendees([amira, jonas], [replace(amira, present=False), jonas], [amira, late]) == (
        replace(amira, present=False),
        late,
    )
    assert merged_attendees([amira, jonas], [amira, jonas], [amira]) == (amira,)


def test_an_item_is_taken_back_from_among_those_added_since() -> None:
    a, b, c = ITEMS[:3]
    now = replace(parked(a, b, c), spent_seconds={"p/one": 30})
    assert taken_back(parked(a), parked(a, b), now) == replace(parked(a, c), spent_seconds={"p/one": 30})


def test_a_removed_item_comes_back_to_its_place() -> None:
    a, b, c, d = ITEMS[:4]
    assert taken_back(parked(a, b, c), parked(a, c), parked(a, c, d)) == parked(a, b, c, d)


def test_what_was_changed_since_is_not_taken_back() -> None:
    a, b = ITEMS[:2]
    assert taken_back(parked(), parked(a), parked(replace(a, settled=True))) is None
    assert taken_back(parked(a), parked(b), parked(ITEMS[2])) is None
    over = replace(EMPTY, ended_at=STARTED)
    assert taken_back(EMPTY, over, EMPTY) is None
    planned = replace(EMPTY, planned_minutes={"p/one": 5})
    assert taken_back(EMPTY, planned, replace(EMPTY, planned_minutes={"p/one": 6})) is None


@pytest.mark.parametrize("others", [{}, {"p/two": 7}])
def test_a_plan_is_taken_back_principle_by_principle(others: dict[str, int]) -> None:
    before = replace(EMPTY, planned_minutes={"p/one": 5})
    after = replace(EMPTY, planned_minutes={"p/one": 9, "p/new": 3})
    now = replace(EMPTY, planned_minutes={**after.planned_minutes, **others})
    assert taken_back(before, after, now) == replace(EMPTY, planned_minutes={"p/one": 5, **others})


@given(st.lists(st.sampled_from(ITEMS)), st.lists(st.sampled_from(ITEMS)))
def test_alone_everything_is_restored_exactly(before: list[ParkedItem], after: list[ParkedItem]) -> None:
    assert taken_back(parked(*before), parked(*after), parked(*after)) == parked(*before)


def test_what_is_parked_stays_open_until_it_is_settled() -> None:
    open_item, settled = ParkedItem("Who pays?"), ParkedItem("Which region?", settled=True)
    assert parked(open_item, settled).open_items() == (open_item,)
