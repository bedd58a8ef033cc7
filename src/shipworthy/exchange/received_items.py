"""Remediation items as they come back in a spreadsheet: rows become changes, or their problems are told with cells."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from shipworthy.domain.remediation import LONGEST_NAME, LONGEST_TEXT, ItemState, RemediationItem
from shipworthy.errors import UserError
from shipworthy.exchange.formula_guard import guarded
from shipworthy.exchange.item_sheet import (
    DUE,
    EFFORT,
    FIELDS,
    ID,
    OWNER,
    REASON,
    STATE,
    TICKET,
    TITLE,
    VERSION,
    field_cells,
)
from shipworthy.exchange.item_words import days_meant, read_day, read_effort, read_state
from shipworthy.exchange.received_csv import read_csv
from shipworthy.exchange.received_sheets import NOTHING, Found, Kind, ReceivedSheet, read_workbook
from shipworthy.exchange.sheets import cell_text
from shipworthy.text import _
from shipworthy.untrusted.problems import Place, Problems
from shipworthy.wording import Wording

_SHEET = ".xlsx"
_HEAD_ROWS = 5  # a title or two may have been put above the columns' names
_LONGEST = {OWNER: LONGEST_NAME, TICKET: LONGEST_TEXT, REASON: LONGEST_TEXT}
_LONGEST_NUMBER = 15
_WITH_REASON = (ItemState.DROPPED, ItemState.OPEN)
_ATTRIBUTES = {
    STATE: "state",
    OWNER: "owner",
    DUE: "due",
    EFFORT: "effort_days",
    TICKET: "ticket",
    REASON: "state_reason",
}
Edits = Mapping[str, Any]
"""What a row changes: values by column key."""


@dataclass(frozen=True, slots=True)
class ItemRow:
    """A row of the file: its number, from 1, whose item it is, which version of it went out, and its cells by key."""

    number: int
    item: UUID
    version: int
    cells: Mapping[str, Found]


@dataclass(frozen=True)
class ReceivedItems:
    """A file of the right form. Problems of its rows are noted, to be raised together with those that follow."""

    rows: tuple[ItemRow, ...]
    problems: Problems = field(repr=False)
    _sheet: str = field(repr=False)
    _columns: Mapping[str, int] = field(repr=False)

    def note(self, row: ItemRow, key: str, message: str, fix: str) -> None:
        """Note a problem of a cell; one of a column that the file has not is told at the row's id."""
        place = Place(row.number, self._columns.get(key, self._columns[ID]), self._sheet)
        self.problems.add(place, message.rstrip("."), fix)

    def edits(self, row: ItemRow, base: RemediationItem) -> Edits:
        """Return what a row changes in the item as it went out, and note what cannot be read.

        What our CSV file guarded keeps its apostrophes where a spreadsheet program saved it as a workbook.
        """
        edits: dict[str, Any] = {}
        wording = Wording()
        shown = {key: {text, guarded(text)} for key, text in field_cells(base, str(base.state)).items()}
        shown[STATE].add(wording.item_state(base.state))
        for key in FIELDS:
            found = row.cells.get(key)
            if found is None or _says_the_same(found, shown[key]):
                continue
            try:
                value = _value(key, found, base, wording)
            except UserError as error:
                self.note(row, key, error.message, error.hint)
                continue
            if value != getattr(base, _ATTRIBUTES[key]):
                edits[key] = value
        return self._with_reason(row, base, edits)

    def titled_otherwise(self, row: ItemRow, base: RemediationItem) -> bool:
        """Tell whether the file has another title for an item, which no import changes."""
        found = row.cells.get(TITLE)
        title = cell_text(base.title)
        return found is not None and cell_text(found.text) not in (title, guarded(title))

    def _with_reason(self, row: ItemRow, base: RemediationItem, edits: dict[str, Any]) -> Edits:
        """Refuse a reason beside a state that keeps none, and take the old reason away with the old state."""
        state = edits.get(STATE, base.state)
        if edits.get(REASON) and state not in _WITH_REASON:
            self.note(
                row,
                REASON,
                _("A reason stands beside work that is dropped or open again alone"),
                _("Empty this cell, or set the state to Dropped."),
            )
        elif STATE in edits and REASON not in edits and state is not ItemState.DROPPED:
            edits[REASON] = ""
        return edits


def changed(item: RemediationItem, edits: Edits) -> RemediationItem:
    """Return an item with what a row changes in it."""
    return replace(item, **{_ATTRIBUTES[key]: value for key, value in edits.items()})


