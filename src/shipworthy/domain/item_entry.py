"""A remediation item as files show it, with how it stands on the day they are made."""

from dataclasses import dataclass

from shipworthy.domain.remediation import RemediationItem
from shipworthy.domain.service import Service


@dataclass(frozen=True, slots=True)
class ItemEntry:
    """An item, its service, and how it stands today; `waits_for` are the titles of what must be done first."""

    item: RemediationItem
    service: Service
    waived: bool
    overdue: bool
    waits_for: tuple[str, ...] = ()
