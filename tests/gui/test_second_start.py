"""One window per data folder: a second start raises the first, and says so when nobody answers."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from shipworthy.errors import UserError
from shipworthy.gui.second_start import RaiseServer, ask_to_raise
from shipworthy.gui.single_instance import FolderLock

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
