"""The items as a table: what there is to do, who does it, by when; narrowed, sorted, and changed several at once."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import QModelIndex, Qt, Slot
from PySide6.QtWidgets import QApplication, QScrollArea, QStackedLayout, QStackedWidget, QVBoxLayout, QWidget

from shipworthy.errors import UserError
from shipworthy.gui.context import Context
from shipworthy.gui.editing import edits
from shipworthy.gui.models.item_summary import summarize
from shipworthy.gui.models.items_model import DUE, WAITS_FOR, ItemsModel
from shipworthy.gui.pages.remediation.bulk_bar import EDITS, BulkBar
from shipworthy.gui.pages.remediation.filter_bar import FilterBar
from shipworthy.gui.pages.remediation.filter_state import FilterState
from shipworthy.gui.pages.remediation.item_keys import ItemAct, list_bindings
from shipworthy.gui.pages.remediation.item_table import ItemTable
from shipworthy.gui.pages.remediation.remediation_tab import RemediationTab
from shipworthy.gui.pages.remediation.summary_strip import SummaryStrip
from shipworthy.gui.pages.service_editor_parts import scrolled
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.empty_state import EmptyState
from shipworthy.gui.widgets.page import Binding
from shipworthy.text import _
from shipworthy.workflows.item_lists import ItemLine, list_items
from shipworthy.workflows.remediation import ItemEdit, ItemsChanged, edit_items
from shipworthy.workflows.undo import Step

_LEAST_HEIGHT = 240  # of the table


class TableTab(RemediationTab):
    """All items that the shared filter keeps, what they come to, and the bar for those that are chosen."""

    def __init__(
        self, context: Context, state: FilterState, tools: Sequence[QWidget] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._tools = tools  # the page's own buttons, before that for a new item
        self._context = context
        self._state = state
        self._wants_focus = False  # it came up before there was anything to give the focus to
        self.model = ItemsModel(context.theme, context.wording, self)
        self.model.filter_by(state.filter)
        self.table = ItemTable(context, self.model)
        self.table.sortByColumn(DUE, Qt.SortOrder.AscendingOrder)
        self.strip = SummaryStrip(context.wording)
        self.filters = FilterBar(context.wording, state)
        self.bulk = BulkBar(context.wording)
        self.bulk.show_keys(context.settings.single_key_answers)
        self.empty = self._empty()
        self.nothing_found, self.clear_button = self._nothing_found()
        self._list = self._list_part()
        self._stack = QStackedLayout(self)
        for each in (QWidget(), self.empty, self._list):
            self._stack.addWidget(each)
        self._connect()

    def _connect(self) -> None:
        self._state.changed.connect(self._filter)
        self._context.theme.changed.connect(self.table.viewport().update)
        self._context.settings_changed.connect(lambda settings: self.bulk.show_keys(settings.single_key_answers))
        self.table.opened.connect(self._open)
        self.table.acted.connect(self._act)
        self.table.selectionModel().selectionChanged.connect(self._show_chosen)
        self.model.modelReset.connect(self._show_chosen)
        self.filters.left.connect(self.take_focus)
        self.bulk.edited.connect(self._edit)
        self.bulk.left.connect(self.take_focus)
        edits(self._context, *self.bulk.buttons.values())

    def _empty(self) -> EmptyState:
        self.review_button = push_button(_("Go to the review"))
        self.review_button.clicked.connect(lambda: self._context.go_to("review"))
        self.new_button = push_button(_("Add an item by hand"))
        self.new_button.clicked.connect(lambda: self.new_asked.emit(None))
        edits(self._context, self.new_button)
        return EmptyState(
            _("Nothing to remedy yet"),
            _(
                "Here stands who closes which gap by when. Finish a review and plan its remediation: every miss "
                "becomes an item, with its owner and its due date."
            ),
            [self.review_button, self.new_button],
        )

    def _nothing_found(self) -> tuple[EmptyState, QWidget]:
        clear = push_button(_("Clear filters"))
        clear.clicked.connect(self._clear_filters)
        return EmptyState(_("No item fits"), _("No item is left by the filters and words above."), [clear]), clear

    def _list_part(self) -> QScrollArea:
        self.add_button = push_button(_("New item"), "primary")
        self.add_button.clicked.connect(lambda: self._act(ItemAct.NEW))
        edits(self._context, self.add_button)
        self.strip.row.setSpacing(8)
        for button in (*self._tools, self.add_button):
            self.strip.row.addWidget(button)
        self._below = QStackedWidget()
        self._below.addWidget(self.table)
        self._below.addWidget(self.nothing_found)
        self._below.setMinimumHeight(self._context.theme.pixels(_LEAST_HEIGHT))
        layout = QVBoxLayout()
        layout.setContentsMargins(0, 12, 0, 0)
        layout.setSpacing(8)
        for each in (self.strip, self.filters, self.bulk):
            layout.addWidget(each)
        layout.addWidget(self._below, 1)
        return scrolled(layout)  # a low window, as at 200 %, has no room for all of it

    def refresh(self) -> None:
        self._context.read(list_items, self.show_lines, owner=self)

    def show_lines(self, lines: Sequence[ItemLine]) -> None:
        """Show items, keeping those that are chosen."""
        chosen, current = self.table.chosen, self.table.current
        self.model.show_lines(lines)
        self.filters.show_lines(lines)
        self.bulk.show_owners(sorted({each.item.owner for each in lines if each.item.owner}, key=str.casefold))
        had_focus = _has_focus(self._list)
        self._stack.setCurrentWidget(self._list if lines else self.empty)
        self._show_found(chosen, current)
        self.table.fit()
        if self._wants_focus or (had_focus and not lines):
            self.take_focus()

    def _show_found(self, chosen: list[UUID], current: UUID | None) -> None:
        self.strip.show_summary(summarize(self.model.lines))
        self.table.setColumnHidden(WAITS_FOR, not any(line.waits_for for line in self.model.lines))
        self._below.setCurrentWidget(self.table if self.model.rowCount() else self.nothing_found)
        self.table.choose(chosen, current)
        self._show_chosen()

    @Slot()
    def _filter(self) -> None:
        chosen, current = self.table.chosen, self.table.current
        self.model.filter_by(self._state.filter)
        self._show_found(chosen, current)

    @Slot()
    def _clear_filters(self) -> None:
        self._state.clear()
        self.take_focus()

    @Slot()
    def _show_chosen(self) -> None:
        count = len(self.table.chosen)
        had_focus = _has_focus(self.bulk)
        self.bulk.show_count(count)
        if not count and had_focus:
            self.take_focus()

    @Slot(object)
    def _act(self, act: ItemAct) -> None:
        if act is ItemAct.NEW:
            current = self.table.currentIndex()
            self.new_asked.emit(self.model.line(current.row()).service.id if current.isValid() else None)
        elif act is ItemAct.SEARCH:
            self.filters.take_search()
        elif act in EDITS and self.table.chosen and self._context.may_edit():
            self._ask(act)

    def _ask(self, act: ItemAct) -> None:
        chosen = frozenset(self.table.chosen)
        items = [line.item for line in self.model.lines if line.item.id in chosen]
        owners, days, states = (
            {each.owner for each in items},
            {each.due for each in items},
            {each.state for each in items},
        )
        self.bulk.ask(
            act,
            owners.pop() if len(owners) == 1 else "",
            days.pop() if len(days) == 1 else None,
            states.pop() if len(states) == 1 else None,
        )

    @Slot(object)
    def _edit(self, edit: ItemEdit) -> None:
        chosen = self.table.chosen
        self._context.write(lambda session: edit_items(session, chosen, edit), self._edited, self._refused, owner=self)

    def _edited(self, changed: ItemsChanged) -> None:
        self.bulk.close_form()
        if changed.sequences:
            self._context.did_step.emit(Step(changed.items[0].service, changed.sequences, changed.name))
            self._context.changed.emit()

    def _refused(self, error: UserError) -> None:
        if self.bulk.is_asking:
            self.bulk.show_problem(error)
        else:
            self._context.failed.emit(error)

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        self.item_asked.emit(self.model.line(index.row()).item.id)

    @Slot()
    def take_focus(self) -> None:
        shown = self._stack.currentWidget()
        self._wants_focus = shown not in (self.empty, self._list)
        if self._wants_focus:
            return
        if shown is self.empty:
            self.review_button.setFocus()
        else:
            (self.table if self.model.rowCount() else self.clear_button).setFocus()
            self._list.ensureWidgetVisible(self._below, 0, 0)

    def leave(self) -> None:
        self._wants_focus = False

    def bindings(self) -> Sequence[Binding]:
        return list_bindings(self._context.settings.single_key_answers)


def _has_focus(part: QWidget) -> bool:
    focus = QApplication.focusWidget()
    return focus is not None and part.isAncestorOf(focus)
