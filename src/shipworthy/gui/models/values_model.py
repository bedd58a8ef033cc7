"""The values that a list can be narrowed to, each with a box and with how many it would keep."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Qt

from shipworthy.domain.line_search import searchable
from shipworthy.gui.models.table_model import LEADING, TRAILING, Index, TableModel
from shipworthy.gui.widgets.labels import plain_tool_tip
from shipworthy.text import _, ngettext

NAME, COUNT = range(2)
Value = Any


@dataclass(frozen=True, slots=True)
class _Entry:
    value: Hashable
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class _Column:
    title: str
    is_number: bool = False


class ValuesModel(TableModel[_Entry, _Column]):
    """Rows are the values in whose names every word searched for occurs; ticks are told by `show_chosen`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = (_Column(_("Value")), _Column(_("Services"), is_number=True))
        self._all: list[_Entry] = []
        self._rows: list[_Entry] = []
        self._words: list[str] = []
        self._chosen: frozenset[Hashable] = frozenset()

    def show_counts(self, counts: Mapping[Value, int], chosen: Collection[Value], name: Callable[[Value], str]) -> None:
        """Show other values with their counts; those chosen are ticked."""
        self.beginResetModel()
        self._all = [_Entry(value, name(value), count) for value, count in counts.items()]
        self._chosen = frozenset(chosen)
        self._rows = self._found()
        self.endResetModel()

    def show_chosen(self, chosen: Collection[Value]) -> None:
        """Tick other values."""
        self._chosen = frozenset(chosen)
        if self._rows:
            self.dataChanged.emit(self.index(0, NAME), self.index(len(self._rows) - 1, COUNT))

    def search(self, text: str) -> None:
        """Show the values alone in whose names every word of a text occurs."""
        self.beginResetModel()
        self._words = searchable(text).split()
        self._rows = self._found()
        self.endResetModel()

    def value(self, row: int) -> Value:
        """Return the value of a row."""
        return self._rows[row].value

    def is_chosen(self, row: int) -> bool:
        """Tell whether the value of a row is ticked."""
        return self._rows[row].value in self._chosen

    def _found(self) -> list[_Entry]:
        return [each for each in self._all if all(word in searchable(each.name) for word in self._words)]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        entry, is_name = self._rows[index.row()], index.column() == NAME
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return entry.name if is_name else str(entry.count)
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tool_tip(entry.name)
            case Qt.ItemDataRole.AccessibleTextRole:
                counted = ngettext("{count} service", "{count} services", entry.count).format(count=entry.count)
                return f"{entry.name}, {counted}" if is_name else counted
            case Qt.ItemDataRole.TextAlignmentRole:
                return LEADING if is_name else TRAILING
            case Qt.ItemDataRole.CheckStateRole if is_name:
                return Qt.CheckState.Checked if entry.value in self._chosen else Qt.CheckState.Unchecked
        return None
