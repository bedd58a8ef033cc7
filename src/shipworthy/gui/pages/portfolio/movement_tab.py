"""What moved in the portfolio over some time: what improved, what dropped, what is missed most, what is stalest."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from shipworthy.domain.movement import Move, PortfolioPoint, days_of_trend
from shipworthy.domain.portfolio import ServiceLine
from shipworthy.gui.context import Context
from shipworthy.gui.models import movement_models
from shipworthy.gui.models.movement_models import Appearance, MovementModel
from shipworthy.gui.models.table_model import Row
from shipworthy.gui.pages.portfolio.movement_bar import MovementBar
from shipworthy.gui.pages.portfolio.movement_section import MovementSection
from shipworthy.gui.pages.portfolio.movement_trend import MovementTrend
from shipworthy.gui.pages.portfolio.portfolio_state import PortfolioState
from shipworthy.gui.pages.portfolio.portfolio_tab import PortfolioTab
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.empty_state import EmptyState
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.gui.widgets.page import Binding
from shipworthy.gui.widgets.table_view import TableView
from shipworthy.text import _, ngettext
from shipworthy.workflows.movement import AskedMiss, MovementView, read_movement, read_point
from shipworthy.workflows.portfolio import Portfolio

_SIDE_BY_SIDE = 860  # narrower, lists stand beneath each other


class MovementTab(PortfolioTab):
    """The bar says over which time; beneath it then and now, and the lists. A question leads to who misses it."""

    def __init__(self, context: Context, state: PortfolioState, parent: QWidget | None = None) -> None:
        super().__init__(context, state, parent)
        self._asked = 0
        self._portfolio: Portfolio | None = None
        self._lines: Sequence[ServiceLine] = ()
        self._points: dict[date, PortfolioPoint] = {}
        self._question = ""
        self.bar = MovementBar()
        self.trend = MovementTrend(context.theme, context.wording)
        self._make_sections()
        self.missing_model = movement_models.missing_model(context.theme, context.wording, self)
        self.missing = TableView(context.theme, context.wording, _("Services that miss the question"))
        self.missing_heading = PlainLabel("", "title", wrap=True)
        self.back = push_button(_("Back to movement"))
        self.empty = EmptyState(
            _("Nothing to look back on yet"),
            _("Here stands what improved, what dropped and what is missed most often. Review a service first."),
        )
        self._stack = QStackedWidget()
        self._lay_out()
        self.bar.changed.connect(self._look)
        self.back.clicked.connect(self._leave_missing)
        self.missing.opened.connect(lambda index: self._open_miss(self.missing_model.row(index.row())))
        context.theme.changed.connect(self._fit)

    def _make_sections(self) -> None:
        theme, wording = self.context.theme, self.context.wording
        self.improved = self._section(
            _("Most improved"),
            _("No score rose in this time."),
            movement_models.moves_model(theme, wording, self),
            self._open_move,
        )
        self.dropped = self._section(
            _("Worst drops"),
            _("No score fell in this time."),
            movement_models.moves_model(theme, wording, self),
            self._open_move,
        )
        self.verdicts = self._section(
            _("Verdicts that changed"),
            _("No verdict changed in this time."),
            movement_models.verdicts_model(theme, wording, self),
            self._open_move,
        )
        self.misses = self._section(
            _("Missed most often"),
            _("No service misses a question."),
            movement_models.misses_model(theme, wording, self),
            self._show_missing,
        )
        self.stalest = self._section(
            _("Stalest reviews"),
            _("No review was decided yet."),
            movement_models.stalest_model(theme, wording, lambda: self.bar.days[1], self),
            lambda line: self.context.open_service(line.service.id),
        )
        self.appeared = self._section(
            _("New and gone"),
            _("No service was added or archived in this time."),
            movement_models.appearances_model(theme, wording, self),
            self._open_appearance,
        )

    def _section(
        self, title: str, nothing: str, model: MovementModel[Row], opened: Callable[[Row], None]
    ) -> MovementSection[Row]:
        return MovementSection(self.context.theme, self.context.wording, title, nothing, model, opened)

    @property
    def sections(self) -> tuple[MovementSection[Any], ...]:
        """Return the lists in reading order."""
        return (self.dropped, self.improved, self.verdicts, self.misses, self.stalest, self.appeared)

    def _lay_out(self) -> None:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 12, 0)
        column.setSpacing(16)
        column.addWidget(self.trend)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(20)
        column.addLayout(self._grid)
        column.addStretch(1)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(inner)
        self._missing_part = QWidget()
        self.missing.setModel(self.missing_model)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.missing_heading, 1)
        row.addWidget(self.back, 0, Qt.AlignmentFlag.AlignTop)
        below = QVBoxLayout(self._missing_part)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(8)
        below.addLayout(row)
        below.addWidget(self.missing, 1)
        for part in (QWidget(), self.area, self._missing_part, self.empty):
            self._stack.addWidget(part)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self.bar)
        layout.addWidget(self._stack, 1)
        self._fit()

    def show_portfolio(self, portfolio: Portfolio, lines: Sequence[ServiceLine]) -> None:
        """Tell what moved up to the day that is shown, of the services shown."""
        self._portfolio, self._lines = portfolio, lines
        self.bar.show_day(portfolio.day)
        self._look()

    @Slot()
    def _look(self) -> None:
        """Read both days beside the window, then one day of the trend after the other; newer questions go first."""
        portfolio = self._portfolio
        if portfolio is None or self.context.tasks.closed:
            return
        self._asked += 1
        since, until = self.bar.days
        wording = self.context.wording
        self.bar.between.setText(f"{wording.date(since)} – {wording.date(until)}")
        self.bar.reading.show()  # of ten thousand services it takes a while, and what stands below is of other days
        is_all = len(self._lines) == len(portfolio.lines)
        only = None if is_all else frozenset(line.service.id for line in self._lines)
        after = portfolio.lines if until == portfolio.day else ()
        session, number = self.context.session, self._asked
        self.context.tasks.run_long(
            lambda _job: read_movement(session, since, until, only, after),
            partial(self._take, number, only),
            owner=self,
        )

    def _take(self, number: int, only: Collection[UUID] | None, view: MovementView) -> None:
        if number != self._asked:
            return
        self.bar.reading.hide()
        self._show(view)
        self._points = {}
        days = days_of_trend(view.since, view.until)
        # Then and now first, then the days in between, the newest first.
        self._read_points(number, only, [days[0], *reversed(days[1:])])

    def _read_points(self, number: int, only: Collection[UUID] | None, days: list[date]) -> None:
        if not days or number != self._asked or self.context.tasks.closed:
            return
        session = self.context.session

        def show(point: PortfolioPoint) -> None:
            if number == self._asked:
                self._points[point.day] = point
                self.trend.show_points([self._points[day] for day in sorted(self._points)])
                self._read_points(number, only, days[1:])

        self.context.tasks.run_long(lambda _job: read_point(session, days[0], only), show, owner=self)

    def _show(self, view: MovementView) -> None:
        had_focus = self.isVisible() and self.isAncestorOf(self.window().focusWidget())
        moved = view.movement
        self.improved.show_rows(moved.improved)
        self.dropped.show_rows(moved.dropped)
        self.verdicts.show_rows(moved.verdicts)
        self.misses.show_rows(view.misses)
        self.stalest.show_rows(view.stalest)
        came = [Appearance(line, came=True) for line in moved.arrived]
        self.appeared.show_rows([*came, *(Appearance(line, came=False) for line in moved.gone)])
        is_empty = not view.misses and not view.stalest and not moved.gone and not moved.verdicts
        asked = next((each for each in view.misses if each.miss.question == self._question), None)
        if asked is not None:
            self._show_missing(asked)
        else:
            self._question = ""
            self._stack.setCurrentWidget(self.empty if is_empty else self.area)
        if had_focus and not self.isAncestorOf(self.window().focusWidget()):
            self.take_focus()

    def _show_missing(self, asked: AskedMiss) -> None:
        self._question = asked.miss.question
        count = len(asked.lines)
        heading = ngettext("Missed by {count} service: {question}", "Missed by {count} services: {question}", count)
        self.missing_heading.setText(heading.format(count=count, question=asked.text))
        self.missing_model.show_lines(asked.lines)
        self._stack.setCurrentWidget(self._missing_part)
        self.missing.fit()
        self.missing.setCurrentIndex(self.missing_model.index(0, 0))
        self.missing.setFocus()

    @Slot()
    def _leave_missing(self) -> None:
        self._question = ""
        self._stack.setCurrentWidget(self.area)
        self.misses.table.setFocus()

    def _open_miss(self, line: ServiceLine) -> None:
        assert line.standing is not None, "its review misses the question"
        self.context.open_question(line.standing.id, self._question)

    def _open_move(self, move: Move) -> None:
        self.context.open_service(move.service.id)

    def _open_appearance(self, each: Appearance) -> None:
        self.context.open_service(each.line.service.id)

    @Slot()
    def _fit(self) -> None:
        is_beside = self.width() >= self.context.theme.pixels(_SIDE_BY_SIDE)
        for place, section in enumerate(self.sections):
            row, column = divmod(place, 2) if is_beside else (place, 0)
            self._grid.addWidget(section, row, column)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1 if is_beside else 0)
        for section in self.sections:
            section.fit()

    def take_focus(self) -> None:
        """Put the focus on the services that miss a question where those are shown, else on the time."""
        is_missing = self._stack.currentWidget() is self._missing_part
        (self.missing if is_missing else self.bar.span).setFocus()

    def bindings(self) -> Sequence[Binding]:
        """Return the keys of the lists."""
        return (
            Binding(_("Enter"), _("Open the service, or show who misses the question")),
            Binding(_("Esc"), _("Back to movement")),
        )

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._stack.currentWidget() is self._missing_part:
            self._leave_missing()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()
