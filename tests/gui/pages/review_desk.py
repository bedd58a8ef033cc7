"""A review on screen and the hands that conduct it: keys, clicks, and what can be read back from page and store."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from tests.gui import accessibility

from shipworthy.domain.assessment import Answer, Assessment
from shipworthy.gui.context import Context
from shipworthy.gui.main_window import MainWindow
from shipworthy.gui.pages.review.key_cap import PaneButton
from shipworthy.gui.pages.review_page import ReviewPage
from shipworthy.workflows.reviews import open_review

EDITORS = ("NoteEditor", "ReasonEdit", "QLineEdit")


@dataclass
class Desk:
    """A review on screen."""

    qtbot: QtBot
    window: MainWindow
    page: ReviewPage
    context: Context
    assessment: Assessment
    settle: Callable[[], None]
    keys_outside_editors: int = 0

    @property
    def current(self) -> str | None:
        """Return the id of the question shown, without its pack; None for the summary."""
        current = self.page.conduct.current
        return current.partition("/")[2] if current else None

    @property
    def focus(self) -> QWidget:
        """Return the widget with the focus; there always is one."""
        focus = self.window.focusWidget()
        assert focus is not None
        assert focus.isVisible()
        return focus

    def press(self, *keys: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press keys where the focus is, each after the outcome of the one before."""
        for key in keys:
            if type(self.focus).__name__ not in EDITORS:
                self.keys_outside_editors += 1
            QTest.keyClick(self.focus, key, modifiers)
            self.settle()
            accessibility.check(self.window)

    def type_text(self, text: str) -> None:
        """Type a text where the focus is."""
        QTest.keyClicks(self.focus, text)

    def post(self, *keys: Qt.Key) -> None:
        """Post key presses to the question pane all at once, without an event processed between them."""
        for key in keys:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                text = chr(key) if key < 0x80 else ""
                QCoreApplication.postEvent(self.page.pane, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text))

    def click(self, widget: QWidget) -> None:
        """Click a widget with the left button."""
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
        self.settle()
        accessibility.check(self.window)

    def go(self, name: str) -> None:
        """Show a question."""
        pack_id = self.page.conduct.review.questionnaire.packs[0].pack.id
        self.page.conduct.offer(lambda: self.page.conduct.go(f"{pack_id}/{name}"))
        self.settle()

    def answer(self, name: str) -> Answer:
        """Return an answer as the store has it."""
        self.settle()
        review = open_review(self.context.session, self.assessment.id)
        return review.answer(f"{review.questionnaire.packs[0].pack.id}/{name}")

    def stored(self) -> dict[str, Answer]:
        """Return all answers of the store."""
        self.settle()
        return dict(open_review(self.context.session, self.assessment.id).answers)

    def link(self, text: str) -> PaneButton:
        """Return the visible link of the pane with this text."""
        found = [each for each in self.page.pane.findChildren(PaneButton) if each.isVisible() and each.text() == text]
        assert len(found) == 1, [each.text() for each in self.page.pane.findChildren(PaneButton) if each.isVisible()]
        return found[0]
