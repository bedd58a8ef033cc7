"""Restoring from the window: the points, what would change, the way through a window that opens again, and back."""

import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot
from tests.gui import accessibility
from tests.gui.conftest import now, open_test_session

from shipworthy.domain.service import Service
from shipworthy.errors import UserError
from shipworthy.gui import launch
from shipworthy.gui.context import Context
from shipworthy.gui.data.restore_dialog import RestoreDialog
from shipworthy.gui.main_window import MainWindow
from shipworthy.gui.tasks import Tasks
from shipworthy.gui.theme import Theme
from shipworthy.gui.widgets.empty_state import EmptyState
from shipworthy.settings import Settings
from shipworthy.storage.errors import damaged
from shipworthy.workflows.backups import back_up
from shipworthy.workflows.restore import refuse_lost
from shipworthy.workflows.session import Session

DATABASE = "shipworthy.db"


def add(session: Session, name: str) -> None:
    """Add a service."""
    with session.begin() as tx:
        tx.services.save(Service(uuid.uuid4(), name))


def names(session: Session) -> set[str]:
    """Return the services' names."""
    with session.store.read() as tx:
        return {each.name for each in tx.services.all()}


def choose_restore(window: MainWindow, settle: Callable[[], None]) -> RestoreDialog:
    """Choose the menu's action and return the dialog, once it says what would change."""
    [action] = [each for each in window.menus.data.actions() if isinstance(each, QAction) and "Restore" in each.text()]
    action.trigger()
    settle()
    return shown(window)


def shown(window: MainWindow) -> RestoreDialog:
    """Return the dialog that is on screen."""
    [dialog] = [each for each in window.findChildren(RestoreDialog) if each.isVisible()]
    return dialog


def press(dialog: RestoreDialog, button: QPushButton) -> None:
    """Press a button of the dialog by its key."""
    assert button.isEnabled()
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)


def test_the_dialog_says_what_it_does_and_the_window_asks_to_be_opened_again(
    window: MainWindow, context: Context, settle: Callable[[], None], data_dir: Path, qtbot: QtBot
) -> None:
    add(context.session, "kept")
    back_up(context.session)
    add(context.session, "taken back")
    dialog = choose_restore(window, settle)
    assert dialog.windowTitle() == "Restore to a point"
    assert dialog.focusWidget() is dialog.table
    assert dialog.restore_button.text() == "Restore to today 14:03"
    assert dialog.sentences[0] == "Takes back 1 new service, made by Amira since today 14:03."
    assert dialog.sentences[1] == "Services concerned: taken back."
    accessibility.check(dialog)
    with qtbot.waitSignal(context.reopen_asked, timeout=20_000):
        press(dialog, dialog.restore_button)
    assert names(context.session) == {"kept", "taken back"}  # nothing changes while anything is open
    assert context.in_between is not None
    context.close()
    notice = context.in_between()
    assert (notice.kind, notice.text) == ("ok", "Restored to today 14:03.")
    assert notice.stays
    assert "To go back" in notice.hint
    session = open_test_session(data_dir)
    assert names(session) == {"kept"}
    session.close()


