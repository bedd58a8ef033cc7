"""The window's end of the report worker: starts it, hands it jobs, and ends it when it takes too long."""

import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import BinaryIO, Self, cast

import msgspec

from shipworthy import log
from shipworthy.errors import UserError
from shipworthy.redaction import RemoteBug
from shipworthy.reports import fault_words
from shipworthy.reports.closed_limits import FILL_SECONDS
from shipworthy.reports.job import (
    ChartJob,
    Drawn,
    Failure,
    FailureKind,
    Faulty,
    Filled,
    FillJob,
    Job,
    Made,
    Order,
    Rendered,
    Reply,
    Work,
    decode_reply,
    encode,
    read_message,
    write_message,
)
from shipworthy.reports.report_template import ReportTemplate
from shipworthy.text import _

DEADLINE_SECONDS = 60.0
CPU_SECONDS = 60
MEMORY_BYTES = 1024**3
_LAST_WORDS = 4_000


class Cancelled(UserError):  # noqa: N818 - not a mistake of anyone; the caller asked for it
    """A report that somebody stopped."""


class _TooSlow(UserError):  # noqa: N818 - like UserError's other children
    """A job that took too long."""


class _TooBig(UserError):  # noqa: N818 - like UserError's other children
    """A job that needs more memory than it may use."""


class ReportFailed(RemoteBug):
    """A bug in the drawing of a report; the message is the worker's traceback, which may quote what is drawn."""


@dataclass
class _Process:
    """A running worker, what it said on standard error, and why we ended it, if we did."""

    popen: subprocess.Popen[bytes]
    said: BinaryIO
    ended_because: Callable[[], UserError] | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def alive(self) -> bool:
        return self.popen.poll() is None

    def end(self, because: Callable[[], UserError] | None = None) -> None:
        """End the process at once; the first reason given stands."""
        with self.lock:
            self.ended_because = self.ended_because or because
        self.popen.kill()

    def last_words(self) -> str:
        self.said.seek(0)
        return self.said.read().decode("utf-8", errors="replace")[-_LAST_WORDS:]

    def close(self) -> None:
        self.popen.kill()
        self.popen.communicate()
        self.said.close()


class ReportWorker:
    """Draws reports in a process of their own, one after the other; that process starts with the first job.

    Every method may be called from any thread. `render` and `draw` wait for their result, so a window calls them from a
    thread. With `charts` it draws nothing but charts, and is warm sooner, without what reports need.
    """

    def __init__(
        self,
        *,
        deadline_seconds: float = DEADLINE_SECONDS,
        cpu_seconds: int = CPU_SECONDS,
        memory_bytes: int = MEMORY_BYTES,
        command: Sequence[str] = (),
        charts: bool = False,
    ) -> None:
        self._deadline = deadline_seconds
        self._cpu_seconds = cpu_seconds
        self._memory_bytes = memory_bytes
        self._command = tuple(command) or _worker_command(charts)
        self._one_at_a_time = threading.Lock()
        self._process: _Process | None = None
        self._busy = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def warm_up(self) -> None:
        """Start the process if none runs, and return at once; it loads what it needs meanwhile."""
        with self._one_at_a_time:
            self._running()

    def render(self, job: Job) -> Rendered:
        """Draw a report.

        Raises UserError where the system lacks something or the report is too much, InvalidFile where the user's own
        template cannot be filled, Cancelled after `cancel`, and ReportFailed for a bug. The next job finds a working
        process in every case.
        """
        if job.template is not None:
            job = msgspec.structs.replace(job, filled=self._filled(job, job.template))
        try:
            rendered = self._order(job)
        except (_TooSlow, _TooBig) as error:
            if job.template is None:
                raise
            raise fault_words.too_much(job.template, error) from error
        except ReportFailed as error:
            if job.template is None:
                raise
            # Styles that nobody thought of end in errors of the library: the template's to mend, and no bug of ours.
            raise fault_words.not_drawn(job.template, str(error)) from error
        assert isinstance(rendered, Rendered)
        return rendered

    def _filled(self, job: Job, template: ReportTemplate) -> str:
        """Return the HTML of a template, in a time of its own: one that hangs must not hold anybody up for a minute."""
        seconds = min(FILL_SECONDS, self._deadline)
        self.check()  # a worker that has yet to start takes that time from no template
        try:
            filled = self._order(FillJob(job.report, template, tuple(job.assets)), seconds)
        except _TooSlow as error:
            raise fault_words.too_slow(template, seconds) from error
        except _TooBig as error:
            raise fault_words.too_big(template) from error
        if isinstance(filled, Faulty):
            raise fault_words.fault_error(template, filled.fault)
        assert isinstance(filled, Filled)
        return filled.html

    def draw(self, job: ChartJob) -> bytes:
        """Return a chart as SVG; raises what `render` does."""
        drawn = self._order(job)
        assert isinstance(drawn, Drawn)
        return drawn.svg

    def check(self) -> None:
        """Find out whether reports can be drawn at all; raises UserError where the system lacks something."""
        self._order(None)

    def _order(self, job: Work | None, seconds: float | None = None) -> Made:
        with self._one_at_a_time, log.step(f"{__name__}.{type(job).__name__}") as facts:
            process = self._running()
            facts["worker"] = process.popen.pid
            seconds = seconds or self._deadline
            # A process that has used up its time is killed by the system a moment after the parent would have.
            message = encode(Order(job, min(self._cpu_seconds, int(seconds) + 1), self._memory_bytes))
            late = threading.Timer(seconds, process.end, [self._too_slow])
            late.daemon = True
            late.start()
            self._busy = True
            try:
                answer = _ask(process, message)
            except BaseException:  # such as Ctrl+C: what the process is doing now is anyone's guess; raised again
                self._discard()
                raise
            finally:
                self._busy = False
                late.cancel()
            if answer is None:
                raise self._death(process)
            reply: Reply = decode_reply(answer)
            if not isinstance(reply, Failure):
                return reply
            if reply.kind in (FailureKind.TOO_BIG, FailureKind.TOO_DEEP):
                self._discard()  # it survived, but with who knows what left half done
            raise _error(reply)

    def cancel(self) -> None:
        """Stop the job that is running; does nothing where none is."""
        process = self._process
        if self._busy and process is not None:
            process.end(_cancelled)

    def close(self) -> None:
        """End the process; a job that is running is cancelled."""
        self.cancel()
        with self._one_at_a_time:
            self._discard()

    def _running(self) -> _Process:
        if self._process is not None and not (self._process.alive and self._process.ended_because is None):
            self._discard()
        if self._process is None:
            said = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the process
            popen = subprocess.Popen(  # noqa: S603 - our own program
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=said,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # Windows would open a terminal for it
            )
            # Waited for at once: one that is killed between two jobs would stay in the system's list until the next.
            threading.Thread(target=popen.wait, daemon=True).start()
            self._process = _Process(popen, cast(BinaryIO, said))
        return self._process

    def _discard(self) -> None:
        if self._process is not None:
            self._process.close()
            self._process = None

    def _death(self, process: _Process) -> Exception:
        """Return the error for a process that ended without an answer."""
        code = process.popen.wait()
        words = process.last_words()
        reason = process.ended_because
        self._discard()
        if reason is not None:
            return reason()
        if sys.platform != "win32" and code == -signal.SIGXCPU:
            return self._too_slow()
        if code < 0:
            return UserError(
                _("The process that draws reports broke off ({signal}).").format(signal=signal.Signals(-code).name),
                _("Try again. If it happens again, shorten very long notes of this review."),
            )
        return ReportFailed(words)

    def _too_slow(self) -> UserError:
        return _TooSlow(
            _("The report was stopped: drawing it took longer than {seconds} seconds.").format(
                seconds=f"{self._deadline:g}"
            ),
            _("Try again when the computer is less busy, or shorten very long notes of this review."),
        )


