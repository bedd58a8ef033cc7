"""Bundles in the window: sent from the review, opened from the menu or by a drop, conflicts decided by keys alone."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid
from tests.gui import accessibility
from tests.gui.conftest import now
from tests.gui.window_checks import nameless, rich_labels
from tests.workflows.builders import begin_review, small_pack

from shipworthy.domain.assessment import Answer, AnswerState, Assessment
from shipworthy.gui.bundles.bundle_dialog import BundleDialog
from shipworthy.gui.bundles.send_bundle import SendDialog
from shipworthy.gui.context import Context
from shipworthy.gui.main_window import MainWindow
from shipworthy.gui.places import Places
from shipworthy.settings import Settings
from shipworthy.workflows.bundles import export_bundle, read_bundle, take_over
from shipworthy.workflows.reviews import open_review, record_answer
from shipworthy.workflows.session import Session, open_session

FIRST, PROVED, BREAKER = "small/first", "small/proved", "small/breaker"
# Qt 6.12 takes a point with fractions instead, which 6.11 does not know.
pytestmark = pytest.mark.filterwarnings("ignore:Function. 'QDragEnterEvent:DeprecationWarning")
Settle = Callable[[], None]
Shown = TypeVar("Shown", bound=QWidget)


@pytest.fixture
def jonas(tmp_path: Path) -> Iterator[Session]:
    """Return the session of a colleague with a store of his own, whose name looks like markup."""
    session = open_session(tmp_path / "data of Jonas", Settings(), "<b>Jonas</b> & Co", now, uuid.uuid4)
    yield session
    session.close()


@pytest.fixture
def review(context: Context) -> Assessment:
    """Return Amira's review, with one answer and an internal note."""
    started = begin_review(context.session, [small_pack()], title="Design review, November")
    say(context.session, started, FIRST, "b", note="Before.")
    say(context.session, started, PROVED, "b", note="For us alone.", note_internal=True)
    return started


def say(session: Session, review: Assessment, question: str, choice: str, **changes: object) -> None:
    before = open_review(session, review.id).answer(question)
    after = replace(before, state=AnswerState.ANSWERED, choices=(choice,), **changes)  # type: ignore[arg-type]
    record_answer(session, review.id, after)


def said(context: Context, review: Assessment, question: str) -> Answer:
    return open_review(context.session, review.id).answer(question)


@pytest.fixture
def reply(context: Context, jonas: Session, review: Assessment, tmp_path: Path) -> Path:
    """Return what comes back from Jonas: one new answer, and two changes of what Amira changed too."""
    path = tmp_path / "reply.shipworthy"
    export_bundle(context.session, review.id, path)
    take_over(jonas, read_bundle(jonas, path))
    say(jonas, review, FIRST, "d", note="<i>His</i> note.")
    say(jonas, review, BREAKER, "c")
    say(context.session, review, FIRST, "a", note="Her note.")
    export_bundle(jonas, review.id, path)
    return path


def choose_file(path: Path) -> None:
    """Choose a file in the dialog that is open."""
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QFileDialog)
    dialog.selectFile(str(path))
    dialog.fileSelected.emit(str(path))
    dialog.reject()


def opened(window: MainWindow, path: Path, settle: Settle, qtbot: QtBot) -> BundleDialog:
    """Open a bundle from the menu."""
    (action,) = [each for each in window.menus.file.actions() if each.text() == "&Open bundle…"]
    action.trigger()
    choose_file(path)
    settle()
    return shown(qtbot, BundleDialog)


def shown(qtbot: QtBot, kind: type[Shown]) -> Shown:
    """Return the dialog that is open, once it is."""
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), kind))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, kind)
    assert nameless(dialog) == []
    assert rich_labels(dialog) == []
    accessibility.check(dialog)
    return dialog


def press(dialog: QWidget, *keys: Qt.Key) -> None:
    """Press keys where the focus is, and look at what is told after each."""
    for key in keys:
        focus = dialog.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, key)
        if isValid(dialog) and dialog.isVisible():
            accessibility.check(dialog)


def test_conflicts_are_decided_by_keys_alone(
    window: MainWindow, context: Context, review: Assessment, reply: Path, settle: Settle, qtbot: QtBot
) -> None:
    dialog = opened(window, reply, settle, qtbot)
    assert "1 answer is new.\n2 conflicts: you both changed the same." in dialog.told.text()
    assert (dialog.go.text(), dialog.go.isEnabled()) == ("Merge 2 answers", False)
    assert [dialog.texts[row].about for row in range(2)] == ["first · Answer", "first · Note"]
    press(dialog, Qt.Key.Key_3)  # an answer can be only one
    assert not dialog.go.isEnabled()
    press(dialog, Qt.Key.Key_2, Qt.Key.Key_Return)
    assert dialog.card.both.isVisible()
    assert dialog.card.both.isChecked()  # offered, and taken by Enter
    press(dialog, Qt.Key.Key_Return)
    assert dialog.go.isEnabled()
    assert dialog.focusWidget() is dialog.go
    press(dialog, Qt.Key.Key_Return)
    settle()
    first = said(context, review, FIRST)
    assert (first.choices, first.answered_by) == (("d",), "<b>Jonas</b> & Co")
    assert first.note.startswith("Amira wrote:\n\nHer note.\n\n<b>Jonas</b> & Co wrote:\n\n<i>His</i> note.")
    assert "Amira answered: " in first.note
    assert said(context, review, PROVED).note == "For us alone."
    notice = window.notices.frames[-1].notice
    assert notice.text == "Done: merged 2 answers from <b>Jonas</b> & Co."
    assert notice.action is not None
    notice.action[1]()
    settle()
    assert (said(context, review, FIRST).note, said(context, review, FIRST).choices) == ("Her note.", ("a",))
    assert said(context, review, BREAKER).state is AnswerState.UNANSWERED


