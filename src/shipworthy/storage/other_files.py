"""Other database files than the store's own: backups, files chosen by hand, and a copy that holds still.

None of them is ever written, and none is believed: whatever in them is not as in a store of ours ends the reading
before anything of it runs (sqlite.org/security.html).
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import cast

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from shipworthy.errors import UserError
from shipworthy.storage import errors, schema, shape, sqlite_file
from shipworthy.storage.disk import require_room
from shipworthy.storage.errors import explained
from shipworthy.storage.prepared import Driver
from shipworthy.storage.store import Transaction
from shipworthy.text import _

_SECONDS = 10.0
_SLOWEST_DISK = 1_000_000  # bytes a second that looking through a file takes at worst, as on a stick or a share
_STEPS_BETWEEN_LOOKS = 10_000  # of SQLite's own machine
_LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: 100_000_000,  # bytes of one value
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 1_000_000,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 100,
    sqlite3.SQLITE_LIMIT_COLUMN: 200,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 1,
}


@contextmanager
def read_file(path: Path) -> Iterator[Transaction]:
    """Read a database file that Shipworthy made: the block may look at it as at its own store, and change nothing.

    Raises UserError where it cannot be opened, or would run statements that are not ours.
    """
    engine = sqlite_file.engine(path, sqlite_file.reading_mode(path), reads=True)
    try:
        with explained(str(path)), engine.connect() as connection, connection.begin():
            shape.refuse_foreign(connection, str(path))
            driver = Driver.under(connection)
            with sqlite_file.any_text(driver.connection):
                yield Transaction(connection, driver, "", None, None, None)
    finally:
        engine.dispose()


@contextmanager
def copy_of(path: Path) -> Iterator[Path]:
    """Copy a database, damage and all, to a passing place, so that nobody who writes waits for whoever reads it.

    Raises UserError where it cannot be read, or there is no room for temporary files.
    """
    with explained(str(path)):
        mode = "rw" if sqlite_file.may_write(path) else sqlite_file.reading_mode(path)
    with _passing_folder() as folder:
        require_room(folder, path.stat().st_size)
        copy = folder / path.name
        with (
            explained(str(path)),
            closing(sqlite_file.connect(path, mode)) as original,
            closing(sqlite_file.connect(copy, "rwc")) as made,
        ):
            original.backup(made)
        yield copy


@contextmanager
def _passing_folder() -> Iterator[Path]:
    try:
        folder = TemporaryDirectory(prefix="shipworthy-", ignore_cleanup_errors=True)
    except OSError as error:
        raise UserError(
            _("No temporary file can be made: {reason}.").format(reason=error.strerror or str(error)),
            _("Nothing was changed. Make room on the disk for temporary files, then try again."),
        ) from error
    with folder as name:
        yield Path(name)


def make_indexes(copy: Path) -> None:
    """Make the indexes of a copy anew, where that is possible."""
    with suppress(sqlite3.Error), closing(sqlite_file.connect(copy, "rw")) as connection:
        connection.execute("REINDEX")


def examine(path: Path) -> str:
    """Look whether a file is a sound store of ours, by a schema that this program knows; returns that schema.

    Nothing of it is run, and it may take ten seconds, and one more for each megabyte: a large file of ours on a slow
    disk is no hostile one. Raises UserError, in words, for anything else.
    """
    place = str(path)
    if not path.is_file():
        raise UserError(
            _("There is no file {place}.").format(place=place), _("Choose a database that Shipworthy made.")
        )
    with explained(place):
        engine = sqlite_file.engine(path, sqlite_file.reading_mode(path), reads=True)
    try:
        with explained(place), engine.connect() as connection:
            return _examined(connection, place, _SECONDS + path.stat().st_size / _SLOWEST_DISK)
    except (sqlite3.Error, DBAPIError) as error:  # no state that a store of ours can come to, nor one of the disk
        raise errors.not_ours(place) from error
    finally:
        engine.dispose()


def _examined(connection: Connection, place: str, seconds: float) -> str:
    driver = cast(sqlite3.Connection, connection.connection.driver_connection)
    for limit, value in _LIMITS.items():
        driver.setlimit(limit, value)
    until = monotonic() + seconds
    driver.set_progress_handler(lambda: int(monotonic() > until), _STEPS_BETWEEN_LOOKS)
    shape.refuse_foreign(connection, place)
    found = schema.current(connection, place)
    if found is None:
        raise errors.not_ours(place)
    for each in shape.differences(connection, found):
        raise UserError(
            _("{place} is not as Shipworthy makes a database: the {kind} “{name}” is {state}.").format(
                place=place,
                kind=shape.kind_in_words(each.part.kind),
                name=each.part.name,
                state=_("missing") if each.missing else _("not ours") if each.added else _("not as it should be"),
            ),
            _("Nothing in it was run or changed. Use a backup of your own, or ask who sent the file."),
        )
    if not sqlite_file.is_sound(driver):
        raise errors.damaged(place)
    return found
