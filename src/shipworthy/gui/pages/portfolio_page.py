"""The start page: every service with where it stands, on any day; one tab for each way to look at them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from uuid import UUID

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QBoxLayout, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from shipworthy.domain.line_search import LineSearch
from shipworthy.domain.portfolio import ServiceLine
from shipworthy.gui.command import Command
from shipworthy.gui.context import Context
from shipworthy.gui.editing import edits
from shipworthy.gui.pages.first_run import FirstRun
from shipworthy.gui.pages.portfolio.as_of_bar import AsOfBar
from shipworthy.gui.pages.portfolio.campaigns_tab import CampaignsTab
from shipworthy.gui.pages.portfolio.filter_bar import FilterBar
from shipworthy.gui.pages.portfolio.graph_tab import GraphTab
from shipworthy.gui.pages.portfolio.heat_map_tab import HeatMapTab
from shipworthy.gui.pages.portfolio.movement_tab import MovementTab
from shipworthy.gui.pages.portfolio.portfolio_files_work import PortfolioFilesWork
from shipworthy.gui.pages.portfolio.portfolio_report_work import PortfolioReportWork
from shipworthy.gui.pages.portfolio.portfolio_state import PortfolioState
from shipworthy.gui.pages.portfolio.portfolio_tab import PortfolioTab
from shipworthy.gui.pages.portfolio.selection_acts import SelectionActs
from shipworthy.gui.pages.portfolio.selection_bar import SelectionBar
from shipworthy.gui.pages.portfolio.services_tab import ServicesTab
from shipworthy.gui.pages.portfolio.summary_strip import SummaryStrip
from shipworthy.gui.pages.service_editor_parts import scrolled
from shipworthy.gui.sample_loading import SampleLoading
from shipworthy.gui.widgets.page import Binding, Page
from shipworthy.gui.widgets.tab_strip import TabStrip, tab_bindings
from shipworthy.text import _, ngettext
from shipworthy.workflows.portfolio import Portfolio, portfolio_on
from shipworthy.workflows.session import Session

_NARROW = 720  # the width below which the tools of a tab stand below the filter
_LOW = 620  # the height below which what stands above a tab makes room for it
_MARGINS, _LOW_MARGINS = (20, 16, 20, 16), (20, 10, 20, 10)
_ROW_MARGINS, _LOW_ROW_MARGINS = (0, 10, 0, 8), (0, 6, 0, 6)
Tab = tuple[str, Callable[[], QWidget]]
_DEPENDENCIES = 2


class PortfolioPage(Page):
    """Reads the portfolio of the day, filters it, and gives the tab that is visible what is left.

    What is to be shown stands in `state`, which the filter, the day and the tabs read and change: the page follows its
    signals. The summary above counts every service, whatever the filter. `new_service_asked` when one is to be added.
    """

    new_service_asked = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._is_due = True
        self._asked = 0
        self._portfolio: Portfolio | None = None
        self._kept: Sequence[ServiceLine] = ()
        self._fresh: set[QWidget] = set()  # tabs that show how things stand
        self._shown_tools: list[QWidget] = []
        self._search = LineSearch((), context.wording.tier, context.wording.verdict)
        self.state = PortfolioState(self)
        self.as_of = AsOfBar(context, self.state, self)
        self.as_of.hide()
        self.filters = FilterBar(context, self.state)
        self.strip = SummaryStrip(context, self.state)
        self.services = ServicesTab(context, self.state)
        self.selection = SelectionBar(context.wording)
        self.services.add_foot(self.selection)
        self.files = PortfolioFilesWork(context, self.state, self.services, self)
        self.services.add_tool(self.files.button)
        self.report = PortfolioReportWork(context, self.state, self.strip.since, self)
        self.services.add_tool(self.report.button)
        self.acts = SelectionActs(context, self.state, self.services)
        self.tabs = TabStrip(_("Parts of the page"), self._tabs(), least=True)
        self._samples = SampleLoading(context, self)
        self.empty = self._first_run()
        self._whole = self._laid_out()
        self._stack = QStackedLayout(self)
        for part in (QWidget(), self.empty, self._whole):
            self._stack.addWidget(part)
        self._connect()
        self.tabs.show_tab(0)
        self.set_heading(_("Portfolio"))

    def _tabs(self) -> Sequence[Tab]:
        """Return the tabs in order: title, and what makes the tab when it is first shown."""
        context, state = self.context, self.state
        return (
            (_("Services"), lambda: self.services),
            (_("Heat map"), lambda: HeatMapTab(context, state)),
            (_("Dependencies"), lambda: GraphTab(context, state)),
            (_("Movement"), lambda: MovementTab(context, state)),
            (_("Campaigns"), lambda: CampaignsTab(context, state)),
        )

    def _first_run(self) -> FirstRun:
        first = FirstRun(self.context.theme)
        edits(self.context, first.load, first.add_first, first.import_first)
        first.samples_asked.connect(self.load_samples)
        first.service_asked.connect(self.new_service_asked)
        first.manual_asked.connect(lambda: self.context.go_to("manual"))
        return first

    def _laid_out(self) -> QWidget:
        self._tools = QHBoxLayout()
        self._tools.setSpacing(8)
        above_tab = QWidget()
        self._row = QHBoxLayout(above_tab)
        self._row.setContentsMargins(*_ROW_MARGINS)
        self._row.setSpacing(8)
        self._row.addWidget(self.filters, 1)
        self._row.addLayout(self._tools)
        self._row.setAlignment(self._tools, Qt.AlignmentFlag.AlignTop)
        self.tabs.add_below_bar(above_tab)
        layout = self._column = QVBoxLayout()
        layout.setContentsMargins(*_MARGINS)
        layout.setSpacing(10)
        layout.addWidget(self.as_of.panel)
        layout.addWidget(self.strip)
        layout.addWidget(self.tabs, 1)
        return scrolled(layout)  # a low window, as at 200 %, has no room for all of it

    def _connect(self) -> None:
        context = self.context
        context.changed.connect(self._read_when_seen)
        context.taken_back.connect(self._read_when_seen)
        self.state.day_changed.connect(self._read_when_seen)
        self.state.filter_changed.connect(self._filter)
        self.services.order_changed.connect(self._note_order)
        self.services.selection_changed.connect(self._show_selection)
        self.services.new_service_asked.connect(self.new_service_asked)
        self.filters.left.connect(self._take_focus)
        self.as_of.left.connect(self._take_focus)
        self.tabs.leaving.connect(lambda tab: tab.leave())
        self.tabs.shown.connect(self._show_tab)
        self._samples.refused.connect(self._samples_refused)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self, self.filters.take_search)

    @property
    def tab(self) -> PortfolioTab | None:
        """Return the tab shown; None before the first."""
        current = self.tabs.current
        return current if isinstance(current, PortfolioTab) else None

    @Slot()
    def load_samples(self) -> None:
        """Add the sample services."""
        self.empty.setEnabled(False)
        self._samples.start()

    def show_dependencies(self, service_id: UUID) -> None:
        """Show the dependency graph around a service."""
        self.tabs.show_tab(_DEPENDENCIES)
        graph = self.tab
        assert isinstance(graph, GraphTab), "its place among the tabs"
        graph.focus_on(service_id)

    @Slot()
    def _read_when_seen(self) -> None:
        self._is_due = True
        if self.isVisible():
            self._read()

    def _read(self) -> None:
        """Read the day that is chosen; of readings that wait for each other only the newest is done and shown."""
        self._is_due = False
        self._asked += 1
        number, day = self._asked, self.state.day

        def read(session: Session) -> Portfolio | None:
            return _with_lines(session, day) if number == self._asked else None

        def show(portfolio: Portfolio | None) -> None:
            if portfolio is not None and number == self._asked:
                self.show_portfolio(portfolio)

        self.context.read(read, show, owner=self)

    def show_portfolio(self, portfolio: Portfolio) -> None:
        """Show a portfolio; on a past day there may have been no services, which is no first run."""
        has_focus = self.isVisible() and not self._is_busy_elsewhere()
        lines = portfolio.lines
        self._portfolio = portfolio
        self.files.show_portfolio(portfolio)
        self.report.show_portfolio(portfolio)
        count = ngettext("{count} service", "{count} services", len(lines)).format(count=len(lines))
        is_first_run = not lines and not portfolio.is_past
        self.set_heading(_("Portfolio"), "" if is_first_run else count)
        self.as_of.setVisible(not is_first_run and self.isVisible())
        self.as_of.show_portfolio(portfolio)
        self._search = LineSearch(lines, self.context.wording.tier, self.context.wording.verdict)
        self.strip.show_portfolio(portfolio)
        self.empty.setEnabled(True)
        self._stack.setCurrentWidget(self.empty if is_first_run else self._whole)
        self._filter()
        if has_focus:
            self._take_focus()

    def _is_busy_elsewhere(self) -> bool:
        """Tell whether somebody works in another part than the tab, which must keep the focus then."""
        focus = QApplication.focusWidget()
        parts = (self.strip, self.filters, self.tabs.bar, self.as_of, self.as_of.panel)
        return focus is not None and any(part is focus or part.isAncestorOf(focus) for part in parts)

    @Slot()
    def _filter(self) -> None:
        if self._portfolio is not None:
            self._kept = self._search.kept(self.state.filter)
            self.filters.show_search(self._search)
            self._fresh.clear()
            self._refresh()

    @Slot()
    def _show_selection(self) -> None:
        self.selection.show_lines(self.services.selected_services())

    @Slot()
    def _note_order(self) -> None:
        self._fresh.intersection_update({self.services})
        self._refresh()

    def _refresh(self) -> None:
        """Let the tab that is shown say how things stand, where it does not yet."""
        tab = self.tab
        if self._portfolio is not None and tab is not None and tab not in self._fresh:
            self._fresh.add(tab)
            # The table puts them in its order for itself.
            lines = self._kept if tab is self.services else self.services.ordered(self._kept)
            tab.show_portfolio(self._portfolio, lines)

    @Slot(object)
    def _show_tab(self, tab: PortfolioTab) -> None:
        for tool in tab.tools():
            if tool not in self._shown_tools:
                self._shown_tools.append(tool)
                self._tools.addWidget(tool)
        for tool in self._shown_tools:
            tool.setVisible(tool in tab.tools())
        self._refresh()
        if self.isVisible() and not self.tabs.bar.hasFocus():
            tab.take_focus()

    @Slot()
    def _samples_refused(self) -> None:
        self.empty.setEnabled(True)
        self._take_focus()

    @Slot()
    def _take_focus(self) -> None:
        """Put the focus where work goes on."""
        if self._stack.currentWidget() is self.empty:
            self.empty.load.setFocus()
        elif self.tab is not None:
            self.tab.take_focus()

    def menu_title(self) -> str:
        return _("&Portfolio")

    def menu_actions(self) -> Sequence[QAction]:
        return (self.report.action, self.report.preview_action, self.acts.archived, self.acts.duplicates)

    def heading_tool(self) -> QWidget:
        return self.as_of

    def commands(self) -> Sequence[Command]:
        if self.tab is None or not self.isVisible():
            return ()
        export = (Command(_("Portfolio"), _("Export services"), self.files.ask),)
        of_day = self.as_of.commands() if self.as_of.isVisible() else ()
        return (*self.tab.commands(), *(export if self.tab is self.services else ()), *of_day)

    def bindings(self) -> Sequence[Binding]:
        find = QKeySequence(QKeySequence.StandardKey.Find).toString(QKeySequence.SequenceFormat.NativeText)
        of_tab = self.tab.bindings() if self.tab is not None else ()
        return (*of_tab, Binding(find, _("Filter")), *tab_bindings())

    def arrive(self) -> None:
        if self._is_due:
            self._read()
        self._take_focus()

    def leave(self) -> None:
        if self.tab is not None:
            self.tab.leave()

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = event.size().width() < self.context.theme.pixels(_NARROW)
        self._row.setDirection(QBoxLayout.Direction.TopToBottom if is_narrow else QBoxLayout.Direction.LeftToRight)
        # Aligned, a layout has the height of one line, and narrow tools take two.
        self._row.setAlignment(self._tools, Qt.AlignmentFlag(0) if is_narrow else Qt.AlignmentFlag.AlignTop)
        is_low = event.size().height() < self.context.theme.pixels(_LOW)
        self.strip.be_compact(is_low)
        self._column.setContentsMargins(*(_LOW_MARGINS if is_low else _MARGINS))
        self._column.setSpacing(6 if is_low else 10)
        self._row.setContentsMargins(*(_LOW_ROW_MARGINS if is_low else _ROW_MARGINS))


def _with_lines(session: Session, day: date | None) -> Portfolio:
    """Return the portfolio of a day with its lines counted, so that the window need not wait for ten thousand."""
    portfolio = portfolio_on(session, day)
    portfolio.summary  # noqa: B018 - worked out once and kept, as the lines are for it
    return portfolio
