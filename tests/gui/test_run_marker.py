"""The marker of a run: how it ended is known to the next one, told once, and never in the way of a start."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from shipworthy import __version__
from shipworthy.gui.run_marker import EXCEPTIONS, FATAL, MARKER, Ended, RunMarker

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)


def begun(folder: Path, now: datetime = NOON) -> RunMarker:
    """Return the marker of a run that begins."""
    marker = RunMarker(folder)
    marker.begin(now)
    return marker


def crash(folder: Path, at: datetime) -> None:
    """Let the run at hand die of a fault, as faulthandler tells it."""
    with (folder / FATAL).open("a", encoding="utf-8") as file:
        file.write(
            f'Fatal Python error: Segmentation fault\n  File "{Path.home()}/lib/site-packages/one.py", line 1 in work\n'
        )
    os.utime(folder / FATAL, (at.timestamp(), at.timestamp()))


def test_a_run_that_ended_as_it_should_leaves_nothing(tmp_path: Path) -> None:
    first = begun(tmp_path)
    assert f"process {os.getpid()}" in (tmp_path / MARKER).read_text(encoding="utf-8")
    first.keep_report("a fault that did not end it")
    first.end()
    assert list(tmp_path.iterdir()) == []
    second = begun(tmp_path)
    assert (second.last.ended, second.told) == (Ended.CLOSED, True)


def test_an_end_from_outside_is_known_with_its_start(tmp_path: Path) -> None:
    begun(tmp_path)
    second = begun(tmp_path, NOON + timedelta(days=1))
    assert (second.last.ended, second.last.started, second.last.version) == (Ended.OUTSIDE, NOON, __version__)
    assert not second.told


def test_a_fault_of_the_machine_is_known_by_what_grew(tmp_path: Path) -> None:
    (tmp_path / FATAL).write_text("an old one\n", encoding="utf-8")
    begun(tmp_path)
    at = NOON + timedelta(hours=2)
    crash(tmp_path, at)
    last = begun(tmp_path).last
    assert (last.ended, last.at, last.early_crashes) == (Ended.FAULT, at, 0)
    assert "Segmentation fault" in last.report
    assert 'File "one.py", line 1' in last.report
    assert "an old one" not in last.report
    assert str(Path.home()) not in last.report


def test_an_exception_is_a_fault_of_the_run_it_came_in(tmp_path: Path) -> None:
    begun(tmp_path).keep_report("KeyError in here")
    assert begun(tmp_path).last.report == "KeyError in here"
    assert begun(tmp_path).last.ended is Ended.OUTSIDE  # and not of the one after it


def test_what_nobody_was_told_stays_for_the_next_start(tmp_path: Path) -> None:
    begun(tmp_path)
    crash(tmp_path, NOON + timedelta(seconds=90))
    second = begun(tmp_path)
    second.keep_report("another")
    second.end()
    third = begun(tmp_path)
    assert (third.last.ended, third.last.report.count("Segmentation fault")) == (Ended.FAULT, 1)
    third.told = True
    third.end()
    assert begun(tmp_path).told


def test_crashes_soon_after_the_start_are_counted_while_they_follow_each_other(tmp_path: Path) -> None:
    begun(tmp_path)
    crash(tmp_path, NOON + timedelta(seconds=5))
    second = begun(tmp_path)
    assert (second.last.early_crashes, second.last.wants_safe_mode) == (1, False)
    crash(tmp_path, NOON + timedelta(seconds=59))
    third = begun(tmp_path)
    assert (third.last.early_crashes, third.last.wants_safe_mode) == (2, True)
    crash(tmp_path, NOON + timedelta(seconds=61))
    assert begun(tmp_path).last.early_crashes == 0


@pytest.mark.parametrize("text", ["", "started yesterday\nfatal many\nearly -1\n", "\x00\xff", "process"])
def test_a_marker_that_nobody_understands_is_an_end_from_outside(tmp_path: Path, text: str) -> None:
    (tmp_path / MARKER).write_text(text, encoding="utf-8")
    assert begun(tmp_path).last[:3] == (Ended.OUTSIDE, "", None)


def test_a_log_folder_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    marker = begun(tmp_path / "missing")
    marker.keep_report("one")
    marker.end()
    assert marker.last.ended is Ended.CLOSED


def test_endless_exceptions_do_not_fill_the_disk(tmp_path: Path) -> None:
    marker = begun(tmp_path)
    for _each in range(30):
        marker.keep_report("x" * 10_000)
    assert (tmp_path / EXCEPTIONS).stat().st_size < 120_000
