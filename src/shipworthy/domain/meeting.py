"""The meeting: a review held live, with who was there, how long each principle took, what was parked and decided."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from fractions import Fraction
from types import MappingProxyType
from typing import TypeVar
from uuid import UUID

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Attendee:
    """A person at a meeting, by a claimed name; `present` is False for one who sent apologies."""

    name: str
    role: str = ""
    present: bool = True


@dataclass(frozen=True, slots=True)
class ParkedItem:
    """Something put aside so that the review goes on; `question` is the whole id it came up under, or empty."""

    text: str
    question: str = ""
    raised_by: str = ""
    settled: bool = False


@dataclass(frozen=True, slots=True)
class Resolution:
    """Something decided in a meeting, short of the decision on the assessment; `question` as for a parked item."""

    text: str
    question: str = ""
    owner: str = ""
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Meeting:
    """One sitting of an assessment; `sequence` is the store's order.

    `planned_minutes` and `spent_seconds` are by the whole id of a principle. `ended_at` is None while it goes on.
    """

    id: UUID
    assessment: UUID
    started_at: datetime
    ended_at: datetime | None = None
    attendees: tuple[Attendee, ...] = ()
    planned_minutes: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    spent_seconds: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    parked: tuple[ParkedItem, ...] = ()
    resolutions: tuple[Resolution, ...] = ()
    sequence: int = 0
    version: int = 0

    @property
    def is_over(self) -> bool:
        """Tell whether the meeting was ended."""
        return self.ended_at is not None

    def open_items(self) -> tuple[ParkedItem, ...]:
        """Return the parked items that are not settled yet, in order."""
        return tuple(item for item in self.parked if not item.settled)


def shared_minutes(questions: Mapping[str, int], total: int) -> dict[str, int]:
    """Share whole minutes out by numbers of questions, so that they add up to `total`, never less than 0.

    What rounding down leaves goes to the largest remainders, the first of them where they are equal.
    """
    asked = sum(questions.values())
    if not asked:
        return dict.fromkeys(questions, 0)
    exact = {each: Fraction(total * number, asked) for each, number in questions.items()}
    minutes = {each: int(share) for each, share in exact.items()}
    left = total - sum(minutes.values())
    for each in sorted(exact, key=lambda each: minutes[each] - exact[each])[:left]:
        minutes[each] += 1
    return minutes


def merged_attendees(
    seen: Iterable[Attendee], wanted: Iterable[Attendee], current: Iterable[Attendee]
) -> tuple[Attendee, ...]:
    """Return `current` with what led from `seen` to `wanted`: what somebody else changed meanwhile stays.

    The order is that of `wanted`, those added by others behind it.
    """
    shown = {_key(each): each for each in seen}
    now = {_key(each): each for each in current}
    result = []
    for each in wanted:
        there = now.pop(_key(each), None)
        if shown.get(_key(each)) != each:
            result.append(each)
        elif there is not None:
            result.append(there)
    return (*result, *(each for key, each in now.items() if key not in shown))


def _key(attendee: Attendee) -> str:
    return " ".join(attendee.name.casefold().split())


def taken_back(before: Meeting, after: Meeting, current: Meeting) -> Meeting | None:
    """Return `current` without what led from `before` to `after`; what was changed elsewhere in it stays.

    None where the same thing was changed since. Time that was spent is never taken back.
    """
    attendees = _taken_out(before.attendees, after.attendees, current.attendees)
    parked = _taken_out(before.parked, after.parked, current.parked)
    resolutions = _taken_out(before.resolutions, after.resolutions, current.resolutions)
    planned = _plan_taken_back(before.planned_minutes, after.planned_minutes, current.planned_minutes)
    ends = before.ended_at != after.ended_at
    if attendees is None or parked is None or resolutions is None or planned is None:
        return None
    if ends and current.ended_at != after.ended_at:
        return None
    return replace(
        current,
        ended_at=before.ended_at if ends else current.ended_at,
        attendees=attendees,
        parked=parked,
        resolutions=resolutions,
        planned_minutes=planned,
    )


def _taken_out(before: tuple[Item, ...], after: tuple[Item, ...], current: tuple[Item, ...]) -> tuple[Item, ...] | None:
    """Undo within a list: the run of items that a change put in gives way to the run that stood there before."""
    shorter = min(len(before), len(after))
    start = 0
    while start < shorter and before[start] == after[start]:
        start += 1
    end = 0
    while end < shorter - start and before[-1 - end] == after[-1 - end]:
        end += 1
    was, became = before[start : len(before) - end], after[start : len(after) - end]
    places = [place for place in range(len(current) + 1) if current[place : place + len(became)] == became]
    if not places:
        return None
    place = min(places, key=lambda place: abs(place - start))
    return (*current[:place], *was, *current[place + len(became) :])


def _plan_taken_back(
    before: Mapping[str, int], after: Mapping[str, int], current: Mapping[str, int]
) -> dict[str, int] | None:
    result = dict(current)
    for each in before.keys() | after.keys():
        if before.get(each) == after.get(each):
            continue
        if current.get(each) != after.get(each):
            return None
        result.pop(each, None)
        if each in before:
            result[each] = before[each]
    return result
