"""Spreadsheets that leave the building: the one place that writes them, so that no text in one can become a formula.

XlsxWriter makes a formula of a text that begins with "=" unless it is told not to; a note is text, whoever typed it.
What was written is read back and compared cell by cell before it becomes a file.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from io import BytesIO, StringIO
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

from shipworthy.exchange.formula_guard import guarded, is_formula, unguarded
from shipworthy.files import write_export
from shipworthy.text import xml_text

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

LONGEST_TEXT = 32_767
"""Characters that a cell can hold."""

_FONT = "Arial"  # on every system, or replaced by one that is as wide
# The window's light tokens.
_INK, _SOFT, _LINE, _EDGE = "#1a1f26", "#57606c", "#d9dee5", "#858f9c"
_GROUND, _ACCENT, _ACCENT_WEAK, _ON_ACCENT = "#f6f7f9", "#2a5bd0", "#e7eefc", "#ffffff"
_LISTS = "Lists"
_LONGEST_HINT_TITLE, _LONGEST_HINT = 32, 255
_A3 = 8
_USUAL_SIZE, _LINE_HEIGHT, _ROOM = 10, 1.28, 4  # points, times the size, points
_LEAST_HEIGHT, _GREATEST_HEIGHT = 16.0, 409.0  # points; the greatest that the format knows


class Look(Enum):
    """What a cell looks like and whether it is to be filled in; only FIELD can be typed into."""

    TITLE = "title"
    HEADING = "heading"
    PLAIN = "plain"
    TEXT = "text"
    STRONG = "strong"
    QUIET = "quiet"
    HEAD = "head"
    FIELD = "field"
    KEY = "key"
    NUMBER = "number"
    VALUE = "value"


@dataclass(frozen=True, slots=True)
class Cell:
    """A text and its look; `choices` are offered when the cell is filled in, `hint` is shown beside it then.

    With a `number`, which the text repeats, the cell can be reckoned with.
    """

    text: str
    look: Look = Look.TEXT
    choices: tuple[str, ...] = ()
    hint: tuple[str, str] = ("", "")
    number: float | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet, locked but for its fields. `widths` are in characters; 0 hides a column.

    The first `head` rows stay in sight with the first `side` columns, and stand on each printed page; rows in
    `hidden_rows` (from 0) are there for the program that reads the sheet again.
    """

    name: str
    widths: tuple[float, ...]
    rows: Sequence[Sequence[Cell]]
    head: int = 0
    side: int = 0
    hidden_rows: frozenset[int] = frozenset()
    printed_columns: int | None = None
    footer: str = ""


def cell_text(text: str) -> str:
    """Return a text as a cell holds it: one kind of line end, nothing that XML cannot say, no space around it."""
    return xml_text(text).strip()


def fitting(text: str) -> str:
    """Return a text as a cell holds it, cut short where a cell cannot hold it all."""
    text = cell_text(text)
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1] + "…"


def write_workbook(path: Path, sheets: Sequence[Sheet], title: str, made: datetime) -> None:
    """Write sheets into an XLSX file; raises UserError where it cannot be written, with the older file untouched.

    No text may be longer than LONGEST_TEXT.
    """
    write_export(path, workbook_bytes(sheets, title, made))


def write_csv(path: Path, rows: Sequence[Sequence[str]]) -> None:
    """Write texts into a CSV file; raises UserError where it cannot be written, with the older file untouched."""
    write_export(path, csv_bytes(rows))


def csv_bytes(rows: Sequence[Sequence[str]]) -> bytes:
    """Return texts as a CSV file: UTF-8 with its mark, by which spreadsheet programs know it, and every cell quoted."""
    expected = [[cell_text(text) for text in row] for row in rows]
    buffer = StringIO(newline="")
    csv.writer(buffer, quoting=csv.QUOTE_ALL).writerows([guarded(text) for text in row] for row in expected)
    text = buffer.getvalue()
    found = list(csv.reader(StringIO(text, newline=""), strict=True))
    if any(is_formula(cell) for row in found for cell in row):
        raise AssertionError("A text became a formula")
    if [[unguarded(cell) for cell in row] for row in found] != expected:
        raise AssertionError("The file holds something else than the texts written to it")
    return text.encode("utf-8-sig")


