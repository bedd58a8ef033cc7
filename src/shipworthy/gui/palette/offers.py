"""What the palette offers: the actions of the menus and of the page shown, the services, and the remediation items."""

from collections.abc import Callable, Iterator, Sequence
from uuid import UUID

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from shipworthy.gui.command import Command
from shipworthy.gui.context import Context
from shipworthy.gui.key_sheet import plain_text
from shipworthy.gui.main_window import MainWindow
from shipworthy.gui.palette.found import commands_group
from shipworthy.text import _
from shipworthy.workflows.item_view import ItemName, name_items
from shipworthy.workflows.services import ServiceName, name_services


class Offers(QObject):
    """Gathers what can be done whenever the palette opens; `came` when names were read that it lacked."""

    came = Signal()

    def __init__(self, window: MainWindow, context: Context, without: QAction) -> None:
        super().__init__(window)
        self._window = window
        self._context = context
        self._without = without
        self._services: list[Command] = []
        self._items: list[Command] = []
        self._are_due = True
        context.changed.connect(self._note_due)
        context.taken_back.connect(self._note_due)

    def gather(self) -> list[Command]:
        """Return what can be done now: actions of the page and the menus, what each page offers, services, items.

        Actions that cannot be triggered now are left out, and so is the one that opens the palette. Services and items
        that changed since are read meanwhile.
        """
        if self._are_due and self._context.is_ready:
            self._are_due = False
            self._context.read(name_services, self._take_services, owner=self)
            self._context.read(name_items, self._take_items, owner=self)
        page = self._window.page
        found = list(_of_actions(page.menu_actions(), self._without)) if page is not None else []
        for menu in self._window.menus.lasting:
            found += _of_actions(menu.actions(), self._without)
        for each in self._window.pages:
            found += each.commands()
        return found + self._services + self._items

    @Slot()
    def _note_due(self) -> None:
        self._are_due = True

    def _take_services(self, services: Sequence[ServiceName]) -> None:
        wording, group = self._context.wording, _("Services")

        def opens(service_id: UUID) -> Callable[[], None]:
            return lambda: self._context.open_service(service_id)

        self._services = [
            Command(
                group,
                each.name,
                opens(each.id),
                " · ".join(part for part in (wording.tier(each.tier), each.team) if part),
            )
            for each in services
        ]
        self.came.emit()

    def _take_items(self, items: Sequence[ItemName]) -> None:
        wording, group = self._context.wording, _("Remediation items")

        def opens(item_id: UUID) -> Callable[[], None]:
            return lambda: self._context.open_item(item_id)

        self._items = [
            Command(
                group,
                each.title,
                opens(each.id),
                " · ".join(part for part in (each.service, wording.item_state(each.state), each.owner) if part),
            )
            for each in items
        ]
        self.came.emit()


def _of_actions(actions: Sequence[QAction], without: QAction, before: str = "") -> Iterator[Command]:
    """Yield the actions that can be triggered, those of submenus last and with the submenu's name."""
    for action in actions:
        if action.isEnabled() and action.menu() is None and action is not without and action.text():
            keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            yield Command(commands_group(), before + plain_text(action.text()), action.trigger, keys=keys)
    for action in actions:
        submenu = action.menu()
        if isinstance(submenu, QMenu):
            yield from _of_actions(submenu.actions(), without, f"{before}{plain_text(submenu.title())}: ")
