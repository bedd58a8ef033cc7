"""After a loss of power every state of the disk is a committed one; the long form is `python -m tests.drills power`."""

from pathlib import Path

import pytest
from tests.disk.power_drill import lose_power
from tests.disk.shim import missing
from tests.storage.conftest import on_a_file

pytestmark = [on_a_file, pytest.mark.skipif(bool(missing()), reason=missing())]


@pytest.mark.parametrize("mode", ["delete", "wal"])
def test_no_loss_of_power_takes_an_answer_or_leaves_half_of_one(tmp_path: Path, mode: str) -> None:
    found = lose_power(tmp_path, mode, transactions=1, seed=3, every=37)
    assert found.states > 15
    assert (found.lost, found.torn) == (0, 0)
