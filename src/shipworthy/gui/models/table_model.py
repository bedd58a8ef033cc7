"""What tables of rows and columns have in common: their size, their heads, and another order without losing what is
chosen."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
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
        places = {identity(row): place for place, row in enumerate(rows)}
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
