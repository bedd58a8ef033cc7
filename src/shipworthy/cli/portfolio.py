"""`shipworthy portfolio`: where all services stand, on any day, by group, as a table, JSON or a file."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated
from unicodedata import combining, east_asian_width

import typer

from shipworthy.cli.context import AsJson, print_json, say, session_of
from shipworthy.domain.gate import Verdict
from shipworthy.domain.line_groups import summary_of
from shipworthy.domain.line_search import LineSearch, searchable
from shipworthy.domain.portfolio import ServiceLine
from shipworthy.domain.service import TIERS
from shipworthy.domain.service_filter import Facet, SavedView, ServiceFilter
from shipworthy.domain.shown_portfolio import ShownPortfolio
from shipworthy.errors import UserError
from shipworthy.exchange.item_words import read_day
from shipworthy.exchange.portfolio_json import portfolio_as_json
from shipworthy.text import _
from shipworthy.untrusted.problems import nearest
from shipworthy.wording.portfolio_columns import PortfolioColumn, PortfolioColumns
from shipworthy.workflows.portfolio import Portfolio, portfolio_on
from shipworthy.workflows.portfolio_files import as_shown, export_portfolio
from shipworthy.workflows.saved_views import find_view
from shipworthy.workflows.session import Session

_WIDEST = 40  # what lines up; a longer name pushes the rest of its line


class GroupBy(StrEnum):
    """What services can be grouped by."""

    TEAM = "team"
    TIER = "tier"
    SYSTEM = "system"
    DOMAIN = "domain"
    OWNER = "owner"


class OfVerdict(StrEnum):
    """The verdicts, as one word each."""

    READY = "ready"
    CONDITIONALLY_READY = "conditionally-ready"
    NOT_READY = "not-ready"
    NOT_ASSESSED = "not-assessed"


def add_portfolio_commands(app: typer.Typer) -> None:
    """Add the command on all services."""
    app.command()(portfolio)


def portfolio(
    context: typer.Context,
    as_of: Annotated[str, typer.Option("--as-of", metavar="DATE", help="At the end of a past day.")] = "",
    group_by: Annotated[GroupBy | None, typer.Option(help="A mean and a table for each.")] = None,
    view: Annotated[str, typer.Option("--view", metavar="NAME", help="As a saved view shows it.")] = "",
    team: Annotated[list[str] | None, typer.Option(help='Of this team; "" for none. May be given again.')] = None,
    tier: Annotated[
        list[int] | None, typer.Option(min=min(TIERS), max=max(TIERS), help="Of this tier; may be given again.")
    ] = None,
    verdict: Annotated[list[OfVerdict] | None, typer.Option(help="With this verdict; may be given again.")] = None,
    as_json: AsJson = False,
    export: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write FILE.xlsx, .csv, .json or .md instead.")
    ] = None,
) -> None:
    """Show where all services stand, today or on a past day, each option narrowing what a view shows."""
    session = session_of(context)
    day = _past_day(session, as_of)
    wanted = find_view(session, view) if view else SavedView(session.new_id(), "")
    found = portfolio_on(session, day)
    if view:
        _tell_unknown(found, wanted)
    narrowed = _narrowed(found, wanted.filter, team, tier, verdict)
    shown = as_shown(found, replace(wanted, filter=narrowed, group_by=group_by or wanted.group_by))
    if export is not None:
        export_portfolio(session, export, shown)
        say(export.resolve())
    elif as_json:
        print_json(portfolio_as_json(shown))
    else:
        _print(shown)


def _past_day(session: Session, text: str) -> date | None:
    if not text:
        return None
    day = read_day(text.strip())
    if day > session.today():
        raise UserError(_("{day} has not come yet.").format(day=day.isoformat()), _("Name today or a past day."))
    return day


def _narrowed(
    found: Portfolio,
    wanted: ServiceFilter,
    teams: list[str] | None,
    tiers: list[int] | None,
    verdicts: list[OfVerdict] | None,
) -> ServiceFilter:
    """Return the filter with the options in place of what it says of the same facets."""
    if teams:
        wanted = wanted.with_values(Facet.TEAM, _teams(teams, {line.service.team for line in found.lines}))
    if tiers:
        wanted = wanted.with_values(Facet.TIER, tiers)
    if verdicts:
        wanted = wanted.with_values(Facet.VERDICT, [Verdict(each.replace("-", " ")) for each in verdicts])
    return wanted


def _teams(named: Iterable[str], known: Collection[str]) -> list[str]:
    """Return the teams meant, whatever the capitals; raises UserError for one that no service has."""
    found: list[str] = []
    for name in named:
        meant = [team for team in known if searchable(team) == searchable(" ".join(name.split()))]
        if not meant and name.strip():
            raise UserError(
                _("No service is of the team “{name}”.").format(name=name),
                nearest(name, [each for each in known if each]),
            )
        found += meant or [""]
    return found


def _tell_unknown(found: Portfolio, view: SavedView) -> None:
    wording = PortfolioColumns()
    search = LineSearch(found.lines, wording.tier, wording.verdict)
    gone = wording.unknown(search.unknown(view.filter))
    if gone:
        say(gone, err=True)


def _print(shown: ShownPortfolio) -> None:
    wording = PortfolioColumns()
    columns = wording.of(shown)
    say(wording.shown(shown))
    if not shown.lines:
        say(_("No service fits.") if shown.total else _("There is no service on this day."))
        return
    widths = _widths(shown.lines, columns)
    if shown.group_by is None:
        say("")
        _print_table(shown.lines, columns, widths)
    for value, group in shown.groups:
        name = wording.facet_value(shown.group_by, value) if shown.group_by else ""
        say(f"\n{name} · {wording.group(summary_of(group))}")
        _print_table(group, columns, widths)
    say(f"\n{wording.portfolio_summary(summary_of(shown.lines))}")


def _print_table(lines: Sequence[ServiceLine], columns: Sequence[PortfolioColumn], widths: Sequence[int]) -> None:
    for row in ([column.shown.title for column in columns], *_rows(lines, columns)):
        cells = [
            _padded(text, width, column.is_number) for text, width, column in zip(row, widths, columns, strict=True)
        ]
        say("  ".join(cells).rstrip())


def _rows(lines: Sequence[ServiceLine], columns: Sequence[PortfolioColumn]) -> list[list[str]]:
    return [[" ".join(column.shown.text(line).split()) for column in columns] for line in lines]


def _widths(lines: Sequence[ServiceLine], columns: Sequence[PortfolioColumn]) -> list[int]:
    rows = [[column.shown.title for column in columns], *_rows(lines, columns)]
    return [min(_WIDEST, max(map(_width, texts))) for texts in zip(*rows, strict=True)]


def _padded(text: str, width: int, is_number: bool) -> str:
    space = " " * (width - _width(text))
    return f"{space}{text}" if is_number else f"{text}{space}"


def _width(text: str) -> int:
    """Return how many places of a terminal a text takes."""
    return sum(0 if combining(sign) else 2 if east_asian_width(sign) in "WF" else 1 for sign in text)
