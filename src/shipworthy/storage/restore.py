"""Brings a backup into the place of the database, so that a kill at any moment leaves one good database there.

All that takes time happens first, in a file beside the database (`prepare`); then the two change places by one rename
(`swap`), and the previous file stays beside it under a name of its own. The rules on files of SQLite's are those of
RELIABILITY.md, section 5: they are named and renamed here, but never read or written except through SQLite.
"""

import errno
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from shipworthy.errors import UserError
from shipworthy.files import make_folder, put, sync_folder
from shipworthy.storage import errors, schema, sqlite_file
from shipworthy.storage.backup import copied_whole, evidence_beside, new_backup
from shipworthy.storage.backup_files import BackupReason, backup_names
from shipworthy.storage.disk import require_room
from shipworthy.storage.errors import explained
from shipworthy.storage.evidence_files import FOLDER, Copied, EvidenceFiles
from shipworthy.storage.other_files import examine
from shipworthy.storage.sqlite_file import connect, is_sound
from shipworthy.text import _

_STAMP = "%Y%m%dT%H%M%S"
_JOURNALS = ("-journal", "-wal", "-shm")
_UNREADABLE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_ERROR)
# A second name for a file, where the disk has none (FAT), where the system forbids it, or where there are too many.
_NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EINVAL)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A backup that is ready to take the place of a database: `ready` lies beside it, checked and up to date.

    `saved` is the backup made of the present database and `last_change` the number of its last change; both are None
    where it cannot be read or is not there.
    """

    database: Path
    ready: Path
    saved: Path | None
    last_change: int | None
    evidence: Copied


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore came to: where the previous file is kept (None: there was none), and the backup made of it."""

    kept: Path | None
    was_damaged: bool
    saved: Path | None
    evidence: Copied


def restore(
    point: Path,
    database: Path,
    backup_dir: Path,
    now: Callable[[], datetime],
    before_each: Callable[[], None] = lambda: None,
) -> Restored:
    """Put a backup in the place of a database that nothing of ours has open; see `prepare` and `swap`."""
    prepared = prepare(point, database, backup_dir, now(), before_each)
    return swap(prepared, now())


def prepare(
    point: Path, database: Path, backup_dir: Path, now: datetime, before_each: Callable[[], None] = lambda: None
) -> Prepared:
    """Back up the database where it can be read, then make a copy of a backup beside it, verified and up to date.

    The database stays as it is and may be in use. Evidence files that are missing here are copied from beside the
    backup. `before_each` is called between the steps and may raise to stop. Raises UserError where the backup is
    damaged, newer or not ours, and where there is no room or no right to write.
    """
    # What a link leads to is what changes; the link stays one.
    real = Path(os.path.realpath(database))
    _check_place(point, real)
    check_point(point)
    before_each()
    try:
        _sweep(real)
        require_room(real.parent, 3 * point.stat().st_size)
    except OSError as error:
        raise _not_exchanged(real, error) from error
    last_change = _last_change(real)
    saved = _save(database, backup_dir, now, before_each) if last_change is not None else None
    before_each()
    ready = _ready(real)
    try:
        _copy(point, ready)
        before_each()
        _update(ready)
        before_each()
        # Before the rows that name them: every row of the restored database then finds its file.
        evidence = evidence_beside(point).copy_to(evidence_beside(database), before_each)
    except BaseException:  # also where somebody cancelled: no litter; always raised again
        with suppress(OSError):
            _sweep(real)
        raise
    return Prepared(real, ready, saved, last_change, evidence)


def swap(prepared: Prepared, now: datetime) -> Restored:
    """Let what was prepared take the place of the database; the file that was there is kept under another name.

    Raises UserError, with everything as it was, where another program is at work on the database, or changed it since.
    """
    database = prepared.database
    try:
        with ExitStack() as held:
            if prepared.last_change is not None:
                held.enter_context(_locked(prepared))
            kept = _keep(prepared, held, now)
            if os.name == "nt":
                held.close()  # Windows renames nothing over a file that is open, and lets nobody open it meanwhile
            put(prepared.ready, database)
    except OSError as error:
        raise _not_exchanged(database, error) from error
    finally:
        with suppress(OSError):
            prepared.ready.unlink(missing_ok=True)
    return Restored(kept, kept is not None and prepared.last_change is None, prepared.saved, prepared.evidence)


def discard(prepared: Prepared) -> None:
    """Take away what was prepared and is not wanted any more."""
    with suppress(OSError):  # the next restore tries again
        _sweep(prepared.database)


def check_point(point: Path) -> None:
    """Raise UserError where a file cannot be restored: damaged, written by a newer Shipworthy, or not ours."""
    if not point.is_file():
        raise UserError(
            _("There is no backup {file}.").format(file=point), _("Choose another one: shipworthy backups lists them.")
        )
    try:
        examine(point)
    except errors.Damaged as error:
        raise UserError(error.message, _("Nothing was changed. Choose another backup.")) from error


def _check_place(point: Path, database: Path) -> None:
    if point.exists() and database.exists() and point.samefile(database):
        raise UserError(
            _("{file} is the database itself.").format(file=point),
            _("Choose a backup of it: shipworthy backups lists them."),
        )
    make_folder(database.parent)
    writable = sqlite_file.may_write(database) if database.exists() else os.access(database.parent, os.W_OK)
    if not writable:
        raise UserError(
            _("{file} or its folder may only be read, so nothing can be restored there.").format(file=database),
            _("Make the file and its folder writable, then try again."),
        )


