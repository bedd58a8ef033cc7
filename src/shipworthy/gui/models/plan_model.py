"""The items that the gaps of a review can be made into: a row each, with a box."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from shipworthy.domain.remediation import ItemOrigin, RemediationItem
from shipworthy.gui.widgets.chips import SEVERITY_KINDS
from shipworthy.gui.widgets.item_delegate import CELL_ROLE, ChipCell
from shipworthy.gui.widgets.labels import plain_tool_tip
from shipworthy.text import _
from shipworthy.wording import DASH, Wording

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
ITEM, SEVERITY, GAP, EFFORT, DUE = range(5)
_TRAILING = Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter


class PlanModel(QAbstractTableModel):
    """Rows are items that are not stored yet, misses ticked and improvements not; `ticked_changed` follows a tick."""

    ticked_changed = Signal()

    def __init__(self, wording: Wording, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wording = wording
        self._items: tuple[RemediationItem, ...] = ()
        self._ticked: dict[frozenset[str], bool] = {}
        self._titles = (_("Item"), _("Severity"), _("Gap"), _("Effort"), _("Due"))

    def show_items(self, items: Sequence[RemediationItem], *, anew: bool) -> None:
        """Show items; those shown before keep their ticks, unless all begins `anew`."""
        self.beginResetModel()
        if anew:
            self._ticked = {}
        for item in items:
            self._ticked.setdefault(item.questions, item.origin is ItemOrigin.MISS)
        self._items = tuple(items)
        self.endResetModel()
        self.ticked_changed.emit()

    @property
    def ticked(self) -> tuple[RemediationItem, ...]:
        """Return the items to be made, in their order."""
        return tuple(item for item in self._items if self._ticked[item.questions])

    def tick_all(self, ticked: bool) -> None:
        """Tick every box, or none."""
        self._tick(range(len(self._items)), ticked)

    def tick_misses(self) -> None:
        """Tick the misses and nothing else."""
        for item in self._items:
            self._ticked[item.questions] = item.origin is ItemOrigin.MISS
        self._tick([row for row, item in enumerate(self._items) if item.origin is ItemOrigin.MISS], True)

    def toggle(self, row: int) -> None:
        """Tick the box of a row, or untick it."""
        self._tick([row], not self._ticked[self._items[row].questions])

    def _tick(self, rows: Iterable[int], ticked: bool) -> None:
        for row in rows:
            self._ticked[self._items[row].questions] = ticked
        if self._items:
            last = self.index(len(self._items) - 1, ITEM)
            self.dataChanged.emit(self.index(0, ITEM), last, [Qt.ItemDataRole.CheckStateRole])
        self.ticked_changed.emit()

    def _text(self, item: RemediationItem, column: int) -> str:
        wording = self._wording
        match column:
            case 0:
                return item.title
            case 1:
                return wording.marked_severity(item.severity)
            case 2:
                return _("Miss") if item.origin is ItemOrigin.MISS else _("Improvement")
            case 3:
                return DASH if item.effort_days is None else wording.days(item.effort_days)
        return DASH if item.due is None else wording.date(item.due)

    # Qt overrides

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._items)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._titles)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._titles[section]
        return _TRAILING if role == Qt.ItemDataRole.TextAlignmentRole and section == EFFORT else None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        usual = super().flags(index)
        return usual | Qt.ItemFlag.ItemIsUserCheckable if _has_box(index) else usual

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        item, column = self._items[index.row()], index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(item, column)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{self._titles[column]}: {self._text(item, column)}"
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tool_tip("\n".join(filter(None, (item.title, item.description))))
            case Qt.ItemDataRole.TextAlignmentRole if column == EFFORT:
                return _TRAILING
            case _ if role == CELL_ROLE and column == SEVERITY:
                return ChipCell(self._text(item, column), SEVERITY_KINDS[item.severity])
            case Qt.ItemDataRole.CheckStateRole if _has_box(index):
                return Qt.CheckState.Checked if self._ticked[item.questions] else Qt.CheckState.Unchecked
        return None

    def setData(self, index: _Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or not _has_box(index):
            return False
        self._tick([index.row()], Qt.CheckState(value) is Qt.CheckState.Checked)
        return True


def _has_box(index: _Index) -> bool:
    return index.isValid() and index.column() == ITEM
