"""Clocks that jump change neither what is newest nor what is late; the long form is `python -m tests.drills clock`."""

import time
from pathlib import Path

import pytest
from tests.workflows.clock_drill import Desk, overdue_in_zones, thin_while_it_jumps


@pytest.mark.parametrize("seed", [1, 2])
def test_whatever_the_clock_does_order_ages_and_standing_hold(tmp_path: Path, seed: int) -> None:
    desk = Desk(tmp_path, seed)
    desk.run(15)
    assert desk.acts == 15


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="a process changes its zone only on POSIX")
def test_the_zone_of_the_process_makes_nothing_overdue(tmp_path: Path) -> None:
    desk = Desk(tmp_path, 5)
    assert overdue_in_zones(desk) == 1
    desk.session.close()


def test_thinning_never_takes_the_newest_backup_whatever_the_clock_says() -> None:
    thin_while_it_jumps(seed=7, backups=600)
