"""The tables of a report as a workbook, a sheet each, and the main one as CSV: the same figures in both."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from shipworthy.exchange.sheets import Cell, Look, Sheet, csv_bytes, fitting, workbook_bytes

Value = str | int | float | None
_LONGEST_NAME, _LONGEST_FOOTER = 31, 120  # letters of a sheet; the format takes a few more in its foot
_NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", "-"))


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title, its width in characters and the look of its cells."""

    title: str
    width: float = 12
    look: Look = Look.TEXT


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a name; None is an empty cell.

    The first `side` columns stay in sight; the first `printed` stand on paper, None for all.
    """

    name: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]
    side: int = 1
    printed: int | None = None


def tables_as_workbook(tables: Iterable[Table], title: str, made: datetime) -> bytes:
    """Return tables as an XLSX file, a sheet each; `made` is a moment with its zone."""
    return workbook_bytes([_sheet(each, title) for each in tables], title, made)


def table_as_csv(table: Table) -> bytes:
    """Return a table as a CSV file, its titles first."""
    head = [column.title for column in table.columns]
    return csv_bytes([head, *([_text(value) for value in row] for row in table.rows)])


def _sheet(table: Table, title: str) -> Sheet:
    head = [Cell(column.title, Look.HEAD) for column in table.columns]
    rows = [[_cell(value, column.look) for value, column in zip(row, table.columns, strict=True)] for row in table.rows]
    return Sheet(
        name=table.name.translate(_NOT_IN_NAMES)[:_LONGEST_NAME],
        widths=tuple(column.width for column in table.columns),
        rows=[head, *rows],
        head=1,
        side=table.side,
        printed_columns=table.printed,
        footer=fitting(title)[:_LONGEST_FOOTER],
    )


def _cell(value: Value, look: Look) -> Cell:
    number = None if value is None or isinstance(value, str) else float(value)
    if number is not None and look is Look.TEXT:
        look = Look.NUMBER
    return Cell(_text(value), look, number=number)


def _text(value: Value) -> str:
    if value is None or isinstance(value, str):
        return fitting(value or "")
    return f"{value:g}" if isinstance(value, float) else str(value)
