"""The frame: places, menus, the saved indicator, notices, closing, and what holds for every page."""

import subprocess
import sys
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QThread
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from tests.gui.conftest import now, open_test_session
from tests.gui.window_checks import nameless, rich_labels

from shipworthy.errors import UserError
from shipworthy.gui.context import Context
from shipworthy.gui.main_window import MainWindow
from shipworthy.gui.places import Places, fill_window
from shipworthy.gui.tasks import LongJob, Tasks
from shipworthy.gui.theme import Theme
from shipworthy.gui.widgets.notice_area import Notice, NoticeArea
from shipworthy.gui.widgets.page import Page
from shipworthy.settings import Settings

pytestmark = pytest.mark.xvfb

PAGES = ("portfolio", "service", "review", "remediation", "packs", "settings")


def test_the_shell_imports_nothing_slow() -> None:
    code = (
        "import sys, shipworthy.gui.launch;"
        "print([m for m in sys.modules if m.startswith(('sqlalchemy', 'alembic', 'yaml.', 'PySide6.QtNetwork', "
        "'shipworthy.workflows', 'shipworthy.storage', 'shipworthy.packs', 'shipworthy.reports'))])"
    )
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert [name for name in printed.strip("[]\n").split(", ") if name and "yaml" not in name] == []


def test_the_shell_is_painted_before_the_pages_exist(context: Context, data_dir: Path, qtbot: QtBot) -> None:
    window = MainWindow(context, data_dir / "window.ini")
    qtbot.addWidget(window)
    with qtbot.waitSignal(window.first_painted):
        window.show()
    assert window.page is None
    window.close()


@pytest.mark.parametrize(
    ("key", "place"),
    [
        (Qt.Key.Key_1, "portfolio"),
        (Qt.Key.Key_2, "review"),
        (Qt.Key.Key_3, "remediation"),
        (Qt.Key.Key_4, "reports"),
        (Qt.Key.Key_5, "packs"),
        (Qt.Key.Key_6, "settings"),
    ],
)
def test_places_are_reached_by_key(window: MainWindow, places: Places, qtbot: QtBot, key: Qt.Key, place: str) -> None:
    QTest.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
    assert window.page is getattr(places, place)
    assert window.rail.button(place).isChecked()


def test_places_are_reached_by_mouse(window: MainWindow, places: Places, qtbot: QtBot) -> None:
    QTest.mouseClick(window.rail.button("settings"), Qt.MouseButton.LeftButton)
    assert window.page is places.settings
    assert window.header.title.text() == "Settings"
    assert window.windowTitle() == "Settings — Shipworthy"


def test_a_page_wished_for_before_it_exists_is_shown_when_it_does(
    context: Context, data_dir: Path, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    window = MainWindow(context, data_dir / "window.ini")
    qtbot.addWidget(window)
    window.show_page("settings")
    filled = fill_window(window, context)
    settle()
    assert window.page is filled.settings


@pytest.mark.parametrize("page", PAGES)
def test_everything_that_takes_the_focus_has_a_name(window: MainWindow, page: str, settle: Callable[[], None]) -> None:
    window.show_page(page)
    settle()
    assert nameless(window) == []


@pytest.mark.parametrize("page", PAGES)
def test_no_label_reads_markup(window: MainWindow, page: str, settle: Callable[[], None]) -> None:
    window.show_page(page)
    settle()
    assert rich_labels(window) == []


@pytest.mark.parametrize("page", PAGES)
def test_the_window_fits_a_small_screen(window: MainWindow, page: str, settle: Callable[[], None]) -> None:
    window.show_page(page)
    settle()
    least = window.minimumSizeHint()
    assert least.width() <= 1024
    assert least.height() <= 640


def test_the_rail_stands_on_the_leading_side(window: MainWindow, qtbot: QtBot) -> None:
    def side() -> int:
        return window.rail.mapTo(window, QPoint(0, 0)).x()

    assert side() == 0
    window.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    qtbot.waitUntil(lambda: side() == window.width() - window.rail.width())


def test_the_indicator_says_what_is_saved(window: MainWindow, context: Context, settle: Callable[[], None]) -> None:
    gate = threading.Event()
    assert window.header.saved.text() == "Saved"
    context.write(lambda _session: gate.wait(30), lambda _result: None, owner=window)
    assert window.header.saved.text() == "Saving…"
    gate.set()
    settle()
    assert window.header.saved.text() == "Saved 14:03"

    def refuse(_session: object) -> None:
        raise UserError("The disk is full.", "Make room.")

    context.write(refuse, lambda _result: None, owner=window)
    settle()
    assert window.header.saved.text() == "Not saved"
    assert [frame.notice.hint for frame in window.notices.frames] == ["Make room."]


def test_undo_names_what_it_would_undo(window: MainWindow, context: Context, qtbot: QtBot) -> None:
    assert not window.menus.undo.isEnabled()
    context.history_changed.emit("answered R&D: yes", "")
    assert window.menus.undo.text() == "&Undo: answered R&&D: yes"
    assert not window.menus.redo.isEnabled()
    with qtbot.waitSignal(context.undo_asked):
        QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)


