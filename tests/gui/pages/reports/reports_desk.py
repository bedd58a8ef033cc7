"""The Reports page over the sample portfolio, for the tests of its parts."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QComboBox, QLabel
from pytestqt.qtbot import QtBot
from tests.gui.accessibility import check

from shipworthy.gui.context import Context
from shipworthy.gui.main_window import MainWindow
from shipworthy.gui.pages.reports_page import ReportsPage
from shipworthy.gui.places import Places


class ReportsDesk:
    """The page on screen; `rest` waits until nothing is read, `drawn` until the preview says how it went."""

    def __init__(
        self, qtbot: QtBot, window: MainWindow, places: Places, context: Context, settle: Callable[[], None]
    ) -> None:
        self.qtbot, self.window, self.context, self.places = qtbot, window, context, places
        self._settle = settle
        window.show_page("reports")
        self.rest()

    @property
    def page(self) -> ReportsPage:
        """Return the page."""
        return self.places.reports

    def rest(self) -> None:
        """Wait until everything is shown, and check what assistive technology is told of it."""
        QCoreApplication.processEvents()
        self._settle()
        QCoreApplication.processEvents()
        check(self.window)

    def drawn(self) -> None:
        """Wait until the preview shows a report, or says why not."""
        self.rest()
        self.qtbot.waitUntil(lambda: not self.page.drawing.is_drawing, timeout=120_000)
        self.rest()

    @property
    def said(self) -> str:
        """Return what the preview's place says in the place of a report."""
        words = self.page.preview.words
        return "\n".join(label.text() for label in words.findChildren(QLabel) if label.isVisible())


def texts(box: QComboBox) -> list[str]:
    """Return what a box offers."""
    return [box.itemText(row) for row in range(box.count())]
