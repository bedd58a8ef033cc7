"""The register of waivers as a table, filtered and sorted as Python lists; unsorted, in the register's own order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Qt

from shipworthy.domain.waiver_register import RegisterFilter, RegisterLine, WaiverStanding, accepted_by
from shipworthy.gui.models.table_model import LEADING, Index, TableModel
from shipworthy.gui.theme import Theme
from shipworthy.gui.widgets.chips import SEVERITY_KINDS
from shipworthy.gui.widgets.item_delegate import CELL_ROLE, ChipCell
from shipworthy.gui.widgets.labels import plain_tool_tip
from shipworthy.text import _
from shipworthy.wording import DASH, Wording

_UNSORTED = -1
_CHIPS = {
    WaiverStanding.REQUESTED: ("?", "accent"),
    WaiverStanding.ACTIVE: ("✓", "ok"),
    WaiverStanding.EXPIRED: ("✕", "bad"),
    WaiverStanding.REJECTED: ("✕", "none"),
    WaiverStanding.REVOKED: ("✕", "none"),
}
QUESTION, STATE, SERVICE, SEVERITY, LAST_DAY, APPROVER, EXTENDED = range(7)


@dataclass(frozen=True, slots=True)
class _Column:
    title: str
    text: Callable[[RegisterLine], str]
    key: Callable[[RegisterLine], Any]
    cell: Callable[[RegisterLine], object] | None = None
    is_soft: bool = False
    is_number: bool = False


def _columns(wording: Wording) -> list[_Column]:
    standings = tuple(WaiverStanding)
    return [
        _Column(_("Question"), lambda line: line.text, lambda line: line.text.casefold()),
        _Column(
            _("State"),
            lambda line: state_words(wording, line),
            lambda line: (standings.index(line.standing), line.days_left),
            cell=lambda line: _state_cell(wording, line),
        ),
        _Column(_("Service"), lambda line: line.service, lambda line: line.service.casefold()),
        _Column(
            _("Severity"),
            lambda line: wording.severity(line.severity) if line.severity else DASH,
            lambda line: line.severity.rank if line.severity else 9,
            cell=lambda line: _severity_cell(wording, line),
        ),
        _Column(_("Last day"), lambda line: wording.date(line.waiver.expires), lambda line: line.waiver.expires),
        _Column(
            _("Approver"),
            lambda line: accepted_by(line.waiver) or DASH,
            lambda line: (not accepted_by(line.waiver), accepted_by(line.waiver).casefold()),
        ),
        _Column(
            _("Extended"),
            lambda line: str(line.waiver.times_extended) if line.waiver.times_extended else DASH,
            lambda line: -line.waiver.times_extended,
            is_soft=True,
        ),
    ]


def state_words(wording: Wording, line: RegisterLine) -> str:
    """Return how a waiver stands, with what is to be known beside it: "Active, 12 days left"."""
    beside = _beside(wording, line)
    return ", ".join(filter(None, (wording.waiver_standing(line.standing), beside)))


def _beside(wording: Wording, line: RegisterLine) -> str:
    if line.waits and line.standing is not WaiverStanding.REQUESTED:
        return _("extension waits")
    return wording.days_left(line.days_left) if line.is_active else ""


def _state_cell(wording: Wording, line: RegisterLine) -> ChipCell:
    sign, kind = _CHIPS[line.standing]
    if line.waits and line.standing is not WaiverStanding.REQUESTED:
        sign, kind = _CHIPS[WaiverStanding.REQUESTED]
        return ChipCell(f"{sign} {_('Extension')}", kind)
    return ChipCell(f"{sign} {wording.waiver_standing(line.standing)}", kind)


def _severity_cell(wording: Wording, line: RegisterLine) -> ChipCell | None:
    if line.severity is None:
        return None
    return ChipCell(wording.marked_severity(line.severity), SEVERITY_KINDS[line.severity])


class WaiversModel(TableModel[RegisterLine, _Column]):
    """Rows are RegisterLines; `show_lines`, `filter_by` and `sort` decide which and in what order."""

    def __init__(self, theme: Theme, wording: Wording, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._columns = _columns(wording)
        self._all: tuple[RegisterLine, ...] = ()
        self._rows: list[RegisterLine] = []
        self._filter = RegisterFilter.ALL
        self._sorted_by = (_UNSORTED, Qt.SortOrder.AscendingOrder)

    @property
    def lines(self) -> Sequence[RegisterLine]:
        """Return the waivers shown, in the order shown."""
        return self._rows

    def show_lines(self, lines: Sequence[RegisterLine]) -> None:
        """Show other waivers, filtered and sorted as before."""
        self.beginResetModel()
        self._all = tuple(lines)
        self._rows = self._chosen()
        self.endResetModel()

    def filter_by(self, wanted: RegisterFilter) -> None:
        """Show only what a filter keeps."""
        self.beginResetModel()
        self._filter = wanted
        self._rows = self._chosen()
        self.endResetModel()

    def row_of(self, waiver_id: UUID) -> int | None:
        """Return where a waiver stands; None where it is filtered out."""
        return next((row for row, line in enumerate(self._rows) if line.waiver.id == waiver_id), None)

    def _chosen(self) -> list[RegisterLine]:
        column, order = self._sorted_by
        kept = [line for line in self._all if self._filter.keeps(line)]
        if column == _UNSORTED:
            return kept
        return sorted(kept, key=self._columns[column].key, reverse=order is Qt.SortOrder.DescendingOrder)

    # Qt overrides

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._sorted_by = (column, order)
        self._reorder(self._chosen(), lambda line: line.waiver.id)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        line, column = self._rows[index.row()], self._columns[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return column.text(line)
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tool_tip(column.text(line))
            case Qt.ItemDataRole.TextAlignmentRole:
                return LEADING
            case Qt.ItemDataRole.FontRole:
                return self._theme.font(13, bold=index.column() == QUESTION)
            case Qt.ItemDataRole.ForegroundRole:
                if index.column() == LAST_DAY and line.ends_soon:
                    return self._theme.colour("warn")
                return self._theme.colour("soft") if column.is_soft else None
        return column.cell(line) if role == CELL_ROLE and column.cell else None
