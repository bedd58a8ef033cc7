"""How an SQLite file is opened: the settings that keep what was promised, on every connection.

Settings and their reasons: RELIABILITY.md, section 5 and row D2; EXTRA rather than FULL because of row D3: a journal
deleted by the commit may come back after a loss of power, and undo an answer that was shown as saved, unless its folder
is synced as well.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import cast

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event

from shipworthy.files import sync_folder
from shipworthy.storage.disk import is_local
from shipworthy.storage.read_only import why_read_only
from shipworthy.text import _

BUSY_SECONDS = 5
BEGIN_WRITING = "BEGIN IMMEDIATE"


def connect(path: Path, mode: str) -> sqlite3.Connection:
    """Open a file with every setting of ours; `mode` is SQLite's: ro, rw, or rwc to create it.

    Raises sqlite3.Error when the file cannot be opened or is none of SQLite's.
    """
    # Another thread may close the store; SQLAlchemy's pool sees to it that only one uses a connection at a time.
    # No isolation level: the driver must not begin or commit by itself, least of all around DDL.
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None, check_same_thread=False,
        timeout=BUSY_SECONDS,
    )  # fmt: skip
    try:
        synchronous = f"synchronous={_synchronous(path.absolute().parent)}"
        for setting in ("foreign_keys=ON", synchronous, "trusted_schema=OFF", "cell_size_check=ON"):
            connection.execute(f"PRAGMA {setting}")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


@cache
def _synchronous(folder: Path) -> str:
    """Return EXTRA, but FULL where the file system cannot sync a folder: there, every commit would fail with it."""
    try:
        sync_folder(folder)
    except OSError:
        return "FULL"
    return "EXTRA"


def engine(path: Path, mode: str, *, reads: bool = False) -> Engine:
    """Return an engine over `connect`: one that reads refuses every change, one that writes takes its lock at once.

    A writer that read first and asked for the lock later could only fail, not wait. Whoever may write opens even its
    readers with mode rw: after a crash the first to open the file must put it back in order.
    """

    def opened() -> sqlite3.Connection:
        connection = connect(path, mode)
        if reads:
            connection.execute("PRAGMA query_only=ON")
        return connection

    made = create_engine("sqlite://", creator=opened, poolclass=QueuePool)

    @event.listens_for(made, "begin")
    def _begin(connection: Connection) -> None:
        driver = cast(sqlite3.Connection, connection.connection.driver_connection)
        # Store.begin has begun already when the first statement of SQLAlchemy's comes.
        if not driver.in_transaction:
            driver.execute("BEGIN" if reads else BEGIN_WRITING)

    return made


def reading_mode(path: Path) -> str:
    """Return the mode in which a file that may only be read can be opened.

    A WAL file wants its index beside it. In a folder where none can be made it opens only as immutable, which is right
    when no log lies beside it: then nobody is writing.
    """
    log = path.with_name(path.name + "-wal")
    try:
        connect(path, "ro").close()
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY_DIRECTORY) or log.exists():
            raise
        return "ro&immutable=1"
    return "ro"


def may_write(path: Path) -> bool:
    """Tell whether file and folder are writable: SQLite needs its journal beside the file."""
    return not why_read_only(path)


def wal_is_safe(version: tuple[int, int, int]) -> bool:
    """Tell whether an SQLite has the cure for the WAL-reset defect (sqlite.org/wal.html), which can corrupt a file."""
    return version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51, 0) or (3, 44, 6) <= version < (3, 45, 0)


def why_no_wal(path: Path) -> str:
    """Return why a file is not kept in WAL, the faster journal, in words; "" where it is."""
    if not wal_is_safe(sqlite3.sqlite_version_info):
        return _("this SQLite still has a fault in its faster journal, WAL")
    return "" if is_local(path) else _("the file does not lie on a disk known to be this machine's own")


def settle_journal(path: Path) -> str:
    """Put a file in the journal mode that is safe here, and return the mode it is in.

    WAL only with a cured SQLite and on a local disk. A mode that cannot be changed because another program has the
    file open stays.
    """
    wanted = "delete" if why_no_wal(path) else "wal"
    connection = connect(path, "rw")
    try:
        if journal_mode(connection) != wanted:
            connection.execute(f"PRAGMA journal_mode={wanted}")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise
    finally:
        mode = journal_mode(connection)
        connection.close()
    return mode


@contextmanager
def any_text(connection: sqlite3.Connection) -> Iterator[None]:
    """Read text with broken letters inside the block, where it would else be refused; the marks for them are no text
    of ours."""
    connection.text_factory = lambda data: data.decode("utf-8", "replace")
    try:
        yield
    finally:
        connection.text_factory = str


def journal_mode(connection: sqlite3.Connection) -> str:
    """Return the journal mode of an open file, in lower case."""
    mode: str = connection.execute("PRAGMA journal_mode").fetchone()[0]
    return mode


def is_sound(connection: sqlite3.Connection) -> bool:
    """Tell whether SQLite's quick check finds nothing wrong with the file's structure."""
    return connection.execute("PRAGMA quick_check(1)").fetchall() == [("ok",)]
