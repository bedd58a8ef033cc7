"""Backups of an SQLite file, each opened and compared before it takes its name: an unread backup is only a hope.

The evidence files beside the database go along: those that the backup folder does not have yet.
"""

import hashlib
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from shipworthy.errors import UserError
from shipworthy.files import put
from shipworthy.storage.errors import explained
from shipworthy.storage.evidence_files import FOLDER, Copied, EvidenceFiles
from shipworthy.storage.sqlite_file import connect, is_sound
from shipworthy.text import _


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was made: the database's file, and which evidence files went along."""

    database: Path
    evidence: Copied


def backup_with_evidence(source: Path, target: Path, before_each: Callable[[], None] = lambda: None) -> Backup:
    """Copy a database as `backup` does, then the evidence files beside it into the target's folder.

    `before_each` is called before each evidence file and may raise to stop; the copy of the database then stays.
    """
    made = backup(source, target)
    # In this order: a file is kept before the row that names it, so every row of the copy finds its file.
    return Backup(made, evidence_beside(source).copy_to(evidence_beside(target), before_each))


def evidence_beside(database: Path) -> EvidenceFiles:
    """Return the evidence files that belong to a database."""
    return EvidenceFiles(database.parent / FOLDER)


def backup(source: Path, target: Path) -> Path:
    """Copy a database that may be in use, verify the copy, and only then give it its name; return the target.

    Raises UserError when the copy cannot be made or does not hold what the source holds; what lay at the target then
    stays as it was.
    """
    copy = target.with_name(f".{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        copy.unlink(missing_ok=True)
        with explained(str(source)), closing(connect(source, "ro")) as original:
            if not copied_whole(original, copy):
                raise _failed(source, _("the copy does not hold what the original holds"))
        put(copy, target)
    except OSError as error:
        raise _failed(source, error.strerror or str(error)) from error
    finally:
        with suppress(OSError):
            copy.unlink(missing_ok=True)
    return target


def copied_whole(original: sqlite3.Connection, copy: Path) -> bool:
    """Copy an open database into a new file; False where that is not sound or does not hold the same."""
    # Copy and comparison must see one state, while others may go on writing: one transaction holds it still.
    original.execute("BEGIN")
    with explained(str(copy)), closing(connect(copy, "rwc")) as made:
        original.backup(made)
        # One file, wherever it is carried: a log in a file of its own would stay behind.
        made.execute("PRAGMA journal_mode=DELETE")
        return is_sound(made) and contents(made) == contents(original)


def contents(connection: sqlite3.Connection) -> dict[str, str]:
    """Return the SHA-256 of the rows of each table, and of the schema itself."""
    hashes = {"sqlite_master": _hash(connection, "SELECT type, name, sql FROM sqlite_master ORDER BY type, name")}
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        quoted = '"' + name.replace('"', '""') + '"'
        hashes[name] = _hash(connection, f"SELECT * FROM {quoted}")  # noqa: S608 - a table's own name, quoted
    return hashes


def _hash(connection: sqlite3.Connection, query: str) -> str:
    hashed = hashlib.sha256()
    for row in connection.execute(query):
        hashed.update(repr(row).encode())
    return hashed.hexdigest()


def _failed(source: Path, reason: str) -> UserError:
    return UserError(
        _("No backup of {source} could be made: {reason}.").format(source=source, reason=reason),
        _("The database was left as it is. Check the disk and the backup folder, then try again."),
    )
