"""The conflicts of a merge, each with what is to hold, as a list to go through."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from shipworthy.gui.models.headed_list_model import LINE_ROLE
from shipworthy.gui.models.question_list_model import QuestionLine
from shipworthy.gui.widgets.labels import plain_tool_tip

Index = QModelIndex | QPersistentModelIndex


class ConflictsModel(QAbstractListModel):
    """A list of lines, of which the second line of text changes as conflicts are decided."""

    def __init__(self, lines: Sequence[QuestionLine], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines = list(lines)

    def change(self, row: int, line: QuestionLine) -> None:
        """Show another line in a row."""
        self._lines[row] = line
        self.dataChanged.emit(self.index(row), self.index(row))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return line.text
            case Qt.ItemDataRole.AccessibleTextRole:
                return line.spoken
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tool_tip(line.spoken)
            case _ if role == LINE_ROLE:
                return line
        return None
