"""What is shown of the portfolio as spreadsheets: CSV for programs, a cell for each figure; XLSX for people."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from shipworthy.domain.line_groups import summary_of
from shipworthy.domain.portfolio import ServiceLine
from shipworthy.domain.shown_portfolio import ShownPortfolio
from shipworthy.exchange.sheets import Cell, Look, Sheet, fitting, write_csv, write_workbook
from shipworthy.text import _
from shipworthy.wording.portfolio_columns import PortfolioColumn, PortfolioColumns


def write_portfolio_csv(path: Path, shown: ShownPortfolio, wording: PortfolioColumns) -> None:
    """Write a row for each service, then what was filtered and when, alone in the last; raises UserError."""
    cells = [each for column in _with_group(shown, wording) for each in column.plain]
    head = [each.title for each in cells]
    rows = [[fitting(each.text(line)) for each in cells] for line in shown.ordered]
    write_csv(path, [head, *rows, [wording.shown(shown)]])


def write_portfolio_workbook(path: Path, shown: ShownPortfolio, wording: PortfolioColumns, made: datetime) -> None:
    """Write the services under their groups into an XLSX file; `made` is a moment with its zone. Raises UserError."""
    columns = wording.of(shown)
    title = _("Portfolio")
    rows = [
        [Cell(title, Look.TITLE)],
        [Cell(wording.shown(shown), Look.PLAIN)],
        [Cell(column.shown.title, Look.HEAD) for column in columns],
    ]
    if shown.group_by is None:
        rows += [_row(line, columns) for line in shown.lines]
    for value, group in shown.groups:
        name = wording.facet_value(shown.group_by, value) if shown.group_by else ""
        heading = f"{name} · {wording.group(summary_of(group))}"
        rows += [[Cell(fitting(heading), Look.HEADING)], *(_row(line, columns) for line in group)]
    sheet = Sheet(
        name=title[:31],  # longer ones no spreadsheet program takes
        widths=tuple(column.shown.width for column in columns),
        rows=rows,
        head=3,
        side=1,
        footer=title,
    )
    write_workbook(path, [sheet], title, made)


def _with_group(shown: ShownPortfolio, wording: PortfolioColumns) -> Sequence[PortfolioColumn]:
    """Return the columns with that of the group, first, where it is not among them."""
    columns = wording.chosen(shown.columns)
    if shown.group_by is None or shown.group_by.value in {column.id for column in columns}:
        return columns
    return (*wording.chosen([shown.group_by.value]), *columns)


def _row(line: ServiceLine, columns: Sequence[PortfolioColumn]) -> list[Cell]:
    return [
        Cell(fitting(column.shown.text(line)), Look.STRONG if column.id == "name" else Look.TEXT) for column in columns
    ]
