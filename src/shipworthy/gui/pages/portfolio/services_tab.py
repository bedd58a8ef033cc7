"""The services as a table: where each stands, sorted and opened."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from shipworthy.domain.portfolio import ServiceLine
from shipworthy.gui.context import Context
from shipworthy.gui.models.services_model import CAPPED_BY, NAME, TEAM, ServicesModel
from shipworthy.gui.pages.portfolio.portfolio_state import PortfolioState
from shipworthy.gui.pages.portfolio.portfolio_tab import PortfolioTab
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.empty_state import EmptyState
from shipworthy.gui.widgets.page import Binding
from shipworthy.gui.widgets.table_view import TableView
from shipworthy.text import _
from shipworthy.workflows.portfolio import Portfolio


class ServicesTab(PortfolioTab):
    """The table; `add_bar` puts a widget above it, `selection_changed` follows `selected_services`.

    `order_changed` when the table was sorted or grouped otherwise.
    """

    new_service_asked = Signal()
    selection_changed = Signal()
    order_changed = Signal()

    def __init__(self, context: Context, state: PortfolioState, parent: QWidget | None = None) -> None:
        super().__init__(context, state, parent)
        self.model = ServicesModel(context.theme, context.wording, self)
        self.table = TableView(context.theme, context.wording, _("Services"), elastic=(TEAM, CAPPED_BY))
        self.add_button = push_button(_("Add a service"), "primary")
        self.clear_button = push_button(_("Clear filters"))
        self.nothing_found = EmptyState(
            _("No service fits"), _("No service is left by the filters and words above."), [self.clear_button]
        )
        self._bars = QVBoxLayout()
        self._bars.setSpacing(8)
        self._below = QStackedWidget()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.table.setModel(self.model)
        self.table.setSortingEnabled(True)
        self.table.sortByColumn(NAME, Qt.SortOrder.AscendingOrder)
        for each in (self.table, self.nothing_found):
            self._below.addWidget(each)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(self._bars)
        layout.addWidget(self._below, 1)

    def _connect(self) -> None:
        self.add_button.clicked.connect(self.new_service_asked)
        self.clear_button.clicked.connect(self._clear_filter)
        self.table.opened.connect(self._open)
        self.table.selectionModel().selectionChanged.connect(self.selection_changed)
        self.model.layoutChanged.connect(self.order_changed)
        self.context.theme.changed.connect(self.table.viewport().update)

    def add_bar(self, bar: QWidget) -> None:
        """Put a widget above the table, such as what acts on the services that are selected."""
        self._bars.addWidget(bar)

    def selected_services(self) -> tuple[ServiceLine, ...]:
        """Return the services that are selected, in the order of the table."""
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return tuple(self.model.line(row) for row in rows)

    def ordered(self, lines: Sequence[ServiceLine]) -> Sequence[ServiceLine]:
        """Return lines in the order of the table."""
        return self.model.ordered(lines)

    def show_portfolio(self, portfolio: Portfolio, lines: Sequence[ServiceLine]) -> None:
        """Show services, keeping the one that is chosen."""
        chosen = self._chosen()
        self.model.show_lines(lines, portfolio.stale)
        self.table.setColumnHidden(CAPPED_BY, not any(line.capped_by for line in lines))
        self._choose(chosen)
        self.table.fit()
        self._below.setCurrentWidget(self.table if lines else self.nothing_found)
        self.selection_changed.emit()

    def tools(self) -> Sequence[QWidget]:
        return (self.add_button,)

    def take_focus(self) -> None:
        (self.table if self.model.rowCount() else self.clear_button).setFocus()

    def bindings(self) -> Sequence[Binding]:
        return (Binding(_("Enter"), _("Open the chosen service")),)

    def _chosen(self) -> UUID | None:
        index = self.table.currentIndex()
        return self.model.line(index.row()).service.id if index.isValid() else None

    def _choose(self, service_id: UUID | None) -> None:
        if self.model.rowCount():
            row = self.model.row_of(service_id) if service_id else None
            self.table.setCurrentIndex(self.model.index(row or 0, NAME))

    @Slot()
    def _clear_filter(self) -> None:
        self.state.clear_filter()
        self.take_focus()

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        self.context.open_service(self.model.line(index.row()).service.id)
