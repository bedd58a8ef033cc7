"""The items of one column of the board, and which column an item stands in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from uuid import UUID

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt

from shipworthy.domain.remediation import ItemState
from shipworthy.gui.remediation_words import due_words
from shipworthy.gui.widgets.chips import SEVERITY_KINDS
from shipworthy.gui.widgets.labels import plain_tool_tip
from shipworthy.text import _
from shipworthy.wording import DASH, Wording
from shipworthy.workflows.item_lists import ItemLine

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
MIME_TYPE = "application/x-shipworthy-items"
CARD_ROLE = int(Qt.ItemDataRole.UserRole)


class Lane(Enum):
    """A column of the board; its value is the state that it stands for, "waived" for none."""

    OPEN = ItemState.OPEN
    PLANNED = ItemState.PLANNED
    IN_PROGRESS = ItemState.IN_PROGRESS
    DONE = ItemState.DONE
    VERIFIED = ItemState.VERIFIED
    WAIVED = "waived"
    DROPPED = ItemState.DROPPED


APART = frozenset({Lane.WAIVED, Lane.DROPPED})  # at the end, narrow until they are asked for
_FORWARD = {
    Lane.OPEN: Lane.PLANNED,
    Lane.PLANNED: Lane.IN_PROGRESS,
    Lane.IN_PROGRESS: Lane.DONE,
    Lane.DONE: Lane.VERIFIED,
}
_BACK = {
    Lane.PLANNED: Lane.OPEN,
    Lane.IN_PROGRESS: Lane.PLANNED,
    Lane.DONE: Lane.IN_PROGRESS,
    Lane.VERIFIED: Lane.DONE,
    Lane.DROPPED: Lane.OPEN,
}


def lane_of(line: ItemLine) -> Lane:
    """Return the column that an item stands in: while it is waived, that one."""
    return Lane.WAIVED if line.waived else Lane(line.item.state)


def lane_beside(lane: Lane, step: int) -> Lane | None:
    """Return where one step forward (1) or back (-1) leads a card; None where it leads nowhere."""
    return (_FORWARD if step > 0 else _BACK).get(lane)


def in_order(lines: Iterable[ItemLine]) -> list[ItemLine]:
    """Return items as a column shows them: what is due first, then what weighs most."""
    return sorted(lines, key=lambda line: (line.item.due or date.max, line.item.severity.rank, line.item.sequence))


@dataclass(frozen=True, slots=True)
class Card:
    """What a card says of an item; `is_late` where it is overdue."""

    title: str
    service: str
    severity: str
    kind: str
    owner: str
    due: str
    effort: str
    is_late: bool

    @property
    def spoken(self) -> str:
        """Return what a screen reader says of it."""
        return ", ".join(filter(None, (self.title, self.severity, self.service, self.owner, self.due, self.effort)))


def card_of(line: ItemLine, today: date, wording: Wording) -> Card:
    """Return what the card of an item says."""
    item = line.item
    return Card(
        title=item.title,
        service=line.service.name,
        severity=wording.marked_severity(item.severity),
        kind=SEVERITY_KINDS[item.severity],
        owner=item.owner or _("no owner"),
        due=due_words(wording, item, today, late=line.overdue) if item.is_live else "",
        effort=DASH if item.effort_days is None else wording.days(item.effort_days),
        is_late=line.overdue,
    )


class LaneModel(QAbstractListModel):
    """Items of one column; CARD_ROLE gives what the delegate paints, and dragging carries their ids."""

    def __init__(self, wording: Wording, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wording = wording
        self._lines: tuple[ItemLine, ...] = ()
        self._today = date.min
        self._cards: dict[int, Card] = {}  # of the rows that were looked at: few of thousands are ever seen

    def show_lines(self, lines: Sequence[ItemLine], today: date) -> None:
        """Show other items, in the order given."""
        self.beginResetModel()
        self._lines = tuple(lines)
        self._today = today
        self._cards = {}
        self.endResetModel()

    @property
    def lines(self) -> tuple[ItemLine, ...]:
        """Return the items shown, in their order."""
        return self._lines

    def row_of(self, item_id: UUID) -> int:
        """Return where an item stands, -1 where it does not."""
        return next((row for row, line in enumerate(self._lines) if line.item.id == item_id), -1)

    def _card(self, row: int) -> Card:
        if row not in self._cards:
            self._cards[row] = card_of(self._lines[row], self._today, self._wording)
        return self._cards[row]

    # Qt overrides

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        return usual | Qt.ItemFlag.ItemIsDragEnabled

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        card = self._card(index.row())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return card.title
            case Qt.ItemDataRole.AccessibleTextRole:
                return card.spoken
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tool_tip("\n".join(filter(None, (card.title, card.service, card.owner, card.due))))
        return card if role == CARD_ROLE else None

    def supportedDragActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        return [MIME_TYPE]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        carried = QMimeData()
        ids = (str(self._lines[index.row()].item.id) for index in sorted(indexes, key=QModelIndex.row))
        carried.setData(MIME_TYPE, ",".join(ids).encode())
        return carried


def carried_ids(carried: QMimeData) -> list[UUID]:
    """Return the ids that a drag carries; what is no id, as from another program, is left out."""
    found = []
    for part in bytes(carried.data(MIME_TYPE).data()).split(b","):
        try:
            found.append(UUID(part.decode("ascii", "replace")))
        except ValueError:
            continue
    return found
