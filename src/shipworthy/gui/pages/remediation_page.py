"""The Remediation page: who closes which gap by when, and what that buys; one tab for each way to look at it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from uuid import UUID

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from shipworthy.gui.command import Command
from shipworthy.gui.context import Context
from shipworthy.gui.editing import edits
from shipworthy.gui.pages.remediation.board_tab import BoardTab
from shipworthy.gui.pages.remediation.filter_state import FilterState
from shipworthy.gui.pages.remediation.item_drawer import ItemDrawer
from shipworthy.gui.pages.remediation.item_files_work import ItemFilesWork
from shipworthy.gui.pages.remediation.over_time_tab import OverTimeTab
from shipworthy.gui.pages.remediation.path_tab import PathTab
from shipworthy.gui.pages.remediation.remediation_tab import RemediationTab
from shipworthy.gui.pages.remediation.table_tab import TableTab
from shipworthy.gui.pages.remediation.waivers_tab import WaiversTab
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.empty_state import EmptyState
from shipworthy.gui.widgets.page import Binding, Page
from shipworthy.gui.widgets.tab_strip import TabStrip, tab_bindings
from shipworthy.text import _

_BOTH = 860  # the width from which list and drawer have room beside each other
_DRAWER = 400
Tab = tuple[str, Callable[[], RemediationTab]]


class RemediationPage(Page):
    """Tabs over one set of items; only the one that is seen reads, whenever something changed."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._fresh: set[RemediationTab] = set()  # tabs that show how things stand
        self.filter = FilterState(self)
        self.files = ItemFilesWork(context, self.filter, self)
        self.drawer = ItemDrawer(context)
        self.new_action = QAction(_("&New item…"), self)
        self.new_action.triggered.connect(lambda: self.drawer.new_item(None))
        edits(context, self.new_action)
        self.tabs = TabStrip(
            _("Parts of the page"), [(title, partial(self._make, make)) for title, make in self._tabs()]
        )
        self.tabs.shown.connect(self._show_tab)
        self.tabs.leaving.connect(lambda tab: tab.leave())
        self.drawer.opened.connect(self._show_drawer)
        self.drawer.closed.connect(self._leave_drawer)
        self._splitter = QSplitter(Qt.Orientation.Horizontal, childrenCollapsible=False)
        self._splitter.setHandleWidth(12)
        self._keep_inside()
        self._splitter.addWidget(self.tabs)
        self._splitter.addWidget(self.drawer)
        self._splitter.setStretchFactor(0, 1)
        self.back = push_button(_("Back to the review"))
        self.back.clicked.connect(lambda: context.go_to("review"))
        self.cover = EmptyState("", "", [self.back])
        self._stack = QStackedWidget()
        self._stack.addWidget(self._splitter)
        self._stack.addWidget(self.cover)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 8, 20, 16)
        layout.addWidget(self._stack)
        context.theme.changed.connect(self._fold)
        context.changed.connect(self._note_due)
        context.taken_back.connect(self._note_due)
        self.set_heading(_("Remediation"))

    def _tabs(self) -> Sequence[Tab]:
        """Return the tabs in order: title, and what makes the tab when it is first shown."""
        context = self.context
        return (
            (_("Table"), lambda: TableTab(context, self.filter, [self.files.menu_button()])),
            (_("Board"), lambda: BoardTab(context, self.filter)),
            (_("Path to ready"), lambda: PathTab(context)),
            (_("Over time"), lambda: OverTimeTab(context)),
            (_("Waivers"), lambda: WaiversTab(context)),
        )

    def _make(self, make: Callable[[], RemediationTab]) -> RemediationTab:
        tab = make()
        tab.item_asked.connect(self.drawer.open_item)
        tab.new_asked.connect(self.drawer.new_item)
        return tab

    @property
    def is_covered(self) -> bool:
        """Tell whether everything is hidden from somebody who answers blind."""
        return bool(self.context.blind_assessor)

    @Slot(object)
    def open_item(self, item_id: UUID) -> None:
        """Show an item in the drawer."""
        if not self.is_covered:
            self.drawer.open_item(item_id)

    def show_waivers(self, waiver_id: UUID | None = None) -> None:
        """Show the register of waivers, with one of them selected."""
        if self.is_covered:
            return
        titles = [self.tabs.bar.tabText(place) for place in range(self.tabs.bar.count())]
        self.tabs.show_tab(titles.index(_("Waivers")))
        if isinstance(self.tab, WaiversTab):
            if waiver_id is not None:
                self.tab.show_waiver(waiver_id)
            self.tab.take_focus()

    @property
    def tab(self) -> RemediationTab | None:
        """Return the tab shown; None before the first."""
        current = self.tabs.current
        return current if isinstance(current, RemediationTab) else None

    def menu_title(self) -> str:
        """Return the title of the page's own menu."""
        return _("Re&mediation")

    def menu_actions(self) -> Sequence[QAction]:
        """Return the page's actions for its menu."""
        return (self.new_action, *self.files.actions)

    def bindings(self) -> Sequence[Binding]:
        """Return the keys of the tab shown, and of the tabs themselves."""
        return (*(self.tab.bindings() if self.tab is not None else ()), *tab_bindings())

    def commands(self) -> Sequence[Command]:
        """Return what the tab shown offers."""
        return self.tab.commands() if self.tab is not None and self.isVisible() and not self.is_covered else ()

    def arrive(self) -> None:
        """Show the tab that was shown last, with what it shows read again where something changed."""
        if self._cover():
            self.back.setFocus()
            return
        if self.tab is None:
            self.tabs.show_tab(0)
        self._refresh()
        if self.tab is not None:
            self.tab.take_focus()

    def leave(self) -> None:
        """Save what is still unsaved."""
        if self.tab is not None:
            self.tab.leave()
        self.drawer.leave()

    def _cover(self) -> bool:
        """Hide everything while somebody answers blind, and tell whether that is so."""
        covered = self.is_covered
        if covered:
            heading = _("Hidden while {name} answers blind").format(name=self.context.blind_assessor)
            self.cover.show_texts(heading, _("Items, waivers and the path follow from the agreed answers."))
        self._stack.setCurrentWidget(self.cover if covered else self._splitter)
        self.setAcceptDrops(not covered)  # a file that is dropped shows what stands here
        for action in self.menu_actions():
            action.setEnabled(not covered)
        return covered

    @Slot()
    def _show_drawer(self) -> None:
        """Make room for the drawer, which takes the focus from the list."""
        if self.tab is not None:
            self.tab.leave()
        width = self.context.theme.pixels(_DRAWER)
        if not self.drawer.isVisible():
            self._splitter.setSizes([max(self._splitter.width() - width, 1), width])
        self._fold()

    @Slot()
    def _leave_drawer(self) -> None:
        self._fold()
        if self.tab is not None and self.isVisible():
            self.tab.take_focus()

    @Slot()
    def _fold(self) -> None:
        """Where both have no room, show the drawer alone."""
        is_open = self.drawer.item_id is not None
        fits = self.width() >= self.context.theme.pixels(_BOTH)
        if is_open and not self.drawer.isVisible():
            self.drawer.show()
        self.tabs.setVisible(fits or not is_open)

    def _keep_inside(self) -> None:
        """Leave a pixel free where the interface runs from right to left: Qt places a splitter's parts that far off."""
        from_right = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        self._splitter.setContentsMargins(0, 0, int(from_right), 0)

    @Slot(object)
    def _show_tab(self, tab: RemediationTab) -> None:
        self._refresh()
        if self.isVisible() and not self.tabs.bar.hasFocus():
            tab.take_focus()

    @Slot()
    def _note_due(self) -> None:
        self._fresh.clear()
        self.drawer.refresh()
        if self.isVisible() and not self._cover():
            self._refresh()

    def _refresh(self) -> None:
        if self.tab is not None and self.tab not in self._fresh:
            self._fresh.add(self.tab)
            self.tab.refresh()

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._keep_inside()
