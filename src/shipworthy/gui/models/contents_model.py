"""The headings of a document, for its list of contents."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

Index = QModelIndex | QPersistentModelIndex
_INDENT = "    "


class Heading(NamedTuple):
    """A heading: `level` 1 is the document's title; `anchor` is what links call it; `position` is its first letter."""

    level: int
    text: str
    anchor: str
    position: int


class ContentsModel(QAbstractListModel):
    """A list of Heading, deeper ones indented."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._headings: tuple[Heading, ...] = ()

    def show(self, headings: Sequence[Heading]) -> None:
        """Take over other headings."""
        self.beginResetModel()
        self._headings = tuple(headings)
        self.endResetModel()

    @property
    def headings(self) -> tuple[Heading, ...]:
        """Return the headings, in the order of the document."""
        return self._headings

    def row_at(self, position: int) -> int:
        """Return the row of the part that a place of the document lies in, 0 before the first."""
        return max((row for row, each in enumerate(self._headings) if each.position <= position), default=0)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._headings)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        heading = self._headings[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return _INDENT * max(heading.level - 2, 0) + heading.text
            case Qt.ItemDataRole.AccessibleTextRole:
                return heading.text
        return None
