"""What can go wrong with a database, said to the person whose answer it is: what happened, where, what to do."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy.exc import DBAPIError

from shipworthy.errors import UserError
from shipworthy.text import _

# PostgreSQL's codes (Appendix A of its manual).
_UNIQUE_VIOLATION = "23505"
_READ_ONLY_TRANSACTION = "25006"


class Conflict(UserError):  # noqa: N818 - named for what happened, as UserError's other children are
    """Somebody else changed the row since it was read."""

    def __init__(self) -> None:
        super().__init__(
            _("Somebody else changed this in the meantime, so your change was not saved."),
            _("Look at it again as it is now, then repeat your change."),
        )

    def __reduce__(self) -> tuple[type["Conflict"], tuple[()]]:
        # The constructor takes nothing, unlike the args that exceptions pickle through.
        return type(self), ()


class Damaged(UserError):  # noqa: N818 - as above
    """The file of a database cannot be read as what it was; a backup can take its place."""


class Newer(UserError):  # noqa: N818 - as above
    """A newer version of the program wrote the database."""


class Lost(Damaged):
    """The database is gone from its folder, though its backups show that there was one."""


@contextmanager
def explained(place: str) -> Iterator[None]:
    """Turn the database's errors inside the block into the user's where they are; `place` is the file or address."""
    try:
        yield
    except BaseException as error:
        known = explain(error, place)
        if known is None:
            raise
        raise known from error


def explain(error: BaseException, place: str) -> UserError | None:
    """Return what an error means to the user, or None where it is a bug of ours or no error of a database's.

    SQLAlchemy wraps a driver's errors, but the hot path meets them bare; hence by their attributes, not their class.
    """
    cause: Any = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(cause, "sqlite_errorcode", None)
    if code is not None:
        return _explain_sqlite(code, place)
    if isinstance(cause, sqlite3.OperationalError):
        return damaged(place)  # the one that has no code: text that is none, where a bit of the disk was lost
    if isinstance(error, UnicodeEncodeError):
        return UserError(
            _("The text holds half a character ({code}), which cannot be stored.").format(
                code=ascii(error.object[error.start])
            ),
            _("Delete that character and type it again."),
        )
    if type(cause).__name__ == "DataError" and "NUL" in str(cause):
        return UserError(
            _("The text holds the character U+0000, which this database cannot store."),
            _("Delete that character and type it again."),
        )
    state = getattr(cause, "sqlstate", None)
    if state == _UNIQUE_VIOLATION:
        return Conflict()
    if state == _READ_ONLY_TRANSACTION:
        return read_only(place)
    if any(each.__name__ == "OperationalError" for each in type(cause).__mro__):
        return UserError(
            _("The database at {place} does not answer: {reason}.").format(place=place, reason=str(cause).strip()),
            _("Nothing was changed. Check the address and the connection, then try again."),
        )
    return None


def _explain_sqlite(code: int, place: str) -> UserError | None:
    if code == sqlite3.SQLITE_READONLY_ROLLBACK:
        return UserError(
            _("{place} was left in the middle of a change, and may only be read here.").format(place=place),
            _("Open it once where it can be written: that puts it back to its last saved state."),
        )
    if code == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY:
        # The key of a row is chosen once; meeting it again means that somebody made the same row first.
        return Conflict()
    match code & 0xFF:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return UserError(
                _("Another program is writing to {place} and did not finish within five seconds.").format(place=place),
                _("Nothing was changed. Close the other program or wait for it, then try again."),
            )
        case sqlite3.SQLITE_FULL:
            return UserError(
                _("The disk that holds {place} is full, so the change was not saved.").format(place=place),
                _("Everything saved before is intact. Make room on that disk, then try again."),
            )
        case sqlite3.SQLITE_READONLY:
            return read_only(place)
        case sqlite3.SQLITE_CANTOPEN:
            return UserError(
                _("The database {place} could not be opened.").format(place=place),
                _("Check that its folder exists and that you may read and write there."),
            )
        case sqlite3.SQLITE_IOERR:
            return UserError(
                _("The disk reported an error while {place} was read or written.").format(place=place),
                _("The last change may not be saved. Check the disk and its connection, then open the file again."),
            )
        case sqlite3.SQLITE_CORRUPT:
            return damaged(place)
        case sqlite3.SQLITE_NOTADB:
            return not_ours(place)
    return None


def read_only(place: str) -> UserError:
    """Return the error of a change to a file that may only be read."""
    return UserError(
        _("{place} may only be read, so the change was not saved.").format(place=place),
        _("Make the file and its folder writable, or copy the file to another folder and open it there."),
    )


def damaged(place: str) -> Damaged:
    """Return the error of a file whose structure is broken."""
    return Damaged(
        _("The database {place} is damaged.").format(place=place),
        _("Restore it from a backup: Data > Restore to a point…, or shipworthy restore. The damaged file is kept."),
    )


def not_ours(place: str) -> Damaged:
    """Return the error of a file that Shipworthy did not make, or whose head is destroyed."""
    return Damaged(
        _("{place} is not a Shipworthy database.").format(place=place),
        _("Choose another file or data folder; this one was left as it is."),
    )
