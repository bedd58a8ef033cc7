"""Work off the GUI thread: one ordered worker for short store transactions, another for long jobs.

Plain threads instead of QThread: a Future carries result and exception home without a catch-all of ours, and closing
waits for a bounded time without Qt complaining about a thread destroyed while it runs.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import shiboken6
from PySide6 import QtCore
from PySide6.QtCore import QObject, Signal, Slot

from shipworthy import log
from shipworthy.errors import UserError

if TYPE_CHECKING:  # the window is on screen before the first work is asked for
    from concurrent.futures import Future, ThreadPoolExecutor

T = TypeVar("T")

CLOSING_SECONDS = 10.0


class Cancelled(UserError):  # noqa: N818 - named for what the user did
    """The user cancelled a long job; shown nowhere."""

    def __init__(self) -> None:
        super().__init__("", "")


class LongJob(QObject):
    """The handle of a long job: `progressed(done, total)` on the GUI thread, `cancel()` from there.

    The work reads `is_cancelled` or calls `check()`, which raises Cancelled, and calls `report(done, total)`, all from
    its own thread. `ended` is emitted once, after the result or the failure was delivered.
    """

    progressed = Signal(int, int)
    ended = Signal()
    _reported = Signal(int, int)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._cancel = threading.Event()
        # Through a slot of this object, which lives on the GUI thread: a plain function would run on the worker's.
        self._reported.connect(self._show_progress)
        self._stop: Callable[[], None] | None = None

    def on_cancel(self, stop: Callable[[], None]) -> None:
        """Say how to stop what the work waits for, such as a child process; called on the GUI thread, so it must be
        quick. Called at once where the user was faster."""
        self._stop = stop
        if self.is_cancelled:
            stop()

    @property
    def is_cancelled(self) -> bool:
        """Tell whether the user asked to stop."""
        return self._cancel.is_set()

    def check(self) -> None:
        """Raise Cancelled if the user asked to stop."""
        if self.is_cancelled:
            raise Cancelled

    def report(self, done: int, total: int) -> None:
        """Say how far the work is; callable from any thread."""
        self._reported.emit(done, total)

    @Slot(int, int)
    def _show_progress(self, done: int, total: int) -> None:
        self.progressed.emit(done, total)

    @Slot()
    def cancel(self) -> None:
        """Ask the work to stop."""
        self._cancel.set()
        if self._stop is not None:
            self._stop()


class _Job(NamedTuple):
    action: log.Action
    future: Future[Any]
    owner: QObject
    done: Callable[[Any], None]
    failed: Callable[[UserError], None] | None
    broken: Callable[[], None] | None = None
    handle: LongJob | None = None


class Tasks(QObject):
    """Runs work in order and brings the results home to the GUI thread, which never waits.

    A result whose owner is gone by then is dropped. A UserError goes to the caller's `failed`, or to the signal
    `failed` when it has none; anything else is a bug and goes to sys.excepthook. `idle` follows the last delivery.
    """

    failed = Signal(object)
    idle = Signal()
    _finished = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs: set[_Job] = set()
        self._closed = False
        self._connected = False

    @cached_property
    def _store(self) -> ThreadPoolExecutor:
        return _executor(1, "store")

    @cached_property
    def _long(self) -> ThreadPoolExecutor:
        return _executor(2, "long")

    @property
    def busy(self) -> bool:
        """Tell whether anything runs or waits for its result to be delivered."""
        return bool(self._jobs)

    @property
    def closed(self) -> bool:
        """Tell whether nothing more is taken on, because the window closes."""
        return self._closed

    @property
    def saving_work(self) -> bool:
        """Tell whether store transactions are still to be done or delivered."""
        return any(job.handle is None for job in self._jobs)

    def run(
        self,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[UserError], None] | None = None,
        *,
        owner: QObject,
        broken: Callable[[], None] | None = None,
        named: Callable[..., object] | None = None,
    ) -> None:
        """Run a short store transaction after all those asked for before; `done` gets the result on the GUI thread.

        `broken` is told of a bug before the crash report shows, so that nothing on screen claims otherwise. The log
        names the action for `named`, where that is not the work itself.
        """
        action = log.Action(log.name_of(named or work))
        self._start(_Job(action, self._store.submit(action.run, work), owner, done, failed, broken))

    def run_long(
        self,
        work: Callable[[LongJob], T],
        done: Callable[[T], None],
        failed: Callable[[UserError], None] | None = None,
        *,
        owner: QObject,
    ) -> LongJob:
        """Run a long job beside the store's worker; the handle shows progress and cancels."""
        handle = LongJob(self)
        action = log.Action(log.name_of(work))
        self._start(_Job(action, self._long.submit(action.run, work, handle), owner, done, failed, None, handle))
        return handle

    def close(self, seconds: float = CLOSING_SECONDS) -> bool:
        """Let every store transaction asked for finish and cancel long jobs; False if something still runs after that.

        Results are no longer delivered. May be called again, to wait longer.
        """
        from concurrent.futures import wait  # as in _executor

        self._closed = True
        for job in self._jobs:
            if job.handle is not None:
                job.handle.cancel()
        unfinished = wait([job.future for job in self._jobs], timeout=seconds).not_done
        self._store.shutdown(wait=False)
        self._long.shutdown(wait=False, cancel_futures=True)
        self._jobs = {job for job in self._jobs if job.future in unfinished}
        return not unfinished

    def _start(self, job: _Job) -> None:
        if not self._connected:
            # Always queued: work that is done before it is watched must not come home inside the call that asked for
            # it. Connected only now: see launch.py on Qt's names.
            self._finished.connect(self._deliver, QtCore.Qt.ConnectionType.QueuedConnection)
            self._connected = True
        self._jobs.add(job)
        job.future.add_done_callback(lambda _future: self._finished.emit(job))

    @Slot(object)
    def _deliver(self, job: _Job) -> None:
        if self._closed:
            return
        self._jobs.discard(job)
        if shiboken6.isValid(job.owner):
            with job.action.meant():  # what the page asks for next, and where it breaks, belong to what was asked
                self._hand_over(job)
        if job.handle is not None:
            job.handle.ended.emit()
            job.handle.deleteLater()
        if not self._jobs:
            self.idle.emit()

    def _hand_over(self, job: _Job) -> None:
        match job.future.exception():
            case None:
                job.done(job.future.result())
            case UserError() as error:
                if job.failed is not None:
                    job.failed(error)
                elif not isinstance(error, Cancelled):
                    self.failed.emit(error)
            case bug:
                if job.broken is not None:
                    job.broken()
                sys.excepthook(type(bug), bug, bug.__traceback__)


def _executor(threads: int, name: str) -> ThreadPoolExecutor:
    # Imported here: the window is on screen before the first work is asked for.
    from concurrent.futures import ThreadPoolExecutor

    return ThreadPoolExecutor(max_workers=threads, thread_name_prefix=name)
