"""Campaigns: "all tier-1 services reviewed with this pack by that day"."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from shipworthy.domain.service_filter import ServiceFilter


@dataclass(frozen=True, slots=True)
class Campaign:
    """Services in a scope that are to be reviewed with some packs, each by a review decided from `starts` to `due`.

    `packs` are ids; none for any pack. `closed` campaigns are kept for the record.
    """

    id: UUID
    name: str
    packs: tuple[str, ...]
    starts: date
    due: date
    scope: ServiceFilter = field(default_factory=ServiceFilter)
    closed: bool = False
    sequence: int = 0
    version: int = 0