def _ready(database: Path) -> Path:
    return database.with_name(f".{database.name}.restored")


def _sweep(database: Path) -> None:
    """Take away what a restore that was killed left: a copy that was not ready, and second names of the database."""
    ready = _ready(database)
    for left in (ready, *(ready.with_name(ready.name + each) for each in _JOURNALS)):
        left.unlink(missing_ok=True)
    if database.exists():
        for name in database.parent.glob(f"{_escaped(database.name)}.*-[0-9]*T[0-9]*"):
            # Two names of one file would not stay what their moment says, and SQLite wants one name for a database.
            if name.samefile(database):
                name.unlink()


def _escaped(name: str) -> str:
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in name)


def _last_change(database: Path) -> int | None:
    """Return the number of the last change in a database, 0 for none; None where it is missing or cannot be read.

    A journal that a killed writer left is played back by this, as whenever the file is opened.
    """
    if not database.exists():
        return None
    with explained(str(database)):
        try:
            with closing(connect(database, "rw")) as connection:
                return _newest(connection) if is_sound(connection) else None
        except sqlite3.DatabaseError as error:
            # SQLITE_ERROR: the table is missing, so it is no database of ours; it may stay whatever it is, elsewhere.
            if error.sqlite_errorcode & 0xFF not in _UNREADABLE:
                raise
            return None


def _newest(connection: sqlite3.Connection) -> int:
    newest: int | None = connection.execute("SELECT max(sequence) FROM change_log").fetchone()[0]
    return newest or 0


def _save(database: Path, backup_dir: Path, now: datetime, before_each: Callable[[], None]) -> Path:
    make_folder(backup_dir)
    evidence = evidence_beside(database).missing_bytes(EvidenceFiles(backup_dir / FOLDER))
    require_room(backup_dir, 2 * database.stat().st_size + evidence)
    names = backup_names(database.stem, now, BackupReason.BEFORE_RESTORE)
    return new_backup(database, backup_dir, names, before_each).database


def _copy(point: Path, ready: Path) -> None:
    with explained(str(point)), closing(connect(point, sqlite_file.reading_mode(point))) as original:
        if not copied_whole(original, ready):
            raise _damaged_backup(point)


def _update(ready: Path) -> None:
    """Bring the copy to the newest schema and see that every reference finds its row."""
    with explained(str(ready)):
        opened = sqlite_file.engine(ready, "rw", reads=True)
        with closing(connect(ready, "rw")) as connection:
            broken = connection.execute("PRAGMA foreign_key_check").fetchone()
        try:
            with opened.connect() as reader:
                found = schema.current(reader, str(ready))
        finally:
            opened.dispose()
        if broken is not None:
            raise UserError(
                _("The backup holds rows of “{table}” that refer to others which are missing.").format(table=broken[0]),
                _("Nothing was changed. Choose another backup."),
            )
        if found != schema.NEWEST:
            schema.update_without_backup(ready, {})


@contextmanager
def _locked(prepared: Prepared) -> Iterator[None]:
    """Keep every other program out of the database, and see that it is still the one that was backed up.

    With the lock its journals are settled: none is left that could be taken for the new file's.
    """
    with explained(str(prepared.database)), closing(connect(prepared.database, "rw")) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
        connection.execute("BEGIN EXCLUSIVE")
        if _newest(connection) != prepared.last_change:
            raise UserError(
                _("Somebody changed the data while the restore was prepared."),
                _("Nothing was restored. Look again at what it would take back, then try again."),
            )
        yield


def _keep(prepared: Prepared, held: ExitStack, now: datetime) -> Path | None:
    """Give the database's file a second name, take its journals along, and return that name; None without a file."""
    database = prepared.database
    strays = [(each, name) for each in _JOURNALS if (name := database.with_name(database.name + each)).exists()]
    there = database.exists()
    if not there and not strays:
        return None
    why = "damaged" if prepared.last_change is None else "pre-restore"
    kept = _free_name(f"{database}.{why}-{now.astimezone(UTC):{_STAMP}}")
    if there:
        _link(database, kept, held)
    for suffix, journal in strays:
        # Before the new file comes: SQLite would play it back into that. The kept file finds it under its own name.
        journal.replace(kept.with_name(kept.name + suffix))
    sync_folder(database.parent)
    return kept if there else None


def _free_name(wanted: str) -> Path:
    number, name = 1, Path(wanted)
    while any(Path(f"{name}{each}").exists() for each in ("", *_JOURNALS)):
        number += 1
        name = Path(f"{wanted}-{number}")
    return name


def _link(database: Path, kept: Path, held: ExitStack) -> None:
    try:
        os.link(database, kept)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        # Left open until the lock goes: closing it would drop SQLite's (howtocorrupt, 2.2).
        _copy_open(held.enter_context(database.open("rb")), kept)


def _copy_open(source: Any, kept: Path) -> None:
    part = kept.with_name(f".{kept.name}.part")
    try:
        with part.open("xb") as file:
            shutil.copyfileobj(source, file, 1024 * 1024)
        put(part, kept)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _not_exchanged(database: Path, error: OSError) -> UserError:
    return UserError(
        _("{database} could not be exchanged: {reason}.").format(
            database=database, reason=error.strerror or str(error)
        ),
        _("It was left as it is. Close other programs that have it open, check the disk, then try again."),
    )


def _damaged_backup(point: Path) -> UserError:
    return UserError(
        _("The backup {file} is damaged.").format(file=point), _("Nothing was changed. Choose another backup.")
    )
