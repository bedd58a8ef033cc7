"""A window that is told to end in the middle of its work, again and again; shared by the suite and the long drill."""

import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.gui.conftest import open_test_session
from tests.gui.run_window import NOTE, service_name

from shipworthy.gui.run_marker import MARKER
from shipworthy.workflows.reviews import standing_review
from shipworthy.workflows.services import name_services

REPOSITORY = Path(__file__).parents[2]


def start(folder: Path, work: str) -> subprocess.Popen[str]:
    """Start a window in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.gui.run_window", str(folder), work],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=REPOSITORY,
    )  # fmt: skip


def wait_for(process: subprocess.Popen[str], word: str) -> None:
    """Wait until the window prints a word."""
    assert process.stdout is not None
    for line in process.stdout:
        if line.strip() == word:
            return
    raise AssertionError(f"the window ended without {word}: {process.communicate()[1]}")


def end_at_work(folder: Path, number: signal.Signals, pause: float) -> int:
    """End a window that writes, `pause` seconds after a note was half typed; return how many writes it had shown as
    saved. AssertionError where anything of them is missing or anything is left behind."""
    with start(folder, "write") as window:
        wait_for(window, "typed")
        time.sleep(pause)
        window.send_signal(number)
        said, complained = window.communicate(timeout=60)
    assert (window.returncode, "Traceback" in complained) == (0, False), complained
    saved = max((int(line) for line in said.split() if line.isdigit()), default=0)
    left = {each.name for each in folder.iterdir()}
    assert left & {".window.lock", "shipworthy.db-journal", "shipworthy.db-wal"} == set()
    assert not (folder / "log" / MARKER).exists()
    session = open_test_session(folder)
    services = {each.name: each.id for each in name_services(session)}
    assert {service_name(count) for count in range(1, saved + 1)} <= set(services)
    review = standing_review(session, services["checkout"])
    assert review is not None
    assert NOTE in [answer.note for answer in review.answers.values()]
    session.close()
    return saved
