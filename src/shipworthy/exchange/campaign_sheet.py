"""The services of a campaign as spreadsheets: CSV for programs, XLSX for people."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from shipworthy.domain.campaign_progress import CampaignLine
from shipworthy.domain.campaign_view import CampaignView
from shipworthy.exchange.sheets import Cell, Look, Sheet, fitting, write_csv, write_workbook
from shipworthy.text import _
from shipworthy.wording.campaigns import CampaignWording


def write_campaign_csv(path: Path, lines: Sequence[CampaignLine]) -> None:
    """Write a row for each service under heads that no language changes; raises UserError."""
    head = ["service", "team", "owner", "tier", "state", "late", "review", "decided", "coverage"]
    rows = [
        [
            *(line.service.name, line.service.team, line.service.owner, str(line.service.tier)),
            str(line.state),
            "yes" if line.is_late else "no",
            line.review.title if line.review else "",
            line.day.isoformat() if line.day else "",
            "" if line.coverage is None else str(line.coverage),
        ]
        for line in lines
    ]
    write_csv(path, [head, *rows])


def write_campaign_workbook(
    path: Path, view: CampaignView, lines: Sequence[CampaignLine], wording: CampaignWording, made: datetime
) -> None:
    """Write the services and the teams into an XLSX file, `made` at a moment with its zone; raises UserError."""
    write_workbook(path, [_services(view, lines, wording), _teams(view, wording)], view.campaign.name, made)


def _services(view: CampaignView, lines: Sequence[CampaignLine], wording: CampaignWording) -> Sheet:
    heads = (_("Service"), _("Team"), _("Owner"), _("Tier"), _("State"), _("Answered"), _("Review"), _("Done on"))
    rows = [*_head(view, wording), [Cell(each, Look.HEAD) for each in heads]]
    for line in lines:
        service = line.service
        texts = (
            service.name,
            service.team,
            service.owner,
            str(service.tier),
            wording.campaign_state(line),
            "" if line.coverage is None else f"{wording.percent(line.coverage)} %",
            line.review.title if line.review else "",
            wording.date(line.day) if line.day else "",
        )
        rows.append([Cell(fitting(text), Look.TEXT if place else Look.STRONG) for place, text in enumerate(texts)])
    return _sheet(_("Services"), view, (30, 22, 22, 8, 14, 12, 30, 14), rows)


def _teams(view: CampaignView, wording: CampaignWording) -> Sheet:
    heads = (_("Team"), _("Owners"), _("Services"), _("Done"), _("Late"), _("In progress"), _("Missing"))
    rows = [*_head(view, wording), [Cell(each, Look.HEAD) for each in heads]]
    for team in view.teams:
        progress = team.progress
        counts = (progress.meant, progress.done, progress.late, progress.in_progress, progress.missing)
        texts = (team.team or _("No team"), ", ".join(team.owners), *map(str, counts))
        rows.append([Cell(fitting(text), Look.TEXT if place else Look.STRONG) for place, text in enumerate(texts)])
    return _sheet(_("Teams"), view, (30, 40, 10, 10, 10, 12, 10), rows)


def _head(view: CampaignView, wording: CampaignWording) -> list[list[Cell]]:
    said = f"{wording.campaign_asks(view)} · {wording.campaign_standing(view)}"
    return [[Cell(fitting(view.campaign.name), Look.TITLE)], [Cell(fitting(said), Look.PLAIN)]]


def _sheet(name: str, view: CampaignView, widths: tuple[float, ...], rows: list[list[Cell]]) -> Sheet:
    # Longer names no spreadsheet program takes.
    return Sheet(name=name[:31], widths=widths, rows=rows, head=3, side=1, footer=view.campaign.name)
