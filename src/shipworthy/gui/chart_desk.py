"""Where the window has its charts drawn: one killable process beside it, and what it drew kept by content."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Slot

from shipworthy.errors import UserError
from shipworthy.gui.context import Context
from shipworthy.gui.tasks import LongJob
from shipworthy.reports.job import ChartJob, encode
from shipworthy.reports.report_worker import ReportFailed, ReportWorker
from shipworthy.text import _

_KEPT = 64  # some kilobytes each


class ChartDesk(QObject):
    """Draws charts for the pages of a window; the process starts with the first and ends with the context."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._tasks = context.tasks
        self._drawn: dict[bytes, bytes] = {}
        self.worker = ReportWorker(charts=True)
        context.closing.connect(self.close)

    @classmethod
    def of(cls, context: Context) -> ChartDesk:
        """Return the one desk of a window."""
        return context.findChild(cls) or cls(context)

    def draw(
        self, job: ChartJob, done: Callable[[bytes], None], failed: Callable[[UserError], None], *, owner: QObject
    ) -> None:
        """Call `done` with a chart as SVG: at once where it was drawn before, else when it is.

        Nothing is drawn any more once the window closes, though it may still be resized then.
        """
        key = encode(job)
        if key in self._drawn:
            done(self._drawn[key])
            return
        if self._tasks.closed:
            return
        self._tasks.run_long(partial(self._work, job), partial(self._keep, key, done), failed, owner=owner)

    def _work(self, job: ChartJob, handle: LongJob) -> bytes:
        handle.on_cancel(self.worker.cancel)
        try:
            return self.worker.draw(job)
        except ReportFailed as error:  # for the page no reason to fail: it has words
            raise UserError(_("The picture could not be drawn."), str(error)) from error

    def _keep(self, key: bytes, done: Callable[[bytes], None], svg: bytes) -> None:
        if len(self._drawn) >= _KEPT:
            del self._drawn[next(iter(self._drawn))]
        self._drawn[key] = svg
        done(svg)

    @Slot()
    def close(self) -> None:
        """End the process."""
        self.worker.close()
