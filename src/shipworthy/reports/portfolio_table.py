"""What is shown of the portfolio as a table in Markdown, for a wiki or an issue: what people typed stays text."""

from collections.abc import Sequence

from shipworthy.domain.line_groups import summary_of
from shipworthy.domain.portfolio import ServiceLine
from shipworthy.domain.shown_portfolio import ShownPortfolio
from shipworthy.reports.markdown_text import markdown_text
from shipworthy.text import _
from shipworthy.wording.portfolio_columns import PortfolioColumn, PortfolioColumns


def portfolio_table(shown: ShownPortfolio, wording: PortfolioColumns) -> str:
    """Return the services as a table, or as one for each group under its heading."""
    columns = wording.of(shown)
    lines = [f"# {_('Portfolio')}", "", markdown_text(wording.shown(shown))]
    if shown.group_by is None:
        lines += ["", *_table(shown.lines, columns)]
    for value, group in shown.groups:
        name = wording.facet_value(shown.group_by, value) if shown.group_by else ""
        said = wording.group(summary_of(group))
        lines += ["", f"## {markdown_text(name)}", "", said, "", *_table(group, columns)]
    return "\n".join(lines) + "\n"


def _table(lines: Sequence[ServiceLine], columns: Sequence[PortfolioColumn]) -> list[str]:
    rules = ["---:" if column.is_number else "---" for column in columns]
    rows = [[markdown_text(column.shown.text(line)) for column in columns] for line in lines]
    return [f"| {' | '.join(row)} |" for row in ([column.shown.title for column in columns], rules, *rows)]
