"""The register of waivers as a table; unsorted, in the register's own order."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import QObject

from shipworthy.domain.waiver_register import RegisterFilter, RegisterLine, WaiverStanding, accepted_by
from shipworthy.gui.models.table_model import UNSORTED, SortedColumn, SortedModel
from shipworthy.gui.theme import Theme
from shipworthy.gui.widgets.chips import SEVERITY_KINDS
from shipworthy.gui.widgets.item_delegate import ChipCell
from shipworthy.text import _
from shipworthy.wording import DASH, Wording

_CHIPS = {
    WaiverStanding.REQUESTED: ("?", "accent"),
    WaiverStanding.ACTIVE: ("✓", "ok"),
    WaiverStanding.EXPIRED: ("✕", "bad"),
    WaiverStanding.REJECTED: ("✕", "none"),
    WaiverStanding.REVOKED: ("✕", "none"),
}
QUESTION, STATE, SERVICE, SEVERITY, LAST_DAY, APPROVER, EXTENDED = range(7)


def _columns(wording: Wording) -> list[SortedColumn[RegisterLine]]:
    standings = tuple(WaiverStanding)
    return [
        SortedColumn(_("Question"), lambda line: line.text, lambda line: line.text.casefold()),
        SortedColumn(
            _("State"),
            lambda line: state_words(wording, line),
            lambda line: (standings.index(line.standing), line.days_left),
            cell=lambda line: _state_cell(wording, line),
        ),
        SortedColumn(_("Service"), lambda line: line.service, lambda line: line.service.casefold()),
        SortedColumn(
            _("Severity"),
            lambda line: wording.severity(line.severity) if line.severity else DASH,
            lambda line: line.severity.rank if line.severity else 9,
            cell=lambda line: _severity_cell(wording, line),
        ),
        SortedColumn(_("Last day"), lambda line: wording.date(line.waiver.expires), lambda line: line.waiver.expires),
        SortedColumn(
            _("Approver"),
            lambda line: accepted_by(line.waiver) or DASH,
            lambda line: (not accepted_by(line.waiver), accepted_by(line.waiver).casefold()),
        ),
        SortedColumn(
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


class WaiversModel(SortedModel[RegisterLine]):
    """Rows are RegisterLines; `show_lines`, `filter_by` and `sort` decide which and in what order."""

    def __init__(self, theme: Theme, wording: Wording, parent: QObject | None = None) -> None:
        super().__init__(theme, _columns(wording), UNSORTED, parent)
        self._filter = RegisterFilter.ALL

    def filter_by(self, wanted: RegisterFilter) -> None:
        """Show only what a filter keeps."""
        self._filter = wanted
        self._choose_anew()

    def row_of(self, waiver_id: UUID) -> int | None:
        """Return where a waiver stands; None where it is filtered out."""
        return next((row for row, line in enumerate(self._rows) if line.waiver.id == waiver_id), None)

    def _kept(self, lines: Sequence[RegisterLine]) -> Sequence[RegisterLine]:
        return [line for line in lines if self._filter.keeps(line)]

    def _identity(self, line: RegisterLine) -> UUID:
        return line.waiver.id

    def _ink(self, line: RegisterLine, column: int) -> str:
        return "warn" if column == LAST_DAY and line.ends_soon else super()._ink(line, column)
