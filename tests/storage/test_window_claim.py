"""The terminal asks a window's lock without Qt, and holds the folder as a window does."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from shipworthy.errors import UserError
from shipworthy.storage.window_claim import LOCK_NAME, claimed

pytest.importorskip("PySide6")

HOLD = (
    "import sys, pathlib; from shipworthy.gui.single_instance import FolderLock;"
    "lock = FolderLock(pathlib.Path(sys.argv[1])); print(lock.acquire(), flush=True); sys.stdin.read()"
)


def try_to_open(folder: Path) -> bool:
    """Tell whether a window could take the folder now."""
    code = HOLD.replace("sys.stdin.read()", "lock.release()")
    done = subprocess.run([sys.executable, "-c", code, str(folder)], capture_output=True, text=True, check=True)
    return done.stdout == "True\n"


@pytest.fixture
def window(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Return another process that holds the folder as a window."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "True\n"
        yield process
        process.kill()


def test_an_open_window_is_told_and_left_alone(tmp_path: Path, window: subprocess.Popen[str]) -> None:
    with pytest.raises(UserError, match=r"has .* open") as caught, claimed(tmp_path):
        pytest.fail("a window has it")
    assert LOCK_NAME in caught.value.hint
    assert (tmp_path / LOCK_NAME).exists()
    assert window.poll() is None


def test_a_window_that_was_killed_is_none(tmp_path: Path, window: subprocess.Popen[str]) -> None:
    window.kill()
    window.wait(10)
    assert (tmp_path / LOCK_NAME).exists()
    with claimed(tmp_path):
        pass
    assert not (tmp_path / LOCK_NAME).exists()


def test_no_window_opens_meanwhile_but_one_does_afterwards(tmp_path: Path) -> None:
    with claimed(tmp_path):
        assert not try_to_open(tmp_path)
        with pytest.raises(UserError), claimed(tmp_path):
            pytest.fail("it is claimed")
    assert try_to_open(tmp_path)


def test_a_claim_whose_process_was_killed_holds_nobody_up(tmp_path: Path) -> None:
    code = (
        "import os, sys, pathlib; from shipworthy.storage.window_claim import claimed;"
        "claim = claimed(pathlib.Path(sys.argv[1])); claim.__enter__(); os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False)
    assert (tmp_path / LOCK_NAME).exists()
    assert try_to_open(tmp_path)
