"""Remediation over time: burn-down, burn-up, ages and throughput of all, a team or a service, as of any day."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from shipworthy.gui.context import Context
from shipworthy.gui.models.flow_model import FlowModel
from shipworthy.gui.pages.remediation.day_bar import DayBar
from shipworthy.gui.pages.remediation.remediation_tab import RemediationTab
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.empty_state import EmptyState
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.gui.widgets.picture_view import PictureView
from shipworthy.gui.widgets.table_view import TableView
from shipworthy.reports import chart_entries
from shipworthy.text import _
from shipworthy.workflows.over_time import OverTime, Records, over_time, read_records

_TABLE_WIDTH = 330
_ANY_WIDTH = 16_777_215  # Qt's own limit
_SIDE_BY_SIDE = 760  # narrower, the figures stand beneath the pictures


class OverTimeTab(RemediationTab):
    """The bar says of whom, over which days and as of when; beneath it pictures, and the figures beside them."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._records: Records | None = None
        self._asked = 0
        self.bar = DayBar()
        self.burn_down = PictureView(context, _("Burn-down"))
        self.burn_up = PictureView(context, _("Burn-up"))
        self.severities = PictureView(context, _("By severity"))
        self.model = FlowModel(context.wording, self)
        self.table = TableView(context.theme, context.wording, _("Figures"))
        self.table.setModel(self.model)
        self.heading = PlainLabel("", "soft", wrap=True)
        self.review_button = push_button(_("Go to the review"))
        self.review_button.clicked.connect(lambda: context.go_to("review"))
        self.empty = EmptyState(
            _("Nothing to look back on yet"),
            _("Here stands how work on items goes: what is left, how old it is, how long it takes. Make items first."),
            [self.review_button],
        )
        self.nothing = EmptyState(
            _("No items here"), _("Nothing was made by that day for what is chosen above. Choose more, or a later day.")
        )
        self._build()
        self.bar.changed.connect(self._look_soon)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(60)  # milliseconds: a slider that is dragged passes many days
        self._rest.timeout.connect(self._look)
        context.theme.changed.connect(self._fit)

    def _build(self) -> None:
        pictures = QVBoxLayout()
        pictures.setSpacing(20)
        for view in (self.burn_down, self.burn_up, self.severities):
            part = QVBoxLayout()
            part.setSpacing(6)
            part.addWidget(PlainLabel(view.accessibleName(), "title"))
            part.addWidget(view)
            pictures.addLayout(part)
        pictures.addStretch(1)
        figures = QVBoxLayout()
        figures.setSpacing(6)
        figures.addWidget(PlainLabel(_("Figures"), "title"))
        figures.addWidget(self.heading)
        figures.addWidget(self.table)
        figures.addStretch(1)
        inner = QWidget()
        self._sides = QHBoxLayout(inner)
        self._sides.setContentsMargins(0, 0, 12, 0)
        self._sides.setSpacing(28)
        self._sides.addLayout(pictures, 1)
        self._sides.addLayout(figures)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setProperty("role", "focusable")
        self.area.setAccessibleName(_("Pictures and figures"))
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(inner)
        self._stack = QStackedWidget()
        for each in (QWidget(), self.area, self.nothing, self.empty):
            self._stack.addWidget(each)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 12, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self.bar)
        layout.addWidget(self._stack, 1)

    def refresh(self) -> None:
        self._context.read(read_records, self._take, owner=self)

    def take_focus(self) -> None:
        """Put the focus on what is chosen first; where there are no items, on what leads to some."""
        is_empty = self._stack.currentWidget() is self.empty
        (self.review_button if is_empty else self.bar.scope).setFocus()

    def _take(self, records: Records) -> None:
        self._records = records
        if not records.history.lives:
            had_focus = self.isAncestorOf(self.window().focusWidget())
            self._stack.setCurrentWidget(self.empty)
            if had_focus:
                self.take_focus()  # before the bar goes: Qt would give its focus to anything
        self.bar.setVisible(bool(records.history.lives))
        if not records.history.lives:
            return
        self.bar.show_records(records)
        self._look()

    @Slot()
    def _look_soon(self) -> None:
        self._rest.start()

    @Slot()
    def _look(self) -> None:
        records = self._records
        if records is None or not records.history.lives or self._context.tasks.closed:
            return
        self._asked += 1
        number, scope, day, back = self._asked, self.bar.chosen_scope, self.bar.day, self.bar.days_back

        def show(found: OverTime) -> None:
            if number == self._asked:  # else another look was asked for meanwhile
                self._show(found)

        self._context.read(lambda _session: over_time(records, scope, day, back), show, owner=self)

    def _show(self, found: OverTime) -> None:
        wording = self._context.wording
        self._stack.setCurrentWidget(self.nothing if found.is_empty else self.area)
        if found.is_empty:
            return
        figures = found.figures
        self.burn_down.show_chart(chart_entries.burn_down(found.points, wording))
        self.burn_up.show_chart(chart_entries.burn_up(found.points, wording))
        self.severities.show_chart(chart_entries.severities(figures, wording))
        self.heading.setText(
            _("As of {day}; what was made, done, verified and reopened since {first}").format(
                day=wording.date(figures.day), first=wording.date(figures.first)
            )
        )
        self.model.show_figures(figures)
        self._fit()

    @Slot()
    def _fit(self) -> None:
        theme = self._context.theme
        beside = self.width() >= theme.pixels(_SIDE_BY_SIDE)
        self._sides.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
        width = theme.pixels(_TABLE_WIDTH)
        for each in (self.table, self.heading):
            each.setMinimumWidth(width)
            each.setMaximumWidth(width if beside else _ANY_WIDTH)
        self.table.show_whole(self.model.rowCount())

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()
