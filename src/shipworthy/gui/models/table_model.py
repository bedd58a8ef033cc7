"""What tables of rows and columns have in common: their size, their heads, and another order without losing what is
chosen."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from shipworthy.gui.theme import Theme
from shipworthy.gui.widgets.item_delegate import CELL_ROLE
from shipworthy.gui.widgets.labels import plain_tool_tip

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
UNSORTED = -1
TRAILING = Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter
LEADING = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter


class Head(Protocol):
    """A column, as far as its head goes."""

    @property
    def title(self) -> str:
        """Its title."""

    @property
    def is_number(self) -> bool:
        """Whether it holds figures, which stand at the trailing edge."""


Column = TypeVar("Column", bound=Head)


class TableModel(QAbstractTableModel, Generic[Row, Column]):
    """A table over plain rows; children fill both and say what a cell is."""

    _columns: Sequence[Column]
    _rows: Sequence[Row]

    def _reorder(self, rows: Sequence[Row], identity: Callable[[Row], Hashable]) -> None:
        """Show the same rows in another order; indexes that are kept follow theirs."""
        self.layoutAboutToBeChanged.emit()
        kept = self.persistentIndexList()
        ids = [identity(self._rows[index.row()]) for index in kept]
        self._rows = rows
        wanted = set(ids)
        places = {known: place for place, row in enumerate(rows) if (known := identity(row)) in wanted} if kept else {}
        moved = [self.index(places[each], index.column()) for each, index in zip(ids, kept, strict=True)]
        self.changePersistentIndexList(kept, moved)
        self.layoutChanged.emit()

    # Qt overrides

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return TRAILING if self._columns[section].is_number else LEADING
        return None


@dataclass(frozen=True, slots=True)
class SortedColumn(Generic[Row]):
    """A column that rows can be sorted by: its title, what it says of a row, by what it sorts, what is painted instead.

    `is_last` tells of a row that it stands at the end in either order.
    """

    title: str
    text: Callable[[Row], str]
    key: Callable[[Row], Any]
    is_number: bool = False
    cell: Callable[[Row], object] | None = None
    is_soft: bool = False
    is_last: Callable[[Row], bool] | None = None


class SortedModel(TableModel[Row, SortedColumn[Row]]):
    """Rows filtered and sorted as Python lists, many times faster than a proxy model.

    Children say which rows are kept and what tells a row apart; sorted by no column, rows stand as they were given.
    """

    _columns: Sequence[SortedColumn[Row]]
    _rows: list[Row]

    def __init__(
        self, theme: Theme, columns: Sequence[SortedColumn[Row]], sorted_by: int, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._columns = columns
        self._all: Sequence[Row] = ()
        self._rows = []
        self._sorted_by = (sorted_by, Qt.SortOrder.AscendingOrder)

    @property
    def lines(self) -> Sequence[Row]:
        """Return what is shown, in the order shown."""
        return self._rows

    def show_lines(self, lines: Sequence[Row]) -> None:
        """Show other rows, filtered and sorted as before."""
        self._all = tuple(lines)
        self._choose_anew()

    @abstractmethod
    def _kept(self, lines: Sequence[Row]) -> Sequence[Row]:
        """Return the rows that the filter keeps."""

    @abstractmethod
    def _identity(self, line: Row) -> Hashable:
        """Return what tells a row apart from all others."""

    def _choose_anew(self) -> None:
        self.beginResetModel()
        self._rows = self._chosen()
        self.endResetModel()

    def _chosen(self) -> list[Row]:
        column, order = self._sorted_by
        kept = list(self._kept(self._all))
        if column == UNSORTED:
            return kept
        # Python keeps the order of equals both ways: as they were given.
        by = self._columns[column]
        kept.sort(key=by.key, reverse=order is Qt.SortOrder.DescendingOrder)
        return sorted(kept, key=by.is_last) if by.is_last else kept

    def _tip(self, line: Row, column: int) -> str:
        """Return the tool tip of a cell."""
        return self._columns[column].text(line)

    def _ink(self, _line: Row, column: int) -> str:
        """Return the token of a cell's text; "" for the usual one."""
        return "soft" if self._columns[column].is_soft else ""

    # Qt overrides

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._sorted_by = (column, order)
        self._reorder(self._chosen(), self._identity)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        line, column = self._rows[index.row()], self._columns[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return column.text(line)
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tool_tip(self._tip(line, index.column()))
            case Qt.ItemDataRole.TextAlignmentRole:
                return TRAILING if column.is_number else LEADING
            case Qt.ItemDataRole.FontRole:
                return self._theme.font(13, bold=index.column() == 0)
            case Qt.ItemDataRole.ForegroundRole:
                ink = self._ink(line, index.column())
                return self._theme.colour(ink) if ink else None
        return column.cell(line) if role == CELL_ROLE and column.cell else None
