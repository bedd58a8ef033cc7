"""After a crash the next start says what happened, once, and what it means for the data."""

import os
import signal
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from tests.gui.conftest import now
from tests.gui.ending_rounds import start, wait_for

from shipworthy.gui.after_crash import AfterCrash
from shipworthy.gui.after_crash_dialog import AfterCrashDialog
from shipworthy.gui.context import Context
from shipworthy.gui.main_window import MainWindow
from shipworthy.gui.run_marker import FATAL, MARKER, RunMarker

WHOLE = "Everything that was shown as saved is there"


def ended_badly(folder: Path, *reports: str, early: int = 0) -> RunMarker:
    """Return the marker of a run after one that ended badly, with reports of faults or from outside."""
    folder.mkdir(exist_ok=True)
    first = RunMarker(folder)
    first.begin(now() - timedelta(days=1))
    for report in reports:
        first.keep_report(report)
    if early:
        marker = folder / MARKER
        marker.write_text(marker.read_text(encoding="utf-8").replace("early 0", f"early {early}"), encoding="utf-8")
        os.utime(folder / "exceptions.txt", (now().timestamp() - 86_400 + 5,) * 2)
    second = RunMarker(folder)
    second.begin(now())
    return second


def told(window: MainWindow, context: Context, marker: RunMarker) -> AfterCrash:
    """Begin as a start does whose window is on screen, up to the moment when the data is open."""
    after = AfterCrash(window, context, marker)
    after.begin(context.ready.emit)
    return after


def dialog_of(window: MainWindow, qtbot: QtBot) -> AfterCrashDialog:
    """Return the dialog once it is on screen."""
    qtbot.waitUntil(lambda: any(each.isVisible() for each in window.findChildren(AfterCrashDialog)))
    return next(each for each in window.findChildren(AfterCrashDialog) if each.isVisible())


def words(dialog: AfterCrashDialog) -> str:
    """Return all that a dialog says."""
    return "\n".join(label.text().replace("\u200b", "") for label in dialog.findChildren(QLabel) if label.isVisible())


def test_after_a_fault_a_dialog_tells_with_the_report(
    window: MainWindow, context: Context, tmp_path: Path, qtbot: QtBot
) -> None:
    marker = ended_badly(tmp_path / "log", "KeyError in one.py")
    told(window, context, marker)
    dialog = dialog_of(window, qtbot)
    assert dialog.focusWidget() is dialog.go_on_button
    said = words(dialog)
    assert "Shipworthy ended unexpectedly last time" in said
    assert f"✓ {WHOLE}" in said
    assert str(tmp_path / "log") in said
    assert marker.told
    QTest.mouseClick(dialog.copy_button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "KeyError in one.py"
    QTest.keyClick(dialog.go_on_button, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not window.findChildren(AfterCrashDialog))
    assert context.restart_asked is None


def test_nothing_is_said_of_the_data_before_it_was_looked_at(
    window: MainWindow, context: Context, tmp_path: Path, qtbot: QtBot, data_dir: Path
) -> None:
    database = data_dir / "shipworthy.db"
    whole = database.read_bytes()
    spoilt = bytearray(whole)
    spoilt[8192:12288] = bytes(4096)
    context.read(lambda _session: database.write_bytes(spoilt), lambda _done: None, owner=window)
    told(window, context, ended_badly(tmp_path / "log", "KeyError in one.py"))
    dialog = dialog_of(window, qtbot)
    said = words(dialog)
    database.write_bytes(whole)
    assert WHOLE not in said
    assert f"✕ The database {database} is damaged." in said
    dialog.close()


def test_after_an_end_from_outside_a_notice_tells_and_details_follow(
    window: MainWindow, context: Context, tmp_path: Path, qtbot: QtBot
) -> None:
    told(window, context, ended_badly(tmp_path / "log"))
    qtbot.waitUntil(lambda: bool(window.notices.frames))
    (frame,) = window.notices.frames
    assert frame.notice.text == "Shipworthy was ended from outside last time"
    assert WHOLE in frame.notice.hint
    assert frame.notice.action is not None
    frame.notice.action[1]()
    dialog = dialog_of(window, qtbot)
    assert "It had been opened on 21 Nov 2026 at" in words(dialog)
    assert not dialog.report.isVisible()
    assert not dialog.safe_mode_button.isVisible()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)


def test_after_two_crashes_at_the_start_safe_mode_is_offered_before_the_data_is_opened(
    window: MainWindow, context: Context, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    marker = ended_badly(tmp_path / "log", "KeyError in one.py", early=1)
    opened: list[bool] = []
    AfterCrash(window, context, marker).begin(lambda: opened.append(True))
    dialog = dialog_of(window, qtbot)
    assert "2 starts in a row ended within a minute." in words(dialog)
    assert WHOLE not in words(dialog)
    assert "Your data has not been opened yet." in words(dialog)
    assert opened == []
    assert dialog.safe_mode_button.x() > dialog.go_on_button.x()
    assert dialog.go_on_button.nextInFocusChain() is dialog.safe_mode_button
    assert dialog.focusWidget() is dialog.safe_mode_button
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert opened == [True]
    AfterCrash(window, context, marker).begin(lambda: opened.append(True))
    monkeypatch.setattr(window, "close", lambda: True)
    context.reopen_asked.disconnect()
    QTest.keyClick(dialog_of(window, qtbot).safe_mode_button, Qt.Key.Key_Return)
    assert (opened, context.restart_asked) == ([True], True)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signals to end by")
def test_a_real_crash_is_told_at_the_next_start_and_not_again(data_dir: Path) -> None:
    with start(data_dir, "segfault") as window:
        window.communicate(timeout=60)
    assert window.returncode == -signal.SIGSEGV
    assert (data_dir / "log" / MARKER).exists()
    for tells in ("told AfterCrashDialog Segmentation fault", "told nothing"):
        with start(data_dir, "listen") as window:
            wait_for(window, tells)
            window.communicate(timeout=60)
        assert window.returncode == 0
    assert "Segmentation fault" in (data_dir / "log" / FATAL).read_text(encoding="utf-8")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signals to end by")
def test_a_killed_window_is_told_of_in_a_notice(data_dir: Path) -> None:
    with start(data_dir, "wait") as window:
        wait_for(window, "ready")
        window.kill()
    with start(data_dir, "listen") as window:
        wait_for(window, "told Notice")
        window.communicate(timeout=60)
    assert window.returncode == 0


def test_a_bug_that_the_window_outlived_is_not_told_again(data_dir: Path) -> None:
    with start(data_dir, "raise") as window:
        _said, complained = window.communicate(timeout=60)
    assert window.returncode == 0
    assert "KeyError" in complained
    assert list((data_dir / "log").glob("*.txt")) == []
