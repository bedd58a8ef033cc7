"""The services against the principles of their packs, as a map that is read at a glance."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Slot
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from shipworthy.domain.portfolio import ServiceLine
from shipworthy.gui.context import Context
from shipworthy.gui.models.heat_map_model import BELOW, HeatMapModel, MeansModel
from shipworthy.gui.pages.portfolio.heat_map_view import ROW_HEIGHT, HeatTable, SlantedHeader, fit
from shipworthy.gui.pages.portfolio.portfolio_state import PortfolioState
from shipworthy.gui.pages.portfolio.portfolio_tab import PortfolioTab
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.empty_state import EmptyState
from shipworthy.gui.widgets.labels import ElidedLabel, PlainLabel
from shipworthy.gui.widgets.page import Binding
from shipworthy.text import _
from shipworthy.wording import DASH
from shipworthy.workflows.heat_map import HeatMapView, read_heat_map
from shipworthy.workflows.portfolio import Portfolio

_SORT_KEY = "S"


class HeatMapTab(PortfolioTab):
    """The map, its means below, and a line that tells the cell under the cursor in words."""

    def __init__(self, context: Context, state: PortfolioState, parent: QWidget | None = None) -> None:
        super().__init__(context, state, parent)
        self._asked = 0
        self.model = HeatMapModel(context.wording, self)
        self.means_model = MeansModel(context.wording, self)
        self.table = HeatTable(context.theme, _("Heat map"))
        self.means = HeatTable(context.theme, _("Means"))
        self.said = ElidedLabel()
        self.legend = PlainLabel(
            _("{mark} below the gate's minimum · {dash} not asked").format(mark=BELOW, dash=DASH),
            "small",
        )
        self.unsort = push_button(_("As in the table"))
        self.empty = EmptyState(
            _("Nothing to compare yet"),
            _("Here stand services against the principles of their packs. No service shown has a review: start one."),
        )
        self.nothing_found = EmptyState(
            _("No service fits"), _("No service is what the filter asks for. Take something out of it.")
        )
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.table.setModel(self.model)
        self.table.setHorizontalHeader(SlantedHeader(self.context.theme, self.table))
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.setAccessibleDescription(_("Arrows move from cell to cell, S sorts by a principle, Enter opens."))
        self.means.setModel(self.means_model)
        self.means.horizontalHeader().hide()
        self.means.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        foot = QHBoxLayout()
        foot.setSpacing(16)
        foot.addWidget(self.said, 1)
        foot.addWidget(self.unsort)
        foot.addWidget(self.legend)
        whole = QWidget()
        layout = QVBoxLayout(whole)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.means)
        layout.addLayout(foot)
        self._whole = whole
        for part in (QWidget(), whole, self.empty, self.nothing_found):
            self._stack.addWidget(part)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)

    def _connect(self) -> None:
        self.table.opened.connect(self._open)
        self.table.moved.connect(self._tell)
        self.means.moved.connect(self._tell_mean)
        self.table.left.connect(self._leave_table)
        self.means.left.connect(self._leave_means)
        self.unsort.clicked.connect(lambda: self._sort(None))
        self.unsort.hide()
        header = self.table.horizontalHeader()
        header.sectionClicked.connect(self._sort_by)
        self.table.verticalHeader().sectionDoubleClicked.connect(self._open_service)
        shortcut = QShortcut(QKeySequence(_SORT_KEY), self.table)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(lambda: self._sort_by(self.table.currentIndex().column()))
        across, across_means = self.table.horizontalScrollBar(), self.means.horizontalScrollBar()
        across.valueChanged.connect(across_means.setValue)
        across_means.valueChanged.connect(across.setValue)
        across_means.rangeChanged.connect(self._fit_means)
        self.table.verticalScrollBar().rangeChanged.connect(self._fit_means)
        self.context.theme.changed.connect(self._fit)

    def show_portfolio(self, portfolio: Portfolio, lines: Sequence[ServiceLine]) -> None:
        """Show services as the page keeps them, once their map is worked out beside the window."""
        self._asked += 1
        number, session = self._asked, self.context.session
        if not any(line.standing is not None for line in lines):
            self._show_empty(self.empty if lines or not portfolio.lines else self.nothing_found)
            return

        def show(view: HeatMapView) -> None:
            if number == self._asked:  # else other services were asked for meanwhile
                self._show(lines, view)

        self.context.tasks.run_long(lambda _job: read_heat_map(session, lines), show, owner=self)

    def _show_empty(self, part: EmptyState) -> None:
        had_focus = self.isAncestorOf(self.window().focusWidget())
        self._stack.setCurrentWidget(part)
        if had_focus:
            self.take_focus()

    def _show(self, lines: Sequence[ServiceLine], view: HeatMapView) -> None:
        had_focus = self.isVisible() and self.hasFocus()
        index = self.table.currentIndex()
        chosen = self.model.line(index.row()).service.id if index.isValid() else None
        principle = self.model.columns[index.column()].principle if index.isValid() else None
        self.model.show_map(lines, view)
        self.means_model.show_map(lines, view)
        self._stack.setCurrentWidget(self._whole)
        self._fit()
        self.table.setCurrentIndex(self.model.index(*self.model.place_of(chosen, principle)))
        self.means.setCurrentIndex(self.means_model.index(0, 0))
        self._tell(self.table.currentIndex())
        self.unsort.setVisible(self.model.sorted_column() >= 0)
        if had_focus:
            self.take_focus()

    @Slot()
    def _fit(self) -> None:
        if self.model.columns:
            fit(self.table, self.means)
            self._fit_means()

    @Slot()
    def _fit_means(self) -> None:
        bar = self.means.horizontalScrollBar()
        height = bar.sizeHint().height() if bar.maximum() > 0 else 0
        row = self.context.theme.pixels(ROW_HEIGHT)
        self.means.setFixedHeight(row + height + 2 * self.means.frameWidth() + 2)
        beside = self.table.verticalScrollBar()
        is_beside = beside.maximum() > 0  # then both have one, so that both scroll across as far
        policy = Qt.ScrollBarPolicy.ScrollBarAlwaysOn if is_beside else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.means.setVerticalScrollBarPolicy(policy)

    @Slot(QModelIndex)
    def _tell(self, index: QModelIndex) -> None:
        if index.isValid():
            self._say(self.model.words(index.row(), index.column()))

    @Slot(QModelIndex)
    def _tell_mean(self, index: QModelIndex) -> None:
        if index.isValid() and self.means.hasFocus():
            self._say(self.means_model.words(index.column()))

    def _say(self, text: str) -> None:
        self.said.setText(text)
        self.said.setAccessibleName(text)

    @Slot(int)
    def _leave_table(self, step: int) -> None:
        if step > 0:
            column = self.table.currentIndex().column()
            self.means.setFocus()
            self.means.setCurrentIndex(self.means_model.index(0, column))
            self._tell_mean(self.means.currentIndex())

    @Slot(int)
    def _leave_means(self, step: int) -> None:
        if step < 0:
            column = self.means.currentIndex().column()
            self.table.setFocus()
            self.table.setCurrentIndex(self.model.index(self.model.rowCount() - 1, column))

    @Slot(int)
    def _sort_by(self, column: int) -> None:
        """Sort by a principle, the worst first; asked again the best first, then as in the table."""
        if column < 0:
            return
        if self.model.sorted_column() != column:
            self._sort(column)
        elif not self.model.sorted_by[1]:
            self._sort(column, best_first=True)
        else:
            self._sort(None)

    def _sort(self, column: int | None, *, best_first: bool = False) -> None:
        self.model.sort_by(column, best_first=best_first)
        if column is None and self.unsort.hasFocus():
            self.table.setFocus()
        self.unsort.setVisible(column is not None)
        self.table.horizontalHeader().viewport().update()
        chosen = self.table.currentIndex()
        at = chosen.column() if column is None else column
        self.table.setCurrentIndex(self.model.index(0 if column is not None else chosen.row(), at))
        self.table.scrollTo(self.table.currentIndex())
        self._tell(self.table.currentIndex())

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        line, cell = self.model.line(index.row()), self.model.cell(index.row(), index.column())
        column = self.model.columns[index.column()]
        if line.standing is None or not cell.is_asked or column.is_score:
            self.context.open_service(line.service.id)
        else:
            self.context.open_question(line.standing.id, cell.question or column.question)

    @Slot(int)
    def _open_service(self, row: int) -> None:
        self.context.open_service(self.model.line(row).service.id)

    def take_focus(self) -> None:
        """Put the cursor into the map."""
        current = self._stack.currentWidget()
        (self.table if current is self._whole else self).setFocus()

    def bindings(self) -> Sequence[Binding]:
        """Return the keys of the map."""
        return (
            Binding(_("Enter"), _("Open the review at the principle")),
            Binding(_SORT_KEY, _("Sort by the principle: worst first, best first, as in the table")),
        )

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
