"""What lists of lines under headings have in common; headings cannot be selected."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Generic, Protocol, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from shipworthy.gui.widgets.labels import plain_tool_tip

LINE_ROLE = int(Qt.ItemDataRole.UserRole)
Index = QModelIndex | QPersistentModelIndex


class ListLine(Protocol):
    """A line, as far as every list goes."""

    @property
    def text(self) -> str:
        """What is shown of it where nobody paints it."""

    @property
    def spoken(self) -> str:
        """All that is read out, and told by its tool tip."""

    @property
    def is_heading(self) -> bool:
        """Whether other lines stand under it."""


Line = TypeVar("Line", bound=ListLine)


class HeadedListModel(QAbstractListModel, Generic[Line]):
    """A list of lines; LINE_ROLE gives the line itself to the delegate."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: Sequence[Line] = ()

    def show(self, lines: Sequence[Line]) -> None:
        """Take over new lines."""
        self.beginResetModel()
        self._lines = tuple(lines)
        self.endResetModel()

    # Qt overrides

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
            case Qt.ItemDataRole.AccessibleTextRole:
                return line.spoken
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tool_tip(line.spoken)
            case _ if role == LINE_ROLE:
                return line
        return None
