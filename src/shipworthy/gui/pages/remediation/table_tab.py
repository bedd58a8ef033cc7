"""The items as a table: what there is to do, who does it, by when."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from shipworthy.gui.context import Context
from shipworthy.gui.models.items_model import DUE, SERVICE, TEAM, WAITS_FOR, ItemsModel
from shipworthy.gui.pages.remediation.filter_state import FilterState
from shipworthy.gui.pages.remediation.remediation_tab import RemediationTab
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.empty_state import EmptyState
from shipworthy.gui.widgets.table_view import TableView
from shipworthy.text import _
from shipworthy.workflows.remediation import ItemLine, list_items


class TableTab(RemediationTab):
    """All items that the shared filter keeps."""

    def __init__(self, context: Context, state: FilterState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._state = state
        self._wants_focus = False  # it came up before there was anything to give the focus to
        self.model = ItemsModel(context.theme, context.wording, self)
        self.table = TableView(context.theme, context.wording, _("Remediation items"), (SERVICE, TEAM, WAITS_FOR))
        self.table.setModel(self.model)
        self.table.setSortingEnabled(True)
        self.table.sortByColumn(DUE, Qt.SortOrder.AscendingOrder)
        self.review_button = push_button(_("Go to the review"))
        self.review_button.clicked.connect(lambda: context.go_to("review"))
        self.empty = EmptyState(
            _("Nothing to remedy yet"),
            _(
                "Here stands who closes which gap by when. Finish a review and plan its remediation: every miss "
                "becomes an item, with its owner and its due date."
            ),
            [self.review_button],
        )
        part = QWidget()
        layout = QVBoxLayout(part)
        layout.setContentsMargins(0, 12, 0, 0)
        layout.addWidget(self.table)
        self._part = part
        self._stack = QStackedLayout(self)
        for each in (QWidget(), self.empty, part):
            self._stack.addWidget(each)
        state.changed.connect(self._filter)

    def refresh(self) -> None:
        self._context.read(list_items, self._show, owner=self)

    def _show(self, lines: Sequence[ItemLine]) -> None:
        self.model.show_lines(lines)
        self._stack.setCurrentWidget(self._part if lines else self.empty)
        self.table.fit()
        if self._wants_focus:
            self.take_focus()

    @Slot()
    def _filter(self) -> None:
        self.model.filter_by(self._state.filter)

    def take_focus(self) -> None:
        shown = self._stack.currentWidget()
        self._wants_focus = shown not in (self.empty, self._part)
        if not self._wants_focus:
            (self.table if shown is self._part else self.review_button).setFocus()

    def leave(self) -> None:
        self._wants_focus = False
