"""Reports on the portfolio, or on one team's part of it, as a PDF: as of any day, compared with an earlier one."""

from collections.abc import Collection, Iterable
from datetime import date
from hashlib import sha256
from uuid import UUID

from shipworthy.domain.canonical import digest
from shipworthy.domain.heat_map import heat_map
from shipworthy.domain.movement import commonest_misses, days_of_trend, months_before, movement
from shipworthy.domain.pack import Pack, Question
from shipworthy.domain.portfolio import ServiceLine
from shipworthy.domain.remediation import Waiver
from shipworthy.domain.report_kind import Paper, ReportOrder, Subject
from shipworthy.domain.service_filter import SavedView, ServiceFilter
from shipworthy.errors import UserError
from shipworthy.exchange.portfolio_json import json_bytes
from shipworthy.reports.branding import branding
from shipworthy.reports.entries.method import VersionEntry
from shipworthy.reports.job import Job
from shipworthy.reports.portfolio_figures import PortfolioFigures
from shipworthy.reports.portfolio_view import portfolio_report
from shipworthy.text import _
from shipworthy.wording.portfolio_report import PortfolioReportWording
from shipworthy.workflows.heat_map import used_packs
from shipworthy.workflows.movement import first_day, read_point
from shipworthy.workflows.portfolio import Portfolio, portfolio_on
from shipworthy.workflows.portfolio_files import as_shown
from shipworthy.workflows.reports.order import days_of, safe_name, team_meant, translator_of
from shipworthy.workflows.session import Session

_TREND_MONTHS = 12


def portfolio_job(session: Session, order: ReportOrder) -> Job:
    """Return the report of all services, or of those of a team, ready to be drawn.

    It shows the end of a day, compared with an earlier one. Raises UserError for days and teams that cannot be.
    """
    figures = figures_of(session, order)
    look, pictures = branding(session.settings)
    words = PortfolioReportWording(translator_of(order))
    paper = order.paper or Paper.A4
    return Job(portfolio_report(figures, words, session.now(), order.audience, look, paper), pictures, order.format)


def portfolio_name(session: Session, order: ReportOrder) -> str:
    """Return what the file of such a report is called, without its ending, such as "portfolio-2026-11-22"."""
    day = order.day or session.today()
    return f"{safe_name(order.team) if order.team else 'portfolio'}-{day.isoformat()}"


def figures_of(session: Session, order: ReportOrder) -> PortfolioFigures:
    """Return what the report that an order wants says; raises UserError for days and teams that cannot be."""
    if order.subject is Subject.TEAM and not order.team.strip():
        raise UserError(_("A report on a team needs its name."), _("Name the team."))
    return read_figures(session, order.team, order.day, order.since)


def read_figures(
    session: Session, team: str = "", day: date | None = None, since: date | None = None
) -> PortfolioFigures:
    """Return what a report on a day says, of all services or of those that a team owns on it.

    They are compared with themselves on the earlier day, whoever owned them then. Before the first change that the
    store knows of there is nothing to compare with: that day stands for any earlier one. Raises UserError for a day to
    come, an earlier day that is none, and a team that owns no service.
    """
    until, start = days_of(session, day, since)
    portfolio = portfolio_on(session, until)
    team = team_meant(team, {line.service.team for line in portfolio.lines if line.service.team})
    lines = tuple(line for line in portfolio.lines if team in ("", line.service.team))
    only = {line.service.id for line in lines} if team else None
    before = _only(portfolio_on(session, start).lines, only) if start < until else lines
    trend_start = min(max(months_before(until, _TREND_MONTHS), first_day(session)), until)
    days = days_of_trend(trend_start, until)
    with session.store.read() as tx:
        packs = used_packs(session, tx)
    used = {each for line in lines if line.standing is not None for each in line.standing.principle_texts}
    return PortfolioFigures(
        team=team,
        day=until,
        since=start,
        lines=lines,
        before=before,
        moved=movement(before, lines),
        misses=commonest_misses(lines),
        questions=_questions(packs),
        heat=heat_map(packs, used),
        waivers=_waivers(portfolio, lines),
        points=tuple(read_point(session, each, only) for each in days),
        packs=_versions(packs, {each.partition("/")[0] for each in used}),
        policy=portfolio.today.policy_name,
        policy_digest=portfolio.today.policy_hash,
        fingerprint=_fingerprint(portfolio, team),
    )


def _only(lines: Iterable[ServiceLine], only: Collection[UUID] | None) -> tuple[ServiceLine, ...]:
    return tuple(line for line in lines if only is None or line.service.id in only)


def _questions(packs: Iterable[Pack]) -> dict[str, Question]:
    """Return the questions by whole id, each as the newest version of its pack words it."""
    found: dict[str, Question] = {}
    for pack in packs:
        for _principle, question in pack.questions():
            found.setdefault(question.id, question)
    return found


def _waivers(portfolio: Portfolio, lines: Iterable[ServiceLine]) -> tuple[tuple[ServiceLine, Waiver], ...]:
    """Return the waivers that count on the day, the one that ends first at the head."""
    found = [
        (line, waiver)
        for line in lines
        for waiver in portfolio.today.waivers.get(line.service.id, ())
        if waiver.active_on(portfolio.day)
    ]
    return tuple(sorted(found, key=lambda each: (each[1].expires, each[0].service.name.casefold(), each[1].id.hex)))


def _versions(packs: Iterable[Pack], used: Collection[str]) -> tuple[VersionEntry, ...]:
    """Return the packs that the reviews rest on, each in its newest version."""
    newest: dict[str, Pack] = {}
    for pack in packs:
        if pack.id in used:
            newest.setdefault(pack.id, pack)
    return tuple(VersionEntry(each.title, each.id, each.version, digest(each)) for each in newest.values())


def _fingerprint(portfolio: Portfolio, team: str) -> str:
    """Return the SHA-256 of the figures as `shipworthy portfolio --export FILE.json` writes them."""
    teams = ServiceFilter(team=frozenset({team})) if team else ServiceFilter()
    return sha256(json_bytes(as_shown(portfolio, SavedView(UUID(int=0), "", teams)))).hexdigest()
