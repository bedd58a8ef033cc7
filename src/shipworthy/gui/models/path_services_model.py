"""The services of a path as a table: who gets there, who does not, and what each would take by itself."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from shipworthy.domain.path_to_ready import ServicePath
from shipworthy.gui.widgets.item_delegate import CELL_ROLE, ChipCell
from shipworthy.gui.widgets.labels import plain_tool_tip
from shipworthy.text import _
from shipworthy.wording import DASH
from shipworthy.wording.path import PathWording

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_LEADING = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
_TRAILING = Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter
NAME, OUTCOME, ALONE, WHY = range(4)


class PathServicesModel(QAbstractTableModel):
    """Rows are the services of a path: those left behind and out of reach first, then by name."""

    def __init__(self, wording: PathWording, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wording = wording
        self._titles = (_("Service"), _("With this plan"), _("By itself"), _("What stands in the way"))
        self._rows: tuple[ServicePath, ...] = ()

    def show_services(self, services: tuple[ServicePath, ...]) -> None:
        """Show other services."""
        self.beginResetModel()
        self._rows = tuple(sorted(services, key=lambda each: (each.reached, each.review.service.name.casefold())))
        self.endResetModel()

    def _text(self, one: ServicePath, column: int) -> str:
        if column == NAME:
            return one.review.service.name
        if column == OUTCOME:
            return self._wording.service_state(one)
        if column == ALONE:
            return DASH if one.alone is None else self._wording.days(one.alone)
        return " ".join(self._wording.obstacles(one))

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._titles)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._titles[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _TRAILING if section == ALONE else _LEADING
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        one = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return self._text(one, index.column())
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tool_tip(self._text(one, index.column()))
            case Qt.ItemDataRole.TextAlignmentRole:
                return _TRAILING if index.column() == ALONE else _LEADING
        if role == CELL_ROLE and index.column() == OUTCOME:
            kind = "ok" if one.reached else "warn" if one.obstacles is None else "bad"
            return ChipCell(f"{'✓' if one.reached else '✕'} {self._wording.service_state(one)}", kind)
        return None
