"""What was acknowledged is there: after a kill at any moment, and with two programs writing at once.

The long forms: `python -m tests.drills kill` and `two_programs`.
"""

import sys
from pathlib import Path

import pytest
from tests.storage.conftest import on_a_file
from tests.storage.kill_drill import kill
from tests.storage.rivals_drill import compete_at_once

KILLS = 8
WRITES = 60

pytestmark = [
    on_a_file,
    pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL and fork servers are POSIX's"),
]
modes = pytest.mark.parametrize("mode", ["delete", "wal"])


@modes
def test_what_was_acknowledged_survives_a_kill_at_any_moment(tmp_path: Path, mode: str) -> None:
    found = kill(tmp_path / "data", mode, KILLS, seed=4)
    assert (found["lost"], found["torn"], found["unsound"]) == (0, 0, 0)
    assert found["kills"] == KILLS
    assert found["saved"] >= KILLS // 2


@modes
def test_two_programs_write_at_once_and_neither_waits_in_vain(tmp_path: Path, mode: str) -> None:
    met = compete_at_once(tmp_path / "data", mode, WRITES)
    assert met.errors == ()
    assert met.shared == 2 * WRITES
    assert met.own == (WRITES - 1, WRITES - 1)
    assert met.logged == 4 * WRITES