def _worker_command(charts: bool) -> tuple[str, ...]:
    arguments = ("--report-worker", "--charts") if charts else ("--report-worker",)
    if getattr(sys, "frozen", False):  # set by PyInstaller: the program is its own interpreter
        return (sys.executable, *arguments)
    # -P: a folder that happens to be the current one must not lend its modules to this process.
    return (sys.executable, "-P", "-m", "shipworthy", *arguments)


def _ask(process: _Process, message: bytes) -> bytes | None:
    """Return the reply; None where the process ended instead."""
    assert process.popen.stdin is not None
    assert process.popen.stdout is not None
    try:
        write_message(cast(BinaryIO, process.popen.stdin), message)
        return read_message(cast(BinaryIO, process.popen.stdout))
    except OSError:  # the pipe broke, because the other end is gone
        return None


def _cancelled() -> UserError:
    return Cancelled(_("The report was cancelled."), "")


def _error(failure: Failure) -> Exception:
    match failure.kind:
        case FailureKind.NO_PANGO:
            return UserError(
                _("Reports cannot be drawn: the library Pango is missing ({detail}).").format(
                    detail=failure.detail.splitlines()[0] if failure.detail else ""
                ),
                _pango_hint(),
            )
        case FailureKind.NO_FONTS:
            return UserError(
                _("Reports cannot be drawn: this system has no fonts."),
                _("Install some, on Debian and Ubuntu with: apt install fonts-dejavu-core fonts-noto-core."),
            )
        case FailureKind.TOO_BIG:
            return _TooBig(
                _("The report was stopped: drawing it needs more memory than it may use."),
                _("Shorten very long notes of this review."),
            )
        case FailureKind.TOO_DEEP:
            return UserError(
                _("The report was stopped: something in it is nested too deep."),
                _("Look for lists within lists within lists in the notes of this review."),
            )
        case FailureKind.BUG:
            return ReportFailed(failure.detail, failure.redacted)


def _pango_hint() -> str:
    if sys.platform == "darwin":
        return _("Install it: brew install pango.")
    if sys.platform == "win32":
        return _("Install it through MSYS2: pacman -S mingw-w64-ucrt-x86_64-pango.")
    return _("Install it; on Debian and Ubuntu: apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0.")
