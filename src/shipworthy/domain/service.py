"""The service: the thing that is assessed, and the statements about it that decide which questions apply."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

TIERS = (1, 2, 3, 4)


class Lifecycle(StrEnum):
    """Where a service stands in its life."""

    EXPERIMENTAL = "experimental"
    PRODUCTION = "production"
    DEPRECATED = "deprecated"
    RETIRED = "retired"


class LinkKind(StrEnum):
    """What a link of a service leads to."""

    REPOSITORY = "repository"
    RUNBOOK = "runbook"
    DASHBOARD = "dashboard"
    ON_CALL = "on-call"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Link:
    """An address that belongs to a service."""

    kind: LinkKind
    url: str


@dataclass(frozen=True, slots=True)
class Service:
    """One service; `tier` is 1 (an outage hurts customers at once) to 4 (experiment).

    `facts` holds only those that somebody answered: a pack's default stands for the others.
    `version` is the store's row version, 0 for a service that was never stored.
    """

    id: UUID
    name: str
    team: str = ""
    owner: str = ""
    tier: int = 3
    lifecycle: Lifecycle = Lifecycle.PRODUCTION
    system: str = ""
    domain: str = ""
    description: str = ""
    links: tuple[Link, ...] = ()
    tags: tuple[str, ...] = ()
    facts: Mapping[str, bool] = field(default_factory=lambda: MappingProxyType({}))
    hard_dependencies: frozenset[UUID] = frozenset()
    soft_dependencies: frozenset[UUID] = frozenset()
    archived: bool = False
    version: int = 0

    @property
    def needs(self) -> frozenset[UUID]:
        """Return the services that this one depends on, hard or soft."""
        return self.hard_dependencies | self.soft_dependencies


# The fields that a condition may read as `service.<name>`, beside the facts.
CONDITION_FIELDS = ("name", "team", "owner", "tier", "lifecycle", "system", "domain", "description")
