"""How a window's run ended, told to the next one: a marker in the log folder that a clean end takes away.

A marker that is still there tells of an end that was none: a fault inside, when a report of one lies beside it, and
otherwise an end from outside, such as by force or by the loss of power. Whoever reads and writes these files holds the
folder's lock. Without dataclasses and json, which the first frame does without.
"""

from __future__ import annotations

import contextlib
import os
import re
from datetime import UTC, datetime
from enum import Enum, auto
from pathlib import Path
from typing import NamedTuple

from shipworthy import __version__
from shipworthy.errors import UserError
from shipworthy.files import write_text
from shipworthy.redaction import shortened

MARKER = "running.txt"
EXCEPTIONS = "exceptions.txt"  # the reports of the run that the marker speaks of
FATAL = "fatal.log"  # faulthandler's, of all runs
EARLY_SECONDS = 60.0
TOO_MANY_EARLY_CRASHES = 2
_MOST_CHARACTERS = 100_000
# What stands before the name of a package, or of a file of no package: it may hold a person's name.
_FOLDERS = re.compile(
    r'File "[^"\n]*?(?:site-packages[/\\]|[/\\](?=shipworthy[/\\])|python[\d.]*[/\\](?=\w)|(?=[^/\\"]*"))'
)


class Ended(Enum):
    """How a run ended."""

    CLOSED = auto()
    FAULT = auto()
    OUTSIDE = auto()


class LastRun(NamedTuple):
    """The run before this one; `at` is the moment of the fault, `early_crashes` how many runs in a row ended by a fault
    within a minute of their start, this one included."""

    ended: Ended
    version: str = ""
    started: datetime | None = None
    at: datetime | None = None
    report: str = ""
    early_crashes: int = 0

    @property
    def wants_safe_mode(self) -> bool:
        """Tell whether the program cannot be expected to stay up without it."""
        return self.early_crashes >= TOO_MANY_EARLY_CRASHES


class RunMarker:
    """The marker of this run, and what that of the `last` one says; `told` is set once the user knows.

    A log that cannot be written stops no window: then the next one is told nothing.
    """

    def __init__(self, log_folder: Path) -> None:
        self.folder = log_folder
        self.last = LastRun(Ended.CLOSED)
        self.told = True
        self._before = self._reports_before = ""
        self._reports: list[str] = []

    def begin(self, now: datetime) -> None:
        """Mark this run as running, and find out how the last one ended."""
        if (self.folder / MARKER).exists():
            self._before = _read(self.folder / MARKER)
            self._reports_before = _read(self.folder / EXCEPTIONS)
            self.last = _last_run(self.folder, _facts(self._before), self._reports_before)
            self.told = False
        facts = {
            "process": os.getpid(),
            "version": __version__,
            "started": now.astimezone(UTC).isoformat(timespec="seconds"),
            "fatal": _size(self.folder / FATAL),
            "early": self.last.early_crashes,
        }
        self._write(MARKER, "".join(f"{name} {value}\n" for name, value in facts.items()))
        self._remove(EXCEPTIONS)

    def keep_report(self, report: str) -> None:
        """Keep the report of an exception that nobody caught, for the next run to tell should this one end by it."""
        if sum(map(len, self._reports)) < _MOST_CHARACTERS:
            self._reports.append(report)
            self._write(EXCEPTIONS, "\n".join(self._reports))

    def end(self) -> None:
        """Note that this run ended as it should; where nobody was told of the last one, the next run tells it."""
        self._remove(EXCEPTIONS)
        if self.told:
            self._remove(MARKER)
            return
        if self._reports_before:
            self._write(EXCEPTIONS, self._reports_before)
        self._write(MARKER, self._before)

    def _write(self, name: str, text: str) -> None:
        with contextlib.suppress(UserError):
            write_text(self.folder / name, text)

    def _remove(self, name: str) -> None:
        with contextlib.suppress(OSError):
            (self.folder / name).unlink()


def _last_run(folder: Path, facts: dict[str, str], exceptions: str) -> LastRun:
    started = _moment(facts.get("started", ""))
    grown = _read(folder / FATAL, _number(facts.get("fatal", "")))
    version = facts.get("version", "")
    if not exceptions and not grown:
        return LastRun(Ended.OUTSIDE, version, started)
    report = "\n".join(part.strip() for part in (exceptions, _about(version, grown)) if part.strip())
    at = _changed(folder / (FATAL if grown else EXCEPTIONS))
    is_early = started is not None and at is not None and 0 <= (at - started).total_seconds() < EARLY_SECONDS
    early = _number(facts.get("early", "")) + 1 if is_early else 0
    return LastRun(Ended.FAULT, version, started, at, report, early)


def _about(version: str, fatal: str) -> str:
    """Return what Python wrote as it died: files of programs, lines and functions; "" for nothing."""
    if not fatal:
        return ""
    told = shortened(_FOLDERS.sub('File "', fatal))
    return f"Shipworthy {version}\n\n{told}"


def _facts(text: str) -> dict[str, str]:
    return {name: value for name, _blank, value in (line.partition(" ") for line in text.splitlines())}


def _read(path: Path, start: int = 0) -> str:
    """Return the text of a file from a byte on, as much of it as a report may have; "" where there is none."""
    try:
        with path.open("rb") as file:
            file.seek(start)
            return file.read(_MOST_CHARACTERS).decode("utf-8", "replace")
    except OSError:
        return ""


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _changed(path: Path) -> datetime | None:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except OSError:
        return None


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0
