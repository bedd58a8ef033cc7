"""What is shown of a portfolio, as it leaves the program: which lines, in which order, groups and columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from shipworthy.domain.line_groups import grouped
from shipworthy.domain.portfolio import ServiceLine
from shipworthy.domain.service_filter import Facet, ServiceFilter, Value


@dataclass(frozen=True, slots=True)
class ShownPortfolio:
    """Lines in the order shown; `total` is how many services there are on the day, with those filtered out.

    `columns` are ids of columns, none for the usual ones.
    """

    day: date
    filter: ServiceFilter
    lines: Sequence[ServiceLine]
    total: int
    group_by: Facet | None = None
    columns: tuple[str, ...] = ()

    @property
    def groups(self) -> tuple[tuple[Value, tuple[ServiceLine, ...]], ...]:
        """Return the lines by group, each with what its services have in common; none where they are not grouped."""
        return grouped(self.lines, self.group_by) if self.group_by else ()

    @property
    def ordered(self) -> tuple[ServiceLine, ...]:
        """Return all lines, one group after the other."""
        return tuple(line for _value, group in self.groups for line in group) if self.group_by else tuple(self.lines)
