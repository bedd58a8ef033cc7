"""Which files of a folder are backups of a database, when each was made, and what for: their names tell."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import count
from pathlib import Path


class BackupReason(StrEnum):
    """Why a backup was made; the value is part of the file's name. Those by hand carry none."""

    BY_HAND = ""
    BY_THE_CLOCK = "clock"
    BEFORE_IMPORT = "before-import"
    BEFORE_RESTORE = "before-restore"
    BEFORE_UPDATE = "schema"
    """Before a newer Shipworthy changed the form of the file; the schema that it had follows in the name."""


@dataclass(frozen=True, slots=True)
class BackupFile:
    """One backup: its file, the moment it was made (UTC, to the second) and what for.

    `number` tells backups of one moment and reason apart: 1 for the first, which carries none.
    """

    path: Path
    made_at: datetime
    reason: BackupReason
    number: int = 1


_STAMP = "%Y%m%dT%H%M%S"
_NAME = re.compile(
    r"-(?P<stamp>[0-9]{8}T[0-9]{6})(?:-(?:(?P<reason>clock|before-import|before-restore)|(?P<update>schema)-[0-9]{4}))?"
    r"(?:-(?P<number>[0-9]{1,6}))?\.db"
)
_PART = re.compile(r"\.(?P<name>.+\.db)\.part(?:-journal)?")
# Longer than any backup takes: what is older was left by a crash.
_PART_IS_LEFT_AFTER = timedelta(hours=1)


def backup_name(stem: str, made_at: datetime, reason: BackupReason, detail: str = "", number: int = 1) -> str:
    """Return the name of a backup's file; `stem` is that of the database, `detail` the old schema before an update."""
    nth = str(number) if number > 1 else ""
    parts = (stem, f"{made_at.astimezone(UTC):{_STAMP}}", reason.value, detail, nth)
    return f"{'-'.join(part for part in parts if part)}.db"


def backup_names(stem: str, made_at: datetime, reason: BackupReason, detail: str = "") -> Iterator[str]:
    """Yield the names that a backup may have, best first: more than one may be made within a second."""
    return (backup_name(stem, made_at, reason, detail, number) for number in count(1))


def part_of(target: Path) -> Path:
    """Return where a backup is written before it takes its name."""
    return target.with_name(f".{target.name}.part")


def backups_in(folder: Path, stem: str) -> tuple[BackupFile, ...]:
    """Return the backups of a database in a folder, by name alone, newest first; none where the folder is missing.

    Raises OSError where the folder cannot be read.
    """
    if not folder.is_dir():
        return ()
    found = (read_name(path, stem) for path in folder.iterdir() if path.is_file() and not path.is_symlink())
    return newest_first(each for each in found if each)


def newest_first(files: Iterator[BackupFile]) -> tuple[BackupFile, ...]:
    """Return backups by moment, newest first; of those of one second, what was saved before a restore came last."""

    def place(file: BackupFile) -> tuple[datetime, bool, int, str]:
        return file.made_at, file.reason is BackupReason.BEFORE_RESTORE, file.number, file.path.name

    return tuple(sorted(files, key=place, reverse=True))


def read_name(path: Path, stem: str) -> BackupFile | None:
    """Return what the name of a file says of it as a backup of a database; None for any other file."""
    match = _NAME.fullmatch(path.name.removeprefix(stem)) if path.name.startswith(stem) else None
    if match is None:
        return None
    try:
        made_at = datetime.strptime(match["stamp"], _STAMP).replace(tzinfo=UTC)
    except ValueError:  # such as a thirteenth month
        return None
    return BackupFile(path, made_at, BackupReason(match["reason"] or match["update"] or ""), int(match["number"] or 1))


def left_parts(folder: Path, stem: str, now: datetime) -> tuple[Path, ...]:
    """Return the unfinished backups of a database that a crash left in a folder; those that are young may be at work.

    Raises OSError where the folder cannot be read.
    """
    left = []
    for path in folder.iterdir():
        match = _PART.fullmatch(path.name)
        is_ours = match is not None and read_name(path.with_name(match["name"]), stem) is not None
        if is_ours and path.is_file() and not path.is_symlink():
            written = datetime.fromtimestamp(path.stat().st_mtime, UTC)
            if now - written > _PART_IS_LEFT_AFTER:
                left.append(path)
    return tuple(sorted(left))