def test_where_the_window_was_it_is_again(window: MainWindow, context: Context, data_dir: Path, qtbot: QtBot) -> None:
    window.resize(700, 600)
    window.close()
    again = MainWindow(context, data_dir / "window.ini")
    qtbot.addWidget(again)
    assert again.size() == window.size()


def test_a_broken_state_file_is_no_hindrance(context: Context, data_dir: Path, qtbot: QtBot) -> None:
    (data_dir / "window.ini").write_text("[window]\ngeometry=@ByteArray(nonsense)\n", encoding="utf-8")
    window = MainWindow(context, data_dir / "window.ini")
    qtbot.addWidget(window)
    # The usual size, or what the screen has room for
    room = window.screen().availableGeometry()
    assert 0.9 * min(room.width(), 1280) < window.width() <= min(room.width(), 1280)
    assert 0.9 * min(room.height(), 800) < window.height() <= min(room.height(), 800)


def test_closing_waits_for_what_is_being_saved(window: MainWindow, context: Context, qtbot: QtBot) -> None:
    gate = threading.Event()
    done: list[bool] = []
    context.write(lambda _session: gate.wait(30), done.append, owner=window)
    window.close()
    assert window.isVisible()
    gate.set()
    qtbot.waitUntil(lambda: not window.isVisible())
    assert done == [True]


def test_closing_stays_when_saving_fails(window: MainWindow, context: Context, settle: Callable[[], None]) -> None:
    gate = threading.Event()

    def refuse(_session: object) -> None:
        gate.wait(30)
        raise UserError("The disk is full.", "Make room.")

    context.write(refuse, lambda _result: None, owner=window)
    window.close()
    gate.set()
    settle()
    assert window.isVisible()
    assert [frame.notice.text for frame in window.notices.frames] == ["The disk is full."]
    window.close()
    assert not window.isVisible()


def test_data_that_cannot_be_opened_says_why_and_can_be_tried_again(window: MainWindow, qtbot: QtBot) -> None:
    tried: list[bool] = []
    window.show_failure(UserError("The database is newer.", "Update Shipworthy."), lambda: tried.append(True))
    (retry,) = (button for button in window.findChildren(QPushButton) if button.text() == "Try again")
    QTest.keyClick(retry, Qt.Key.Key_Space)
    assert tried == [True]


def test_without_data_settings_can_be_reached_and_other_places_say_why(window: MainWindow, qtbot: QtBot) -> None:
    window.show_failure(UserError("This is no database.", "Choose another data folder."), lambda: None)
    (retry,) = (button for button in window.findChildren(QPushButton) if button.text() == "Try again")
    assert window.focusWidget() is retry
    for place, is_shown in (("settings", True), ("review", False), ("settings", True), ("portfolio", False)):
        window.rail.button(place).click()
        assert (window.page is not None) == is_shown
        assert retry.isVisible() != is_shown
        assert window.header.title.text() == ("Settings" if is_shown else "Shipworthy cannot open its data")
        assert window.rail.button(place).isChecked()


