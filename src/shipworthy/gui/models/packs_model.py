"""The packs as a table: what each is called, its versions, how much it asks, and how many reviews use it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from shipworthy.gui.widgets.labels import plain_tool_tip
from shipworthy.text import _
from shipworthy.wording import DASH
from shipworthy.workflows.pack_shelf import ShelfPack

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_VERSIONS, _QUESTIONS, _USED, ID = range(1, 5)
_TRAILING = Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter
_LEADING = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter


class PacksModel(QAbstractTableModel):
    """Rows are ShelfPacks, in their order."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._titles = (_("Pack"), _("Versions"), _("Questions"), _("Used by"), _("Id"))
        self._rows: tuple[ShelfPack, ...] = ()

    @property
    def packs(self) -> tuple[ShelfPack, ...]:
        """Return what is shown."""
        return self._rows

    def show_packs(self, packs: Sequence[ShelfPack]) -> None:
        """Show other packs, or the same ones as they stand now."""
        self.beginResetModel()
        self._rows = tuple(packs)
        self.endResetModel()

    def row_of(self, pack_id: str) -> int:
        """Return the row of a pack; the first where it is not there."""
        return next((row for row, each in enumerate(self._rows) if each.pack.id == pack_id), 0)

    def _text(self, shelf: ShelfPack, column: int) -> str:
        match column:
            case 0:
                return shelf.pack.title
            case int() if column == _VERSIONS:
                return ", ".join(version.version for version in shelf.versions)
            case int() if column == _QUESTIONS:
                return str(shelf.question_count)
            case int() if column == _USED:
                return used_text(shelf)
            case _:
                return shelf.pack.id

    def _tip(self, shelf: ShelfPack, column: int) -> str:
        if column != _USED:
            return self._text(shelf, column)
        return "\n".join(dict.fromkeys(f"{review.service}: {review.title}" for review in shelf.reviews))

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._titles)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._titles[section]
        return _alignment(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        shelf, column = self._rows[index.row()], index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole if column == _QUESTIONS:
                return self._text(shelf, column)
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return self._text(shelf, column)
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tool_tip(self._tip(shelf, column))
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(column)
        return None


def used_text(shelf: ShelfPack) -> str:
    """Return how many reviews use a pack, open and ended ones apart."""
    count = len(shelf.reviews)
    parts = []
    if shelf.open_count:
        parts.append(_("{count} open").format(count=shelf.open_count))
    if count > shelf.open_count:
        parts.append(_("{count} ended").format(count=count - shelf.open_count))
    return ", ".join(parts) or DASH


def _alignment(column: int) -> Qt.AlignmentFlag:
    return _TRAILING if column == _QUESTIONS else _LEADING
