"""What cards and rows of remediation items say in words, wherever they stand."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from shipworthy.domain.remediation import RemediationItem
from shipworthy.domain.review import Review
from shipworthy.text import _
from shipworthy.wording import Wording


def due_words(wording: Wording, item: RemediationItem, today: date, *, late: bool = False) -> str:
    """Return when an item is due: "due 22 Dec 2026", "3 days overdue"; `late` where it counts as overdue."""
    if item.due is None:
        return _("no due date")
    if late:
        return wording.count("{count} day overdue", "{count} days overdue", (today - item.due).days)
    return _("due {date}").format(date=wording.date(item.due))


def effort_words(wording: Wording, items: Iterable[RemediationItem]) -> str:
    """Return the sum of what items take, and how many nobody estimated: "14.5 days, 2 without estimate"."""
    efforts = [item.effort_days for item in items]
    known = [each for each in efforts if each is not None]
    total = wording.days(sum(known, Fraction(0)))
    if len(known) == len(efforts):
        return total
    rest = wording.count("{count} without estimate", "{count} without estimate", len(efforts) - len(known))
    return _("{days}, {rest}").format(days=total, rest=rest)


def planned_words(review: Review, wording: Wording) -> str:
    """Return how far the gaps of a review are planned: live items with their effort, and misses that have none."""
    live = [item for item in review.items if item.is_live]
    covered = {question for item in live for question in item.questions}
    bare = sum(each.miss and each.id not in covered for each in review.scorecard.questions.values())
    missing = wording.count("{count} miss has none", "{count} misses have none", bare)
    if not live:
        return _("No remediation items yet") + (f" · {missing}" if bare else "")
    items = wording.count("{count} remediation item", "{count} remediation items", len(live))
    said = _("{items}: {effort} of effort").format(items=items, effort=effort_words(wording, live))
    return f"{said} · {missing}" if bare else said
