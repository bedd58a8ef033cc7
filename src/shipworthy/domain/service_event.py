"""What happened to a service that no review tells: an incident, a major change, a merge with another service."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID


class EventKind(StrEnum):
    """What happened. Incidents and major changes call for a new review; a merge names the service that was kept."""

    INCIDENT = "incident"
    MAJOR_CHANGE = "major change"
    MERGED = "merged"


@dataclass(frozen=True, slots=True)
class ServiceEvent:
    """One thing that happened to a service on a day, noted by hand or by a merge; `other` is the service kept."""

    id: UUID
    service: UUID
    kind: EventKind
    day: date
    note: str = ""
    other: UUID | None = None
    sequence: int = 0
    version: int = 0
