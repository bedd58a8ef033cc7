"""The start page: every service with where it stands, and the way to each of them."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedLayout, QStackedWidget, QVBoxLayout, QWidget

from shipworthy.gui.context import Context
from shipworthy.gui.models.services_model import CAPPED_BY, NAME, TEAM, ServicesModel
from shipworthy.gui.pages.first_run import FirstRun
from shipworthy.gui.sample_loading import SampleLoading
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.empty_state import EmptyState
from shipworthy.gui.widgets.page import Binding, Page
from shipworthy.gui.widgets.table_view import TableView
from shipworthy.gui.widgets.verdict_strip import VerdictStrip
from shipworthy.text import _, ngettext
from shipworthy.workflows.portfolio import Portfolio, portfolio_on


class PortfolioPage(Page):
    """The list of services; `new_service_asked` when one is to be added."""

    new_service_asked = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._is_due = True
        self._count = 0
        self.model = ServicesModel(context.theme, context.wording, self)
        self.table = TableView(context.theme, context.wording, _("Services"), elastic=(TEAM, CAPPED_BY))
        self.filter = QLineEdit(clearButtonEnabled=True)
        self.strip = VerdictStrip(context.theme, context.wording)
        self.nothing_found = EmptyState(_("No service fits"), _("No service has all these words. Clear the filter."))
        self._samples = SampleLoading(context, self)
        self._samples.refused.connect(self._samples_refused)
        self.empty = self._first_run()
        self._list = self._list_part()
        self._stack = QStackedLayout(self)
        for part in (QWidget(), self.empty, self._list):
            self._stack.addWidget(part)
        context.changed.connect(self._read_when_seen)
        context.taken_back.connect(self._read_when_seen)
        context.theme.changed.connect(self._repaint)
        self.set_heading(_("Portfolio"))

    @Slot()
    def load_samples(self) -> None:
        """Add the sample services."""
        self.empty.setEnabled(False)
        self._samples.start()

    def _first_run(self) -> FirstRun:
        first = FirstRun(self.context.theme)
        first.samples_asked.connect(self.load_samples)
        first.service_asked.connect(self.new_service_asked)
        first.manual_asked.connect(lambda: self.context.go_to("manual"))
        return first

    def _list_part(self) -> QWidget:
        self.filter.setPlaceholderText(_("Filter by name, team, tag, tier or verdict"))
        self.filter.setAccessibleName(_("Filter services"))
        self.filter.setMaximumWidth(360)
        self.filter.textChanged.connect(self._filter)
        self.filter.returnPressed.connect(self._enter_table)
        add = push_button(_("Add a service"), "primary")
        add.clicked.connect(self.new_service_asked)
        self.table.setModel(self.model)
        self.table.setSortingEnabled(True)
        self.table.sortByColumn(NAME, Qt.SortOrder.AscendingOrder)
        self.table.opened.connect(self._open)
        QShortcut(QKeySequence(Qt.Modifier.CTRL | Qt.Key.Key_F), self, self.filter.setFocus)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.filter, 1)
        row.addStretch(1)
        row.addWidget(add)
        below = QStackedWidget()
        below.addWidget(self.table)
        below.addWidget(self.nothing_found)
        self._below = below
        part = QWidget()
        layout = QVBoxLayout(part)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(self.strip)
        layout.addLayout(row)
        layout.addWidget(below, 1)
        return part

    @Slot()
    def _read_when_seen(self) -> None:
        self._is_due = True
        if self.isVisible():
            self._read()

    def _read(self) -> None:
        self._is_due = False
        self.context.read(portfolio_on, self.show_portfolio, owner=self)

    def show_portfolio(self, portfolio: Portfolio) -> None:
        """Show services, keeping the one that is chosen."""
        lines = portfolio.lines
        chosen = self._chosen()
        is_typing = self.filter.hasFocus()
        self._count = len(lines)
        self.set_heading(
            _("Portfolio"),
            ngettext("{count} service", "{count} services", len(lines)).format(count=len(lines)) if lines else "",
        )
        self.strip.show_verdicts(line.verdict for line in lines)
        self.model.show_lines(lines, portfolio.stale)
        self.table.setColumnHidden(CAPPED_BY, not any(line.capped_by for line in lines))
        self.empty.setEnabled(True)
        self._stack.setCurrentWidget(self._list if lines else self.empty)
        self._choose(chosen)
        self.table.fit()
        self._show_found()
        if self.isVisible() and not is_typing:
            self._focus()

    def _chosen(self) -> UUID | None:
        index = self.table.currentIndex()
        return self.model.line(index.row()).service.id if index.isValid() else None

    def _choose(self, service_id: UUID | None) -> None:
        if self.model.rowCount():
            row = self.model.row_of(service_id) if service_id else None
            self.table.setCurrentIndex(self.model.index(row or 0, NAME))

    @Slot(str)
    def _filter(self, text: str) -> None:
        chosen = self._chosen()
        self.model.filter_by(text)
        self._choose(chosen)
        self._show_found()

    def _show_found(self) -> None:
        self._below.setCurrentWidget(self.table if self.model.rowCount() else self.nothing_found)

    @Slot()
    def _enter_table(self) -> None:
        if self.model.rowCount():
            self.table.setFocus()

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        self.context.open_service(self.model.line(index.row()).service.id)

    @Slot()
    def _repaint(self) -> None:
        self.table.viewport().update()

    @Slot()
    def _samples_refused(self) -> None:
        self.empty.setEnabled(True)
        self._focus()

    def _focus(self) -> None:
        if not self._count:
            self.empty.load.setFocus()
        else:
            self.table.setFocus()

    def bindings(self) -> Sequence[Binding]:
        return (
            Binding(_("Enter"), _("Open the chosen service")),
            Binding(QKeySequence("Ctrl+F").toString(QKeySequence.SequenceFormat.NativeText), _("Filter")),
        )

    def arrive(self) -> None:
        if self._is_due:
            self._read()
        self._focus()
