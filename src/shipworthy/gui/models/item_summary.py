"""What a list of remediation items comes to: pure, for the strip above them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from shipworthy.domain.remediation import UNFINISHED_STATES, ItemState
from shipworthy.workflows.item_lists import ItemLine


@dataclass(frozen=True, slots=True)
class ItemSummary:
    """Numbers of items: `live` are neither verified nor dropped, `to_verify` are done and wait for a decided review.

    `days_left` are the person-days of all unfinished items, waived ones with them, as in the burn-down: a waiver puts
    work off and does none of it. `unestimated` such items have no effort.
    """

    live: int = 0
    waived: int = 0
    overdue: int = 0
    to_verify: int = 0
    days_left: Fraction = Fraction()
    unestimated: int = 0


def summarize(lines: Iterable[ItemLine]) -> ItemSummary:
    """Return what items come to."""
    kept = tuple(lines)
    left = [line.item for line in kept if line.item.state in UNFINISHED_STATES]
    return ItemSummary(
        live=sum(line.item.is_live for line in kept),
        waived=sum(line.waived for line in kept),
        overdue=sum(line.overdue for line in kept),
        to_verify=sum(line.item.state is ItemState.DONE for line in kept),
        days_left=_sum(item.effort_days for item in left if item.effort_days),
        unestimated=sum(item.effort_days is None for item in left),
    )


def _sum(days: Iterable[Fraction]) -> Fraction:
    """Return the exact sum; by denominator, for adding thousands of fractions one by one takes a tenth of a second."""
    parts: Counter[int] = Counter()
    for each in days:
        parts[each.denominator] += each.numerator
    return sum((Fraction(count, unit) for unit, count in parts.items()), Fraction())
