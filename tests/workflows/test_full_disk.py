"""D4, in short: a disk that fills up costs what is being done and nothing else, whatever that is."""

from pathlib import Path

import pytest
from tests.workflows.full_disk import play

LEVELS = 2


def test_a_disk_that_fills_up_loses_and_damages_nothing(tmp_path: Path) -> None:
    # The paper needs the worker, which takes seconds to start: the drill full_disk prints on small disks too.
    names = ("answer", "backup", "XLSX", "bundle", "migration", "settings")
    outcomes = list(play(tmp_path / "work", LEVELS, names))
    if not outcomes:
        pytest.skip("a small disk can be made only where this user may mount one")
    assert [fault for outcome in outcomes for fault in outcome.faults] == []
    # Each was refused without room, and done with enough: else nothing was tried.
    assert [outcome.done for outcome in outcomes] == [False, True] * len(names)
