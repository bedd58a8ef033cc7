"""Remediation items and waivers, as far as a verdict reads them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID


class ItemState(StrEnum):
    """Where a remediation item stands."""

    OPEN = "open"
    PLANNED = "planned"
    IN_PROGRESS = "in progress"
    DONE = "done"
    VERIFIED = "verified"
    DROPPED = "dropped"


LIVE_STATES = frozenset({ItemState.OPEN, ItemState.PLANNED, ItemState.IN_PROGRESS, ItemState.DONE})


@dataclass(frozen=True, slots=True)
class RemediationItem:
    """Work that closes one or more gaps of a service."""

    id: UUID
    service: UUID
    title: str
    questions: frozenset[str]
    state: ItemState = ItemState.OPEN
    owner: str = ""
    due: date | None = None

    @property
    def is_planned_work(self) -> bool:
        """Tell whether the item is live and has an owner and a due date."""
        return self.state in LIVE_STATES and bool(self.owner) and self.due is not None


@dataclass(frozen=True, slots=True)
class Waiver:
    """A miss accepted as a risk; `expires` is the last valid day, in the store's time zone."""

    id: UUID
    service: UUID
    question: str
    requester: str
    approver: str
    reason: str
    expires: date
    approved: bool = False
    revoked: bool = False

    def active_on(self, day: date) -> bool:
        """Tell whether the waiver counts on a day."""
        return self.approved and not self.revoked and day <= self.expires