def read_items(path: Path) -> ReceivedItems:
    """Return the items that came back in a CSV or, by its ending, an XLSX file; raises UserError or InvalidFile.

    Problems of rows are noted and left to be raised by the caller, together with those that only the store can show.
    """
    sheets = read_workbook(path) if path.suffix.lower() == _SHEET else (read_csv(path),)
    sheet, head = _head_of(path, sheets)
    problems = Problems(str(path))
    names = [cell_text(cell.text) for cell in sheet.rows[head - 1]]
    columns: dict[str, int] = {}
    for number, name in enumerate(names, start=1):
        if name in (ID, VERSION, *FIELDS) and name in columns:
            place = Place(head, number, sheet.name)
            problems.refuse(place, _("The column {name} is there twice").format(name=name), _("Remove one of the two."))
        columns.setdefault(name, number)
    missing = [key for key in (ID, VERSION) if key not in columns]
    if not any(key in columns for key in FIELDS):
        missing += FIELDS
    if missing:
        problems.refuse(
            Place(head, 1, sheet.name),
            _("These columns are missing: {names}").format(names=", ".join(missing)),
            _("Export the items and change that file, or name the columns in its first row."),
        )
    rows = _rows(sheet, head, columns, problems)
    return ReceivedItems(tuple(rows), problems, sheet.name, columns)


def _head_of(path: Path, sheets: tuple[ReceivedSheet, ...]) -> tuple[ReceivedSheet, int]:
    """Return the sheet with the items and the number of the row with the columns' names, from 1."""
    for sheet in sheets:
        for number, row in enumerate(sheet.rows[:_HEAD_ROWS], start=1):
            if ID in {cell.text for cell in row} and {VERSION, *FIELDS} & {cell.text for cell in row}:
                return sheet, number
    raise UserError(
        _("{path} has no row with the names of columns, such as id, version and state.").format(path=path),
        _("Export the items as CSV or XLSX and change that file; leave its first row as it is."),
    )


def _rows(sheet: ReceivedSheet, head: int, columns: Mapping[str, int], problems: Problems) -> list[ItemRow]:
    rows: list[ItemRow] = []
    seen: dict[UUID, int] = {}
    for number, row in enumerate(sheet.rows[head:], start=head + 1):
        cells = {
            key: row[column - 1] if column <= len(row) else NOTHING
            for key, column in columns.items()
            if key in (ID, VERSION, TITLE, *FIELDS)
        }
        if all(cell == NOTHING for cell in cells.values()) or (number == head + 1 and _is_titles(cells)):
            continue
        item = _item_id(cells[ID])
        if item is None:
            problems.add(
                Place(number, columns[ID], sheet.name),
                _("This is no item's id: “{text}”").format(text=cells[ID].text[:60])
                if cells[ID].text
                else _("This row has no item id"),
                _("Copy the id from an export, or remove the row."),
            )
            continue
        first = seen.setdefault(item, number)
        if first != number:
            problems.add(
                Place(number, columns[ID], sheet.name),
                _("The same item stands in row {row} already").format(row=first),
                _("Remove one of the two rows."),
            )
            continue
        version = cells[VERSION].text
        if not (version.isascii() and version.isdigit() and len(version) <= _LONGEST_NUMBER):
            problems.add(
                Place(number, columns[VERSION], sheet.name),
                _("This is no item's version: “{text}”").format(text=version[:60]),
                _("Copy the version from an export: it tells whether somebody changed the item since."),
            )
            continue
        rows.append(ItemRow(number, item, int(version), cells))
    return rows


def _is_titles(cells: Mapping[str, Found]) -> bool:
    """Tell whether a row is that of the titles, which a workbook has below the names, in whatever language."""
    texts = [cell.text for cell in cells.values()]
    return all(texts) and _item_id(cells[ID]) is None and not any(character.isdigit() for character in "".join(texts))


def _item_id(found: Found) -> UUID | None:
    try:
        return UUID(found.text) if len(found.text) == len(str(UUID(int=0))) else None
    except ValueError:
        return None


def _says_the_same(found: Found, shown: set[str]) -> bool:
    # A formula of a workbook has no text; one of a CSV file is the text itself, which may stand here already.
    return cell_text(found.text) in shown and (bool(found.text) or found.kind is not Kind.FORMULA)


def _value(key: str, found: Found, base: RemediationItem, wording: Wording) -> Any:
    if found.kind is Kind.FORMULA:
        raise UserError(_("This is a formula."), _("Write what it should say instead."))
    if found.kind is Kind.ERROR:
        raise UserError(
            _("This is an error of a formula: {text}.").format(text=found.text[:60]),
            _("Write what it should say instead."),
        )
    text = cell_text(found.text)
    match key:
        case "state":
            return read_state(text, wording) if text else base.state
        case "due":
            return _due(text, base)
        case "effort_days":
            return read_effort(text) if text else None
    if len(text) > _LONGEST[key]:
        raise UserError(
            _("This text has {count} characters; {limit} are allowed.").format(count=len(text), limit=_LONGEST[key]),
            _("Shorten it."),
        )
    return " ".join(text.split()) if key == OWNER else text


def _due(text: str, base: RemediationItem) -> date | None:
    # Some programs write 2026-12-01 as 01/12/2026 or 12/01/2026, whichever it is in their language.
    if base.due is not None and base.due in days_meant(text):
        return base.due
    return read_day(text) if text else None
