"""Which files of a folder are backups of a database, when each was made, and what for: their names tell."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
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
    """One backup: its file, the moment it was made (UTC, to the second) and what for."""

    path: Path
    made_at: datetime
    reason: BackupReason


_STAMP = "%Y%m%dT%H%M%S"
_NAME = re.compile(
    r"-(?P<stamp>[0-9]{8}T[0-9]{6})(?:-(?P<reason>clock|before-import|before-restore|schema)(?:-[0-9]+)?)?\.db"
)


def backup_name(stem: str, made_at: datetime, reason: BackupReason, detail: str = "") -> str:
    """Return the name of a backup's file; `stem` is that of the database, `detail` the old schema before an update."""
    parts = (stem, f"{made_at.astimezone(UTC):{_STAMP}}", reason.value, detail)
    return f"{'-'.join(part for part in parts if part)}.db"


def backups_in(folder: Path, stem: str) -> tuple[BackupFile, ...]:
    """Return the backups of a database in a folder, by name alone, newest first; none where the folder is missing.

    Raises OSError where the folder cannot be read.
    """
    if not folder.is_dir():
        return ()
    found = (_read(path, stem) for path in folder.iterdir() if path.is_file() and not path.is_symlink())
    return tuple(sorted((each for each in found if each), key=lambda each: (each.made_at, each.path.name))[::-1])


def _read(path: Path, stem: str) -> BackupFile | None:
    match = _NAME.fullmatch(path.name.removeprefix(stem)) if path.name.startswith(stem) else None
    if match is None:
        return None
    try:
        made_at = datetime.strptime(match["stamp"], _STAMP).replace(tzinfo=UTC)
    except ValueError:  # such as a thirteenth month
        return None
    return BackupFile(path, made_at, BackupReason(match["reason"] or ""))
