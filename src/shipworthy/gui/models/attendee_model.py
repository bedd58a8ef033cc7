"""Who is at a meeting, as a list that can be ticked: present, or apologies."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from shipworthy.domain.meeting import Attendee
from shipworthy.text import _

Index = QModelIndex | QPersistentModelIndex


class AttendeeModel(QAbstractListModel):
    """A list of Attendee; a tick means present, none that the person sent apologies."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._attendees: tuple[Attendee, ...] = ()

    @property
    def attendees(self) -> tuple[Attendee, ...]:
        """Return the attendees as they are now."""
        return self._attendees

    def show(self, attendees: Sequence[Attendee]) -> None:
        """Take over other attendees."""
        self.beginResetModel()
        self._attendees = tuple(attendees)
        self.endResetModel()

    def add(self, attendee: Attendee) -> None:
        """Add a person at the end."""
        place = len(self._attendees)
        self.beginInsertRows(QModelIndex(), place, place)
        self._attendees = (*self._attendees, attendee)
        self.endInsertRows()

    def remove(self, row: int) -> None:
        """Take a person off the list."""
        self.beginRemoveRows(QModelIndex(), row, row)
        self._attendees = (*self._attendees[:row], *self._attendees[row + 1 :])
        self.endRemoveRows()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._attendees)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index) | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        attendee = self._attendees[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return _words(attendee)
            case Qt.ItemDataRole.CheckStateRole:
                return Qt.CheckState.Checked if attendee.present else Qt.CheckState.Unchecked
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if not index.isValid() or role != Qt.ItemDataRole.CheckStateRole:
            return False
        row, present = index.row(), Qt.CheckState(value) is Qt.CheckState.Checked
        changed = replace(self._attendees[row], present=present)
        self._attendees = (*self._attendees[:row], changed, *self._attendees[row + 1 :])
        self.dataChanged.emit(index, index)
        return True


def _words(attendee: Attendee) -> str:
    name = f"{attendee.name}, {attendee.role}" if attendee.role else attendee.name
    state = _("present") if attendee.present else _("apologies")
    return f"{name} · {state}"
