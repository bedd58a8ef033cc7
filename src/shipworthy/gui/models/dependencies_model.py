"""Which other services a service needs: a row each, with one box for hard and one for soft."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from shipworthy.domain.service import Service
from shipworthy.gui.widgets.labels import plain_tool_tip
from shipworthy.text import _

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
NAME, HARD, SOFT = range(3)


class DependenciesModel(QAbstractTableModel):
    """Rows are the other services; a dependency is hard or soft, never both."""

    def __init__(
        self, others: Sequence[Service], hard: frozenset[UUID], soft: frozenset[UUID], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._others = tuple(others)
        self._chosen = {HARD: set(hard), SOFT: set(soft)}
        self._titles = (_("Service"), _("Hard"), _("Soft"))
        self._tips = (
            "",
            _("It cannot work without the other one; its verdict is capped by the other's."),
            _("It works without the other one, perhaps worse."),
        )

    @property
    def hard(self) -> frozenset[UUID]:
        """Return the hard dependencies."""
        return frozenset(self._chosen[HARD])

    @property
    def soft(self) -> frozenset[UUID]:
        """Return the soft dependencies."""
        return frozenset(self._chosen[SOFT])

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._others)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._titles)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is Qt.Orientation.Vertical:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._titles[section]
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tool_tip(self._tips[section])
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        usual = super().flags(index)
        return usual | Qt.ItemFlag.ItemIsUserCheckable if index.isValid() and index.column() != NAME else usual

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        service, column = self._others[index.row()], index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole if column == NAME:
                return service.name
            case Qt.ItemDataRole.ToolTipRole if column == NAME:
                return plain_tool_tip(service.name)
            case Qt.ItemDataRole.AccessibleTextRole:
                return service.name if column == NAME else f"{service.name}: {self._titles[column]}"
            case Qt.ItemDataRole.CheckStateRole if column != NAME:
                return Qt.CheckState.Checked if service.id in self._chosen[column] else Qt.CheckState.Unchecked
        return None

    def setData(self, index: _Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if not index.isValid() or index.column() == NAME or role != Qt.ItemDataRole.CheckStateRole:
            return False
        service, column = self._others[index.row()].id, index.column()
        for chosen in self._chosen.values():
            chosen.discard(service)
        if Qt.CheckState(value) is Qt.CheckState.Checked:
            self._chosen[column].add(service)
        row = index.row()
        self.dataChanged.emit(self.index(row, HARD), self.index(row, SOFT), [Qt.ItemDataRole.CheckStateRole])
        return True
