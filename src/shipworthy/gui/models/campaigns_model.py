"""The tables of campaigns: all of them, the services of one, and its teams."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from uuid import UUID

from PySide6.QtCore import QObject

from shipworthy.domain.campaign_progress import CampaignLine, CampaignState, Progress, TeamProgress
from shipworthy.domain.campaign_view import CampaignView
from shipworthy.gui.models.lines_model import Column, LinesModel
from shipworthy.gui.models.table_model import UNSORTED, SortedColumn, SortedModel
from shipworthy.gui.theme import Theme
from shipworthy.gui.widgets.item_delegate import ChipCell
from shipworthy.gui.widgets.progress_bar import ProgressCell
from shipworthy.text import _
from shipworthy.wording.campaigns import CampaignWording
from shipworthy.wording.figures import DASH

CAMPAIGN, DUE, PROGRESS, MISSING, LATE, END, ASKS = range(7)
SERVICE, TEAM, OWNER, TIER, STATE, ANSWERED, DONE_ON = range(7)
_CHIPS = {CampaignState.MISSING: "none", CampaignState.IN_PROGRESS: "accent", CampaignState.DONE: "ok"}


def campaigns_model(theme: Theme, wording: CampaignWording, parent: QObject) -> LinesModel[CampaignView]:
    """Return the table of campaigns; rows are CampaignViews."""
    return LinesModel(
        theme,
        (
            Column(_("Campaign"), lambda view: view.campaign.name),
            Column(_("Due"), wording.campaign_due, ink=lambda view: "bad" if view.is_overdue else ""),
            Column(
                _("Progress"),
                lambda view: wording.campaign_progress(view.progress),
                cell=lambda view: _progress(view, wording),
                tip=lambda view: wording.campaign_parts(view.progress) or wording.campaign_progress(view.progress),
            ),
            Column(_("Missing"), lambda view: str(view.progress.missing), is_number=True),
            Column(_("Done late"), lambda view: str(view.progress.late), is_number=True),
            Column(
                _("At this pace"),
                wording.campaign_end,
                tip=lambda view: (
                    wording.campaign_forecast(view.forecast) if view.forecast else wording.campaign_end(view)
                ),
            ),
            Column(_("Asks for"), wording.campaign_asks, ink=lambda _view: "soft"),
        ),
        parent,
    )


def _progress(view: CampaignView, wording: CampaignWording) -> ProgressCell:
    progress = view.progress
    return ProgressCell(progress.done, progress.in_progress, progress.meant, wording.campaign_count(progress))


def teams_model(theme: Theme, wording: CampaignWording, parent: QObject) -> LinesModel[TeamProgress]:
    """Return the table of who is missing; rows are TeamProgress."""
    return LinesModel(
        theme,
        (
            Column(_("Team"), lambda team: team.team or _("No team"), tip=wording.campaign_team),
            Column(_("Owners"), lambda team: ", ".join(team.owners) or DASH, ink=lambda _team: "soft"),
            Column(_("Missing"), lambda team: str(team.progress.missing), is_number=True),
            Column(_("In progress"), lambda team: str(team.progress.in_progress), is_number=True),
            Column(_("Done"), lambda team: _of(team.progress.done, team.progress.meant), is_number=True),
        ),
        parent,
    )


def _of(part: int, whole: int) -> str:
    return _("{count} of {total}").format(count=part, total=whole)


class Shown(StrEnum):
    """Which services of a campaign are shown."""

    ALL = "all"
    NOT_DONE = "not done"
    MISSING = "missing"
    IN_PROGRESS = "in progress"
    DONE = "done"
    LATE = "done late"

    def keeps(self, line: CampaignLine) -> bool:
        """Tell whether a service is among them."""
        match self:
            case Shown.ALL:
                return True
            case Shown.NOT_DONE:
                return line.state is not CampaignState.DONE
            case Shown.LATE:
                return line.is_late
        return line.state.value == self.value

    def number_in(self, progress: Progress) -> int:
        """Return how many there are."""
        return {
            Shown.ALL: progress.meant,
            Shown.NOT_DONE: progress.left,
            Shown.MISSING: progress.missing,
            Shown.IN_PROGRESS: progress.in_progress,
            Shown.DONE: progress.done,
            Shown.LATE: progress.late,
        }[self]

    @property
    def words(self) -> str:
        """Return what people call them."""
        return {
            Shown.ALL: _("All services"),
            Shown.NOT_DONE: _("Not done"),
            Shown.MISSING: _("Missing"),
            Shown.IN_PROGRESS: _("In progress"),
            Shown.DONE: _("Done"),
            Shown.LATE: _("Done late"),
        }[self]


class CampaignLinesModel(SortedModel[CampaignLine]):
    """The services of one campaign; until it is sorted otherwise, those to be asked first stand first, then by name."""

    def __init__(self, theme: Theme, wording: CampaignWording, parent: QObject | None = None) -> None:
        self._shown = Shown.ALL
        super().__init__(theme, _line_columns(wording), UNSORTED, parent)

    def show_campaign(self, lines: Sequence[CampaignLine]) -> None:
        """Show the services of a campaign, filtered and sorted as before."""
        order = list(CampaignState)
        self.show_lines(sorted(lines, key=lambda line: order.index(line.state)))

    def filter_by(self, shown: Shown) -> None:
        """Show these services alone."""
        if shown is not self._shown:
            self._shown = shown
            self._choose_anew()

    def row_of(self, service_id: UUID) -> int | None:
        """Return where a service stands; None where it is filtered out."""
        return next((row for row, line in enumerate(self._rows) if line.service.id == service_id), None)

    def _kept(self, lines: Sequence[CampaignLine]) -> Sequence[CampaignLine]:
        return [line for line in lines if self._shown.keeps(line)]

    def _identity(self, line: CampaignLine) -> UUID:
        return line.service.id


def _line_columns(wording: CampaignWording) -> tuple[SortedColumn[CampaignLine], ...]:
    states = list(CampaignState)
    return (
        SortedColumn(_("Service"), lambda line: line.service.name, lambda line: line.service.name.casefold()),
        SortedColumn(_("Team"), lambda line: line.service.team, lambda line: line.service.team.casefold()),
        SortedColumn(_("Owner"), lambda line: line.service.owner, lambda line: line.service.owner.casefold()),
        SortedColumn(_("Tier"), lambda line: str(line.service.tier), lambda line: line.service.tier),
        SortedColumn(
            _("State"),
            wording.campaign_state,
            lambda line: (states.index(line.state), not line.is_late),
            cell=lambda line: ChipCell(wording.campaign_state(line), "warn" if line.is_late else _CHIPS[line.state]),
        ),
        SortedColumn(
            _("Answered"),
            lambda line: DASH if line.coverage is None else f"{wording.percent(line.coverage)} %",
            lambda line: -1 if line.coverage is None else line.coverage,
            is_number=True,
        ),
        SortedColumn(
            _("Done on"),
            lambda line: wording.date(line.day) if line.day else DASH,
            lambda line: line.day or date.max,
            is_soft=True,
        ),
    )
