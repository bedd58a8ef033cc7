"""Spreadsheets that come in: read as data from a stranger, bounded before and while they are read.

The archive is checked, each part of it is looked through for document types and for sheer number of elements, and only
what passed is handed to openpyxl. A formula is never worked out, and never taken for its last result.
"""

import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import Enum
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.parsers.expat import ExpatError, ParserCreate
from zipfile import ZIP_STORED, BadZipFile, ZipFile

from shipworthy.archives import Archive, Limits, open_archive
from shipworthy.errors import UserError
from shipworthy.text import _
from shipworthy.untrusted.files import MAX_BYTES, open_file, readable

MOST_ROWS = 5_000
MOST_COLUMNS = 64
_MOST_SHEETS = 20
_MOST_ELEMENTS = 500_000
# A sheet of empty cells with a format each packs very well, and some programs write them by the thousand.
_LIMITS = Limits(packed=20_000_000, unpacked=40_000_000, entries=1_000, free_bytes=10_000_000)
_OLE = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK"
_WORKBOOK = "xl/workbook.xml"
# What openpyxl raises for parts that are well-formed XML and make no sense. Everything it reads here lies in memory.
_NO_WORKBOOK = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    BadZipFile,
    LookupError,
    OSError,
    RecursionError,
    SyntaxError,  # ParseError is one
    TypeError,
    ValueError,  # InvalidFileException and what defusedxml raises are some
)


@dataclass(frozen=True, slots=True)
class SheetLimits:
    """How much of a table is read: rows, columns, elements of a workbook's XML, bytes of a CSV file."""

    rows: int = MOST_ROWS
    columns: int = MOST_COLUMNS
    elements: int = _MOST_ELEMENTS
    text_bytes: int = MAX_BYTES


USUAL = SheetLimits()


class Kind(Enum):
    """What a cell holds."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    TRUTH = "truth"
    FORMULA = "formula"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Found:
    """What stands in a cell: numbers without a needless ".0", dates as 2026-11-22, an empty text for nothing."""

    text: str = ""
    kind: Kind = Kind.TEXT


NOTHING = Found()


@dataclass(frozen=True, slots=True)
class ReceivedSheet:
    """One sheet: its rows from the first on, each as long as its last cell that holds anything."""

    name: str
    rows: tuple[tuple[Found, ...], ...]


def read_workbook(path: Path, limits: SheetLimits = USUAL) -> tuple[ReceivedSheet, ...]:
    """Return the sheets of an XLSX file; raises UserError for anything that is none or is out of bounds."""
    _check_kind(path)
    with open_archive(path, _LIMITS) as archive:
        if _WORKBOOK not in archive:
            raise _no_workbook(path)
        parts = _checked_parts(path, archive, limits)
    # Loaded here, because neither a window nor a command that reads no sheet must pay for it at start-up.
    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl says on standard error what it leaves out; we need none of it
            workbook = openpyxl.load_workbook(parts, read_only=True)
            worksheets = workbook.worksheets[:_MOST_SHEETS]
            return tuple(ReceivedSheet(str(each.title), tuple(_rows(path, each, limits))) for each in worksheets)
    except _NO_WORKBOOK as error:
        raise _no_workbook(path) from error


def _check_kind(path: Path) -> None:
    with readable(path), open_file(path, _LIMITS.packed) as file:
        head = file.read(4)
    if head == _OLE:
        raise UserError(
            _("{path} is an old .xls file, or is protected by a password.").format(path=path),
            _("Open it in your spreadsheet program and save it as XLSX, without a password."),
        )
    if not head.startswith(_ZIP):
        raise _no_workbook(path)


def _no_workbook(path: Path) -> UserError:
    return UserError(
        _("{path} is no XLSX file, or a damaged one.").format(path=path),
        _("Open it in your spreadsheet program and save it as XLSX."),
    )


def _checked_parts(path: Path, archive: Archive, limits: SheetLimits) -> BytesIO:
    """Return the XML of a workbook as an archive of our own making, so that nothing unchecked is ever opened."""
    checked = BytesIO()
    elements = 0
    with ZipFile(checked, "w", ZIP_STORED) as copy:
        for name in archive.names:
            if name.endswith((".xml", ".rels")):
                part = archive.read(name, _LIMITS.unpacked)
                elements += _count_elements(path, part, limits)
                if elements > limits.elements:
                    raise too_much(path, limits)
                copy.writestr(name, part)
    return checked


class _DocumentType(Exception):  # noqa: N818 - not an error of ours: it stops the parser
    pass


def _count_elements(path: Path, part: bytes, limits: SheetLimits) -> int:
    """Return how many elements an XML document has; raises UserError for one that defines entities or is no XML."""
    count = 0

    def count_one(_name: str, _attributes: object) -> None:
        nonlocal count
        count += 1
        if count > limits.elements:
            raise too_much(path, limits)

    def refuse(*_said: object) -> None:
        raise _DocumentType

    parser = ParserCreate()
    parser.StartElementHandler = count_one
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(part, True)
    except (ExpatError, LookupError, ValueError) as error:  # the latter two for encodings that Python does not know
        raise _no_workbook(path) from error
    except _DocumentType as error:
        raise UserError(
            _("{path} was not read: it defines entities, which no spreadsheet program does.").format(path=path),
            _("Ask whoever sent it how it was made."),
        ) from error
    return count


def too_much(path: Path, limits: SheetLimits = USUAL) -> UserError:
    """Return the error of a file that is out of bounds."""
    if limits is not USUAL:
        text = _("{path} is larger than what is read at once: {rows} rows of {columns} columns.")
        return UserError(
            text.format(path=path, rows=limits.rows, columns=limits.columns),
            _("Check that it is the right file; split it if it is."),
        )
    return UserError(
        _("{path} holds far more than what Shipworthy writes into a spreadsheet.").format(path=path),
        _("Check that it is the right file; delete rows, columns and sheets that were added to it."),
    )


def _rows(path: Path, worksheet: Any, limits: SheetLimits) -> Iterator[tuple[Found, ...]]:
    # The size that a sheet states may be a lie: it would be padded to it.
    worksheet.reset_dimensions()
    # One row more than allowed is asked for: what lies behind it would be left out in silence.
    for number, row in enumerate(worksheet.iter_rows(max_row=limits.rows + 1, max_col=limits.columns), start=1):
        cells = [_found(cell) for cell in row]
        while cells and cells[-1] == NOTHING:
            cells.pop()
        if cells and number > limits.rows:
            raise too_much(path, limits)
        yield tuple(cells)


def _found(cell: Any) -> Found:
    value = cell.value
    if cell.data_type == "f":
        return Found("", Kind.FORMULA)
    if value is None:
        return NOTHING
    if cell.data_type == "e":
        return Found(str(value), Kind.ERROR)
    match value:
        case bool():
            return Found("TRUE" if value else "FALSE", Kind.TRUTH)
        case int():
            return Found(str(value), Kind.NUMBER)
        case float():
            return Found(str(int(value)) if value.is_integer() else repr(value), Kind.NUMBER)
        case datetime():
            return Found(value.isoformat(" ") if value.time() != time() else value.date().isoformat(), Kind.DATE)
        case date() | time():
            return Found(value.isoformat(), Kind.DATE)
    text = str(value).replace("_x000D_", "").strip()  # how Excel keeps the other half of a line end
    return Found(text) if text else NOTHING
