"""Which services are meant: the filter of the portfolio, of a saved view and of a campaign."""

from dataclasses import dataclass, field
from uuid import UUID

from shipworthy.domain.gate import Verdict
from shipworthy.domain.service import Lifecycle


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
