"""What a backup holds, read from the file itself: a note beside it could lie."""

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from shipworthy.storage import errors
from shipworthy.storage.errors import explained
from shipworthy.storage.sqlite_file import connect


@dataclass(frozen=True, slots=True)
class StoreState:
    """Which store a file holds, and where it stands: files of one state hold the same.

    `mark` is a fingerprint of the last change: after a restore, the same number may be another change.
    """

    store_id: UUID
    last_change: int
    mark: str


@dataclass(frozen=True, slots=True)
class BackupInfo:
    """What a backup holds: `program` is the Shipworthy that wrote its form, the rest are numbers of what is in it.

    `last_change` is the number of the last entry in its change log, 0 where there is none.
    """

    store_id: UUID
    schema: str
    program: str
    last_change: int
    services: int
    reviews: int
    answers: int


def read_info(path: Path) -> BackupInfo:
    """Return what a backup, or any database of ours of any age, holds; nothing is changed or locked for long.

    Raises UserError where the file cannot be read, is damaged or not ours.
    """
    with _reading(path) as connection:
        about = dict(connection.execute("SELECT key, value FROM meta"))
        (schema,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        last, _row = _last_change(connection)
        counts = (_count(connection, table) for table in ("services", "assessments", "answers"))
        return BackupInfo(UUID(about["store_id"]), schema, about.get("program", ""), last, *counts)


def read_state(path: Path) -> StoreState:
    """Return where a database of ours stands; in use or not. Raises UserError as `read_info` does."""
    with _reading(path) as connection:
        (store_id,) = connection.execute("SELECT value FROM meta WHERE key = 'store_id'").fetchone()
        (schema,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        number, row = _last_change(connection)
        # Packs of one's own come and go without an entry in the log.
        packs = _count(connection, "packs")
        mark = hashlib.sha256(repr((schema, row, packs)).encode()).hexdigest()
        return StoreState(UUID(store_id), number, mark)


@contextmanager
def _reading(path: Path) -> Iterator[sqlite3.Connection]:
    with explained(str(path)), closing(connect(path, "ro")) as connection:
        try:
            connection.execute("BEGIN")
            kinds = dict(connection.execute("SELECT name, type FROM sqlite_master"))
            if any(kinds.get(name) != "table" for name in _READ):
                raise errors.not_ours(str(path))
            yield connection
        except (KeyError, TypeError, ValueError) as error:  # rows that are not there, or not what they were
            raise errors.not_ours(str(path)) from error


_READ = ("meta", "alembic_version", "change_log", "services", "assessments", "answers", "packs")


def _last_change(connection: sqlite3.Connection) -> tuple[int, tuple[object, ...]]:
    query = "SELECT sequence, * FROM change_log ORDER BY sequence DESC LIMIT 1"
    row = connection.execute(query).fetchone() or (0,)
    return int(row[0]), tuple(row)


def _count(connection: sqlite3.Connection, table: str) -> int:
    (number,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608 - a name of ours
    return int(number)
