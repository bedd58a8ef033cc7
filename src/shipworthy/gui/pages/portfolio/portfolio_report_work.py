"""The report on the portfolio as a PDF, as of the day shown, or on the one team that the filter leaves."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from shipworthy.domain.report_kind import Audience, ReportOrder, Subject
from shipworthy.domain.service_filter import ServiceFilter
from shipworthy.gui.context import Context
from shipworthy.gui.file_work import FileWork
from shipworthy.gui.pages.portfolio.portfolio_state import PortfolioState
from shipworthy.gui.pages.portfolio.since_menu import SinceMenu
from shipworthy.gui.tasks import LongJob
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.reports.report_worker import ReportWorker
from shipworthy.text import _
from shipworthy.workflows.portfolio import Portfolio
from shipworthy.workflows.reports.making import make_report, report_name

_AUDIENCES = (Audience.LEADERSHIP, Audience.DESIGN_REVIEW)


class PortfolioReportWork(FileWork):
    """The button, and the action of the menu, that print the report; movement is told since the day of a menu."""

    def __init__(self, context: Context, state: PortfolioState, since: SinceMenu, page: QWidget) -> None:
        super().__init__(context, page, "portfolio report")
        self._state = state
        self._since = since
        self._portfolio: Portfolio | None = None
        self.button = push_button(_("Report…"))
        self.button.setToolTip(_("Print the report on all services, or on the one team that the filter leaves"))
        self.button.clicked.connect(self.ask)
        self.action = QAction(_("&Report…"), self)
        self.action.triggered.connect(self.ask)
        self.preview_action = QAction(_("Pre&view report"), self, shortcut=QKeySequence("Ctrl+Shift+V"))
        self.preview_action.triggered.connect(self.preview)
        for action in (self.action, self.preview_action):
            action.setEnabled(False)

    def show_portfolio(self, portfolio: Portfolio) -> None:
        """Take note of the portfolio that is shown; one without services is nothing to report on."""
        self._portfolio = portfolio
        for each in (self.button, self.action, self.preview_action):
            each.setEnabled(bool(portfolio.lines))

    @Slot()
    def preview(self) -> None:
        """Show the report for leadership on the Reports page."""
        self._context.open_report(self._order(self._team(), _AUDIENCES[0]))

    @Slot()
    def ask(self) -> None:
        """Ask for the file, and by its kind for whom it is, then export into it."""
        assert self._portfolio is not None, "without one there is nothing to press"
        team = self._team()
        title = _("Report on {team}").format(team=team) if team else _("Report on the portfolio")
        kinds = (
            (_("PDF for leadership, two pages (*.pdf)"), ".pdf"),
            (_("PDF for a design review, every service (*.pdf)"), ".pdf"),
        )
        name = report_name(self._context.session, self._order(team, _AUDIENCES[0]))
        self._ask_where(title, name, kinds, lambda path, kind: self.export(path, team, _AUDIENCES[kind]))

    def export(self, target: Path, team: str, audience: Audience) -> None:
        """Export into a file, with progress and cancel in the notice area."""
        assert self._portfolio is not None, "asked before"
        self._folder = target.parent
        session, order = self._context.session, self._order(team, audience)

        def work(job: LongJob) -> Path:
            with ReportWorker() as worker:
                job.on_cancel(worker.cancel)
                return make_report(session, order, target, worker, job.check)

        self._run(
            work,
            lambda path: self._say_done(_("Report exported: {file}").format(file=path), path),
            _("Export cancelled; nothing was written."),
            _("Printing {file}…").format(file=target.name),
        )

    def _order(self, team: str, audience: Audience) -> ReportOrder:
        assert self._portfolio is not None, "asked before"
        day = self._portfolio.day
        since = self._since.day_before(day)
        subject = Subject.TEAM if team else Subject.PORTFOLIO
        return ReportOrder(subject, audience, team=team, day=day, since=since if since < day else None)

    def _team(self) -> str:
        """Return the team that the filter asks for where it asks for that alone, else ""."""
        wanted = self._state.filter
        return next(iter(wanted.team)) if len(wanted.team) == 1 and wanted == ServiceFilter(team=wanted.team) else ""
