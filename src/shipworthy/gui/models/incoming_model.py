"""What came in with a file: a row each, with what stands now, what the file says, and a box to take it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from shipworthy.gui.widgets.labels import plain_tool_tip
from shipworthy.text import _

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
WHAT, EFFECT, NOW, FILE = range(4)


@dataclass(frozen=True, slots=True)
class IncomingRow:
    """One thing that a file says something about; `effect` is a word, `now` and `file` have a line for each part.

    `changes` tells whether it is shown at first, `can_be_taken` whether it has a box.
    """

    key: Hashable
    text: str
    effect: str
    now: str
    file: str
    changes: bool
    can_be_taken: bool


@dataclass(frozen=True, slots=True)
class Incoming:
    """What a file would change, and how a dialog names it: `what` is the title of the first column.

    `button` gives the text of the button for a number of rows.
    """

    title: str
    summary: str
    note: str
    what: str
    table_name: str
    detail_name: str
    button: Callable[[int], str]
    rows: tuple[IncomingRow, ...]

    @property
    def changing(self) -> tuple[IncomingRow, ...]:
        """Return the rows shown at first."""
        return tuple(row for row in self.rows if row.changes)

    @property
    def takeable(self) -> frozenset[Hashable]:
        """Return the keys of the rows that can be taken."""
        return frozenset(row.key for row in self.rows if row.can_be_taken)


class IncomingModel(QAbstractTableModel):
    """The rows of a file, at first those that change; each that can be taken has a box, ticked at first.

    `taken_changed` follows every tick.
    """

    taken_changed = Signal()

    def __init__(self, incoming: Incoming, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._incoming = incoming
        self._titles = (incoming.what, _("Effect"), _("Now"), _("From the file"))
        self._taken = set(incoming.takeable)
        self._rows = incoming.changing

    @property
    def taken(self) -> frozenset[Hashable]:
        """Return the keys of the rows that are to be taken."""
        return frozenset(self._taken)

    def show_all(self, all_rows: bool) -> None:
        """Show every row of the file, or only those that change; ticks stay."""
        self.beginResetModel()
        self._rows = self._incoming.rows if all_rows else self._incoming.changing
        self.endResetModel()

    def show_only(self, is_shown: Callable[[IncomingRow], bool]) -> None:
        """Show the rows of a kind; ticks stay."""
        self.beginResetModel()
        self._rows = tuple(row for row in self._incoming.rows if is_shown(row))
        self.endResetModel()

    def show_incoming(self, incoming: Incoming, taken: Collection[Hashable]) -> None:
        """Show what a file would change when it is read otherwise; `taken` are the rows that are ticked."""
        self.beginResetModel()
        self._incoming = incoming
        self._taken = set(taken)
        self._rows = incoming.changing
        self.endResetModel()

    def take_all(self, taken: bool) -> None:
        """Tick every box that is shown, or none of them."""
        shown = {row.key for row in self._rows if row.can_be_taken}
        self._taken = self._taken | shown if taken else self._taken - shown
        if self._rows:
            last = self.index(len(self._rows) - 1, WHAT)
            self.dataChanged.emit(self.index(0, WHAT), last, [Qt.ItemDataRole.CheckStateRole])
        self.taken_changed.emit()

    def toggle(self, row: int) -> None:
        """Tick the box of a row, or untick it; nothing where the row has none."""
        ticked = self._rows[row].key in self._taken
        state = Qt.CheckState.Unchecked if ticked else Qt.CheckState.Checked
        self.setData(self.index(row, WHAT), state.value, Qt.ItemDataRole.CheckStateRole)

    def row(self, row: int) -> IncomingRow:
        """Return what a row shows, whole."""
        return self._rows[row]

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._titles)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._titles[section]
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        usual = super().flags(index)
        return usual | Qt.ItemFlag.ItemIsUserCheckable if self._has_box(index) else usual

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return " · ".join(
                    " ".join(part.split()) for part in self._text(row, index.column()).splitlines() if part
                )
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tool_tip(self._text(row, index.column()))
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{self._titles[index.column()]}: {self._text(row, index.column())}"
            case Qt.ItemDataRole.CheckStateRole if self._has_box(index):
                return Qt.CheckState.Checked if row.key in self._taken else Qt.CheckState.Unchecked
        return None

    def setData(self, index: _Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or not self._has_box(index):
            return False
        key = self._rows[index.row()].key
        if Qt.CheckState(value) is Qt.CheckState.Checked:
            self._taken.add(key)
        else:
            self._taken.discard(key)
        self.dataChanged.emit(index, index, [role])
        self.taken_changed.emit()
        return True

    def _has_box(self, index: _Index) -> bool:
        return index.isValid() and index.column() == WHAT and self._rows[index.row()].can_be_taken

    def _text(self, row: IncomingRow, column: int) -> str:
        return (row.text, row.effect, row.now, row.file)[column]
