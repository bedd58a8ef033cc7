"""The meeting: a review held live, with who was there, how long each principle took, what was parked and decided."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from uuid import UUID


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
