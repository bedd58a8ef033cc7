"""What is done to the services selected in the table: by the bar, by the context menu; and the services in no list.

The first page shown need not wait for what comes later: bar, dialogs and editor are imported when they are asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from shipworthy.domain.service import Service
from shipworthy.gui.context import Context
from shipworthy.gui.editing import edits
from shipworthy.gui.pages.portfolio.portfolio_state import PortfolioState
from shipworthy.gui.pages.portfolio.services_tab import ServicesTab
from shipworthy.gui.pages.service.acts import ServiceActs
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.text import _

if TYPE_CHECKING:
    from shipworthy.gui.pages.portfolio.services_bulk_bar import ServicesBulkBar


class SelectionActs(QObject):
    """Joined to the tab of services; on a past day there is nothing to act on."""

    def __init__(self, context: Context, state: PortfolioState, tab: ServicesTab) -> None:
        super().__init__(tab)
        self._context = context
        self._state = state
        self._tab = tab
        self._acts = ServiceActs(context, tab)
        self._bar: ServicesBulkBar | None = None
        tab.selection_changed.connect(self._show_bar)
        state.day_changed.connect(self._show_bar)
        tab.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        tab.table.customContextMenuRequested.connect(self._open_menu)
        self.archived = self._action(_("Archived &services…"), self.show_archived)
        self.duplicates = self._action(_("Likely &duplicates…"), self.show_duplicates)
        self.more_button = push_button(f"{_('More')} ▾", "flat")
        self.more_button.setAccessibleName(_("More"))
        menu = QMenu(self.more_button)
        menu.addActions([self.archived, self.duplicates])
        self.more_button.clicked.connect(lambda: menu.popup(self._below_button()))
        tab.add_tool(self.more_button)
        self.menu = QMenu(_("Services selected"), tab.table)
        self.edit = self._add(_("&Edit service…"), self._edit)
        self.note = self._add(_("&Note incident or major change…"), lambda: self._acts.note(self._selected()))
        self.merge = self._add(_("Merge &with…"), self._merge)
        self.archive = self._add(_("&Archive…"), self._archive)
        edits(context, self.edit, self.note, self.merge, self.archive)

    @property
    def bar(self) -> ServicesBulkBar:
        """Return the bar, made when it is first wanted."""
        from shipworthy.gui.pages.portfolio.services_bulk_bar import ServicesBulkBar

        if self._bar is None:
            self._bar = ServicesBulkBar(self._context)
            self._bar.left.connect(self._tab.take_focus)
            self._tab.add_foot(self._bar)
        return self._bar

    @Slot()
    def show_archived(self) -> None:
        """List the archived services."""
        from shipworthy.gui.pages.portfolio.archived_dialog import ArchivedDialog

        ArchivedDialog(self._context, self._tab.window()).open()

    @Slot()
    def show_duplicates(self) -> None:
        """List the services that are likely the same."""
        from shipworthy.gui.pages.portfolio.duplicates_dialog import DuplicatesDialog

        DuplicatesDialog(self._context, self._tab.window()).open()

    def _action(self, text: str, act: Callable[[], object]) -> QAction:
        action = QAction(text, self)
        action.triggered.connect(act)
        return action

    def _add(self, text: str, act: Callable[[], object]) -> QAction:
        action = self._action(text, act)
        self.menu.addAction(action)
        return action

    def _below_button(self) -> QPoint:
        rect = self.more_button.rect()
        return self.more_button.mapToGlobal(rect.bottomRight() if self._tab.isRightToLeft() else rect.bottomLeft())

    def _selected(self) -> tuple[Service, ...]:
        return tuple(line.service for line in self._tab.selected_services())

    @Slot()
    def _show_bar(self) -> None:
        selected = self._selected()
        self.more_button.setDisabled(self._state.day is not None)
        if self._bar is None and len(selected) < 2:
            return
        had_focus = self.bar.isVisible() and self.bar.isAncestorOf(self.bar.window().focusWidget())
        # One service is acted on by its page or by the menu: the bar would never go.
        is_wanted = len(selected) > 1 and self._state.day is None
        if had_focus and not is_wanted:
            self._tab.take_focus()
        self.bar.show_services(selected if is_wanted else ())

    @Slot(QPoint)
    def _open_menu(self, place: QPoint) -> None:
        selected = self._selected()
        if not selected or self._state.day is not None:
            return
        self.edit.setEnabled(len(selected) == 1)
        self.merge.setEnabled(len(selected) <= 2)
        self.merge.setText(_("Merge &with…") if len(selected) == 1 else _("&Merge…"))
        self.menu.popup(self._tab.table.viewport().mapToGlobal(place))

    def _edit(self) -> None:
        from shipworthy.gui.pages.service_editor import ServiceEditor

        ServiceEditor(self._context, self._selected()[0].id, self._tab.window()).open()

    def _merge(self) -> None:
        selected = self._selected()
        if len(selected) == 1:
            self._acts.merge_with(selected[0])
        else:
            self._acts.merge(*selected)

    def _archive(self) -> None:
        self._acts.archive([each.id for each in self._selected()])
