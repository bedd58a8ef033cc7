"""A window that is told to end closes as its user would close it: nothing typed and nothing shown as saved is lost."""

import os
import signal
import threading
import time
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.gui.ending_rounds import end_at_work, start, wait_for
from tests.workflows.builders import begin_review, small_pack

from shipworthy.gui.context import Context
from shipworthy.gui.ending import Ending
from shipworthy.gui.main_window import MainWindow
from shipworthy.gui.places import Places
from shipworthy.gui.run_marker import MARKER
from shipworthy.gui.signals import Signals
from shipworthy.workflows.reviews import open_review

posix_only = pytest.mark.skipif(os.name == "nt", reason="Windows has no signals to end by")


@posix_only
@pytest.mark.parametrize(
    ("number", "pause"), [(signal.SIGTERM, 0.05), (signal.SIGTERM, 0.4), (signal.SIGINT, 0.2), (signal.SIGHUP, 0.3)]
)
def test_all_that_was_typed_or_shown_as_saved_is_there(data_dir: Path, number: signal.Signals, pause: float) -> None:
    """The long form is the drill `ending`."""
    end_at_work(data_dir, number, pause)


@posix_only
def test_a_second_signal_ends_it_at_once_unless_it_is_the_same_word(data_dir: Path) -> None:
    with start(data_dir, "hang") as window:
        wait_for(window, "ready")
        window.terminate()
        window.send_signal(signal.SIGHUP)  # as of a terminal that closes
        time.sleep(2)
        assert window.poll() is None  # it waits for a write that never ends
        window.terminate()
        assert window.wait(5) == 143
    assert (data_dir / "log" / MARKER).exists()  # the next start tells that it was ended from outside


@posix_only
def test_what_is_ignored_from_the_start_stays_ignored(data_dir: Path) -> None:
    """As by nohup."""
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        window = start(data_dir, "wait")
    finally:
        signal.signal(signal.SIGHUP, before)
    with window:
        wait_for(window, "ready")
        window.send_signal(signal.SIGHUP)
        time.sleep(0.3)
        assert window.poll() is None
        window.terminate()
        assert window.wait(30) == 0


def test_the_end_of_the_session_saves_and_keeps_the_window(
    window: MainWindow, context: Context, places: Places, qtbot: QtBot, data_dir: Path
) -> None:
    """What Qt asks for on each system: by XSMP, by WM_QUERYENDSESSION, by a quit event."""
    finished: list[bool] = []
    ending = Ending(window, context, Signals(), lambda: finished.append(True))
    review = begin_review(context.session, [small_pack()])
    context.open_review(review.id)
    qtbot.waitUntil(lambda: places.review.pane.isVisible() and not context.tasks.busy)
    places.review.pane.note.setFocus()
    places.review.pane.note.insertPlainText("Half typed")
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    application.aboutToQuit.emit()  # a window that closes by itself
    assert finished == []
    ending.save()
    notes = [each.note for each in open_review(context.session, review.id).answers.values()]
    assert "Half typed" in notes
    assert window.isVisible()
    assert finished == []
    application.aboutToQuit.emit()
    assert finished == [True]


def test_a_window_that_must_end_does_so_though_a_write_never_ends(
    window: MainWindow, context: Context, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shipworthy.gui.main_window.CLOSING_SECONDS", 0.2)
    never = threading.Event()
    context.write(lambda _session: never.wait(), lambda _done: None, owner=window)
    window.end()
    assert window.isVisible()
    qtbot.waitUntil(lambda: not window.isVisible())
    never.set()
    assert context.tasks.close()
