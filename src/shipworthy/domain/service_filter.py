"""Which services are meant: the filter of the portfolio, of a saved view and of a campaign."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any
from uuid import UUID

from shipworthy.domain.gate import Verdict
from shipworthy.domain.service import Lifecycle


class Facet(StrEnum):
    """What services can be narrowed by, in the order in which it is offered; the fields of ServiceFilter but `text`."""

    TIER = "tier"
    TEAM = "team"
    OWNER = "owner"
    SYSTEM = "system"
    DOMAIN = "domain"
    TAG = "tag"
    LIFECYCLE = "lifecycle"
    VERDICT = "verdict"
    CONCERN = "concern"


Value = Any
"""Of a facet: a tier, a name ("" for none), a tag, a Lifecycle, a Verdict, or the name of a Concern."""


@dataclass(frozen=True, slots=True)
class ServiceFilter:
    """Services that have every word of `text`, and one of the values of each other field; an empty field asks nothing.

    `team`, `owner`, `system` and `domain` hold names as services have them, "" for services without one.
    """

    text: str = ""
    tier: frozenset[int] = field(default_factory=frozenset)
    team: frozenset[str] = field(default_factory=frozenset)
    owner: frozenset[str] = field(default_factory=frozenset)
    system: frozenset[str] = field(default_factory=frozenset)
    domain: frozenset[str] = field(default_factory=frozenset)
    tag: frozenset[str] = field(default_factory=frozenset)
    lifecycle: frozenset[Lifecycle] = field(default_factory=frozenset)
    verdict: frozenset[Verdict] = field(default_factory=frozenset)
    # Names of domain.portfolio.Concern, such as "overdue".
    concern: frozenset[str] = field(default_factory=frozenset)

    @property
    def is_on(self) -> bool:
        """Tell whether any service may be left out."""
        return bool(self.text.strip() or self.facets)

    @property
    def facets(self) -> tuple[Facet, ...]:
        """Return the facets that are narrowed, in their order."""
        return tuple(facet for facet in Facet if self.values(facet))

    def values(self, facet: Facet) -> frozenset[Value]:
        """Return the values chosen in a facet; none where it asks nothing."""
        chosen: frozenset[Value] = getattr(self, facet.value)
        return chosen

    def with_value(self, facet: Facet, value: Value, on: bool) -> "ServiceFilter":
        """Return the filter with a value chosen, or not any more."""
        chosen = self.values(facet)
        return self.with_values(facet, chosen | {value} if on else chosen - {value})

    def with_values(self, facet: Facet, values: Iterable[Value]) -> "ServiceFilter":
        """Return the filter that keeps these values of a facet."""
        changes: dict[str, Any] = {facet.value: frozenset(values)}
        return replace(self, **changes)

    def without(self, facet: Facet) -> "ServiceFilter":
        """Return the filter that no longer narrows a facet."""
        return self.with_values(facet, ())

    def with_text(self, text: str) -> "ServiceFilter":
        """Return the filter that asks for other words."""
        return replace(self, text=text)


@dataclass(frozen=True, slots=True)
class SavedView:
    """A way to look at the portfolio under a name: which services, grouped by what, which columns in which order.

    `group_by` is "" or the name of a field of a service. `columns` are ids of columns as shown, none for the usual
    ones.
    """

    id: UUID
    name: str
    filter: ServiceFilter = field(default_factory=ServiceFilter)
    group_by: str = ""
    columns: tuple[str, ...] = ()
    sort_by: str = ""
    descending: bool = False
    version: int = 0
