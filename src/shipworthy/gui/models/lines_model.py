"""Small tables that only show: a column is a title and what it says of a row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic

from PySide6.QtCore import QModelIndex, QObject, Qt

from shipworthy.gui.models.table_model import LEADING, TRAILING, Index, Row, TableModel
from shipworthy.gui.theme import Theme
from shipworthy.gui.widgets.item_delegate import CELL_ROLE
from shipworthy.gui.widgets.labels import plain_tool_tip


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """A column: its title, what it says of a row, what is painted instead of that, and more for its tool tip.

    `ink` names the token of its text; "" for the usual one.
    """

    title: str
    text: Callable[[Row], str]
    is_number: bool = False
    cell: Callable[[Row], object] | None = None
    tip: Callable[[Row], str] | None = None
    ink: Callable[[Row], str] = lambda _row: ""


class LinesModel(TableModel[Row, Column[Row]]):
    """Rows of any kind, shown by columns."""

    def __init__(self, theme: Theme, columns: Sequence[Column[Row]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._columns = tuple(columns)
        self._rows: tuple[Row, ...] = ()

    @property
    def rows(self) -> tuple[Row, ...]:
        """Return what is shown."""
        return self._rows

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def add_rows(self, rows: Sequence[Row]) -> None:
        """Show more rows, after those that are there."""
        if rows:
            self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(rows) - 1)
            self._rows = (*self._rows, *rows)
            self.endInsertRows()

    def row(self, place: int) -> Row:
        """Return a row."""
        return self._rows[place]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], self._columns[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return column.text(row)
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tool_tip((column.tip or column.text)(row))
            case Qt.ItemDataRole.TextAlignmentRole:
                return TRAILING if column.is_number else LEADING
            case Qt.ItemDataRole.ForegroundRole:
                ink = column.ink(row)
                return self._theme.colour(ink) if ink else None
        return column.cell(row) if role == CELL_ROLE and column.cell else None
