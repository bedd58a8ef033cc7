"""The menu bar: every action of the window with its key, and the undo and redo that name what they do."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from shipworthy.gui.context import Context
from shipworthy.settings import Theme as ThemeChoice
from shipworthy.text import _

if TYPE_CHECKING:
    from shipworthy.gui.widgets.page import Page


class Menus(QObject):
    """File, Edit, View, Data, the page's own menu, Help. Others add to File, View and Data through `add_action`."""

    def __init__(self, context: Context, bar: QMenuBar) -> None:
        super().__init__(bar)
        self._context = context
        self._bar = bar
        self.file = bar.addMenu(_("&File"))
        self.edit = bar.addMenu(_("&Edit"))
        self.view = bar.addMenu(_("&View"))
        self.data = bar.addMenu(_("&Data"))
        self.help = bar.addMenu(_("&Help"))
        self._page_menu: QMenu | None = None
        self._file_end = self.file.addSeparator()
        self.quit = self.add_action(self.file, _("&Quit"), "Ctrl+Q", at_end=True)
        self.undo = self.add_action(self.edit, _("&Undo"), "Ctrl+Z")
        self.redo = self.add_action(self.edit, _("&Redo"), "Ctrl+Shift+Z", "Ctrl+Y")
        self.undo.triggered.connect(context.undo_asked)
        self.redo.triggered.connect(context.redo_asked)
        self._themes = self._add_themes()
        self._show_theme()
        self.keys = self.add_action(self.help, _("&Keyboard shortcuts"), "F1")
        self.manual = self.add_action(self.help, _("&Manual"), "Ctrl+F1", "Help")
        self.about = self.add_action(self.help, _("&About Shipworthy"))
        self.about.setMenuRole(QAction.MenuRole.AboutRole)
        context.history_changed.connect(self.show_history)
        self.show_history("", "")

    @property
    def lasting(self) -> tuple[QMenu, ...]:
        """Return the menus that are there on every page."""
        return (self.file, self.edit, self.view, self.data, self.help)

    def add_action(
        self,
        menu: QMenu,
        text: str,
        *keys: str,
        triggered: Callable[[], object] | None = None,
        at_end: bool = False,
    ) -> QAction:
        """Add an action to a menu, with its keys, such as "Ctrl+N"; in File before Quit unless `at_end`."""
        action = QAction(text, menu)
        action.setShortcuts([QKeySequence(key) for key in keys])
        if triggered is not None:
            action.triggered.connect(lambda _checked: triggered())
        if menu is self.file and not at_end:
            menu.insertAction(self._file_end, action)
        else:
            menu.addActions([action])
        return action

    def show_page(self, page: Page) -> None:
        """Put the page's own menu before Help, in the place of another page's."""
        if self._page_menu is not None:
            self._bar.removeAction(self._page_menu.menuAction())
            self._page_menu.deleteLater()
            self._page_menu = None
        if page.menu_title():
            self._page_menu = QMenu(page.menu_title(), self._bar)
            self._page_menu.addActions(list(page.menu_actions()))
            self._bar.insertMenu(self.help.menuAction(), self._page_menu)

    @Slot(str, str)
    def show_history(self, undo: str, redo: str) -> None:
        """Name what undo and redo would do; "" for nothing."""
        self.undo.setEnabled(bool(undo))
        self.redo.setEnabled(bool(redo))
        self.undo.setText(_("&Undo: {name}").format(name=_escaped(undo)) if undo else _("&Undo"))
        self.redo.setText(_("&Redo: {name}").format(name=_escaped(redo)) if redo else _("&Redo"))

    def _add_themes(self) -> QActionGroup:
        group = QActionGroup(self)
        submenu = self.view.addMenu(_("&Theme"))
        for choice, text in theme_names().items():
            action = self.add_action(submenu, text)
            action.setCheckable(True)
            action.setData(choice.value)
            group.addAction(action)
        group.triggered.connect(self._choose_theme)
        self._context.settings_changed.connect(self._show_theme)
        return group

    @Slot(QAction)
    def _choose_theme(self, action: QAction) -> None:
        self._context.set_settings(theme=ThemeChoice(action.data()))

    @Slot()
    def _show_theme(self) -> None:
        for action in self._themes.actions():
            action.setChecked(action.data() == self._context.settings.theme.value)


def theme_names() -> dict[ThemeChoice, str]:
    """Return the themes with their names, in the order in which they are offered."""
    return {
        ThemeChoice.SYSTEM: _("As the system"),
        ThemeChoice.LIGHT: _("Light"),
        ThemeChoice.DARK: _("Dark"),
        ThemeChoice.HIGH_CONTRAST: _("High contrast"),
    }


def _escaped(name: str) -> str:
    # An ampersand in a menu's text marks the next letter; names may hold one.
    return name.replace("&", "&&")
