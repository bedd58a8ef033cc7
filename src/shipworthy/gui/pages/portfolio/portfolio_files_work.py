"""The portfolio out as a file: the rows and columns that are shown, in their order and groups, as of the day shown."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from shipworthy.domain.line_groups import GROUPINGS
from shipworthy.domain.service_filter import Facet
from shipworthy.domain.shown_portfolio import ShownPortfolio
from shipworthy.gui.context import Context
from shipworthy.gui.file_work import FileWork
from shipworthy.gui.pages.portfolio.portfolio_state import PortfolioState
from shipworthy.gui.pages.portfolio.services_tab import ServicesTab
from shipworthy.gui.widgets.buttons import icon_button
from shipworthy.text import _, ngettext
from shipworthy.workflows.portfolio import Portfolio
from shipworthy.workflows.portfolio_files import CSV, JSON, MARKDOWN, WORKBOOK, export_portfolio, free_name


class PortfolioFilesWork(FileWork):
    """The button that exports what the table shows."""

    def __init__(self, context: Context, state: PortfolioState, services: ServicesTab, page: QWidget) -> None:
        super().__init__(context, page, "portfolio")
        self._state = state
        self._services = services
        self._portfolio: Portfolio | None = None
        self.button = icon_button(context.theme, "export", _("Export the services as they are shown…"))
        self.button.clicked.connect(self.ask)

    def show_portfolio(self, portfolio: Portfolio) -> None:
        """Take note of the portfolio that is shown."""
        self._portfolio = portfolio

    @Slot()
    def ask(self) -> None:
        """Ask for the file, then export into it; what is shown now is what goes out."""
        shown = self._shown()
        if shown is None or not shown.lines:
            self._say(_("There is no service to export: none is left by the filter."))
            return
        count = len(shown.lines)
        title = ngettext("Export {count} service", "Export {count} services", count).format(count=count)
        kinds = (
            (_("Spreadsheet (*.xlsx)"), WORKBOOK),
            (_("CSV for programs (*.csv)"), CSV),
            (_("JSON for programs (*.json)"), JSON),
            (_("Table in Markdown (*.md)"), MARKDOWN),
        )
        name = f"{free_name(self._folder, shown)}{WORKBOOK}"
        self._ask_where(title, name, kinds, lambda path, _kind: self.export(path, shown))

    def export(self, target: Path, shown: ShownPortfolio) -> None:
        """Export into a file, which its ending makes a spreadsheet, CSV, JSON or Markdown."""
        self._folder = target.parent
        session = self._context.session

        def done(count: int) -> None:
            text = ngettext("{count} service exported: {file}", "{count} services exported: {file}", count)
            self._say_done(text.format(count=count, file=target), target)

        self._run(
            lambda _job: export_portfolio(session, target, shown),
            done,
            _("Cancelled; the file may be written already."),
            _("Writing {file}…").format(file=target.name),
        )

    def _shown(self) -> ShownPortfolio | None:
        if self._portfolio is None:
            return None
        view = self._state.current_view()
        return ShownPortfolio(
            self._portfolio.day,
            view.filter,
            tuple(self._services.lines),
            len(self._portfolio.lines),
            Facet(view.group_by) if view.group_by in GROUPINGS else None,
            self._services.table.shown_columns,
        )
