"""What nobody caught is logged and shown with a report that can be copied; nothing of it stops the window."""

import json
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, qWarning
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from shipworthy import log
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


def crash(secret: str = "Project Nightingale") -> None:
    """Do what a bug does: one whose message quotes what a person wrote."""
    try:
        dict[str, int]()[secret]
    except KeyError as error:
        sys.excepthook(type(error), error, error.__traceback__)


def logged(reporter: CrashReporter) -> list[dict[str, Any]]:
    """Return the lines of the log."""
    return [json.loads(line) for line in reporter.log_file.read_text(encoding="utf-8").splitlines()]


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
    assert "KeyError (message of 21 characters withheld)" in report
    assert "dict[str, int]()[secret]" in report
    assert "Shipworthy 0." in report
    dialog.copy()
    assert QGuiApplication.clipboard().text() == report
    (line,) = [each for each in logged(reporter) if each["event"] == "unexpected error"]
    assert "\n".join(line["report"]) in report
    assert f"Action {line['action']}\n" in report
    everything = report + reporter.log_file.read_text(encoding="utf-8") + capsys.readouterr().err
    assert "KeyError" in everything
    assert "Nightingale" not in everything
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert reporter.dialog is None


def test_a_second_bug_joins_the_first_dialog(reporter: CrashReporter, qtbot: QtBot) -> None:
    crash()
    dialog = shown(reporter, qtbot)
    crash()
    qtbot.waitUntil(lambda: dialog.report.toPlainText().count("KeyError (") == 2)
    dialog.reject()


def test_a_bug_on_another_thread_is_shown_too(reporter: CrashReporter, qtbot: QtBot) -> None:
    def break_down() -> None:
        raise KeyError("elsewhere")

    thread = threading.Thread(target=break_down)
    thread.start()
    thread.join()
    dialog = shown(reporter, qtbot)
    assert "in test_a_bug_on_another_thread_is_shown_too.<locals>.break_down" in dialog.report.toPlainText()
    dialog.reject()


def test_of_what_qt_says_the_log_has_the_place_alone(reporter: CrashReporter) -> None:
    qWarning("QFont::setPixelSize: what Amira wrote")
    (line,) = logged(reporter)
    assert (line["event"], line["level"]) == ("Qt", "warning")
    assert line["says"] == "default, QFont::setPixelSize (message of 37 characters withheld)"


def test_the_report_names_no_folder() -> None:
    with pytest.raises(json.JSONDecodeError) as caught:
        json.loads("{")
    report = crash_report(caught.value, caught.tb, "0a1b2c3d")
    assert 'File "json/decoder.py", line' in report
    assert "Action 0a1b2c3d" in report
    assert str(Path(json.__file__).parents[1]) not in report


def test_a_folder_nobody_may_write_to_does_not_stop_the_window(tmp_path: Path) -> None:
    in_the_way = tmp_path / "log"
    in_the_way.write_text("a file", encoding="utf-8")
    reporter = CrashReporter(in_the_way)
    reporter.install()
    log.note("noted")
    reporter.uninstall()
    assert [line["event"] for line in logged(reporter)] == ["noted"]


@pytest.mark.parametrize(("text", "expected"), [("Full", "Full."), ("Full.", "Full."), ("", ""), ("Why?", "Why?")])
def test_messages_read_as_sentences(text: str, expected: str) -> None:
    assert sentence(text) == expected


def test_a_window_starts_where_no_file_can_be_made_for_its_reports(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a full disk, with no room for temporary files either."""
    in_the_way = tmp_path / "log"
    in_the_way.touch()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "absent"))
    hooks = sys.excepthook, threading.excepthook
    reporter = CrashReporter(in_the_way)
    reporter.install()
    crash()
    shown(reporter, qtbot)
    reporter.uninstall()
    sys.excepthook, threading.excepthook = hooks
    assert [each.name for each in tmp_path.iterdir()] == ["log"]
