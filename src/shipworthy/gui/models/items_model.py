"""The remediation items as a table; sorted and filtered as Python lists, many times faster than a proxy model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Qt

from shipworthy.domain.remediation import ItemState
from shipworthy.gui.models.item_filter import ItemFilter
from shipworthy.gui.models.table_model import LEADING, TRAILING, Index, TableModel
from shipworthy.gui.theme import Theme
from shipworthy.gui.widgets.chips import SEVERITY_KINDS
from shipworthy.gui.widgets.item_delegate import CELL_ROLE, ChipCell
from shipworthy.gui.widgets.labels import plain_tool_tip
from shipworthy.text import _
from shipworthy.wording import DASH, Wording
from shipworthy.workflows.item_lists import ItemLine

STATE_KINDS = {
    ItemState.OPEN: "none",
    ItemState.PLANNED: "none",
    ItemState.IN_PROGRESS: "accent",
    ItemState.DONE: "warn",  # a claim that waits to be verified
    ItemState.VERIFIED: "ok",
    ItemState.DROPPED: "none",
}


@dataclass(frozen=True, slots=True)
class _Column:
    title: str
    text: Callable[[ItemLine], str]
    key: Callable[[ItemLine], Any]
    is_number: bool = False
    cell: Callable[[ItemLine], object] | None = None
    is_soft: bool = False
    is_last: Callable[[ItemLine], bool] | None = None  # what stands at the end in either order


# Where there is no room for all, the last ones are scrolled out of sight.
TITLE, STATE, SEVERITY, SERVICE, OWNER, DUE, EFFORT, AGE, WAITS_FOR, TEAM = range(10)


def _columns(wording: Wording) -> list[_Column]:
    states = tuple(ItemState)
    return [
        _Column(_("Item"), lambda line: line.item.title, lambda line: line.item.title.casefold()),
        _Column(
            _("State"),
            lambda line: state_words(wording, line),
            lambda line: (line.waived, states.index(line.item.state), not line.overdue),
            cell=lambda line: state_cell(wording, line),
        ),
        _Column(
            _("Severity"),
            lambda line: wording.marked_severity(line.item.severity),
            lambda line: line.item.severity.rank,
            cell=lambda line: ChipCell(wording.marked_severity(line.item.severity), SEVERITY_KINDS[line.item.severity]),
        ),
        _Column(_("Service"), lambda line: line.service.name, lambda line: line.service.name.casefold()),
        _Column(
            _("Owner"),
            lambda line: line.item.owner,
            lambda line: line.item.owner.casefold(),
            is_last=lambda line: not line.item.owner,
        ),
        _Column(
            _("Due"),
            lambda line: wording.date(line.item.due) if line.item.due else DASH,
            lambda line: line.item.due or date.max,
            is_last=lambda line: line.item.due is None or not line.item.is_live,
        ),
        _Column(
            _("Effort"),
            lambda line: DASH if line.item.effort_days is None else wording.days(line.item.effort_days),
            lambda line: line.item.effort_days or 0,
            is_number=True,
            is_last=lambda line: line.item.effort_days is None,
        ),
        _Column(
            _("Age"),
            lambda line: wording.count("{count} day", "{count} days", line.age_days),
            lambda line: line.age_days,
            is_number=True,
            is_soft=True,
        ),
        _Column(
            _("Waits for"),
            lambda line: ", ".join(line.waits_for),
            lambda line: (-len(line.waits_for), line.waits_for),
            is_soft=True,
        ),
        _Column(
            _("Team"),
            lambda line: line.service.team,
            lambda line: line.service.team.casefold(),
            is_last=lambda line: not line.service.team,
        ),
    ]


def state_words(wording: Wording, line: ItemLine) -> str:
    """Return where an item stands in words: "Open", "Planned, overdue", "Waived (own: open)"."""
    own = wording.item_state(line.item.state)
    if line.waived:
        return _("{waived} (own: {state})").format(waived=wording.waived(), state=own.lower())
    return _("{state}, {mark}").format(state=own, mark=wording.overdue().lower()) if line.overdue else own


def state_cell(wording: Wording, line: ItemLine) -> ChipCell:
    """Return where an item stands as a chip, with what is to be known beside it."""
    state = line.item.state
    if line.waived:
        own = _("own: {state}").format(state=wording.item_state(state).lower())
        return ChipCell(f"⏸ {wording.waived()}", "none", own)
    chip = f"{wording.item_state_mark(state)} {wording.item_state(state)}"
    return ChipCell(chip, STATE_KINDS[state], wording.overdue() if line.overdue else "", "bad")


class ItemsModel(TableModel[ItemLine, _Column]):
    """Rows are ItemLines; `show_lines`, `filter_by` and `sort` decide which and in what order."""

    def __init__(self, theme: Theme, wording: Wording, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._columns = _columns(wording)
        self._all: Sequence[ItemLine] = ()
        self._rows: list[ItemLine] = []
        self._filter = ItemFilter()
        self._sorted_by = (DUE, Qt.SortOrder.AscendingOrder)

    def show_lines(self, lines: Sequence[ItemLine]) -> None:
        """Show other items, filtered and sorted as before."""
        self.beginResetModel()
        self._all = tuple(lines)
        self._rows = self._chosen()
        self.endResetModel()

    def filter_by(self, wanted: ItemFilter) -> None:
        """Show only what a filter keeps."""
        if wanted == self._filter:
            return
        self.beginResetModel()
        self._filter = wanted
        self._rows = self._chosen()
        self.endResetModel()

    def line(self, row: int) -> ItemLine:
        """Return the item in a row."""
        return self._rows[row]

    @property
    def lines(self) -> Sequence[ItemLine]:
        """Return the items shown, in the order shown."""
        return self._rows

    def row_of(self, item_id: UUID) -> int | None:
        """Return where an item stands; None where it is filtered out."""
        return next((row for row, line in enumerate(self._rows) if line.item.id == item_id), None)

    def _chosen(self) -> list[ItemLine]:
        column, order = self._sorted_by
        # Python keeps the order of equals both ways: the oldest first.
        by = self._columns[column]
        rows = sorted(self._filter.kept(self._all), key=by.key, reverse=order is Qt.SortOrder.DescendingOrder)
        return sorted(rows, key=by.is_last) if by.is_last else rows

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._sorted_by = (column, order)
        self._reorder(self._chosen(), lambda line: line.item.id)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        line, column = self._rows[index.row()], self._columns[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return column.text(line)
            case Qt.ItemDataRole.ToolTipRole:
                team = line.service.team if index.column() == SERVICE else ""  # its own column needs a wide window
                return plain_tool_tip(" · ".join(filter(None, (column.text(line), team))))
            case Qt.ItemDataRole.TextAlignmentRole:
                return TRAILING if column.is_number else LEADING
            case Qt.ItemDataRole.FontRole:
                return self._theme.font(13, bold=index.column() == TITLE)
            case Qt.ItemDataRole.ForegroundRole:
                if index.column() == DUE and line.overdue:
                    return self._theme.colour("bad")
                return self._theme.colour("soft") if column.is_soft else None
        return column.cell(line) if role == CELL_ROLE and column.cell else None
