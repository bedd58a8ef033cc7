"""Documents built to hang are stopped in time with one message, and the next one is drawn."""

import time
from collections.abc import Iterator

import pytest
from tests.reports.hostile.hanging import HARMLESS, IN_NOTES, IN_PAGES, jpeg, page, png

from shipworthy.errors import UserError
from shipworthy.reports.job import Job
from shipworthy.reports.pictures import is_printable
from shipworthy.reports.report_worker import ReportWorker

DEADLINE = 4.0
LATE = 8.0  # seconds after which a job that should have been stopped is late, on a busy machine
STOPPED = r"^The report was stopped: drawing it (took longer than 4 seconds|needs more memory than it may use)\.\n"


@pytest.fixture(scope="module")
def hasty() -> Iterator[ReportWorker]:
    """Yield a worker that has little time and memory for each report."""
    with ReportWorker(deadline_seconds=DEADLINE, cpu_seconds=2, memory_bytes=512 * 1024**2) as worker:
        yield worker


def warm(worker: ReportWorker) -> None:
    """Let the worker load what it needs, which no deadline of a job is about."""
    worker._deadline = 100
    worker.check()
    worker._deadline = DEADLINE


def stopped(worker: ReportWorker, job: Job) -> None:
    """Draw a job that must end in one message, in time."""
    warm(worker)
    started = time.monotonic()
    with pytest.raises(UserError, match=STOPPED) as raised:
        worker.render(job)
    assert time.monotonic() - started < LATE
    assert raised.value.hint
    warm(worker)


def test_there_are_ten_at_least() -> None:
    assert len(IN_NOTES) + len(IN_PAGES) >= 10


@pytest.mark.parametrize("name", [*IN_NOTES, *IN_PAGES])
def test_what_is_built_to_hang_is_stopped_and_the_next_report_drawn(name: str, hasty: ReportWorker) -> None:
    stopped(hasty, {**IN_NOTES, **IN_PAGES}[name])
    assert hasty.render(page("<p>next</p>")).pages == 1


@pytest.mark.parametrize("name", HARMLESS)
def test_what_is_seen_through_holds_nobody_up(name: str, hasty: ReportWorker) -> None:
    warm(hasty)
    assert hasty.render(HARMLESS[name]).pages == 1


@pytest.mark.parametrize("picture", [png(60_000, 60_000, b""), jpeg(65_000, 65_000), png(0, 9, b""), b"\xff\xd8"])
def test_no_report_of_ours_is_given_such_a_picture(picture: bytes) -> None:
    assert not is_printable(picture)
