"""Questions under headings: what a search found, and what a review still lacks at its end."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

Index = QModelIndex | QPersistentModelIndex
LINE_ROLE = int(Qt.ItemDataRole.UserRole)


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """One line: a question to go to, or a heading where `question` is empty."""

    question: str
    text: str
    detail: str = ""

    @property
    def is_heading(self) -> bool:
        """Tell whether the line only names those that follow."""
        return not self.question

    @property
    def spoken(self) -> str:
        """Return what a screen reader says of the line."""
        return f"{self.text}. {self.detail}" if self.detail else self.text


class QuestionListModel(QAbstractListModel):
    """A list of QuestionLine; headings cannot be selected. LINE_ROLE gives the line itself to the delegate."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[QuestionLine, ...] = ()

    def show(self, lines: Sequence[QuestionLine]) -> None:
        """Take over new lines."""
        self.beginResetModel()
        self._lines = tuple(lines)
        self.endResetModel()

    def first_question(self) -> int:
        """Return the row of the first line that is no heading, -1 where there is none."""
        return next((row for row, line in enumerate(self._lines) if not line.is_heading), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._lines)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if self._lines[index.row()].is_heading:
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return line.text
            case Qt.ItemDataRole.AccessibleTextRole | Qt.ItemDataRole.ToolTipRole:
                return line.spoken
            case _ if role == LINE_ROLE:
                return line
        return None
