"""The log: what the program did and when, on this machine alone, for whoever looks for a fault.

One JSON object a line. A line says things about the program, such as the name of a function, and never what people
wrote: see redaction.py for errors. By hand, because structlog takes 0.2 s to load, as long as half the window's start,
and Python's own handlers load half the network library; neither would know what may be told and what not.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
import threading
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import partial
from operator import itemgetter
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, Literal, TypeVar, cast, get_args

from shipworthy import redaction
from shipworthy.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import TracebackType

T = TypeVar("T")
Kind = Literal["window", "terminal"]
Level = Literal["debug", "info", "warning", "error", "critical"]
Fact = str | int | float | list[str]

FILE_BYTES = 1_000_000
OLD_FILES = 3  # kept of each kind, beside the one that is written
_FOLDER = "log"
_IN_UTC = "%Y%m%dT%H%M%S%f"
_STARTS_WITH = '{"time": "2026-11-27T00:00:00.000Z"'


class Action:
    """One thing that somebody asked for: a function and a short id, which all its lines carry, on whatever thread.

    `within` is the id of the action that asked for this one; "" for a person. `refusals` are the errors that are the
    user's to fix.
    """

    def __init__(self, name: str, refusals: tuple[type[Exception], ...] = (UserError,)) -> None:
        self.id = _new_id()
        self.name = name
        self.within = current_action()
        self._refusals = refusals
        self._asked = monotonic()

    @contextlib.contextmanager
    def at_work(self) -> Iterator[dict[str, Fact]]:
        """Log beginning and end of the block with its duration and outcome: done, refused, broken or interrupted.

        Yields facts to add to the last line.
        """
        with self.meant():
            begun = monotonic()
            within = {"within": self.within} if self.within else {}
            note("begun", "debug", name=self.name, waited=_since(self._asked), **within)
            facts: dict[str, Fact] = {}
            outcome, level = "interrupted", "warning"
            try:
                yield facts
                outcome, level = "done", "info"
            except self._refusals as error:
                outcome, level = "refused", "info"
                facts.update(_raised(error))
                raise
            except Exception as error:
                outcome, level = "broken", "error"
                facts.update(_raised(error))
                redaction.name_action(error, self.id)
                raise
            finally:
                note(outcome, cast("Level", level), name=self.name, duration=_since(begun), **facts)

    @contextlib.contextmanager
    def meant(self) -> Iterator[None]:
        """Let the lines of the block carry the id, without a word about the action itself."""
        before = _action.set(self.id)
        try:
            yield
        finally:
            _action.reset(before)

    def run(self, work: Callable[..., T], *arguments: Any) -> T:
        """Do the work, logged."""
        with self.at_work():
            return work(*arguments)


def step(name: str) -> contextlib.AbstractContextManager[dict[str, Fact]]:
    """Log a block as a part of the action that this thread is at; otherwise like `Action.at_work`."""
    action = Action(name)
    if action.within:
        action.id, action.within = action.within, ""
    return action.at_work()


class _File:
    """The file of one kind of process: several may write it at once, each line whole and at once."""

    def __init__(self, folder: Path, kind: Kind) -> None:
        self.path = folder / f"{kind}.log"
        self._kind = kind
        self._lock = threading.Lock()
        self._handle: int | None = None
        self._inode = 0
        self._torn = False

    def write(self, line: bytes) -> None:
        """Append a line; where the system refuses, it is lost: a log stops nothing."""
        with self._lock, contextlib.suppress(OSError):
            handle = self._opened(len(line))
            data = b"\n" + line if self._torn else line
            self._torn = os.write(handle, data) < len(data)  # a disk that is full takes a part

    def close(self) -> None:
        with self._lock:
            if self._handle is not None:
                os.close(self._handle)
                self._handle = None

    def _opened(self, more: int) -> int:
        """Return the file's handle, after the file was turned over by us, where it is full, or by another process."""
        state = _state(self.path)
        if state is not None and state.st_size and state.st_size + more > FILE_BYTES:
            self._turn_over()
            state = None
        if self._handle is not None and (state is None or state.st_ino != self._inode):
            os.close(self._handle)
            self._handle = None
        if self._handle is None:
            flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
            self._handle = os.open(self.path, flags, 0o600)
            self._inode = os.fstat(self._handle).st_ino
        return self._handle

    def _turn_over(self) -> None:
        """Give the full file a name of its own, and remove the oldest ones.

        By the moment and not by number: two processes that do so at once must not write over each other's.
        """
        if self._handle is not None:  # Windows renames no open file
            os.close(self._handle)
            self._handle = None
        with contextlib.suppress(OSError):  # on Windows another process may hold it: then it grows until the next try
            self.path.rename(self.path.with_name(f"{self._kind}-{datetime.now(UTC).strftime(_IN_UTC)}.log"))
        for old in sorted(self.path.parent.glob(f"{self._kind}-*.log"))[:-OLD_FILES]:
            with contextlib.suppress(OSError):
                old.unlink()


