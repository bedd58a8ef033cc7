"""One window per data folder: a second start raises the first, and says so when nobody answers."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from shipworthy.errors import UserError
from shipworthy.gui import second_start
from shipworthy.gui.second_start import RaiseServer, ask_to_raise
from shipworthy.gui.single_instance import FolderLock
from shipworthy.gui.widgets.labels import PlainLabel

ASK = (
    "import sys, pathlib; from shipworthy.gui.second_start import ask_to_raise;"
    "from shipworthy.gui.single_instance import FolderLock;"
    "folder = pathlib.Path(sys.argv[1]); sys.exit(not ask_to_raise(folder, FolderLock(folder)))"
)
HOLD = (
    "import sys, pathlib; from shipworthy.gui.single_instance import FolderLock;"
    "lock = FolderLock(pathlib.Path(sys.argv[1])); print(lock.acquire(), flush=True); sys.stdin.read()"
)


@pytest.fixture
def first_window(qtbot: QtBot) -> QWidget:
    """Return what owns the server."""
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


def test_a_second_start_raises_the_first_window(data_dir: Path, first_window: QWidget, qtbot: QtBot) -> None:
    server = RaiseServer(data_dir, first_window)
    with qtbot.waitSignal(server.raise_asked, timeout=10_000):
        second = subprocess.Popen([sys.executable, "-c", ASK, str(data_dir)])
    assert second.wait(10) == 0


def test_a_folder_is_one_whatever_way_leads_to_it(data_dir: Path, first_window: QWidget, qtbot: QtBot) -> None:
    link = data_dir.parent / "link"
    link.symlink_to(data_dir)
    server = RaiseServer(data_dir, first_window)
    with qtbot.waitSignal(server.raise_asked, timeout=10_000):
        second = subprocess.Popen([sys.executable, "-c", ASK, str(link)])
    assert second.wait(10) == 0


@pytest.fixture
def holder(data_dir: Path) -> Iterator[subprocess.Popen[str]]:
    """Return another process that holds the folder."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(data_dir)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "True\n"
        yield process
        process.kill()


def test_a_window_that_does_not_answer_is_told(data_dir: Path, holder: subprocess.Popen[str]) -> None:
    with pytest.raises(UserError, match="does not answer") as caught:
        ask_to_raise(data_dir, FolderLock(data_dir), patience=0)
    assert "--data-dir" in caught.value.hint
    assert holder.poll() is None


def test_a_window_that_is_still_being_opened_is_waited_for(
    data_dir: Path, holder: subprocess.Popen[str], first_window: QWidget, qtbot: QtBot
) -> None:
    second = subprocess.Popen(
        [sys.executable, "-c", f"print(flush=True); {ASK}", str(data_dir)], stdout=subprocess.PIPE
    )
    assert second.stdout is not None
    second.stdout.readline()  # it is about to ask, and nobody listens yet
    server = RaiseServer(data_dir, first_window)
    with qtbot.waitSignal(server.raise_asked, timeout=20_000):
        pass
    assert second.wait(10) == 0
    second.stdout.close()
    assert holder.poll() is None


def test_a_folder_that_its_window_gives_up_is_taken(data_dir: Path, holder: subprocess.Popen[str]) -> None:
    holder.kill()
    holder.wait(10)
    lock = FolderLock(data_dir)
    assert not ask_to_raise(data_dir, lock)
    assert not FolderLock(data_dir).acquire()
    lock.release()


def test_the_lock_holds_against_other_processes_and_ends_with_theirs(
    data_dir: Path, holder: subprocess.Popen[str]
) -> None:
    assert not FolderLock(data_dir).acquire()
    holder.kill()
    holder.wait(10)
    lock = FolderLock(data_dir)
    assert lock.acquire()
    lock.release()


