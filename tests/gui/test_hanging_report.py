"""While a report that was built to hang is drawn, the window goes on; cancelling it takes effect at once."""

import time
from collections.abc import Callable

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot
from tests.reports.builders import report, small_review
from tests.reports.hostile.hanging import IN_NOTES

from shipworthy.errors import UserError
from shipworthy.gui.main_window import MainWindow
from shipworthy.gui.tasks import LongJob, Tasks
from shipworthy.reports.job import Job, Rendered
from shipworthy.reports.report_worker import Cancelled, ReportWorker

_LONGEST_GAP = 0.1
_ROUNDS = 5  # on a busy machine one may be held up by others; what holds up the window itself does so in each


class Pulse:
    """Notes how long the window's thread leaves a timer waiting, in seconds."""

    def __init__(self, window: MainWindow) -> None:
        self.gaps: list[float] = []
        self._last = time.monotonic()
        self._timer = QTimer(window, interval=10)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def _beat(self) -> None:
        now = time.monotonic()
        self.gaps.append(now - self._last)
        self._last = now

    def has_beaten_a_while(self) -> bool:
        """Tell whether it had time to meet what blocks the window."""
        return len(self.gaps) > 40


@pytest.mark.parametrize("name", ["a list of 300,000 points", "emphasis that never ends"])
def test_the_window_goes_on_and_the_next_report_is_drawn(
    name: str, window: MainWindow, tasks: Tasks, settle: Callable[[], None], qtbot: QtBot
) -> None:
    failures: list[UserError] = []
    drawn: list[Rendered] = []
    with ReportWorker(deadline_seconds=100, cpu_seconds=100) as worker:
        worker.check()
        longest = []
        for _round in range(_ROUNDS):
            pulse = Pulse(window)
            job = tasks.run_long(_draws(worker, IN_NOTES[name]), drawn.append, failures.append, owner=window)
            qtbot.waitUntil(pulse.has_beaten_a_while, timeout=10_000)
            assert tasks.busy
            began = time.monotonic()
            job.cancel()
            qtbot.waitUntil(lambda: not tasks.busy, timeout=10_000)
            assert time.monotonic() - began < 5
            longest.append(max(pulse.gaps))
            if longest[-1] < _LONGEST_GAP:
                break
        assert min(longest) < _LONGEST_GAP
        assert {type(each) for each in failures} == {Cancelled}
        assert drawn == []
        tasks.run_long(_draws(worker, Job(report(small_review()))), drawn.append, failures.append, owner=window)
        qtbot.waitUntil(lambda: bool(drawn), timeout=60_000)
        settle()


def _draws(worker: ReportWorker, order: Job) -> Callable[[LongJob], Rendered]:
    def work(job: LongJob) -> Rendered:
        job.on_cancel(worker.cancel)
        return worker.render(order)

    return work
