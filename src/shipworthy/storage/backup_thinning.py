"""Which of the backups that nobody asked for are kept as they grow old: the fewer, the older.

Grandfather, father, son, as such schemes are called. Hours, days, weeks and months in which there is no backup do not
count, so a machine that was off for a month comes back to all it had.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from shipworthy.errors import UserError
from shipworthy.storage.backup_files import BackupFile, BackupReason, backups_in, left_parts, newest_first
from shipworthy.storage.backup_info import StoreState, read_state
from shipworthy.storage.sqlite_file import connect

THINNED = frozenset({BackupReason.BY_THE_CLOCK, BackupReason.BEFORE_IMPORT, BackupReason.BEFORE_RESTORE})
# What they hold is wanted once somebody notices what was done, which one made by the clock minutes later must not cost.
_GUARDS = frozenset({BackupReason.BEFORE_IMPORT, BackupReason.BEFORE_RESTORE})
_GUARDS_STAY = timedelta(days=1)
_KEPT: tuple[tuple[int, Callable[[datetime], object]], ...] = (
    (12, lambda moment: (moment.date(), moment.hour)),
    (7, lambda moment: moment.date()),
    (4, lambda moment: moment.isocalendar()[:2]),
    (12, lambda moment: (moment.year, moment.month)),
)
MOST_KEPT = sum(number for number, _period in _KEPT)


def superseded(files: Iterable[BackupFile], now: datetime) -> tuple[BackupFile, ...]:
    """Return the backups that need not be kept: of those made by themselves, all but the newest in each of the last
    12 hours, 7 days, 4 weeks and 12 months (UTC) that have one, which is 35 at most, and but those made within a day
    before an import or a restore.

    Those from the future stay, and count for nothing: where the clock was wrong, nobody knows which is the newest.
    """
    ours = newest_first(each for each in files if each.reason in THINNED and each.made_at <= now)
    kept = set[BackupFile]()
    for number, period in _KEPT:
        newest: dict[object, BackupFile] = {}
        for each in ours:
            newest.setdefault(period(each.made_at.astimezone(UTC)), each)
        kept.update(list(newest.values())[:number])
    kept.update(each for each in ours if each.reason in _GUARDS and now - each.made_at < _GUARDS_STAY)
    return tuple(each for each in ours if each not in kept)


def backups_of_store(folder: Path, stem: str, store_id: UUID) -> Iterator[tuple[BackupFile, StoreState]]:
    """Yield the backups of a store in a folder with their states, newest first, each read when it is asked for.

    Those of other stores, which may share the folder, and what cannot be read are passed over. Raises OSError where the
    folder cannot be read.
    """
    for each in backups_in(folder, stem):
        with suppress(UserError):
            state = read_state(each.path)
            if state.store_id == store_id:
                yield each, state


def newest_of_store(folder: Path, stem: str, store_id: UUID, now: datetime) -> tuple[BackupFile, StoreState] | None:
    """Return the newest of the backups of a store that are not from the future; None where there is none."""
    return next((found for found in backups_of_store(folder, stem, store_id) if found[0].made_at <= now), None)


def thin(folder: Path, stem: str, store_id: UUID, now: datetime) -> None:
    """Remove the backups of a store that are superseded, and what crashes left; none unless the newest is whole.

    Other stores may share the folder: what cannot be read as a backup of this one stays, as does what the system will
    not remove. Raises OSError where the folder cannot be read.
    """
    newest = newest_of_store(folder, stem, store_id, now)
    if newest is None or not _is_whole(newest[0].path):
        return
    ours = [file for file, _state in backups_of_store(folder, stem, store_id)]
    for path in (*(each.path for each in superseded(ours, now)), *left_parts(folder, stem, now)):
        with suppress(OSError):
            path.unlink(missing_ok=True)


def _is_whole(path: Path) -> bool:
    """Tell whether nothing at all is wrong with a backup: structure, indexes, references."""
    try:
        with closing(connect(path, "ro")) as connection:
            is_sound = connection.execute("PRAGMA integrity_check(1)").fetchall() == [("ok",)]
            return is_sound and not connection.execute("PRAGMA foreign_key_check").fetchall()
    except sqlite3.Error:
        return False
