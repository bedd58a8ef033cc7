"""The remediation items as a table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from PySide6.QtCore import QObject

from shipworthy.domain.remediation import ItemState
from shipworthy.gui.models.item_filter import ItemFilter
from shipworthy.gui.models.table_model import SortedColumn, SortedModel
from shipworthy.gui.theme import Theme
from shipworthy.gui.widgets.chips import SEVERITY_KINDS
from shipworthy.gui.widgets.item_delegate import ChipCell
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


# Where there is no room for all, the last ones are scrolled out of sight.
TITLE, STATE, SEVERITY, SERVICE, OWNER, DUE, EFFORT, AGE, WAITS_FOR, TEAM = range(10)


def _columns(wording: Wording) -> list[SortedColumn[ItemLine]]:
    states = tuple(ItemState)
    return [
        SortedColumn(_("Item"), lambda line: line.item.title, lambda line: line.item.title.casefold()),
        SortedColumn(
            _("State"),
            lambda line: state_words(wording, line),
            lambda line: (line.waived, states.index(line.item.state), not line.overdue),
            cell=lambda line: state_cell(wording, line),
        ),
        SortedColumn(
            _("Severity"),
            lambda line: wording.marked_severity(line.item.severity),
            lambda line: line.item.severity.rank,
            cell=lambda line: ChipCell(wording.marked_severity(line.item.severity), SEVERITY_KINDS[line.item.severity]),
        ),
        SortedColumn(_("Service"), lambda line: line.service.name, lambda line: line.service.name.casefold()),
        SortedColumn(
            _("Owner"),
            lambda line: line.item.owner,
            lambda line: line.item.owner.casefold(),
            is_last=lambda line: not line.item.owner,
        ),
        SortedColumn(
            _("Due"),
            lambda line: wording.date(line.item.due) if line.item.due else DASH,
            lambda line: line.item.due or date.max,
            is_last=lambda line: line.item.due is None or not line.item.is_live,
        ),
        SortedColumn(
            _("Effort"),
            lambda line: DASH if line.item.effort_days is None else wording.days(line.item.effort_days),
            lambda line: line.item.effort_days or 0,
            is_number=True,
            is_last=lambda line: line.item.effort_days is None,
        ),
        SortedColumn(
            _("Age"),
            lambda line: wording.count("{count} day", "{count} days", line.age_days),
            lambda line: line.age_days,
            is_number=True,
            is_soft=True,
        ),
        SortedColumn(
            _("Waits for"),
            lambda line: ", ".join(line.waits_for),
            lambda line: (-len(line.waits_for), line.waits_for),
            is_soft=True,
        ),
        SortedColumn(
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


class ItemsModel(SortedModel[ItemLine]):
    """Rows are ItemLines; `show_lines`, `filter_by` and `sort` decide which and in what order."""

    def __init__(self, theme: Theme, wording: Wording, parent: QObject | None = None) -> None:
        super().__init__(theme, _columns(wording), DUE, parent)
        self._filter = ItemFilter()

    def filter_by(self, wanted: ItemFilter) -> None:
        """Show only what a filter keeps."""
        if wanted != self._filter:
            self._filter = wanted
            self._choose_anew()

    def line(self, row: int) -> ItemLine:
        """Return the item in a row."""
        return self._rows[row]

    def row_of(self, item_id: UUID) -> int | None:
        """Return where an item stands; None where it is filtered out."""
        return next((row for row, line in enumerate(self._rows) if line.item.id == item_id), None)

    def _kept(self, lines: Sequence[ItemLine]) -> Sequence[ItemLine]:
        return self._filter.kept(lines)

    def _identity(self, line: ItemLine) -> UUID:
        return line.item.id

    def _tip(self, line: ItemLine, column: int) -> str:
        team = line.service.team if column == SERVICE else ""  # its own column needs a wide window
        return " · ".join(filter(None, (super()._tip(line, column), team)))

    def _ink(self, line: ItemLine, column: int) -> str:
        return "bad" if column == DUE and line.overdue else super()._ink(line, column)
