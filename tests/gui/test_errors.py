"""What nobody caught is logged and shown with a report that can be copied; nothing of it stops the window."""

import logging
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, qWarning
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from shipworthy.gui.crash_dialog import CrashDialog
from shipworthy.gui.errors import CrashReporter, crash_report, sentence


@pytest.fixture
def reporter(tmp_path: Path, qtbot: QtBot) -> Iterator[CrashReporter]:
    """Return a reporter that has the hooks, which pytest gets back afterwards."""
    hooks = sys.excepthook, threading.excepthook
    reporter = CrashReporter(tmp_path / "log")
    reporter.install()
    yield reporter
    reporter.uninstall()
    sys.excepthook, threading.excepthook = hooks


def crash() -> None:
    """Do what a bug does."""
    error = KeyError("missing")
    sys.excepthook(type(error), error, None)


def shown(reporter: CrashReporter, qtbot: QtBot) -> CrashDialog:
    """Return the dialog once it is on screen."""
    qtbot.waitUntil(lambda: reporter.dialog is not None)
    assert reporter.dialog is not None
    qtbot.waitExposed(reporter.dialog)
    return reporter.dialog


def test_a_bug_is_shown_with_a_report_to_copy(
    reporter: CrashReporter, qtbot: QtBot, capsys: pytest.CaptureFixture[str]
) -> None:
    crash()
    dialog = shown(reporter, qtbot)
    report = dialog.report.toPlainText()
    assert "KeyError: 'missing'" in report
    assert "Shipworthy 0." in report
    dialog.copy()
    assert QGuiApplication.clipboard().text() == report
    assert "KeyError" in reporter.log_file.read_text(encoding="utf-8")
    assert "KeyError" in capsys.readouterr().err
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert reporter.dialog is None


def test_a_second_bug_joins_the_first_dialog(reporter: CrashReporter, qtbot: QtBot) -> None:
    crash()
    dialog = shown(reporter, qtbot)
    crash()
    qtbot.waitUntil(lambda: dialog.report.toPlainText().count("KeyError: 'missing'") == 2)
    dialog.reject()


def test_a_bug_on_another_thread_is_shown_too(reporter: CrashReporter, qtbot: QtBot) -> None:
    def break_down() -> None:
        raise KeyError("elsewhere")

    thread = threading.Thread(target=break_down)
    thread.start()
    thread.join()
    dialog = shown(reporter, qtbot)
    assert "elsewhere" in dialog.report.toPlainText()
    dialog.reject()


def test_what_qt_says_goes_to_the_log(reporter: CrashReporter) -> None:
    qWarning("something is odd")
    assert "WARNING Qt: something is odd" in reporter.log_file.read_text(encoding="utf-8")


def test_the_report_leaves_the_home_folder_out() -> None:
    error = ValueError(f"in {Path.home()}/secret/place")
    assert "in ~/secret/place" in crash_report(error, None)
    assert str(Path.home()) not in crash_report(error, None)


def test_a_folder_nobody_may_write_to_does_not_stop_the_window(tmp_path: Path) -> None:
    in_the_way = tmp_path / "log"
    in_the_way.write_text("a file", encoding="utf-8")
    reporter = CrashReporter(in_the_way)
    reporter.install()
    logging.getLogger("shipworthy").error("noted")
    reporter.uninstall()
    assert "noted" in reporter.log_file.read_text(encoding="utf-8")


def test_a_long_log_is_turned_over(tmp_path: Path) -> None:
    (tmp_path / "shipworthy.log").write_text("x" * 1_000_001, encoding="utf-8")
    reporter = CrashReporter(tmp_path)
    reporter.install()
    reporter.uninstall()
    assert (tmp_path / "shipworthy.old.log").stat().st_size == 1_000_001
    assert not reporter.log_file.exists()


@pytest.mark.parametrize(("text", "expected"), [("Full", "Full."), ("Full.", "Full."), ("", ""), ("Why?", "Why?")])
def test_messages_read_as_sentences(text: str, expected: str) -> None:
    assert sentence(text) == expected
