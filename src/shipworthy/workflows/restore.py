"""Restoring: which points there are to return to, what a return would change, and the return itself.

Nothing here needs an open session: a restore is wanted most where none can be opened.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from shipworthy.errors import UserError
from shipworthy.settings import Settings
from shipworthy.storage import schema
from shipworthy.storage.backup import evidence_beside
from shipworthy.storage.backup_files import BackupFile, BackupReason
from shipworthy.storage.backup_info import BackupInfo, read_info
from shipworthy.storage.errors import Lost
from shipworthy.storage.history_comparison import Comparison, compared
from shipworthy.storage.restore import Prepared, Restored, check_point, prepare, swap
from shipworthy.storage.store import Store
from shipworthy.text import _
from shipworthy.workflows.backup_folders import all_backups, backup_folders
from shipworthy.workflows.session import BACKUP_FOLDER, DATABASE_NAME


@dataclass(frozen=True, slots=True)
class Point:
    """A backup that one can return to; `info` is None where it cannot be, and `problem` then says why.

    `archive` is the archive of a whole store that it was unpacked from, None for a backup.
    """

    file: BackupFile
    info: BackupInfo | None
    problem: str = ""
    archive: Path | None = None

    @property
    def place(self) -> Path:
        """Return the file that people know it by."""
        return self.archive or self.file.path


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a return to a point would change; `comparison` is None where the present database cannot be read.

    `present` is what that holds, `evidence` how many evidence files that are missing here would come back.
    """

    point: Point
    present: BackupInfo | None
    is_there: bool
    comparison: Comparison | None
    evidence: int


def points(data_dir: Path, settings: Settings) -> tuple[Point, ...]:
    """Return the points of a data folder, newest first; a backup that lies in two folders is one of them."""
    found: dict[str, Point] = {}
    for file in all_backups(data_dir, settings):
        point = point_of(file)
        known = found.get(file.path.name)
        if known is None or (known.info is None and point.info is not None):
            found[file.path.name] = point
    return tuple(found.values())


def point_of(file: BackupFile) -> Point:
    """Return a backup as a point, with what it holds."""
    try:
        info = read_info(file.path)
    except UserError as error:
        return Point(file, None, error.message)
    if info.schema > schema.NEWEST:
        return Point(file, None, _("Written by a newer Shipworthy, {theirs}.").format(theirs=info.program))
    return Point(file, info)


def chosen_point(path: Path) -> Point:
    """Return a file chosen by hand as a point; raises UserError where it cannot be restored."""
    check_point(path)
    made_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    return Point(BackupFile(path, made_at, BackupReason.BY_HAND), read_info(path))


def newest_sound(found: Sequence[Point], data_dir: Path) -> Point | None:
    """Return the newest point whose file is whole, of another store only where there is none of this; None for none."""
    own = _own_store(found, data_dir)
    for point in sorted(found, key=lambda each: each.info is None or each.info.store_id != own):
        if point.info is not None:
            with suppress(UserError):
                check_point(point.file.path)
                return point
    return None


def _own_store(found: Sequence[Point], data_dir: Path) -> UUID | None:
    """Return the id of the store of a data folder: of its database, or of the backups beside it where that is damaged.

    Other stores may share the folders that the settings name.
    """
    with suppress(UserError):
        return read_info(data_dir / DATABASE_NAME).store_id
    beside = data_dir / BACKUP_FOLDER
    ids = (each.info.store_id for each in found if each.info is not None and each.file.path.parent == beside)
    return next(ids, None)


def outlook(data_dir: Path, point: Point) -> Outlook:
    """Return what a return to a point would change; raises UserError where the point is damaged."""
    check_point(point.file.path)
    database = data_dir / DATABASE_NAME
    evidence = evidence_beside(database)
    missing = sum(not evidence.has(each) for each in evidence_beside(point.file.path).digests())
    try:
        present = read_info(database)
        comparison = compared(database, point.file.path)
    except UserError:
        return Outlook(point, None, database.exists(), None, missing)
    return Outlook(point, present, True, comparison, missing)


def prepare_return(
    data_dir: Path,
    settings: Settings,
    point: Path,
    now: Callable[[], datetime],
    before_each: Callable[[], None] = lambda: None,
) -> Prepared:
    """Back up the present data where they can be read, and make all ready for the return; nothing changes yet."""
    return prepare(point, data_dir / DATABASE_NAME, backup_folders(data_dir, settings).first, now(), before_each)


def return_to(prepared: Prepared, now: Callable[[], datetime]) -> Restored:
    """Change the database for what was prepared; nobody may have it open."""
    return swap(prepared, now())


def refuse_lost(data_dir: Path, settings: Settings) -> None:
    """Raise Lost where the database is gone from its folder, or empty, though there are backups of it."""
    database = data_dir / DATABASE_NAME
    if database.exists() and database.stat().st_size:
        return
    if all_backups(data_dir, settings):
        raise Lost(
            _("The database {file} is gone, though there are backups of it.").format(file=database),
            _("Restore it from a backup: shipworthy restore latest. To begin anew, move the backups away first."),
        )


def begin_anew(data_dir: Path, now: datetime, new_id: Callable[[], UUID], time_zone: str) -> None:
    """Make an empty store where the old one is lost and not wanted back; its backups stay."""
    database = data_dir / DATABASE_NAME
    if database.exists() and not database.stat().st_size:
        database.unlink()  # the store takes an empty file beside backups for a damaged one
    Store.open(database, now=now, new_id=new_id, backup_dir=data_dir / BACKUP_FOLDER, time_zone=time_zone).close()
