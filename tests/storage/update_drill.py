"""What becomes of files that another release wrote: older ones are brought up to date, newer ones left alone.

Rows M2, M3 and M4 of docs/reliability.md; the drills `old_files`, `newer_file` and `update_backup` print all cases.
"""

import contextlib
import io
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from tests.storage.builders import NOW
from tests.storage.old_file import OLD

from shipworthy import __version__
from shipworthy.app import run
from shipworthy.domain.canonical import digest
from shipworthy.errors import UserError
from shipworthy.settings import Settings
from shipworthy.storage import schema, sqlite_file
from shipworthy.storage.store import Store
from shipworthy.workflows.portfolio import portfolio_on
from shipworthy.workflows.session import DATABASE_NAME, Session, open_session
from shipworthy.workflows.verification import verify

Case = tuple[str, str]
"""What was tried, and what was wrong with what came of it; "" for nothing."""

_OURS = {"alembic_version", "sqlite_sequence"}
_WORKED_OUT = {"scores", "standings"}
"""Tables whose rows may be worked out anew when they are read; no migration touches them."""

_GIVEN_ONCE = "key IN ('store_id', 'time_zone', 'created_at')"


def golden() -> list[Path]:
    """Return the files of all released schemas, oldest first."""
    return sorted(OLD.glob("*.db"))


# M2


def old_files(work: Path) -> Iterator[Case]:
    """Open a copy of each old file; every value of every column that it had must be there afterwards."""
    for old in golden():
        folder = work / old.stem
        folder.mkdir()
        path = folder / DATABASE_NAME
        shutil.copy(old, path)
        columns = _columns(path)
        before = user_data(path, columns)
        open_at(path, folder / "backups").close()
        changed = {table for table, held in user_data(path, columns).items() if held != before[table]}
        with closing(_session(folder)) as session:
            wrong = _misread(session)
        read = {table for table, held in user_data(path, columns).items() if held != before[table]}
        changed |= read - _WORKED_OUT
        if changed:
            wrong = f"changed: {', '.join(sorted(changed))}"
        elif schema_of(path) != schema.NEWEST:
            wrong = f"left at schema {schema_of(path)}"
        yield f"{old.stem}: {len(columns)} tables, hash {digest(before)[:12]}", wrong


def _columns(path: Path) -> dict[str, list[str]]:
    with closing(sqlite_file.connect(path, "ro")) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: [row[1] for row in connection.execute(f"PRAGMA table_info({name})")]
            for name in names
            if name not in _OURS
        }


def user_data(path: Path, columns: dict[str, list[str]]) -> dict[str, str]:
    """Return the hash of each table's rows in some of its columns, in any order."""
    with closing(sqlite_file.connect(path, "ro")) as connection:
        hashes = {}
        for table, names in columns.items():
            where = f" WHERE {_GIVEN_ONCE}" if table == "meta" else ""
            listed = ", ".join(f'"{name}"' for name in names)
            rows = connection.execute(f"SELECT {listed} FROM {table}{where}").fetchall()
            hashes[table] = digest(sorted(repr(row) for row in rows))
    return hashes


def schema_of(path: Path) -> str:
    """Return the schema of a file."""
    with closing(sqlite_file.connect(path, "ro")) as connection:
        version: str = connection.execute("SELECT version_num FROM alembic_version").fetchone()[0]
    return version


def _misread(session: Session) -> str:
    """Read a store as the program does, and return what is wrong with it."""
    found = verify(session)
    if not found.is_sound:
        return f"verifying found {found.findings}"
    if not portfolio_on(session).lines:
        return "no service is listed"
    return ""


def _session(folder: Path) -> Session:
    return open_session(folder, Settings(), "Amira", lambda: NOW + timedelta(days=5), uuid4)


# M3

_THEIRS = "9.1.0"


def newer_files(work: Path, versions: tuple[str, ...], journals: tuple[str, ...]) -> Iterator[Case]:
    """Open files that later schemas wrote in each way there is: refused by name, and not a byte of them changed."""
    for version in versions:
        for journal in journals:
            folder = work / f"{version}-{journal}"
            folder.mkdir()
            path = folder / DATABASE_NAME
            make_newer(path, version, journal)
            for way, tried in _WAYS.items():
                before = path.read_bytes()
                said = tried(folder)
                lacking = [
                    each for each in (_THEIRS, version, __version__, schema.NEWEST, "Install") if each not in said
                ]
                wrong = f"the message lacks {', '.join(lacking)}: {said}" if lacking else ""
                if path.read_bytes() != before:
                    wrong = "the file was changed"
                elif {each.name for each in folder.iterdir()} - {"log"} != {DATABASE_NAME}:  # commands keep a log
                    wrong = f"left beside it: {sorted(each.name for each in folder.iterdir())}"
                yield f"schema {version}, journal {journal}, {way}", wrong


def make_newer(path: Path, version: str, journal: str) -> None:
    """Make a file as a later program would leave it, with a table and a column that this one does not know."""
    shutil.copy(golden()[-1], path)
    with closing(sqlite_file.connect(path, "rw")) as connection:
        connection.execute(f"PRAGMA journal_mode={journal}")
        connection.execute("ALTER TABLE services ADD COLUMN slo TEXT")
        connection.execute("CREATE TABLE later (id TEXT PRIMARY KEY)")
        connection.execute("UPDATE alembic_version SET version_num = ?", (version,))
        connection.execute("UPDATE meta SET value = ? WHERE key = 'program'", (_THEIRS,))