WINDOW = """
import datetime, signal, sys, time, uuid
from pathlib import Path
from shipworthy.gui import launch
from shipworthy.settings import Settings

folder = Path(sys.argv[1])

def opening():
    from shipworthy.workflows.session import open_session
    return open_session(folder, Settings(), "Amira", lambda: datetime.datetime.now(datetime.UTC), uuid.uuid4)

fill = launch.fill

def fill_and_tell(window, context, opening):
    fill(window, context, opening)
    if "busy" in sys.argv:  # as during a long import
        context.tasks.run_long(lambda _job: time.sleep(60), print, owner=window)
        context.read(lambda _session: time.sleep(60), print, owner=window)
    context.ready.connect(lambda: print("ready", flush=True))

launch.fill = fill_and_tell
sys.exit(launch.launch(Settings(), folder, folder, opening))
"""


@contextmanager
def window_on(folder: Path, *how: str) -> Iterator[subprocess.Popen[str]]:
    """Start a real window in a process of its own."""
    with subprocess.Popen(
        [sys.executable, "-c", WINDOW, str(folder), *how], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        try:
            yield process
        finally:
            process.kill()


def written_otherwise(folder: Path, how: str) -> Path:
    """Return another way to write a folder."""
    match how:
        case "relative":
            return Path(os.path.relpath(folder))
        case "a link":
            link = folder.parent / "link"
            link.symlink_to(folder)
            return link
        case "a slash":
            return Path(f"{folder}/")
        case "there and back":
            return folder.parent / "elsewhere" / ".." / folder.name
    return folder


def test_two_real_windows_meet_whatever_way_the_folder_is_written(data_dir: Path) -> None:
    (data_dir.parent / "elsewhere").mkdir()
    with window_on(data_dir) as first:
        for how in ("as before", "relative", "a link", "a slash", "there and back"):
            other = written_otherwise(data_dir, how)
            second = subprocess.run([sys.executable, "-c", ASK, str(other)], check=False, timeout=60)
            assert second.returncode == 0, how
        assert first.poll() is None


def test_a_folder_is_one_where_the_case_of_letters_does_not_count(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shouted = Path(str(data_dir).upper())
    plain = Path.stat
    monkeypatch.setattr(Path, "stat", lambda path, **named: plain(data_dir if path == shouted else path, **named))
    assert second_start._name(shouted) == second_start._name(data_dir)
    assert second_start._name(data_dir.parent) != second_start._name(data_dir)


def test_a_busy_window_comes_to_the_front(data_dir: Path) -> None:
    with window_on(data_dir, "busy"):
        assert subprocess.run([sys.executable, "-c", ASK, str(data_dir)], check=False, timeout=60).returncode == 0


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_a_hanging_window_is_told_and_a_dead_one_makes_room(data_dir: Path) -> None:
    with window_on(data_dir) as first:
        os.kill(first.pid, signal.SIGSTOP)
        with pytest.raises(UserError, match="does not answer"):
            ask_to_raise(data_dir, FolderLock(data_dir), patience=0)
        os.kill(first.pid, signal.SIGCONT)
        assert ask_to_raise(data_dir, FolderLock(data_dir))
        first.kill()
        first.wait(10)
        lock = FolderLock(data_dir)
        assert not ask_to_raise(data_dir, lock)
        lock.release()
        with window_on(data_dir):  # no lock and no socket is left in the way
            pass


def test_whoever_starts_from_a_desktop_sees_it_and_may_ask_again(
    data_dir: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []

    def ask(folder: Path, _lock: FolderLock) -> bool:
        asked.append(True)
        if len(asked) == 2:
            return True
        raise UserError(f"Another Shipworthy has {folder} open and does not answer.", "Close it.")

    def press_again() -> None:
        dialog = QApplication.activeModalWidget()
        assert dialog is not None
        said = [label.text() for label in dialog.findChildren(PlainLabel)]
        assert f"Another Shipworthy has {data_dir} open and does not answer." in said
        assert "Close it." in said
        next(each for each in dialog.findChildren(QPushButton) if each.text() == "Try again").click()

    monkeypatch.setattr(second_start, "ask_to_raise", ask)
    QTimer.singleShot(0, press_again)
    assert second_start.raise_first(data_dir, FolderLock(data_dir))
    assert len(asked) == 2