def workbook_bytes(sheets: Sequence[Sheet], title: str, made: datetime) -> bytes:
    """Return sheets as an XLSX file; the same sheets at the same moment give the same bytes."""
    # Loaded here, because neither a window nor a command that writes no sheet must pay for it at start-up.
    import xlsxwriter

    buffer = BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(buffer, options) as workbook:
        workbook.set_properties({"title": cell_text(title), "created": made.replace(tzinfo=None), "comments": ""})
        _Writer(workbook).write(sheets)
    data = buffer.getvalue()
    _check(data, sheets)
    return data


class _Writer:
    """Writes sheets into a workbook, and what their cells offer into a hidden one."""

    def __init__(self, workbook: "Workbook") -> None:
        self._workbook = workbook
        self._formats = {look: self._format(properties) for look, properties in _FORMATS.items()}
        self._lists: dict[tuple[str, ...], str] = {}

    def _format(self, properties: Mapping[str, Any]) -> "Format":
        usual = {"font_name": _FONT, "font_size": _USUAL_SIZE, "font_color": _INK, "valign": "top", "text_wrap": True}
        return self._workbook.add_format({**usual, **properties})

    def write(self, sheets: Sequence[Sheet]) -> None:
        worksheets = [self._workbook.add_worksheet(sheet.name) for sheet in sheets]
        lists = self._workbook.add_worksheet(_LISTS)
        lists.hide()
        for sheet, worksheet in zip(sheets, worksheets, strict=True):
            self._set_up(sheet, worksheet)
            for row, cells in enumerate(sheet.rows):
                for column, cell in enumerate(cells):
                    self._write_cell(worksheet, row, column, cell)
        for row, choices in enumerate(self._lists):
            for column, choice in enumerate(choices):
                lists.write_string(row, column, choice)

    def _set_up(self, sheet: Sheet, worksheet: "Worksheet") -> None:
        for column, width in enumerate(sheet.widths):
            worksheet.set_column(column, column, width or 1, None, {} if width else {"hidden": True})
        for row, cells in enumerate(sheet.rows):
            hidden = {"hidden": True} if row in sheet.hidden_rows else {}
            worksheet.set_row(row, _height(cells, sheet.widths), None, hidden)
        worksheet.hide_gridlines(2)
        worksheet.protect("", {"format_columns": True, "format_rows": True, "sort": True, "autofilter": True})
        worksheet.set_paper(_A3 if sheet.head else 9)
        worksheet.set_margins(0.4, 0.4, 0.5, 0.6)
        worksheet.fit_to_pages(1, 0)
        worksheet.set_footer(f'&L&"{_FONT}"&8{sheet.footer.replace("&", "&&")}&R&"{_FONT}"&8&P / &N')
        if sheet.head:
            worksheet.set_landscape()
            worksheet.freeze_panes(sheet.head, sheet.side)
            worksheet.repeat_rows(0, sheet.head - 1)
            last_row, last_column = len(sheet.rows) - 1, len(sheet.widths) - 1
            worksheet.autofilter(sheet.head - 1, 0, last_row, last_column)
            worksheet.print_area(0, 0, last_row, (sheet.printed_columns or last_column + 1) - 1)
            worksheet.ignore_errors({"number_stored_as_text": f"A1:XFD{len(sheet.rows)}"})

    def _write_cell(self, worksheet: "Worksheet", row: int, column: int, cell: Cell) -> None:
        if cell.number is not None:
            worksheet.write_number(row, column, cell.number, self._formats[cell.look])
        elif cell.text:
            worksheet.write_string(row, column, cell.text, self._formats[cell.look])
        elif cell.look is not Look.KEY:
            worksheet.write_blank(row, column, None, self._formats[cell.look])
        if cell.choices or any(cell.hint):
            title, message = cell.hint[0][:_LONGEST_HINT_TITLE], cell.hint[1][:_LONGEST_HINT]
            rule: dict[str, Any] = {"input_title": title, "input_message": message, "show_error": False}
            source = {"validate": "list", "source": self._list(cell.choices)} if cell.choices else {"validate": "any"}
            # No error is shown for other words: a number may be typed in place of a choice, and the import says more.
            worksheet.data_validation(row, column, row, column, {**rule, **source})

    def _list(self, choices: tuple[str, ...]) -> str:
        if choices not in self._lists:
            from xlsxwriter.utility import xl_col_to_name  # see workbook_bytes

            row = len(self._lists) + 1
            self._lists[choices] = f"={_LISTS}!$A${row}:${xl_col_to_name(len(choices) - 1)}${row}"
        return self._lists[choices]


