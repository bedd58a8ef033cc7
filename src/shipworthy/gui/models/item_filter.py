"""Which remediation items table and board show: pure, so that both keep alike, and tests need no Qt."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from shipworthy.domain.pack import Severity
from shipworthy.domain.remediation import ItemState
from shipworthy.workflows.item_lists import ItemLine


class Facet(Enum):
    """What items can be narrowed by, in the order in which it is offered."""

    SERVICE = "service"
    TEAM = "team"
    OWNER = "owner"
    SEVERITY = "severity"
    STATE = "state"
    OVERDUE = "overdue"


class Mark(Enum):
    """What is said of an item beside its own state, and is filtered by like one."""

    WAIVED = "waived"


# Of a facet: the name of a service, team or owner ("" for none), a Severity, an ItemState or Mark, True for overdue.
Value = Any

_ALL_STATES = (*ItemState, Mark.WAIVED)
_values: dict[Facet, Callable[[ItemLine], Value]] = {
    Facet.SERVICE: lambda line: line.service.name,
    Facet.TEAM: lambda line: line.service.team,
    Facet.OWNER: lambda line: line.item.owner,
    Facet.SEVERITY: lambda line: line.item.severity,
    Facet.STATE: lambda line: Mark.WAIVED if line.waived else line.item.state,
    Facet.OVERDUE: lambda line: line.overdue,
}


@dataclass(frozen=True, slots=True)
class ItemFilter:
    """Keeps items that have one of the chosen values in every facet that has any, and all words somewhere.

    A waived item is kept as waived, not under its own state.
    """

    chosen: tuple[tuple[Facet, Value], ...] = ()
    text: str = ""

    def values(self, facet: Facet) -> frozenset[Value]:
        """Return the values chosen in a facet."""
        return frozenset(value for each, value in self.chosen if each is facet)

    def with_value(self, facet: Facet, value: Value, on: bool) -> "ItemFilter":
        """Return the filter with a value chosen, or not any more."""
        rest = tuple(each for each in self.chosen if each != (facet, value))
        return replace(self, chosen=(*rest, (facet, value)) if on else rest)

    def without(self, facet: Facet) -> "ItemFilter":
        """Return the filter that no longer narrows a facet."""
        return replace(self, chosen=tuple(each for each in self.chosen if each[0] is not facet))

    def with_text(self, text: str) -> "ItemFilter":
        """Return the filter that asks for other words."""
        return replace(self, text=text)

    @property
    def is_on(self) -> bool:
        """Tell whether anything may be left out."""
        return bool(self.chosen or self.text.strip())

    def kept(self, lines: Iterable[ItemLine]) -> list[ItemLine]:
        """Return the items that fit, in the order given."""
        return self._kept(lines, None)

    def counts(self, lines: Sequence[ItemLine], facet: Facet) -> dict[Value, int]:
        """Return how many items each value of a facet would keep, the other facets and the words being as they are.

        All values that the items have are there, and those chosen; sorted as they are meant.
        """
        found = {_values[facet](line): 0 for line in lines} | dict.fromkeys(self.values(facet), 0)
        for line in self._kept(lines, facet):
            found[_values[facet](line)] += 1
        return {value: found[value] for value in sorted(found, key=_order)}

    def _kept(self, lines: Iterable[ItemLine], apart: Facet | None) -> list[ItemLine]:
        asked = [(_values[facet], wanted) for facet in Facet if facet is not apart and (wanted := self.values(facet))]
        words = self.text.casefold().split()
        # One pass for each, without a generator for every item: there may be ten thousand, at every keystroke.
        kept = list(lines)
        for value, wanted in asked:
            kept = [line for line in kept if value(line) in wanted]
        for word in words:
            kept = [line for line in kept if word in line.searched]
        return kept


def _order(value: Value) -> tuple[int, str]:
    """Severities from the worst down, states as they follow each other, names by their letters, nothing last."""
    if isinstance(value, Severity):
        return (value.rank, "")
    if isinstance(value, (ItemState, Mark)):
        return (_ALL_STATES.index(value), "")
    if isinstance(value, bool):
        return (int(not value), "")
    return (int(not value), str(value).casefold())
