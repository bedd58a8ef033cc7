"""The sheet of keys (F1), made from the actions and bindings as they are: it cannot go out of date."""

from collections.abc import Iterable, Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QMenu, QScrollArea, QVBoxLayout, QWidget

from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.gui.widgets.page import Binding, Page
from shipworthy.gui.widgets.screen_room import resize_within_screen
from shipworthy.text import _


class KeySheet(QDialog):
    """All keys: those of the page shown first, then those of the menus, then those of the other pages, and `others`:
    the keys of what opens over a page, each part under its title.
    """

    def __init__(
        self,
        shown: Page | None,
        menus: Sequence[QMenu],
        pages: Sequence[Page],
        others: Sequence[tuple[str, Sequence[Binding]]] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Keyboard shortcuts"))
        hidden = [page for page in pages if page is not shown]
        first = [shown] if shown else []
        self.sections = [*_page_sections(first), *_menu_sections(menus), *_page_sections(hidden), *others]
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        leading = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignTop
        for title, bindings in self.sections:
            row = grid.rowCount()
            grid.addWidget(PlainLabel(title, "title"), row, 0, 1, 2)
            for binding in bindings:
                row += 1
                grid.addWidget(PlainLabel(binding.keys, "key"), row, 0, leading)
                grid.addWidget(PlainLabel(binding.text, wrap=True), row, 1)
            grid.setRowMinimumHeight(row + 1, 8)
        grid.setRowStretch(grid.rowCount(), 1)
        grid.setContentsMargins(8, 8, 8, 8)
        inner = QWidget()
        inner.setLayout(grid)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inner)
        scroll.setProperty("role", "focusable")
        scroll.setAccessibleName(_("Keyboard shortcuts"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 16, 16)
        layout.addWidget(scroll, 1)
        layout.addWidget(buttons)
        resize_within_screen(self, 560, 600)


def _menu_sections(menus: Sequence[QMenu]) -> Iterator[tuple[str, list[Binding]]]:
    for menu in menus:
        bindings = list(_bound(_actions(menu)))
        if bindings:
            yield plain_text(menu.title()), bindings


def _page_sections(pages: Sequence[Page]) -> Iterator[tuple[str, list[Binding]]]:
    for page in pages:
        bindings = [*_bound(page.menu_actions()), *page.bindings()]
        if bindings:
            yield plain_text(page.menu_title()) or page.heading[0], bindings


def _bound(actions: Iterable[QAction]) -> Iterator[Binding]:
    for action in actions:
        if not action.shortcut().isEmpty():
            yield Binding(_keys(action), plain_text(action.text()))


def _actions(menu: QMenu) -> Iterator[QAction]:
    for action in menu.actions():
        submenu = action.menu()
        if isinstance(submenu, QMenu):
            yield from _actions(submenu)
        else:
            yield action


def _keys(action: QAction) -> str:
    native = QKeySequence.SequenceFormat.NativeText
    return _(" or ").join(keys.toString(native) for keys in action.shortcuts())


def plain_text(text: str) -> str:
    """Return a menu's text without the signs that underline a letter."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&")
