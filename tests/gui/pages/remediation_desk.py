"""The Remediation page on screen and the hands that use it: keys, clicks, and what can be read back from the store."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from tests.gui import accessibility

from shipworthy.domain.remediation import RemediationItem
from shipworthy.gui.context import Context
from shipworthy.gui.main_window import MainWindow
from shipworthy.gui.pages.remediation.table_tab import TableTab
from shipworthy.gui.pages.remediation_page import RemediationPage
from shipworthy.workflows.item_lists import list_items

Key = Qt.Key


@dataclass
class RemediationDesk:
    """The page with its table, in a window that is active."""

    window: MainWindow
    page: RemediationPage
    context: Context
    wait: Callable[[], None]

    @property
    def table(self) -> TableTab:
        """Return the tab with the table."""
        assert isinstance(self.page.tab, TableTab)
        return self.page.tab

    @property
    def focus(self) -> QWidget:
        """Return the widget with the focus; there always is one, and it can be seen."""
        focus = self.window.focusWidget()
        assert focus is not None
        assert focus.isVisible()
        return focus

    @property
    def shown(self) -> list[str]:
        """Return the titles that the table shows, in order."""
        return [line.item.title for line in self.table.model.lines]

    @property
    def chosen(self) -> list[str]:
        """Return the titles chosen."""
        chosen = set(self.table.table.chosen)
        return [line.item.title for line in self.table.model.lines if line.item.id in chosen]

    def item(self, title: str) -> RemediationItem:
        """Return an item as the store has it."""
        [found] = [line.item for line in list_items(self.context.session) if line.item.title == title]
        return found

    def settle(self) -> None:
        """Wait until nothing runs and everything is shown."""
        QCoreApplication.processEvents()
        self.wait()
        QCoreApplication.processEvents()
        self.wait()

    def press(self, *keys: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press keys where the focus is, each after the outcome of the one before."""
        for key in keys:
            QTest.keyClick(self.focus, key, modifiers)
            self.settle()
            accessibility.check(self.window)

    def type_text(self, text: str) -> None:
        """Type a text over what is chosen where the focus is."""
        QTest.keyClicks(self.focus, text)
        self.settle()

    def click(self, widget: QWidget) -> None:
        """Click a widget with the left button."""
        assert widget.isVisible()
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
        self.settle()
        accessibility.check(self.window)

    def click_row(self, title: str, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Click the row of an item."""
        table = self.table.table
        place = table.visualRect(self.table.model.index(self.shown.index(title), 0)).center()
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, modifiers, QPoint(place))
        self.settle()
