"""Remediation items as a task list in Markdown, for an issue, a wiki or a repository: what people typed stays text."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from shipworthy.domain.item_entry import ItemEntry
from shipworthy.domain.remediation import ItemState
from shipworthy.reports.markdown_text import markdown_text
from shipworthy.text import _, ngettext
from shipworthy.wording import Wording

_DONE = frozenset({ItemState.DONE, ItemState.VERIFIED})
_ADDRESS = re.compile(r"https?://[^\s<>\x00-\x1f\x7f]+")
_LONGEST_ADDRESS = 2_000


def task_list(entries: Sequence[ItemEntry], wording: Wording, today: date) -> str:
    """Return items by service, each with a box that is ticked once it is done; a dropped one has none."""
    lines = [f"# {_('Remediation')}", "", _summary(entries, wording, today)]
    for service, group in groupby(sorted(entries, key=_order), lambda entry: entry.service):
        lines += ["", f"## {markdown_text(service.name)}", "", *(_task(entry, wording) for entry in group)]
    return "\n".join(lines) + "\n"


def _order(entry: ItemEntry) -> tuple[str, str, int, bool, int, date, int]:
    """Services by name; of each the open work first, the worst and most urgent of it at the top."""
    item = entry.item
    rank = 2 if item.state is ItemState.DROPPED else int(item.state in _DONE)
    service = entry.service
    return (
        service.name.casefold(),
        str(service.id),
        rank,
        entry.waived,
        item.severity.rank,
        item.due or date.max,
        item.sequence,
    )


def _summary(entries: Sequence[ItemEntry], wording: Wording, today: date) -> str:
    kept = [entry for entry in entries if entry.item.state is not ItemState.DROPPED]
    done = sum(entry.item.state in _DONE for entry in kept)
    text = ngettext("{day}: {done} of {count} item done.", "{day}: {done} of {count} items done.", len(kept))
    return text.format(day=wording.long_date(today), done=done, count=len(kept))


def _task(entry: ItemEntry, wording: Wording) -> str:
    item = entry.item
    box = {True: "[x] ", False: "[ ] "}[item.state in _DONE] if item.state is not ItemState.DROPPED else ""
    parts = [f"**{markdown_text(item.title)}**", *(part for part in _parts(entry, wording) if part)]
    closes = ", ".join(markdown_text(question) for question in sorted(item.questions))
    below = f"\n  {_('Closes {questions}').format(questions=closes)}" if closes else ""
    return f"- {box}{' · '.join(parts)}{below}"


def _parts(entry: ItemEntry, wording: Wording) -> Iterator[str]:
    item = entry.item
    yield wording.severity(item.severity)
    yield wording.waived() if entry.waived else wording.item_state(item.state)
    yield markdown_text(item.state_reason)
    yield markdown_text(item.owner)
    if item.due is not None and item.state not in (*_DONE, ItemState.DROPPED):
        text = _("due {day}, overdue") if entry.overdue else _("due {day}")
        yield text.format(day=wording.date(item.due))
    yield wording.days(item.effort_days) if item.effort_days is not None else ""
    if entry.waits_for:
        yield _("after {items}").format(items=", ".join(f"“{markdown_text(each)}”" for each in entry.waits_for))
    yield _ticket(item.ticket)


def _ticket(ticket: str) -> str:
    is_address = len(ticket) <= _LONGEST_ADDRESS and _ADDRESS.fullmatch(ticket)
    return f"<{ticket}>" if is_address else markdown_text(ticket)