def test_cancel_while_it_is_prepared_changes_nothing(
    window: MainWindow, context: Context, settle: Callable[[], None], data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(context.session, "kept")
    back_up(context.session)
    add(context.session, "also kept")
    dialog = choose_restore(window, settle)
    press(dialog, dialog.restore_button)
    assert dialog.focusWidget() is dialog.cancel_button
    assert dialog.progress.isVisible()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    settle()
    assert window.isVisible()
    assert context.in_between is None
    assert names(context.session) == {"kept", "also kept"}
    assert not [each.name for each in data_dir.iterdir() if each.name.endswith(".restored")]
    assert not [each for each in window.findChildren(RestoreDialog) if each.isVisible()]


def test_without_backups_a_file_can_be_chosen(
    window: MainWindow, context: Context, settle: Callable[[], None], tmp_path: Path
) -> None:
    dialog = choose_restore(window, settle)
    assert dialog.none_yet.isVisible()
    assert dialog.focusWidget() is dialog.choose_button
    assert not dialog.restore_button.isEnabled()
    (tmp_path / "x.db").write_bytes(b"letters" * 1000)
    made = back_up(context.session, tmp_path / "stick").database
    for path, answer in ((tmp_path / "x.db", "not a Shipworthy database"), (made, "")):
        QTest.keyClick(dialog.choose_button, Qt.Key.Key_Space)
        [chooser] = [each for each in dialog.findChildren(QFileDialog) if each.isVisible()]
        chooser.fileSelected.emit(str(path))
        chooser.reject()
        settle()
        assert answer in dialog.problem
    assert dialog.problem == ""
    assert dialog.point is not None
    assert dialog.point.file.path == made
    assert dialog.sentences[0] == "Nothing would change: the data are as they were then."
    assert dialog.restore_button.isEnabled()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)


def test_a_backup_that_went_bad_since_says_so(window: MainWindow, context: Context, settle: Callable[[], None]) -> None:
    made = back_up(context.session).database
    dialog = choose_restore(window, settle)
    made.write_bytes(made.read_bytes()[:20_480])
    press(dialog, dialog.restore_button)
    settle()
    assert "damaged" in dialog.problem
    assert dialog.table.isEnabled()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_damage_found_at_work_offers_the_backups(
    window: MainWindow, context: Context, settle: Callable[[], None]
) -> None:
    back_up(context.session)
    context.failed.emit(damaged("shipworthy.db"))
    [frame] = window.notices.frames
    [button] = [each for each in frame.findChildren(QPushButton) if "Restore" in each.text()]
    QTest.keyClick(button, Qt.Key.Key_Space)
    settle()
    QTest.keyClick(shown(window), Qt.Key.Key_Escape)


@pytest.fixture
def closed_window(data_dir: Path, theme: Theme, tasks: Tasks, qtbot: QtBot) -> Iterator[tuple[MainWindow, Context]]:
    """Return a window whose data are not open yet, with a backup of them in their folder."""
    session = open_test_session(data_dir)
    add(session, "kept")
    back_up(session)
    session.close()
    context = Context(Settings(), data_dir, data_dir, theme, tasks, now)
    window = MainWindow(context, data_dir / "window.ini")
    qtbot.addWidget(window)
    window.resize(1280, 800)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    yield window, context
    tasks.close()
    context.close()


def failure_of(window: MainWindow) -> EmptyState:
    """Return what fills the window."""
    [failure] = [each for each in window.findChildren(EmptyState) if each.isVisible()]
    return failure


