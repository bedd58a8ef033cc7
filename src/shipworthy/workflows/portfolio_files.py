"""The portfolio as it is shown, out as a file for people and programs."""

from pathlib import Path

from shipworthy.domain.line_groups import GROUPINGS
from shipworthy.domain.line_search import LineSearch
from shipworthy.domain.service_filter import Facet, SavedView
from shipworthy.domain.shown_portfolio import ShownPortfolio
from shipworthy.errors import UserError
from shipworthy.exchange.portfolio_json import json_bytes
from shipworthy.exchange.portfolio_sheet import write_portfolio_csv, write_portfolio_workbook
from shipworthy.files import write_export
from shipworthy.reports.portfolio_table import portfolio_table
from shipworthy.text import _
from shipworthy.wording.portfolio_columns import PortfolioColumns
from shipworthy.workflows.portfolio import Portfolio
from shipworthy.workflows.session import Session

CSV, WORKBOOK, JSON, MARKDOWN = ".csv", ".xlsx", ".json", ".md"
ENDINGS = (WORKBOOK, CSV, JSON, MARKDOWN)


def as_shown(portfolio: Portfolio, view: SavedView) -> ShownPortfolio:
    """Return a portfolio as a view shows it: filtered, sorted and grouped."""
    wording = PortfolioColumns()
    search = LineSearch(portfolio.lines, wording.tier, wording.verdict)
    by_name = sorted(search.kept(view.filter), key=wording.sort_key("name"))
    # Sorting keeps the order of equals: those alike stand by name.
    lines = sorted(by_name, key=wording.sort_key(view.sort_by), reverse=view.descending)
    by = Facet(view.group_by) if view.group_by in GROUPINGS else None
    return ShownPortfolio(portfolio.day, view.filter, tuple(lines), len(portfolio.lines), by, view.columns)


def export_portfolio(session: Session, path: Path, shown: ShownPortfolio) -> int:
    """Write what is shown into a file, by its ending CSV, XLSX, JSON or Markdown, and return how many services.

    Raises UserError where the file cannot be written; an older one stays then.
    """
    suffix, wording = path.suffix.lower(), PortfolioColumns()
    if suffix == CSV:
        write_portfolio_csv(path, shown, wording)
    elif suffix == WORKBOOK:
        write_portfolio_workbook(path, shown, wording, session.now())
    elif suffix == JSON:
        write_export(path, json_bytes(shown))
    elif suffix == MARKDOWN:
        write_export(path, portfolio_table(shown, wording).encode())
    else:
        raise UserError(
            _("{file} ends neither in .xlsx nor in .csv nor in .json nor in .md.").format(file=path.name),
            _("Choose .xlsx for a spreadsheet, .csv or .json for programs, .md for a table in Markdown."),
        )
    return len(shown.lines)


def free_name(folder: Path, shown: ShownPortfolio) -> str:
    """Return a name without ending that no file of an export in a folder has yet, such as "portfolio-2026-11-22-2"."""
    name, number = f"portfolio-{shown.day.isoformat()}", 1
    stem = name
    while any((folder / f"{stem}{ending}").exists() for ending in ENDINGS):
        number += 1
        stem = f"{name}-{number}"
    return stem
