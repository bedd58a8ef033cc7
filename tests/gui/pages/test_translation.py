"""Every text of the window goes through gettext: in a made-up language, nothing stays as the programmer wrote it.

The catalogue of that language puts each message in marks. What is on screen without marks is either data or forgotten.
"""

import re
from collections.abc import Iterator
from gettext import NullTranslations

import pytest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot
from tests.domain.builders import answered
from tests.gui.pages.conftest import OpenReview
from tests.workflows.builders import small_pack

from shipworthy import text
from shipworthy.gui.context import Context
from shipworthy.gui.main_window import MainWindow
from shipworthy.gui.pages.review.assessors_dialog import AssessorsDialog
from shipworthy.gui.pages.service_editor import ServiceEditor
from shipworthy.workflows.consensus import open_consensus, set_assessors
from shipworthy.workflows.facts import blank_facts
from shipworthy.workflows.own_packs import list_offered
from shipworthy.workflows.reviews import record_answer

MARK = "‹"


class MadeUp(NullTranslations):
    """A language in which every message says what it did, in marks."""

    def gettext(self, message: str) -> str:
        return f"{MARK}{message}›"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"{MARK}{msgid1 if n == 1 else msgid2}›"

    def pgettext(self, context: str, message: str) -> str:
        return f"{MARK}{context} {message}›"


@pytest.fixture
def made_up_language(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the window speak the made-up language; asked for before the window."""
    monkeypatch.setattr(text, "_current", MadeUp())


def texts(root: QWidget) -> Iterator[str]:
    """Yield every text of a widget and of all in it, on screen or not."""
    for widget in (root, *root.findChildren(QWidget)):
        if isinstance(widget, QLabel | QAbstractButton):
            yield widget.text()
        if isinstance(widget, QLineEdit | QPlainTextEdit):
            yield widget.placeholderText()
        if isinstance(widget, QComboBox):
            yield from (widget.itemText(index) for index in range(widget.count()))
        yield from (widget.toolTip(), widget.accessibleName(), widget.windowTitle())
        yield from (action.text() for action in widget.actions())


def forgotten(root: QWidget, data: set[str]) -> set[str]:
    """Return the texts that hold words, carry no mark and are no data."""
    return {
        each
        for each in texts(root)
        if re.search(r"[^\W\d_]{3,}", each) and MARK not in each and not any(each in known for known in data)
    }


def test_the_window_says_nothing_that_cannot_be_translated(
    made_up_language: None, window: MainWindow, context: Context
) -> None:
    data = {str(context.data_dir), "Amira", "Shipworthy", "American English"}  # a language is named in itself
    assert forgotten(window, data) == set()


def test_a_review_says_nothing_that_cannot_be_translated(made_up_language: None, open_desk: OpenReview) -> None:
    desk = open_desk([small_pack()])
    pack = small_pack()
    data = {pack.title, "Amira", "checkout", "Design review, November", "Shipworthy"}
    for principle, question in pack.questions():
        data |= {principle.title, question.text, question.why, question.risk, question.verify, question.advice.title}
        data |= {choice.label for choice in question.choices} | set(question.evidence_examples)
        data |= set(question.advice.steps) | {reference.title for reference in question.references}
    assert forgotten(desk.page, data) == set()


def test_assessors_and_consensus_say_nothing_that_cannot_be_translated(
    made_up_language: None, open_desk: OpenReview, context: Context
) -> None:
    desk = open_desk([small_pack()])
    data = {"Amira", "Jonas", *(question.text for _, question in small_pack().questions())}
    data |= {f"Label {letter}" for letter in "abcde"}
    dialog = AssessorsDialog(("Amira", "Jonas"), "Amira", desk.window)
    assert forgotten(dialog, data) == set()
    set_assessors(context.session, desk.assessment.id, ["Amira", "Jonas"])
    for name, choice in (("Amira", "a"), ("Jonas", "e")):
        record_answer(context.session, desk.assessment.id, answered("small/first", choice, assessor=name, note="Own."))
    pane = desk.page.parts.consensus
    pane.open_for(open_consensus(context.session, desk.assessment.id))
    pane.reveal.click()
    pane.list.question_chosen.emit("small/first")
    assert forgotten(pane, {*data, "AM Amira · JO Jonas", "Own.", "Label a (0)", "Label e (1)"}) == set()


def test_the_editor_says_nothing_that_cannot_be_translated(
    made_up_language: None, window: MainWindow, context: Context, qtbot: QtBot
) -> None:
    editor = ServiceEditor(context, None, window)
    editor.open()
    qtbot.waitUntil(lambda: not context.tasks.busy)
    questions = {line.definition.text for line in blank_facts(context.session)}
    titles = {pack.title for pack in list_offered(context.session)}
    assert forgotten(editor, questions | titles | {"Ctrl+S"}) == set()