def test_a_damaged_database_names_its_newest_whole_backup_and_restores_it(
    closed_window: tuple[MainWindow, Context], data_dir: Path, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    window, context = closed_window
    database = data_dir / DATABASE
    database.write_bytes(database.read_bytes()[:8192] + b"\0" * 100_000)
    launch.fill(window, context, lambda: open_test_session(data_dir))
    qtbot.waitUntil(lambda: window.header.title.text() == "Shipworthy cannot open its data")
    settle()
    failure = failure_of(window)
    said = " ".join(label.text() for label in failure.findChildren(QLabel))
    assert "is damaged" in said
    assert "The newest whole backup is of today 14:03." in said
    first, *others = failure.findChildren(QPushButton)
    assert first.text() == "Restore from a backup…"
    assert [each.text() for each in others] == ["Open another data folder…", "Try again", "Quit"]
    assert window.focusWidget() is first
    QTest.keyClick(first, Qt.Key.Key_Space)
    settle()
    dialog = shown(window)
    assert dialog.sentences[0] == "The present database cannot be read, so nothing can be compared."
    with qtbot.waitSignal(context.reopen_asked, timeout=20_000):
        press(dialog, dialog.restore_button)
    assert context.in_between is not None
    notice = context.in_between()
    assert "shipworthy.db.damaged-20261122T140300" in notice.hint
    session = open_test_session(data_dir)
    assert names(session) == {"kept"}
    session.close()


def test_a_lost_database_may_be_begun_anew(
    closed_window: tuple[MainWindow, Context], data_dir: Path, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    window, context = closed_window
    (data_dir / DATABASE).unlink()

    def opening() -> Session:
        refuse_lost(data_dir, Settings())
        return open_test_session(data_dir)

    launch.fill(window, context, opening)
    qtbot.waitUntil(lambda: window.header.title.text() == "Shipworthy cannot open its data")
    settle()
    _restore, anew, _retry, _leave = failure_of(window).findChildren(QPushButton)
    assert anew.text() == "Begin with an empty store"
    with qtbot.waitSignal(context.ready, timeout=20_000):
        QTest.keyClick(anew, Qt.Key.Key_Space)
    settle()
    assert names(context.session) == set()
    assert len(list((data_dir / "backups").glob("*.db"))) == 1


def test_other_failures_offer_no_backup(
    closed_window: tuple[MainWindow, Context], qtbot: QtBot, settle: Callable[[], None]
) -> None:
    window, context = closed_window

    def opening() -> Session:
        raise UserError("The disk is gone", "Plug it in.")

    launch.fill(window, context, opening)
    qtbot.waitUntil(lambda: window.header.title.text() == "Shipworthy cannot open its data")
    settle()
    assert [each.text() for each in failure_of(window).findChildren(QPushButton)] == ["Try again", "Quit"]


RESTORE = """
import datetime, sys, uuid
from pathlib import Path
from PySide6.QtCore import QTimer
from shipworthy.gui import launch
from shipworthy.settings import Settings

folder = Path(sys.argv[1])

def opening():
    from shipworthy.workflows.session import open_session
    now = lambda: datetime.datetime.now(datetime.UTC)
    return open_session(folder, Settings(), "Amira", now, uuid.uuid4)

fill = launch.fill

def restore(window, context):
    from shipworthy.gui.data.restore_dialog import RestoreDialog
    from shipworthy.gui.places import Places
    [action] = [each for each in window.menus.data.actions() if "Restore" in each.text()]
    action.trigger()
    timer = QTimer(window, interval=20)
    def press():
        for dialog in window.findChildren(RestoreDialog):
            if dialog.restore_button.isEnabled():
                timer.stop()
                dialog.restore_button.click()
    timer.timeout.connect(press)
    timer.start()

def tell(window, context):
    with context.session.store.read() as tx:
        print([each.name for each in tx.services.all()], window.menus.undo.isEnabled(), flush=True)
    print(window.notices.frames[-1].notice.text.split(" ")[0], flush=True)
    window.close()

def fill_and_restore(window, context, opening):
    act = restore if context.first_notice is None else tell
    fill(window, context, opening)
    context.ready.connect(lambda: act(window, context))

launch.fill = fill_and_restore
sys.exit(launch.launch(Settings(), folder, folder, opening))
"""


def test_the_window_goes_on_with_the_restored_data(data_dir: Path) -> None:
    session = open_test_session(data_dir)
    add(session, "kept")
    back_up(session)
    add(session, "taken back")
    session.close()
    command = [sys.executable, "-c", RESTORE, str(data_dir)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stdout) == (0, "['kept'] False\nRestored\n")
    assert "Traceback" not in done.stderr
    assert len(list(data_dir.glob("shipworthy.db.pre-restore-*"))) == 1
    assert not (data_dir / ".window.lock").exists()


def test_a_window_that_cannot_save_stays_and_nothing_is_exchanged(
    window: MainWindow, context: Context, settle: Callable[[], None]
) -> None:
    def refuse(_session: Session) -> None:
        raise UserError("The disk is full", "Make room.")

    context.write(refuse, lambda _done: None, owner=window)
    context.reopen(lambda: pytest.fail("it was not closed"))
    settle()
    assert window.isVisible()
    assert context.in_between is None
