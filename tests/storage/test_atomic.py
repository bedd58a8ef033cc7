"""A file is replaced whole or not at all, whenever the program dies; the long form: `python -m tests.drills atomic`."""

import sys
from pathlib import Path

import pytest
from tests.storage.atomic_drill import kill_while_replacing


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL and fork servers are POSIX's")
def test_a_file_that_is_being_replaced_when_the_program_dies_is_old_or_new(tmp_path: Path) -> None:
    found = kill_while_replacing(tmp_path, 12, seed=6)
    assert found["old"] + found["new"] == 12
    assert found["seen by people"] == 0
