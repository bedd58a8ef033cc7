"""Backups of an SQLite file, each opened and compared before it takes its name: an unread backup is only a hope.

The evidence files beside the database go along: those that the backup folder does not have yet.
"""

import hashlib
import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from shipworthy.errors import UserError
from shipworthy.files import put
from shipworthy.storage.backup_files import part_of
from shipworthy.storage.errors import damaged, explained
from shipworthy.storage.evidence_files import FOLDER, Copied, EvidenceFiles
from shipworthy.storage.sqlite_file import connect, is_sound
from shipworthy.text import _

# Bytes of a database that are compared in memory, within a second for fifty megabytes. Larger ones are compared row by
# row, which takes ten times as long.
_MOST_HELD = 1_000_000_000
_PIECE = 1 << 20
_HEADER = 100
# Of the header (sqlite.org/fileformat.html, 1.3): journal mode, counters of changes and schemas, SQLite's version.
_MARKS_OF_COPYING = ((18, 20), (24, 28), (40, 44), (92, 100))


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was made: the database's file, and which evidence files went along."""

    database: Path
    evidence: Copied


def backup_with_evidence(source: Path, target: Path, before_each: Callable[[], None] = lambda: None) -> Backup:
    """Copy a database as `backup` does, then the evidence files beside it into the target's folder.

    `before_each` is called before each evidence file and may raise to stop; the copy of the database then stays.
    """
    return _with_evidence(source, backup(source, target), before_each)


def new_backup(
    source: Path, folder: Path, names: Iterable[str], before_each: Callable[[], None] = lambda: None
) -> Backup:
    """Make a backup in a folder under the first of the names that is free, its evidence with it.

    As `backup_with_evidence`, but never in the place of another file, even one made by another program meanwhile.
    """
    for name in names:
        target = folder / name
        part = part_of(target)
        try:
            # Whoever makes the part has the name: others that want it meanwhile take the next.
            os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        except FileExistsError:
            continue
        except OSError as error:
            raise _failed(source, error.strerror or str(error)) from error
        if target.exists():
            part.unlink()
            continue
        return _with_evidence(source, _write(source, part, target), before_each)
    raise _failed(source, _("all its names are taken"))


def evidence_beside(database: Path) -> EvidenceFiles:
    """Return the evidence files that belong to a database."""
    return EvidenceFiles(database.parent / FOLDER)


def backup(source: Path, target: Path) -> Path:
    """Copy a database that may be in use, verify the copy, and only then give it its name; return the target.

    Raises UserError when the copy cannot be made or does not hold what the source holds; what lay at the target then
    stays as it was.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        # A name of its own: another program may be making this very backup.
        handle, part = tempfile.mkstemp(prefix=f".{target.name}-", suffix=".part", dir=target.parent)
        os.close(handle)
    except OSError as error:
        raise _failed(source, error.strerror or str(error)) from error
    return _write(source, Path(part), target)


def _with_evidence(source: Path, made: Path, before_each: Callable[[], None]) -> Backup:
    # In this order: a file is kept before the row that names it, so every row of the copy finds its file.
    return Backup(made, evidence_beside(source).copy_to(evidence_beside(made), before_each))


def _write(source: Path, part: Path, target: Path) -> Path:
    try:
        with explained(str(source)), closing(connect(source, "ro")) as original:
            if not copied_whole(original, part):
                if not is_sound(original):
                    raise damaged(str(source))
                raise _failed(source, _("the copy does not hold what the original holds"))
        put(part, target)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return target


def copied_whole(original: sqlite3.Connection, copy: Path) -> bool:
    """Copy an open database into a new or empty file; False where that is not sound or does not hold the same."""
    # Copy and comparison must see one state, while others may go on writing: what has read holds it still.
    original.execute("BEGIN")
    original.execute("SELECT count(*) FROM sqlite_master").fetchone()
    with explained(str(copy)), closing(connect(copy, "rwc")) as made:
        made.execute("PRAGMA synchronous=OFF")  # `put` sees to it that all of it is on the disk
        original.backup(made)
        held = _image(original)
        expected = contents(original) if held is None else {}
        original.execute("ROLLBACK")  # whoever wants to write need not wait until the copy is read too
        # One file, wherever it is carried: a log in a file of its own would stay behind.
        made.execute("PRAGMA journal_mode=DELETE")
    with explained(str(copy)), closing(connect(copy, "ro")) as made:
        is_equal = contents(made) == expected if held is None else _is_image(copy, held)
        return is_equal and is_sound(made)


def _image(connection: sqlite3.Connection) -> bytes | None:
    """Return all pages of a database as its transaction sees them; None where they are too many to be held."""
    (size,) = connection.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size").fetchone()
    if size > _MOST_HELD or not hasattr(connection, "serialize"):
        return None
    return connection.serialize()


def _is_image(copy: Path, held: bytes) -> bool:
    """Tell whether a file that nobody else has open holds these pages, byte for byte but for the marks of copying."""
    if copy.stat().st_size != len(held):
        return False
    with copy.open("rb") as file:
        piece, at = file.read(_PIECE), 0
        head, expected = bytearray(piece[:_HEADER]), bytearray(held[:_HEADER])
        for start, end in _MARKS_OF_COPYING:
            head[start:end] = expected[start:end] = bytes(end - start)
        if head != expected:
            return False
        start = _HEADER
        while piece:
            if piece[start:] != held[at + start : at + len(piece)]:
                return False
            at, start = at + len(piece), 0
            piece = file.read(_PIECE)
    return at == len(held)


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