def _refused(act: Callable[[], object]) -> str:
    try:
        act()
    except UserError as error:
        return str(error)
    return "it was opened"


def _open_store(folder: Path) -> str:
    return _refused(lambda: open_at(folder / DATABASE_NAME, folder / "backups"))


def _open_to_read(folder: Path) -> str:
    path = folder / DATABASE_NAME
    path.chmod(0o444)
    try:
        return _open_store(folder)
    finally:
        path.chmod(0o644)


def _typed(*command: str) -> Callable[[Path], str]:
    def type_it(folder: Path) -> str:
        said = io.StringIO()
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            run(["--data-dir", str(folder), *command])
        return said.getvalue()

    return type_it


_WAYS: dict[str, Callable[[Path], str]] = {
    "opened": _open_store,
    "opened to be read": _open_to_read,
    "opened by the window": lambda folder: _refused(lambda: _session(folder)),
    "shipworthy service list": _typed("service", "list"),
    "shipworthy backup": _typed("backup"),
}


def open_at(path: Path, backup_dir: Path) -> Store:
    """Open a store."""
    return Store.open(path, now=NOW, new_id=uuid4, backup_dir=backup_dir)


# M4


class NoSmallDisk(Exception):  # noqa: N818 - a reason, not an error
    """This user may not mount a disk, so nothing can be learnt about full ones."""


@contextmanager
def small_disk(folder: Path, size: int, *, read_only: bool = False) -> Iterator[Path]:
    """Mount a disk of some bytes on a new folder; raises NoSmallDisk where that is not possible."""
    folder.mkdir()
    options = f"size={size}{',ro' if read_only else ''}"
    mount = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    if os.name == "nt" or shutil.which("mount") is None or subprocess.run(mount, capture_output=True).returncode:
        raise NoSmallDisk
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def fill(folder: Path, leave: int) -> None:
    """Fill a disk until so many bytes are free."""
    with (folder / "filler").open("wb") as file:
        file.write(bytes(shutil.disk_usage(folder).free - leave))


def updates_without_a_backup(old: Path, work: Path) -> Iterator[Case]:
    """Open an old file where no verified backup of it can be made: refused, and not a byte of it changed."""
    needed = 2 * old.stat().st_size
    page = 4096
    yield _tried("the data's disk is a page short", old, work / "a", data_room=needed - page)
    yield _tried("the data's disk is full", old, work / "b", data_room=0)
    yield _tried("the backups' disk is a page short", old, work / "c", backup_room=needed - page)
    yield _tried("the backups' disk is full", old, work / "d", backup_room=0)
    yield _tried("both have just enough", old, work / "e", data_room=needed, backup_room=needed, refused=False)
    yield _tried("the backups' disk may only be read", old, work / "f", read_only=True)
    yield _tried("a file lies in the backup folder's place", old, work / "g", spoil=_file_for_folder)
    yield _tried("a folder has the backup's name", old, work / "h", spoil=_folder_for_file, refused=False)
    yield _tried("a page of the file is damaged", old, work / "i", spoil=_damage)


def _tried(
    what: str,
    old: Path,
    work: Path,
    *,
    data_room: int | None = None,
    backup_room: int | None = None,
    read_only: bool = False,
    spoil: Callable[[Path, Path], None] | None = None,
    refused: bool = True,
) -> Case:
    work.mkdir()
    data, backups = work / "data", work / "backups"
    with contextlib.ExitStack() as disks:
        disk = 4 * old.stat().st_size
        for folder, room in ((data, data_room), (backups, backup_room)):
            if room is None and not (read_only and folder is backups):
                folder.mkdir()
            else:
                disks.enter_context(small_disk(folder, disk, read_only=read_only and folder is backups))
        path = data / "store.db"
        shutil.copy(old, path)
        if spoil is not None:
            spoil(path, backups)
        for folder, room in ((data, data_room), (backups, backup_room)):
            if room is not None:
                fill(folder, room)
        return what, _wrong_with(path, old, backups, refused)


def _wrong_with(path: Path, old: Path, backups: Path, refused: bool) -> str:
    before = path.read_bytes()
    there = _files_in(backups)
    try:
        open_at(path, backups).close()
    except UserError as error:
        if not refused:
            return f"refused: {error}"
        if path.read_bytes() != before:
            return "the file was changed"
        if _files_in(backups) != there:
            return f"left behind: {_files_in(backups) - there}"
        return "" if error.message and error.hint else "no message"
    if refused:
        return "it was brought up to date"
    [copy] = [each for each in backups.glob("*.db") if each.is_file()]
    columns = _columns(old)
    same = user_data(copy, columns) == user_data(old, columns)
    return "" if same and schema_of(path) == schema.NEWEST else "the backup holds something else"


def _files_in(folder: Path) -> set[Path]:
    return set(folder.rglob("*")) if folder.is_dir() else set()


def _file_for_folder(_path: Path, backups: Path) -> None:
    backups.rmdir()
    backups.touch()


def _folder_for_file(path: Path, backups: Path) -> None:
    (backups / f"{path.stem}-20261122T213015-schema-{schema_of(path)}.db" / "x").mkdir(parents=True)


def _damage(path: Path, _backups: Path) -> None:
    """Wipe the page at which the answers begin: the file still opens, and its copy cannot be sound."""
    with closing(sqlite3.connect(path)) as connection:
        (root,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'answers'").fetchone()
    with suppress(FileNotFoundError), path.open("r+b") as file:
        file.seek((root - 1) * 4096)
        file.write(b"\xff" * 4096)
