"""The services as a table: where each stands and how it went, sorted, grouped, and with the columns that are wanted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from shipworthy.domain.portfolio import ServiceLine
from shipworthy.domain.service_filter import Facet
from shipworthy.gui.context import Context
from shipworthy.gui.editing import edits
from shipworthy.gui.models.services_model import ServicesModel
from shipworthy.gui.pages.portfolio.column_menu import ColumnMenu
from shipworthy.gui.pages.portfolio.group_button import GroupButton
from shipworthy.gui.pages.portfolio.portfolio_state import PortfolioState
from shipworthy.gui.pages.portfolio.portfolio_tab import PortfolioTab
from shipworthy.gui.pages.portfolio.services_table import ServicesTable
from shipworthy.gui.pages.portfolio.trend_reading import TrendReading
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.empty_state import EmptyState
from shipworthy.gui.widgets.flow_layout import FlowLayout
from shipworthy.gui.widgets.page import Binding
from shipworthy.text import _
from shipworthy.workflows.portfolio import Portfolio

_LEAST_HEIGHT = 200  # of the table


class ServicesTab(PortfolioTab):
    """The table; `add_foot` puts a widget below it, `selection_changed` follows `selected_services`.

    Grouping, columns and sorting are those of the state, and what a person changes of them is told to it.
    `order_changed` when the table was sorted or grouped otherwise.
    """

    new_service_asked = Signal()
    selection_changed = Signal()
    order_changed = Signal()

    def __init__(self, context: Context, state: PortfolioState, parent: QWidget | None = None) -> None:
        super().__init__(context, state, parent)
        self._portfolio: Portfolio | None = None
        self._group_by: Facet | None = None
        self.model = ServicesModel(context.theme, context.wording, self)
        self.table = ServicesTable(context, self.model)
        self.group = GroupButton(context.wording)
        self.column_button = push_button(f"{_('Columns')} ▾", "flat")
        self.column_button.setAccessibleName(_("Columns"))
        self.column_menu = ColumnMenu(self.model.columns, self)
        self.add_button = push_button(_("Add a service"), "primary")
        edits(context, self.add_button)
        self.clear_button = push_button(_("Clear filters"))
        self.nothing_found = EmptyState("", "", [self.clear_button])
        self._trends = TrendReading(context, self.model, self.table)
        self._feet = QVBoxLayout()
        self._feet.setSpacing(4)
        self._below = QStackedWidget()
        self._lay_out()
        self._connect()
        self._show_columns()

    def _lay_out(self) -> None:
        for each in (self.table, self.nothing_found):
            self._below.addWidget(each)
        self._below.setMinimumHeight(self.context.theme.pixels(_LEAST_HEIGHT))
        self._tools = QWidget()
        row = self._tools_row = FlowLayout(self._tools, spacing=4, one_line=True)
        for tool in (self.group, self.column_button, self.add_button):
            row.addWidget(tool)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._below, 1)
        layout.addLayout(self._feet)

    def _connect(self) -> None:
        self.add_button.clicked.connect(self.new_service_asked)
        self.clear_button.clicked.connect(self._clear_filter)
        self.group.chosen.connect(self._choose_grouping)
        self.group.fold_asked.connect(self._fold_all)
        self.column_button.clicked.connect(self._open_columns)
        self.column_menu.chosen.connect(self._choose_columns)
        self.table.columns_asked.connect(self._open_columns_at)
        self.table.columns_moved.connect(lambda: self._choose_columns(self.table.shown_columns))
        self.table.sorting_changed.connect(self._choose_sorting)
        self.table.service_opened.connect(self.context.open_service)
        self.table.selectionModel().selectionChanged.connect(self.selection_changed)
        self.model.layoutChanged.connect(self.order_changed)
        self.state.arrangement_changed.connect(self._arrange)
        self.context.theme.changed.connect(self.table.viewport().update)

    def add_foot(self, foot: QWidget) -> None:
        """Put a widget below the table, such as what acts on a selection: there it moves no row as it comes."""
        self._feet.addWidget(foot)

    def add_tool(self, tool: QWidget) -> None:
        """Put a widget before the button that adds a service."""
        self._tools_row.insert_widget(self._tools_row.indexOf(self.add_button), tool)

    def selected_services(self) -> tuple[ServiceLine, ...]:
        """Return the services that are selected, in the order of the table."""
        return self.table.selected_lines()

    def ordered(self, lines: Sequence[ServiceLine]) -> Sequence[ServiceLine]:
        """Return lines in the order of the table."""
        return self.model.ordered(lines)

    @property
    def lines(self) -> Sequence[ServiceLine]:
        """Return the services of the table, in its order."""
        return self.model.lines

    def show_portfolio(self, portfolio: Portfolio, lines: Sequence[ServiceLine]) -> None:
        """Show services, keeping those that are selected."""
        self.add_button.setDisabled(portfolio.is_past)
        self._show_lines(portfolio, lines)
        if portfolio is not self._portfolio:
            self._portfolio = portfolio
            self._trends.forget(portfolio.day)
            self._show_columns()
            self.table.fit()

    def _show_lines(self, portfolio: Portfolio, lines: Sequence[ServiceLine]) -> None:
        selected, current = [line.service.id for line in self.selected_services()], self.table.current
        self.model.show_lines(lines, portfolio.stale, portfolio.falls_with)
        self._say_nothing_found(bool(portfolio.lines))
        self._keep(selected, current, bool(lines))

    def _say_nothing_found(self, has_services: bool) -> None:
        """Say why there is nothing to show: the filter, or that nothing was there yet on a past day."""
        if has_services:
            texts = (_("No service fits"), _("No service is left by the filters and words above."))
        else:
            texts = (_("No services on this day"), _("None had been added by then. Choose a later day, or today."))
        self.nothing_found.show_texts(*texts)
        self.clear_button.setVisible(has_services)

    def _keep(self, selected: Sequence[UUID], current: UUID | None, has_lines: bool) -> None:
        self._below.setCurrentWidget(self.table if has_lines else self.nothing_found)
        self.table.choose(selected, current)
        self.selection_changed.emit()

    def tools(self) -> Sequence[QWidget]:
        return (self._tools,)

    def take_focus(self) -> None:
        if self.model.rowCount():
            self.table.setFocus()
        else:
            (self.group.button if self.clear_button.isHidden() else self.clear_button).setFocus()

    def bindings(self) -> Sequence[Binding]:
        return (
            Binding(_("Enter"), _("Open the chosen service; fold or unfold a group")),
            Binding(_("Left, Right"), _("On a group: fold, unfold")),
            Binding(_("Shift with the arrows"), _("Select several services, to change them together")),
            Binding(_("Esc"), _("With several selected: only the current one")),
        )

    @Slot()
    def _arrange(self) -> None:
        """Group, sort and show columns as the state says."""
        view = self.state.current_view()
        wanted = Facet(view.group_by) if view.group_by in list(Facet) else None
        if wanted is not self._group_by:
            self._group_by = wanted
            selected, current = [line.service.id for line in self.selected_services()], self.table.current
            self.model.group_by(wanted)
            self._keep(selected, current, self.model.rowCount() > 0)
            self.group.show_grouping(wanted)
            self.order_changed.emit()
        self.table.show_sorting(view.sort_by, view.descending)
        self._show_columns()

    def _show_columns(self) -> None:
        """Show the columns that are asked for, else the usual ones that say anything."""
        self.table.show_columns(self.state.current_view().columns or self._usual_columns())

    def _usual_columns(self) -> Sequence[str]:
        lines = self._portfolio.lines if self._portfolio is not None else ()
        idle = {
            self._group_by.value if self._group_by is not None else "",
            "" if any(line.service.team for line in lines) else "team",
            "" if any(line.capped_by for line in lines) else "capped_by",
        }
        return [column.id for column in self.model.columns if column.usual and column.id not in idle]

    @Slot(object)
    def _choose_grouping(self, facet: Facet | None) -> None:
        self.state.apply_view(replace(self.state.current_view(), group_by=facet.value if facet else ""))

    @Slot(bool)
    def _fold_all(self, folded: bool) -> None:
        selected, current = [line.service.id for line in self.selected_services()], self.table.current
        self.model.fold_all(folded)
        self._keep(selected, current, self.model.rowCount() > 0)

    @Slot(object)
    def _choose_columns(self, ids: Sequence[str]) -> None:
        self.state.apply_view(replace(self.state.current_view(), columns=tuple(ids)))

    @Slot(str, bool)
    def _choose_sorting(self, column: str, descending: bool) -> None:
        self.state.apply_view(replace(self.state.current_view(), sort_by=column, descending=descending))

    @Slot()
    def _open_columns(self) -> None:
        rect = self.column_button.rect()
        below = rect.bottomRight() if self.isRightToLeft() else rect.bottomLeft()
        self._open_columns_at(self.column_button.mapToGlobal(below))

    @Slot(object)
    def _open_columns_at(self, place: QPoint) -> None:
        self.column_menu.open_at(place, self.table.shown_columns)

    @Slot()
    def _clear_filter(self) -> None:
        self.state.clear_filter()
        self.take_focus()
