"""Remediation items and waivers as spreadsheets: CSV for programs, XLSX for people, with the same columns.

The first row holds words for the program that reads the file again; in an XLSX file it is hidden, and titles follow it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from shipworthy.domain.item_entry import ItemEntry
from shipworthy.domain.remediation import ItemState, RemediationItem, Waiver
from shipworthy.domain.service import Service
from shipworthy.domain.waiver_register import standing_of
from shipworthy.exchange.item_words import effort_text
from shipworthy.exchange.sheets import Cell, Look, Sheet, cell_text, csv_bytes, fitting, workbook_bytes, write_csv
from shipworthy.files import write_export
from shipworthy.text import _
from shipworthy.wording import Wording

ID, VERSION = "id", "version"
STATE, OWNER, DUE, EFFORT, TICKET, REASON = "state", "owner", "due", "effort_days", "ticket", "reason"
TITLE = "title"
FIELDS = (STATE, OWNER, DUE, EFFORT, TICKET, REASON)
"""The columns that an import may change; the others are there to read."""

_STEP = re.compile("^- ", re.MULTILINE)
_A_LIST = 50  # titles that one cell names


@dataclass(frozen=True, slots=True)
class _Column:
    key: str
    title: str
    width: float
    look: Look = Look.QUIET


def _item_columns() -> tuple[_Column, ...]:
    return (
        _Column("service", _("Service"), 18),
        _Column(TITLE, _("Title"), 40, Look.STRONG),
        _Column("severity", _("Severity"), 10),
        _Column(STATE, _("State"), 13, Look.FIELD),
        _Column(OWNER, _("Owner"), 18, Look.FIELD),
        _Column(DUE, _("Due"), 12, Look.FIELD),
        _Column(EFFORT, _("Effort, days"), 12, Look.FIELD),
        _Column(TICKET, _("Ticket"), 20, Look.FIELD),
        _Column(REASON, _("Reason"), 26, Look.FIELD),
        _Column("today", _("Today"), 10),
        _Column("waits_for", _("Waits for"), 22),
        _Column("questions", _("Closes"), 30),
        _Column("description", _("Description"), 60),
        _Column("team", _("Team"), 16),
        _Column("tags", _("Tags"), 14),
        _Column(ID, _("Item id"), 37, Look.KEY),
        _Column(VERSION, _("Version"), 8, Look.KEY),
    )


def field_cells(item: RemediationItem, state: str) -> dict[str, str]:
    """Return what the cells that can be changed hold for an item; `state` is the word for its state."""
    texts = {
        STATE: state,
        OWNER: item.owner,
        DUE: item.due.isoformat() if item.due else "",
        EFFORT: effort_text(item.effort_days),
        TICKET: item.ticket,
        REASON: item.state_reason,
    }
    return {key: cell_text(text) for key, text in texts.items()}


def write_items_csv(path: Path, entries: Sequence[ItemEntry]) -> None:
    """Write items into a CSV file, states and severities as English words for programs; raises UserError."""
    write_export(path, items_csv(entries))


def items_csv(entries: Sequence[ItemEntry]) -> bytes:
    """Return items as a CSV file, states and severities as English words for programs."""
    keys = [column.key for column in _item_columns()]
    rows = [_item_texts(entry, str(entry.item.state), str(entry.item.severity)) for entry in entries]
    return csv_bytes([keys, *([row[key] for key in keys] for row in rows)])


def write_items_workbook(
    path: Path, entries: Sequence[ItemEntry], waivers: Sequence[tuple[Waiver, Service]], made: datetime, today: date
) -> None:
    """Write items into an XLSX file, and waivers, where there are any, onto its second sheet; raises UserError.

    `made` is a moment with its zone, `today` the day by which waivers run out.
    """
    write_export(path, items_workbook(entries, waivers, made, today))


def items_workbook(
    entries: Sequence[ItemEntry], waivers: Sequence[tuple[Waiver, Service]], made: datetime, today: date
) -> bytes:
    """Return items as an XLSX file, with waivers, where there are any, on its second sheet, as of a day."""
    wording, columns = Wording(), _item_columns()
    choices = tuple(wording.item_state(each) for each in ItemState if each is not ItemState.VERIFIED)
    hints = _hints()
    rows = [
        [Cell(column.key, Look.KEY) for column in columns],
        [Cell(column.title, Look.HEAD) for column in columns],
    ]
    for entry in entries:
        state, severity = wording.item_state(entry.item.state), wording.severity(entry.item.severity)
        texts = _item_texts(entry, state, severity)
        rows.append(
            [
                Cell(texts[each.key], each.look, choices if each.key == STATE else (), hints.get(each.key, ("", "")))
                for each in columns
            ]
        )
    title = _("Remediation")
    sheets = [_sheet(_("Items"), columns, rows, title, side=2)]
    if waivers:
        sheets.append(_waiver_sheet(waivers, wording, title, today))
    return workbook_bytes(sheets, title, made)


def write_waivers_csv(path: Path, waivers: Sequence[tuple[Waiver, Service]], today: date) -> None:
    """Write waivers into a CSV file; raises UserError where it cannot be written."""
    keys = [column.key for column in _waiver_columns()]
    rows = [_waiver_texts(waiver, service, str(standing_of(waiver, today))) for waiver, service in waivers]
    write_csv(path, [keys, *([row[key] for key in keys] for row in rows)])


def _sheet(name: str, columns: Sequence[_Column], rows: Sequence[Sequence[Cell]], title: str, *, side: int) -> Sheet:
    return Sheet(
        name=name[:31],  # longer ones no spreadsheet program takes
        widths=tuple(column.width for column in columns),
        rows=rows,
        head=2,
        side=side,
        hidden_rows=frozenset({0}),
        printed_columns=sum(column.look is not Look.KEY for column in columns),
        footer=title,
    )


def _hints() -> dict[str, tuple[str, str]]:
    return {
        STATE: (_("State"), _("Verified is set by the next decided review alone: say Done.")),
        DUE: (_("Due"), _("Year, month and day, such as 2026-12-01.")),
        EFFORT: (_("Effort"), _("Person-days, such as 2 or 0.5.")),
        REASON: (_("Reason"), _("Needed where work is dropped.")),
    }


def _item_texts(entry: ItemEntry, state: str, severity: str) -> dict[str, str]:
    item, service = entry.item, entry.service
    today = [*([_("waived")] if entry.waived else []), *([_("overdue")] if entry.overdue else [])]
    read_only = {
        "service": service.name,
        TITLE: item.title,
        "severity": severity,
        "today": ", ".join(today),
        "waits_for": "; ".join(entry.waits_for[:_A_LIST]),
        "questions": "\n".join(sorted(item.questions)),
        "description": _STEP.sub("\N{BULLET} ", item.description),  # a line that begins with "-" looks like a formula
        "team": service.team,
        "tags": ", ".join(item.tags),
        ID: str(item.id),
        VERSION: str(item.version),
    }
    return {key: fitting(text) for key, text in read_only.items()} | field_cells(item, state)


def _waiver_columns() -> tuple[_Column, ...]:
    return (
        _Column("service", _("Service"), 18),
        _Column("question", _("Question"), 36, Look.STRONG),
        _Column("state", _("State"), 12),
        _Column("reason", _("Reason"), 44, Look.TEXT),
        _Column("requester", _("Requested by"), 18),
        _Column("approver", _("Decided by"), 18),
        _Column("decision", _("What they said"), 30),
        _Column("expires", _("Last day"), 12),
        _Column("extended", _("Extended"), 10),
        _Column(ID, _("Waiver id"), 37, Look.KEY),
    )


def _waiver_sheet(waivers: Sequence[tuple[Waiver, Service]], wording: Wording, title: str, today: date) -> Sheet:
    columns = _waiver_columns()
    rows = [
        [Cell(column.key, Look.KEY) for column in columns],
        [Cell(column.title, Look.HEAD) for column in columns],
    ]
    for waiver, service in waivers:
        texts = _waiver_texts(waiver, service, wording.waiver_standing(standing_of(waiver, today)))
        rows.append([Cell(texts[column.key], column.look) for column in columns])
    return _sheet(_("Waivers"), columns, rows, title, side=2)


def _waiver_texts(waiver: Waiver, service: Service, state: str) -> dict[str, str]:
    texts = {
        "service": service.name,
        "question": waiver.question,
        "state": state,
        "reason": waiver.reason,
        "requester": waiver.requester,
        "approver": waiver.approver,
        "decision": waiver.state_reason,
        "expires": waiver.expires.isoformat(),
        "extended": str(waiver.times_extended),
        ID: str(waiver.id),
    }
    return {key: fitting(text) for key, text in texts.items()}
