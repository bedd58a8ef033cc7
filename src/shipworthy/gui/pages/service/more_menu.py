"""What is done to a service beside editing and reviewing it, as a menu of its page and in the menu bar."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from shipworthy.domain.service_event import EventKind
from shipworthy.gui.context import Context
from shipworthy.gui.editing import edits
from shipworthy.gui.pages.service.acts import ServiceActs
from shipworthy.text import _
from shipworthy.workflows.services import ServiceView


class MoreMenu(QMenu):
    """Acts on the service shown last; the page's own `first` stand above them."""

    def __init__(self, context: Context, page: QWidget, first: Sequence[QAction] = ()) -> None:
        super().__init__(_("More"), page)
        self._view: ServiceView | None = None
        self.acts = ServiceActs(context, page)
        self.addActions(list(first))
        self.incident = self._add(_("Note &incident…"), lambda: self._note(EventKind.INCIDENT))
        self.major_change = self._add(_("Note &major change…"), lambda: self._note(EventKind.MAJOR_CHANGE))
        self.merge = self._add(_("Merge &with…"), self._merge)
        self.archive = self._add(_("&Archive…"), self._archive)
        self.restore = self._add(_("Re&store"), self.restore_service)
        edits(context, self.incident, self.major_change, self.merge, self.archive, self.restore)
        self._allow()

    def show_view(self, view: ServiceView | None) -> None:
        """Act on this service from now on."""
        self._view = view
        self._allow()

    def _add(self, text: str, act: Callable[[], object]) -> QAction:
        action = QAction(text, self)
        action.triggered.connect(act)
        self.addAction(action)
        return action

    def _allow(self) -> None:
        is_there = self._view is not None
        is_archived = self._view is not None and self._view.service.archived
        for action in (self.incident, self.major_change, self.merge, self.archive):
            action.setEnabled(is_there)
            action.setVisible(not is_archived)
        self.restore.setVisible(is_archived)

    def _note(self, kind: EventKind) -> None:
        if self._view is not None:
            self.acts.note([self._view.service], kind)

    @Slot()
    def _merge(self) -> None:
        if self._view is not None:
            self.acts.merge_with(self._view.service)

    @Slot()
    def _archive(self) -> None:
        if self._view is not None:
            self.acts.archive([self._view.service.id])

    @Slot()
    def restore_service(self) -> None:
        """Put the service back into the lists."""
        if self._view is not None:
            self.acts.restore(self._view.service)
