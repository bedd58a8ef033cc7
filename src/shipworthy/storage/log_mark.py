"""The mark: a fingerprint of the whole change log as it was when Shipworthy was last closed, kept beside it.

Seals cover the log up to the last decision, and the log's own order covers what it says of things. The mark covers the
rest: who did something, when and in which session, and what the store is called. It notices a disk that loses a bit,
and an edit by somebody who does not know of it; whoever does can make it anew.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from shipworthy.domain.canonical import digest
from shipworthy.domain.sealed import rows_hash
from shipworthy.storage.schema import record, recorded
from shipworthy.storage.seals import log_rows
from shipworthy.storage.tables import change_log

KEY = "log_mark"
_BORN_WITH = ("store_id", "time_zone", "created_at")


class Mark(NamedTuple):
    """The fingerprint of the log up to a change's number."""

    sequence: int
    hash: str


def start(about: dict[str, str]) -> Mark:
    """Return the mark of a store in which nothing happened yet; `about` is what it says about itself."""
    return Mark(0, digest([about.get(name) for name in _BORN_WITH]))


def follow(mark: Mark, rows: Iterable[tuple[Any, ...]]) -> Mark:
    """Return the mark after more rows of the log; row by row, so that it does not matter where one stopped."""
    sequence, hashed = mark
    for row in rows:
        sequence, hashed = row[0], rows_hash(hashed, (row,))
    return Mark(sequence, hashed)


def kept(about: dict[str, str]) -> Mark | None:
    """Return the mark that a store keeps; None where it has none, or one that nobody can read."""
    sequence, colon, hashed = about.get(KEY, "").partition(":")
    return Mark(int(sequence), hashed) if colon and sequence.isdecimal() else None


def advance(connection: Connection) -> None:
    """Keep the mark of the log as it ends now, reading only what came since the last one."""
    about = recorded(connection)
    mark = kept(about) or start(about)
    newest = connection.scalar(select(change_log.c.sequence).order_by(change_log.c.sequence.desc()).limit(1)) or 0
    if newest > mark.sequence or KEY not in about:
        moved = follow(mark, log_rows(connection, mark.sequence))
        record(connection, {KEY: f"{moved.sequence}:{moved.hash}"})
