"""The Reports page: what to report on and for whom beside the report itself, as its file will hold it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from shipworthy.domain.report_kind import ReportOrder
from shipworthy.gui.context import Context
from shipworthy.gui.pages.reports.report_choices import ReportChoices
from shipworthy.gui.pages.service_editor_parts import scrolled
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.empty_state import EmptyState
from shipworthy.gui.widgets.page import Page
from shipworthy.text import _
from shipworthy.workflows.reports.choice import ReportMatter, read_matter

_COLUMN, _NARROWEST_COLUMN = 300, 240


class ReportsPage(Page):
    """Choices in a column at the leading edge; what is chosen is kept as long as the window is open.

    `new_service_asked` where there is nothing to report on yet.
    """

    new_service_asked = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._is_due = True
        self.choices = ReportChoices(context)
        self.preview = QWidget()
        self.column = self._make_column()
        self._splitter = QSplitter(Qt.Orientation.Horizontal, childrenCollapsible=False)
        self._splitter.setHandleWidth(1)
        self._splitter.addWidget(self.column)
        self._splitter.addWidget(self.preview)
        self._splitter.setStretchFactor(1, 1)
        self.add_button = push_button(_("Add a service"))
        self.add_button.clicked.connect(self.new_service_asked)
        self.empty = EmptyState(
            _("Reports on your services are made here"),
            _(
                "Choose a review, a team or the portfolio, see the report as it will be, and export it. First add a"
                " service, or load the sample portfolio."
            ),
            [self.add_button],
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self._splitter)
        self._stack.addWidget(self.empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        self.choices.changed.connect(self._follow)
        context.changed.connect(self._note_due)
        context.taken_back.connect(self._note_due)
        self._fit()
        context.theme.changed.connect(self._fit)
        self.set_heading(_("Reports"))

    def show_order(self, order: ReportOrder) -> None:
        """Choose what an order says."""
        self.choices.show_order(order)

    def arrive(self) -> None:
        """Read again what there is to report on, where something changed."""
        self._refresh()
        self._take_focus()

    def _take_focus(self) -> None:
        (self.add_button if self._stack.currentWidget() is self.empty else self.choices.subject).setFocus()

    def _make_column(self) -> QWidget:
        body = QVBoxLayout()
        body.setContentsMargins(0, 0, 0, 0)
        body.addWidget(self.choices)
        column = QFrame()
        scroll = scrolled(body)
        inner = scroll.widget()
        assert inner is not None, "it holds the choices"
        for each in (column, inner):
            each.setProperty("ground", "surface")
        layout = QVBoxLayout(column)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll, 1)
        return column

    @Slot()
    def _fit(self) -> None:
        theme = self.context.theme
        self.column.setMinimumWidth(theme.pixels(_NARROWEST_COLUMN))
        self._splitter.setSizes([theme.pixels(_COLUMN), 10_000])

    @Slot()
    def _note_due(self) -> None:
        self._is_due = True
        if self.isVisible():
            self._refresh()

    def _refresh(self) -> None:
        if self._is_due:
            self._is_due = False
            self.context.read(read_matter, self._show_matter, owner=self)

    def _show_matter(self, matter: ReportMatter) -> None:
        shown = self._splitter if matter.services else self.empty
        is_another = shown is not self._stack.currentWidget()
        self._stack.setCurrentWidget(shown)
        self.choices.show_matter(matter)
        if is_another and self.isVisible():
            self._take_focus()

    @Slot()
    def _follow(self) -> None:
        """Preview what is chosen."""
