"""Lines of a portfolio taken together: by team, tier and the like, and what several of them say at once."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from shipworthy.domain.gate import Verdict
from shipworthy.domain.line_search import in_order
from shipworthy.domain.portfolio import ServiceLine
from shipworthy.domain.service_filter import Facet, Value

GROUPINGS = (Facet.TEAM, Facet.TIER, Facet.SYSTEM, Facet.DOMAIN, Facet.OWNER)
"""What services can be grouped by."""


@dataclass(frozen=True, slots=True)
class LineSummary:
    """What some lines say together.

    `mean` is that of the shown scores, a part of 1 as a plain number; None where none of the lines has a score.
    `overdue`, `expiring` and `due` count items, waivers and services. `tiers` are those that occur, in order.
    """

    count: int
    scored: int
    mean: float | None
    verdicts: Mapping[Verdict, int]
    blockers: int
    overdue: int
    expiring: int
    due: int
    tiers: tuple[int, ...]


def summary_of(lines: Iterable[ServiceLine]) -> LineSummary:
    """Return what lines say together; verdicts that none has are counted as 0."""
    lines = tuple(lines)
    sizes = [size for line in lines if line.standing is not None and (size := line.standing.size) >= 0]
    counted = Counter(line.verdict for line in lines)
    return LineSummary(
        count=len(lines),
        scored=len(sizes),
        mean=fsum(sizes) / len(sizes) if sizes else None,
        verdicts={verdict: counted[verdict] for verdict in reversed(Verdict)},
        blockers=sum(line.blockers or 0 for line in lines),
        overdue=sum(len(line.overdue) for line in lines),
        expiring=sum(len(line.expiring) for line in lines),
        due=sum(bool(line.due) for line in lines),
        tiers=tuple(sorted({line.service.tier for line in lines})),
    )


def grouped(lines: Sequence[ServiceLine], by: Facet) -> tuple[tuple[Value, tuple[ServiceLine, ...]], ...]:
    """Return lines by a field of their service, one of GROUPINGS; "" is last, and each group keeps the order given."""
    groups: dict[Value, list[ServiceLine]] = {}
    for line in lines:
        groups.setdefault(getattr(line.service, by.value), []).append(line)
    return tuple((value, tuple(groups[value])) for value in in_order(by, groups))
