"""What the command palette found, under headings in words."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from shipworthy.gui.command import Command

Index = QModelIndex | QPersistentModelIndex
LINE_ROLE = int(Qt.ItemDataRole.UserRole)


class PaletteLine(NamedTuple):
    """One line: a command, or a heading where there is none."""

    text: str
    command: Command | None = None


class PaletteModel(QAbstractListModel):
    """A list of PaletteLine; headings cannot be chosen. LINE_ROLE gives the line itself to the delegate."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[PaletteLine, ...] = ()

    def show(self, lines: Sequence[PaletteLine]) -> None:
        """Take over new lines."""
        self.beginResetModel()
        self._lines = tuple(lines)
        self.endResetModel()

    def command(self, row: int) -> Command | None:
        """Return the command in a row; None for a heading, and outside the list."""
        return self._lines[row].command if 0 <= row < len(self._lines) else None

    @property
    def choosable(self) -> list[int]:
        """Return the rows that hold commands."""
        return [row for row, line in enumerate(self._lines) if line.command is not None]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._lines)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if self._lines[index.row()].command is None:
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return line.text
            case Qt.ItemDataRole.AccessibleTextRole:
                return line.command.spoken if line.command else line.text
            case _ if role == LINE_ROLE:
                return line
        return None
