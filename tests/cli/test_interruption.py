"""A command that is told to end: whole or not at all, its children with it, and an exit code that says why."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.cli.conftest import Type

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no signals to end by")

# The signal comes when all of the command's changes are made and none is stored yet.
IN_A_TRANSACTION = """
import signal, sys
from shipworthy.app import run
from shipworthy.storage.changes import Changes
for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):  # a job in the background starts with some ignored
    signal.signal(each, signal.default_int_handler if each is signal.SIGINT else signal.SIG_DFL)
sound = Changes.must_be_sound
def told_to_end(changes):
    sound(changes)
    signal.raise_signal(int(sys.argv[1]))
Changes.must_be_sound = told_to_end
sys.exit(run(sys.argv[2:]))
"""
PRINT_ALL = """
import signal, sys
from shipworthy.app import run
signal.signal(signal.SIGTERM, signal.SIG_DFL)
sys.exit(run(sys.argv[1:]))
"""


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130), (signal.SIGHUP, 129)], ids=str
)
def test_a_signal_undoes_what_was_begun(typed: Type, data_dir: Path, number: int, code: int) -> None:
    command = [sys.executable, "-c", IN_A_TRANSACTION, str(int(number)), "--data-dir", str(data_dir)]
    done = subprocess.run([*command, "service", "add", "checkout"], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (code, "", "")
    assert not list(data_dir.glob("*-journal"))
    assert "checkout" not in typed("service", "list")[1]
    assert typed("service", "add", "checkout")[0] == 0


def test_what_is_ignored_from_the_start_stays_ignored(typed: Type, data_dir: Path) -> None:
    """As by nohup."""
    script = IN_A_TRANSACTION.replace("else signal.SIG_DFL", "else signal.SIG_IGN")
    command = [sys.executable, "-c", script, str(int(signal.SIGHUP)), "--data-dir", str(data_dir)]
    done = subprocess.run([*command, "service", "add", "checkout"], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    assert "checkout" in typed("service", "list")[1]


def children(process: int) -> list[int]:
    """Return the processes that a process has started and that still run."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent, *_rest = stat.read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:  # it ended meanwhile
            continue
        if int(parent) == process and state != "Z":
            found.append(int(stat.parent.name))
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="children are found as Linux lists them")
def test_a_long_command_ends_with_its_children(tmp_path: Path, data_dir: Path, sample_store: Path) -> None:
    shutil.copy(sample_store, data_dir)
    out = tmp_path / "out"
    words = ("--data-dir", str(data_dir), "report", "--all", "--format", "pdf", "--out", str(out))
    with subprocess.Popen([sys.executable, "-c", PRINT_ALL, *words], stdout=subprocess.PIPE, text=True) as process:
        end = time.monotonic() + 60
        while not list(out.glob("*.pdf")) and time.monotonic() < end:
            time.sleep(0.02)
        (worker,) = children(process.pid)
        process.terminate()
        assert process.wait(20) == 143
    assert not Path(f"/proc/{worker}").exists()
    made = list(out.iterdir())
    assert made
    assert all(each.read_bytes().rstrip().endswith(b"%%EOF") for each in made)  # no file is half there