_action: ContextVar[str] = ContextVar("action", default="")
_file: _File | None = None


def log_folder(data_dir: Path) -> Path:
    """Return the folder that holds the logs of a data folder; it may not exist yet."""
    return data_dir / _FOLDER


def start(folder: Path, kind: Kind) -> Path:
    """Log into a folder from now on, with those of its kind; returns the file.

    The folder is made if need be. Where nobody may write to it, the window's is a temporary one, because a crash report
    must lie somewhere; the terminal's commands say what they have to say to the terminal.
    """
    global _file  # noqa: PLW0603 - a process has one log
    stop()
    writable = _made(folder)
    if not writable and kind == "window":
        with contextlib.suppress(OSError):  # not even there, as on a full disk: then nothing is logged
            folder, writable = Path(tempfile.mkdtemp(prefix="shipworthy-log-")), True
    if writable:
        _file = _File(folder, kind)
    return folder / f"{kind}.log"


def file() -> Path | None:
    """Return the file that is logged into; None where nothing is logged."""
    return _file.path if _file else None


def stop() -> None:
    """Log nothing more, and close the file; every line reached it at once, so nothing waits."""
    global _file  # noqa: PLW0603 - see start
    if _file is not None:
        _file.close()
        _file = None


def note(event: str, level: Level = "info", **facts: Fact) -> None:
    """Log a line: what happened, in a fixed word, and facts about the program.

    Never what people wrote, names of files outside the program, or what an error's message says: see redaction.
    """
    if _file is None:
        return
    import json  # the window is on screen before the first line

    now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    line = {"time": now, "level": level, "event": event, "action": _action.get(), "process": os.getpid(), **facts}
    _file.write(json.dumps(line, ensure_ascii=False, separators=(", ", ": ")).encode("utf-8", "replace") + b"\n")


def note_crash(error: BaseException, trace: TracebackType | None) -> str:
    """Log a bug that nobody caught, with its traceback; returns the id by which its lines are found."""
    action = current_action() or _new_id()
    note("unexpected error", "critical", action=action, report=redaction.report(error, trace))
    return action


def current_action() -> str:
    """Return the id of the action that this thread is at; "" for none."""
    return _action.get()


def name_of(work: Callable[..., object]) -> str:
    """Return the name of a function as it stands in the code, without what it is given."""
    while isinstance(work, partial):
        work = work.func
    kind = type(work)
    return f"{getattr(work, '__module__', kind.__module__)}.{getattr(work, '__qualname__', kind.__qualname__)}"


def lines(folder: Path) -> list[str]:
    """Return all lines of a log folder in the order of their moments; what a full disk tore stays where it was."""
    found: list[tuple[str, str]] = []
    for kind in get_args(Kind):
        for file in [*sorted(folder.glob(f"{kind}-*.log")), folder / f"{kind}.log"]:
            moment = ""
            with contextlib.suppress(OSError):
                for line in file.read_text(encoding="utf-8", errors="replace").splitlines():
                    moment = line[: len(_STARTS_WITH)] if line.startswith('{"time"') else moment
                    found.append((moment, line))
    return [line for _moment, line in sorted(found, key=itemgetter(0))]


def is_of(line: str, action: str) -> bool:
    """Tell whether a line is of an action, or of one that it asked for; the start of the id is enough."""
    import json  # as in note

    try:
        found = json.loads(line)
    except ValueError:  # torn by a full disk
        return False
    return any(str(found.get(name, "")).startswith(action) for name in ("action", "within"))


def _new_id() -> str:
    return os.urandom(4).hex()


def _raised(error: BaseException) -> dict[str, Fact]:
    """Return the facts about an error: class, place in the code, and what it came from."""
    about: dict[str, Fact] = {"error": redaction.told(error), "where": redaction.place(error)}
    causes = redaction.causes(error)
    return {**about, "causes": causes} if causes else about


def _since(moment: float) -> float:
    """Return the seconds since a moment of the monotonic clock, to a tenth of a millisecond."""
    return round(monotonic() - moment, 4)


def _made(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK)


def _state(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except OSError:
        return None