def test_what_needs_data_waits_until_it_is_open(data_dir: Path, theme: Theme, tasks: Tasks, qtbot: QtBot) -> None:
    context = Context(Settings(), data_dir, data_dir, theme, tasks, now)
    window = MainWindow(context, data_dir / "window.ini")
    qtbot.addWidget(window)
    fill_window(window, context)
    actions = {action.text(): action for action in window.menus.file.actions()}
    assert not actions["&New service…"].isEnabled()
    assert window.header.saved.text() == ""
    with qtbot.waitSignal(context.ready, timeout=20_000):
        context.start(lambda: open_test_session(data_dir))
    assert actions["&New service…"].isEnabled()
    assert window.header.saved.text() == "Saved"
    qtbot.waitUntil(lambda: not tasks.busy)
    tasks.close()
    context.close()


def test_places_are_equally_wide_whatever_they_are_called(window: MainWindow) -> None:
    assert len({window.rail.button(place).width() for place in ("portfolio", "review", "remediation", "settings")}) == 1


def test_notices_stack_and_close(window: MainWindow, qtbot: QtBot) -> None:
    area = window.notices
    assert area.isHidden()
    for text in ("first", "second", "third", "fourth"):
        window.show_notice(Notice(text))
    assert [frame.notice.text for frame in area.frames] == ["second", "third", "fourth"]
    close_button = area.frames[0].findChildren(QPushButton)[-1]
    QTest.mouseClick(close_button, Qt.MouseButton.LeftButton)
    assert [frame.notice.text for frame in area.frames] == ["third", "fourth"]
    for frame in area.frames:
        frame.close_notice()
    assert area.isHidden()


def test_a_notice_replaces_the_one_on_its_topic_and_offers_its_action(window: MainWindow, qtbot: QtBot) -> None:
    acted: list[bool] = []
    window.show_notice(Notice("Undone: one", topic="undo"))
    window.show_notice(Notice("Undone: two", topic="undo", action=("Show", lambda: acted.append(True))))
    (frame,) = window.notices.frames
    assert frame.notice.text == "Undone: two"
    QTest.keyClick(frame.findChildren(QPushButton)[0], Qt.Key.Key_Space)
    assert acted == [True]
    assert window.notices.frames == []


def test_what_was_said_of_a_page_goes_with_it(window: MainWindow, context: Context) -> None:
    for key in ("portfolio", "settings"):
        window.add_page(key, partial(Page, context))
    window.show_page("portfolio")
    window.show_notice(Notice("“Approve” does not fit: this waiver is active."))
    window.show_notice(Notice("Planned “Set timeouts”", "ok", action=("Undo", lambda: None)))
    window.show_page("portfolio")
    assert len(window.notices.frames) == 2
    window.show_page("settings")
    assert [frame.notice.text for frame in window.notices.frames] == ["Planned “Set timeouts”"]
    window.show_error(UserError("The disk is full", "Make room."))
    window.show_page("portfolio")
    assert [frame.notice.kind for frame in window.notices.frames] == ["ok", "bad"]


def test_long_work_shows_its_progress_and_is_cancelled_there(
    window: MainWindow, context: Context, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    def work(job: LongJob) -> None:
        while True:
            job.check()
            QThread.msleep(1)

    job = context.tasks.run_long(work, lambda _result: None, owner=window)
    window.show_notice(Notice("Printing…", job=job))
    (frame,) = window.notices.frames
    (cancel,) = frame.findChildren(QPushButton)
    QTest.mouseClick(cancel, Qt.MouseButton.LeftButton)
    settle()
    assert window.notices.frames == []


def test_passing_notices_pass_and_errors_stay(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr("shipworthy.gui.widgets.notice_area._PASSING_MILLISECONDS", 1)
    area = NoticeArea()
    qtbot.addWidget(area)
    area.show_notice(Notice("Exported", "ok"))
    area.show_notice(Notice("Disk full", "bad"))
    qtbot.waitUntil(lambda: [frame.notice.text for frame in area.frames] == ["Disk full"])
