"""What a design review sees of every service of a portfolio: where it stands, its principles, its caps and waivers."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from math import fsum

from shipworthy.domain.heat_map import HeatCell, HeatColumn, HeatMap
from shipworthy.domain.line_groups import grouped, summary_of
from shipworthy.domain.pack import bare_id
from shipworthy.domain.portfolio import SOON, ServiceLine
from shipworthy.domain.remediation import Waiver
from shipworthy.domain.service_filter import Facet
from shipworthy.reports.portfolio_figures import PortfolioFigures
from shipworthy.reports.portfolio_report import (
    CapEntry,
    Details,
    HeatCellEntry,
    HeatRow,
    HeatTable,
    ServiceGroup,
    ServiceRow,
    WaiverEntry,
)
from shipworthy.reports.view_model import TONES
from shipworthy.wording.figures import DASH
from shipworthy.wording.portfolio_report import PortfolioReportWording

MOST_COLUMNS = 12  # principles that a page has room for
_STEPS = (0.5, 0.65, 0.8, 0.9)  # of a score, where its tint changes


def details(figures: PortfolioFigures, wording: PortfolioReportWording) -> Details:
    """Return what a design review sees beside the two pages."""
    groups = [(str(team), lines) for team, lines in grouped(figures.lines, Facet.TEAM)]
    return Details(
        groups=tuple(
            ServiceGroup(
                "" if figures.team else wording.team(team),
                wording.group(summary_of(lines)),
                tuple(service_row(line, wording) for line in lines),
            )
            for team, lines in groups
        ),
        heat=tuple(_heat_tables(figures, groups, wording)),
        caps=tuple(_cap(line, wording) for line in figures.lines if line.capped_by),
        waivers=tuple(waiver_entry(line, waiver, figures, wording) for line, waiver in figures.waivers),
        packs=figures.packs,
    )


def in_weight(lines: Iterable[ServiceLine]) -> tuple[ServiceLine, ...]:
    """Return services with those first that call for attention: by verdict and tier, then by blockers and late work."""
    return tuple(
        sorted(
            lines,
            key=lambda line: (
                line.verdict.rank,
                line.service.tier,
                -(line.blockers or 0),
                -len(line.overdue),
                line.service.name.casefold(),
            ),
        )
    )


def service_row(line: ServiceLine, wording: PortfolioReportWording) -> ServiceRow:
    """Return where a service stands."""
    standing = line.standing
    return ServiceRow(
        name=line.service.name,
        tier=line.service.tier,
        verdict=wording.short_verdict(line.verdict),
        mark=wording.verdict_mark(line.verdict),
        tone=TONES[line.verdict],
        own=wording.short_verdict(line.own_verdict) if line.own_verdict is not line.verdict else "",
        level=str(standing.level) if standing else DASH,
        score=wording.percent(standing.score if standing else None),
        band=wording.band(standing.band) if standing else "",
        blockers=str(standing.blockers) if standing else DASH,
        overdue=len(line.overdue),
        capped_by=", ".join(line.capped_by),
        last_review=wording.date(line.last_review) if line.last_review else wording.never(),
        draft=wording.assessment_state(standing.state) if standing and not standing.is_decided else "",
    )


def waiver_entry(
    line: ServiceLine, waiver: Waiver, figures: PortfolioFigures, wording: PortfolioReportWording
) -> WaiverEntry:
    """Return a risk that was accepted, with its question in the words of its pack."""
    question = figures.questions.get(waiver.question)
    return WaiverEntry(
        service=line.service.name,
        team=line.service.team,
        question=question.text if question else bare_id(waiver.question),
        approver=waiver.approver,
        until=wording.date(waiver.expires),
        ends_soon=_ends_soon(waiver, figures.day),
    )


def _ends_soon(waiver: Waiver, day: date) -> bool:
    return waiver.expires <= day + SOON


def _cap(line: ServiceLine, wording: PortfolioReportWording) -> CapEntry:
    return CapEntry(
        line.service.name, wording.verdict(line.own_verdict), wording.verdict(line.verdict), ", ".join(line.capped_by)
    )


def _heat_tables(
    figures: PortfolioFigures, groups: Sequence[tuple[str, Sequence[ServiceLine]]], wording: PortfolioReportWording
) -> Iterable[HeatTable]:
    """Yield a table for each pack, and more than one where its principles are too many for a page."""
    rows = {line.service.id: figures.heat.row(line.standing) for line in figures.lines}
    for pack, places in groupby(range(len(figures.heat.columns)), key=lambda place: figures.heat.columns[place].pack):
        of_pack = list(places)
        for start in range(0, len(of_pack), MOST_COLUMNS):
            shown = of_pack[start : start + MOST_COLUMNS]
            asked = [
                (team, [line for line in lines if any(rows[line.service.id][place].is_asked for place in shown)])
                for team, lines in groups
            ]
            yield HeatTable(
                pack=pack,
                principles=_numbered(figures.heat, shown),
                groups=tuple(
                    (
                        "" if figures.team else wording.team(team),
                        tuple(
                            HeatRow(
                                line.service.name,
                                tuple(_cell(rows[line.service.id][place], wording) for place in shown),
                            )
                            for line in lines
                        ),
                    )
                    for team, lines in asked
                    if lines
                ),
                means=tuple(_mean([row[place] for row in rows.values()], wording) for place in shown),
            )


def _numbered(heat: HeatMap, places: Sequence[int]) -> tuple[tuple[int, str], ...]:
    """Return principles with their places in their pack, from 1 on."""
    columns: Sequence[HeatColumn] = heat.columns
    firsts = {place: next(i for i, each in enumerate(columns) if each.pack == columns[place].pack) for place in places}
    return tuple((place - firsts[place] + 1, columns[place].title) for place in places)


def _cell(cell: HeatCell, wording: PortfolioReportWording) -> HeatCellEntry:
    if not cell.is_asked:
        return HeatCellEntry("")
    if cell.score is None:
        return HeatCellEntry(DASH)
    return HeatCellEntry(wording.percent(cell.score), _tint(float(cell.score)), cell.is_below)


def _mean(cells: Sequence[HeatCell], wording: PortfolioReportWording) -> HeatCellEntry:
    scores = [float(cell.score) for cell in cells if cell.score is not None]
    if not scores:
        return HeatCellEntry(DASH)
    mean = fsum(scores) / len(scores)
    return HeatCellEntry(wording.mean(mean), _tint(mean))


def _tint(score: float) -> int:
    return sum(score >= step for step in _STEPS)