def _height(cells: Sequence[Cell], widths: Sequence[float]) -> float:
    """Return the height of a row in points: not every program fits it to wrapped text when it opens a file."""
    heights = [_LEAST_HEIGHT]
    for cell, width in zip(cells, widths, strict=False):
        properties = _FORMATS[cell.look]
        size = properties.get("font_size", _USUAL_SIZE)
        wraps = properties.get("text_wrap", True) and width
        # A column's width counts digits of the usual size; words that do not fit at a line's end cost a tenth more.
        letters = max(1.0, 0.9 * width * _USUAL_SIZE / size / (1.1 if properties.get("bold") else 1))
        lines = sum(max(1, ceil(_letters(line) / letters)) if wraps else 1 for line in cell.text.split("\n"))
        heights.append(lines * size * _LINE_HEIGHT + _ROOM)
    return min(max(heights), _GREATEST_HEIGHT)


def _letters(text: str) -> int:
    """Return how wide a text is, in letters; those of East Asian writing count two."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


_BOXED: Mapping[str, Any] = {"border": 1, "border_color": _LINE}
_FORMATS: Mapping[Look, Mapping[str, Any]] = {
    Look.TITLE: {"font_size": 18, "bold": True, "text_wrap": False},
    Look.HEADING: {"font_size": 12, "bold": True, "font_color": _ACCENT, "text_wrap": False},
    Look.PLAIN: {"font_color": _SOFT, "text_wrap": False},
    Look.TEXT: {**_BOXED, "bg_color": _GROUND},
    Look.STRONG: {**_BOXED, "bg_color": _GROUND, "bold": True},
    Look.QUIET: {**_BOXED, "bg_color": _GROUND, "font_color": _SOFT, "font_size": 9},
    Look.HEAD: {"bold": True, "font_color": _ON_ACCENT, "bg_color": _ACCENT, "border": 1, "border_color": _ACCENT},
    # Text stays text: without this format a spreadsheet makes a date of "2/3" and a formula of "=1+1" when it is typed.
    Look.FIELD: {"border": 1, "border_color": _EDGE, "bg_color": _ACCENT_WEAK, "locked": False, "num_format": "@"},
    Look.NUMBER: {**_BOXED, "bg_color": _GROUND, "align": "right", "indent": 1},
    Look.VALUE: {**_BOXED, "bg_color": _GROUND, "align": "left"},  # texts and numbers beneath each other
    Look.KEY: {"font_color": _EDGE, "font_size": 8},
}


def _check(data: bytes, sheets: Sequence[Sheet]) -> None:
    """Raise AssertionError unless the cells hold what they should, each as text."""
    import openpyxl  # see workbook_bytes

    workbook = openpyxl.load_workbook(BytesIO(data), read_only=True)
    for sheet in sheets:
        expected = {
            (row, column): cell.text if cell.number is None else cell.number
            for row, cells in enumerate(sheet.rows, start=1)
            for column, cell in enumerate(cells, start=1)
            if cell.text or cell.number is not None
        }
        found = dict(_cells(workbook[sheet.name]))
        as_written = found.keys() == expected.keys() and all(
            kind == ("s" if isinstance(expected[place], str) else "n")
            and (value == expected[place] or "_x" in str(expected[place]))  # escaped in a way that openpyxl keeps
            for place, (kind, value) in found.items()
        )
        if not as_written:
            raise AssertionError(f"The sheet {sheet.name} holds something else than the texts written to it")
    if any(kind == "f" for worksheet in workbook for _place, (kind, _text) in _cells(worksheet)):
        raise AssertionError("A text became a formula")


def _cells(worksheet: Any) -> Iterator[tuple[tuple[int, int], tuple[str, object]]]:
    for row in worksheet.iter_rows():
        for cell in row:
            if cell.value is not None:
                yield (cell.row, cell.column), (cell.data_type, cell.value)
