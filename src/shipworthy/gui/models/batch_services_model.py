"""The services that a batch of reports may hold: a row each, with a box."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QObject, Qt, Signal

from shipworthy.domain.line_search import searchable
from shipworthy.gui.models.table_model import LEADING, Index, TableModel
from shipworthy.gui.widgets.labels import plain_tool_tip
from shipworthy.text import _
from shipworthy.wording import DASH
from shipworthy.workflows.reports.batch_choice import BatchChoice

SERVICE, TEAM = range(2)


@dataclass(frozen=True, slots=True)
class _Column:
    title: str
    is_number: bool = False


class BatchServicesModel(TableModel[BatchChoice, _Column]):
    """Rows are those found by a search; a tick stays where its row is not found. `ticked_changed` follows a tick."""

    ticked_changed = Signal()

    def __init__(
        self, services: Sequence[BatchChoice], ticked: Collection[UUID], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._columns = (_Column(_("Service")), _Column(_("Team")))
        self._all = tuple(services)
        self._texts = tuple(searchable(f"{each.name} {each.team}") for each in services)
        self._rows = self._all
        self._ticked = {each.id for each in services if each.id in ticked}

    @property
    def ticked(self) -> tuple[UUID, ...]:
        """Return the services ticked, found or not, by name."""
        return tuple(each.id for each in self._all if each.id in self._ticked)

    def search(self, text: str) -> None:
        """Show the services whose name and team hold every word of a text."""
        words = [searchable(word) for word in text.split()]
        self.beginResetModel()
        pairs = zip(self._all, self._texts, strict=True)
        self._rows = tuple(each for each, held in pairs if all(word in held for word in words))
        self.endResetModel()

    def tick_shown(self, ticked: bool) -> None:
        """Tick every box that is shown, or none of them."""
        self._tick(range(len(self._rows)), ticked)

    def toggle(self, row: int) -> None:
        """Tick the box of a row, or untick it."""
        self._tick([row], self._rows[row].id not in self._ticked)

    def _tick(self, rows: Iterable[int], ticked: bool) -> None:
        places = list(rows)
        services = {self._rows[row].id for row in places}
        self._ticked = self._ticked | services if ticked else self._ticked - services
        if places:
            first, last = self.index(places[0], SERVICE), self.index(places[-1], SERVICE)
            self.dataChanged.emit(first, last, [Qt.ItemDataRole.CheckStateRole])
        self.ticked_changed.emit()

    # Qt overrides

    def flags(self, index: Index) -> Qt.ItemFlag:
        usual = super().flags(index)
        return usual | Qt.ItemFlag.ItemIsUserCheckable if _has_box(index) else usual

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        choice = self._rows[index.row()]
        text = choice.name if index.column() == SERVICE else choice.team
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return text or DASH
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{self._columns[index.column()].title}: {text or DASH}"
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tool_tip(text)
            case Qt.ItemDataRole.TextAlignmentRole:
                return LEADING
            case Qt.ItemDataRole.CheckStateRole if _has_box(index):
                return Qt.CheckState.Checked if choice.id in self._ticked else Qt.CheckState.Unchecked
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or not _has_box(index):
            return False
        self._tick([index.row()], Qt.CheckState(value) is Qt.CheckState.Checked)
        return True


def _has_box(index: Index) -> bool:
    return index.isValid() and index.column() == SERVICE
