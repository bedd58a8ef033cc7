"""The window starts as a person starts it, keeps its folder, and lets go of it again."""

import signal
import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot
from tests.gui.conftest import now, open_test_session

from shipworthy.errors import UserError
from shipworthy.gui import launch
from shipworthy.gui.context import Context
from shipworthy.gui.main_window import MainWindow
from shipworthy.gui.pages.review_page import ReviewPage
from shipworthy.gui.tasks import Tasks
from shipworthy.gui.theme import Theme
from shipworthy.gui.widgets.empty_state import EmptyState
from shipworthy.settings import Settings
from shipworthy.workflows.session import Session

LAUNCH = """
import datetime, sys, uuid
from pathlib import Path
from shipworthy.gui import launch
from shipworthy.settings import Settings

folder = Path(sys.argv[1])

def opening():
    from shipworthy.workflows.session import open_session
    now = lambda: datetime.datetime.now(datetime.UTC)
    return open_session(folder, Settings(), "Amira", now, uuid.uuid4)

fill = launch.fill

def fill_and_tell(window, context, opening):
    context.ready.connect(lambda: print("ready", flush=True))
    fill(window, context, opening)
    if "--reopen" in sys.argv and context.first_notice is None:
        context.ready.connect(lambda: context.reopen(in_between))
    elif "--once" in sys.argv:
        context.ready.connect(window.close)
        if "--reopen" in sys.argv:
            context.ready.connect(lambda: print(window.notices.frames[-1].notice.text, flush=True))

def in_between():
    from shipworthy.gui.widgets.notice_area import Notice
    from PySide6.QtWidgets import QApplication
    print("closed" if not QApplication.activeWindow() else "still open", flush=True)
    return Notice("Here again", "ok")

launch.fill = fill_and_tell
sys.exit(launch.launch(Settings(), folder, folder, opening))
"""


def start(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    """Start a window in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-c", LAUNCH, str(folder), *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def first_line(process: subprocess.Popen[str]) -> str:
    """Return the first line that a process prints."""
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_it_opens_closes_and_leaves_nothing_behind(data_dir: Path) -> None:
    with start(data_dir, "--once") as window:
        said, complained = window.communicate(timeout=60)
    assert (window.returncode, said) == (0, "ready\n")
    assert "Traceback" not in complained
    assert "QThread" not in complained
    assert (data_dir / "window.ini").exists()
    assert not (data_dir / ".window.lock").exists()


def test_another_window_follows_the_first_where_something_was_to_be_done_in_between(data_dir: Path) -> None:
    with start(data_dir, "--reopen", "--once") as window:
        said, complained = window.communicate(timeout=60)
    assert (window.returncode, said.split("\n")) == (0, ["ready", "closed", "ready", "Here again", ""])
    assert complained == ""
    assert not (data_dir / ".window.lock").exists()


def test_a_second_start_ends_at_once_and_the_folder_is_free_after_a_crash(data_dir: Path) -> None:
    with start(data_dir) as first:
        assert first_line(first) == "ready"
        with start(data_dir) as second:
            said, _complaint = second.communicate(timeout=60)
        assert (second.returncode, said) == (0, "")
        assert first.poll() is None
        first.kill()
    assert first.returncode == -signal.SIGKILL
    with start(data_dir, "--once") as again:
        said, _complaint = again.communicate(timeout=60)
    assert (again.returncode, said) == (0, "ready\n")


def test_data_that_cannot_be_opened_fills_the_window_until_it_can(
    data_dir: Path, theme: Theme, tasks: Tasks, qtbot: QtBot
) -> None:
    context = Context(Settings(), data_dir, data_dir, theme, tasks, now)
    window = MainWindow(context, data_dir / "window.ini")
    qtbot.addWidget(window)
    window.show()
    tries: list[bool] = []

    def opening() -> Session:
        tries.append(True)
        if len(tries) == 1:
            raise UserError("The database was made by a newer Shipworthy", "Update Shipworthy.")
        return open_test_session(data_dir)

    launch.fill(window, context, opening)
    qtbot.waitUntil(lambda: window.header.title.text() == "Shipworthy cannot open its data")
    (failure,) = (each for each in window.findChildren(EmptyState) if each.isVisible())
    assert {"The database was made by a newer Shipworthy.", "Update Shipworthy."} <= {
        label.text() for label in failure.findChildren(QLabel)
    }
    QTest.mouseClick(window.rail.button("review"), Qt.MouseButton.LeftButton)
    assert failure.isVisible()
    retry = failure.findChildren(QPushButton)[0]
    with qtbot.waitSignal(context.ready, timeout=20_000):
        QTest.keyClick(retry, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not tasks.busy)
    assert isinstance(window.page, ReviewPage)
    window.close()
    tasks.close()
    context.close()
