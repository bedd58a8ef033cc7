"""What a report on remediation rests on: items and waivers of one scope as of a day, with what happened to each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Generic, TypeVar

from shipworthy.domain.flow import Figures, Point
from shipworthy.domain.pack import Question
from shipworthy.domain.remediation import UNFINISHED_STATES, ItemState, RemediationItem, Waiver
from shipworthy.domain.service import Service
from shipworthy.domain.waiver_register import Register, RegisterLine

T = TypeVar("T", RemediationItem, Waiver)


@dataclass(frozen=True, slots=True)
class Event(Generic[T]):
    """One entry of the change log: its number, when and under which claimed name, and what it changed."""

    sequence: int
    at: datetime
    day: date
    actor: str
    action: str
    before: T | None
    after: T | None


@dataclass(frozen=True, slots=True)
class ReportedItem:
    """An item as of a day; `waits_for` are the titles of what must be done first.

    `settled_on` is the day on which it was last claimed done, verified or dropped, None while it is unfinished.
    """

    item: RemediationItem
    service: Service
    made_on: date
    waived: bool
    overdue: bool
    waits_for: tuple[str, ...]
    settled_on: date | None
    events: tuple[Event[RemediationItem], ...]

    @property
    def is_unfinished(self) -> bool:
        """Tell whether work is left on the item."""
        return self.item.state in UNFINISHED_STATES


@dataclass(frozen=True, slots=True)
class ReportedWaiver:
    """A waiver as the register shows it on a day, with its service and what happened to it."""

    line: RegisterLine
    service: Service
    events: tuple[Event[Waiver], ...]


@dataclass(frozen=True, slots=True)
class WayToReady:
    """The least effort that brings a service to ready by itself, in person-days; None where it cannot be reached."""

    service: Service
    days: Fraction | None


@dataclass(frozen=True, slots=True)
class WaysToReady:
    """What brings services that are not ready to ready; `together` in person-days, None where it was not worked out.

    `left_out` counts services that are not ready and were not looked at.
    """

    services: tuple[WayToReady, ...]
    together: Fraction | None
    left_out: int


@dataclass(frozen=True, slots=True)
class RemediationFigures:
    """Remediation of all services, of a team's or of one service, as of a day.

    `flow` tells of the days from `since` on. `points` are the days of a burn-down. `questions` are those of the packs
    in use, by whole id; `packs` are their titles with versions. `ways` is None where no path is asked for, as on a past
    day.
    """

    team: str
    service: Service | None
    day: date
    since: date
    services: tuple[Service, ...]
    items: tuple[ReportedItem, ...]
    waivers: tuple[ReportedWaiver, ...]
    register: Register
    flow: Figures
    points: tuple[Point, ...]
    questions: Mapping[str, Question]
    packs: tuple[str, ...]
    ways: WaysToReady | None

    @property
    def unfinished(self) -> tuple[ReportedItem, ...]:
        """Return the items on which work is left."""
        return tuple(each for each in self.items if each.is_unfinished)

    @property
    def overdue(self) -> tuple[ReportedItem, ...]:
        """Return the late items."""
        return tuple(each for each in self.items if each.overdue)

    def settled_since(self, *states: ItemState) -> tuple[ReportedItem, ...]:
        """Return the items in one of these states that came into it since the earlier day, the newest first."""
        found = [
            (each.settled_on, each)
            for each in self.items
            if each.item.state in states and each.settled_on is not None and each.settled_on >= self.since
        ]
        return tuple(each for _day, each in sorted(found, key=lambda pair: pair[0], reverse=True))

    def question_text(self, question: str) -> str:
        """Return a question in the words of its pack; its id where no pack in use asks it."""
        known = self.questions.get(question)
        return known.text if known else question


def effort_of(items: tuple[ReportedItem, ...]) -> Fraction:
    """Return the person-days of the unfinished ones of some items; one without an estimate adds nothing."""
    return sum((each.item.effort_days or Fraction(0) for each in items if each.is_unfinished), Fraction(0))