def test_conflicts_are_decided_by_mouse_and_the_rest_as_offered(
    window: MainWindow, context: Context, review: Assessment, reply: Path, settle: Settle, qtbot: QtBot
) -> None:
    dialog = opened(window, reply, settle, qtbot)
    QTest.mouseClick(dialog.card.theirs.button, Qt.MouseButton.LeftButton, pos=QPoint(12, 12))
    lines = [dialog.list.model().index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(2)]
    assert [line.splitlines()[-1] for line in lines] == ["✓ Theirs", "not decided yet"]
    QTest.mouseClick(dialog.rest, Qt.MouseButton.LeftButton)
    assert not dialog.rest.isEnabled()
    accessibility.check(dialog)
    QTest.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    settle()
    assert said(context, review, FIRST).choices == ("d",)


def test_escape_changes_nothing(
    window: MainWindow, context: Context, review: Assessment, reply: Path, settle: Settle, qtbot: QtBot
) -> None:
    before = open_review(context.session, review.id)
    dialog = opened(window, reply, settle, qtbot)
    press(dialog, Qt.Key.Key_1, Qt.Key.Key_Escape)
    settle()
    assert open_review(context.session, review.id) == before


def test_a_bundle_without_news_says_so(
    window: MainWindow, context: Context, review: Assessment, tmp_path: Path, settle: Settle, qtbot: QtBot
) -> None:
    path = tmp_path / "own.shipworthy"
    export_bundle(context.session, review.id, path)
    dialog = opened(window, path, settle, qtbot)
    assert "It says nothing that is not here already." in dialog.told.text()
    assert not dialog.go.isVisible()
    assert dialog.focusWidget() is dialog.cancel
    press(dialog, Qt.Key.Key_Return)


def test_a_review_that_is_not_here_is_taken_over_and_shown(
    window: MainWindow, places: Places, context: Context, jonas: Session, tmp_path: Path, settle: Settle, qtbot: QtBot
) -> None:
    there = begin_review(jonas, [small_pack()], name="ledger", title="A review of Jonas's")
    say(jonas, there, FIRST, "c")
    path = tmp_path / "ledger.shipworthy"
    export_bundle(jonas, there.id, path)
    dropped = drop(window, path, settle)
    assert dropped
    dialog = shown(qtbot, BundleDialog)
    assert dialog.go.text() == "Take over"
    press(dialog, Qt.Key.Key_Return)
    settle()
    qtbot.waitUntil(lambda: window.page is places.review)
    settle()
    assert places.review.heading == ("ledger", "A review of Jonas's")
    assert said(context, there, FIRST).choices == ("c",)
    context.undo_asked.emit()
    settle()
    assert not places.review.conduct.is_open


def drop(window: QWidget, path: Path, settle: Settle) -> bool:
    """Drag a file over the window and drop it; return whether the window took it."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    buttons, modifiers = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, data, buttons, modifiers)
    enter.ignore()
    QApplication.sendEvent(window, enter)
    if enter.isAccepted():
        QApplication.sendEvent(window, QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, buttons, modifiers))
        settle()
    return enter.isAccepted()


def test_another_file_is_not_taken_by_the_window(window: MainWindow, tmp_path: Path, settle: Settle) -> None:
    assert not drop(window, tmp_path / "photo.png", settle)


def test_on_a_question_too_a_bundle_is_the_windows(
    places: Places, context: Context, review: Assessment, reply: Path, settle: Settle, qtbot: QtBot
) -> None:
    context.open_review(review.id)
    settle()
    assert drop(places.review.pane, reply, settle)
    assert said(context, review, FIRST).evidence == ()
    press(shown(qtbot, BundleDialog), Qt.Key.Key_Escape)


def test_a_damaged_bundle_is_one_notice(window: MainWindow, tmp_path: Path, settle: Settle) -> None:
    path = tmp_path / "bad.shipworthy"
    path.write_bytes(b"no zip")
    assert drop(window, path, settle)
    (frame,) = [each for each in window.notices.frames if each.notice.kind == "bad"]
    assert "is no zip file, or a damaged one" in frame.notice.text
    assert QApplication.activeModalWidget() is None


def test_a_review_is_sent_with_what_was_told(
    window: MainWindow,
    places: Places,
    context: Context,
    review: Assessment,
    jonas: Session,
    tmp_path: Path,
    settle: Settle,
    qtbot: QtBot,
) -> None:
    context.open_review(review.id)
    settle()
    (send,) = [each for each in places.review.menu_actions() if each.text() == "Send to a &colleague…"]
    send.trigger()
    settle()
    dialog = shown(qtbot, SendDialog)
    assert dialog.what.text() == "2 answers go along.\n1 internal note stays here."
    dialog.internal.click()
    assert dialog.what.text() == "2 answers go along.\n1 internal note goes along."
    assert dialog.internal.text() == "Send 1 internal note along"
    dialog.internal.click()
    press(dialog, Qt.Key.Key_Return)
    path = tmp_path / "for Jonas.shipworthy"
    choose_file(path)
    settle()
    assert f"Bundle saved: {path}" in [each.notice.text for each in window.notices.frames]
    preview = read_bundle(jonas, path)
    assert (preview.new, len(preview.bundle.sent.withheld)) == (2, 1)
