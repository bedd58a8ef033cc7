"""Compares the change logs of two files of one store: what each has done that the other knows nothing of.

Copies of a store share its id and the numbers of its changes, so their logs agree up to the change after which they
parted. Read as they lie there, whatever their schema: a log has looked the same since the first.
"""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from shipworthy.storage.changes import SubjectKind
from shipworthy.storage.errors import explained
from shipworthy.storage.sqlite_file import connect, reading_mode

# Both ends of a change are what tells it from any other; the number alone is given again after a restore.
_WHOLE = "sequence, at, actor, kind, subject_id, part, assessor, action, before, after"


@dataclass(frozen=True, slots=True)
class SubjectCount:
    """How many things of a kind were changed, and how many of these had not been there before."""

    kind: SubjectKind
    count: int
    new: int


@dataclass(frozen=True, slots=True)
class Changed:
    """Changes that one of two files alone has: by kind of subject, by whom, since when, and on which services.

    `since` is None where the moment of the first cannot be read: a lost bit must not keep anybody from restoring.
    """

    counts: tuple[SubjectCount, ...]
    actors: tuple[str, ...]
    since: datetime | None
    services: tuple[str, ...]

    def __bool__(self) -> bool:
        """Tell whether there is any."""
        return bool(self.counts)


@dataclass(frozen=True, slots=True)
class Comparison:
    """How two files differ: `present` has what `other` lacks, and the other way round.

    Packs are named by title and version: one's own come and go without a line in the log.
    """

    is_same_store: bool
    only_present: Changed
    only_other: Changed
    packs_only_present: tuple[str, ...]
    packs_only_other: tuple[str, ...]


def compared(present: Path, other: Path) -> Comparison:
    """Compare the present database with another file; raises UserError where one of them cannot be read."""
    with (
        explained(str(present)),
        closing(connect(present, reading_mode(present))) as ours,
        explained(str(other)),
        closing(connect(other, reading_mode(other))) as theirs,
    ):
        ours.execute("BEGIN")  # one state of it, while others go on writing
        is_same_store = _store_id(ours) == _store_id(theirs)
        common = _last_in_common(ours, theirs) if is_same_store else 0
        our_packs, their_packs = _packs(ours), _packs(theirs)
        return Comparison(
            is_same_store,
            _since(ours, common),
            _since(theirs, common),
            tuple(sorted(our_packs[each] for each in our_packs.keys() - their_packs.keys())),
            tuple(sorted(their_packs[each] for each in their_packs.keys() - our_packs.keys())),
        )


def _store_id(connection: sqlite3.Connection) -> str:
    found: str = connection.execute("SELECT value FROM meta WHERE key = 'store_id'").fetchone()[0]
    return found


def _packs(connection: sqlite3.Connection) -> dict[str, str]:
    """Return title and version of each pack by its hash."""
    return {
        digest: f"{title} {version}"
        for digest, title, version in connection.execute("SELECT hash, title, version FROM packs")
    }


def _last_in_common(ours: sqlite3.Connection, theirs: sqlite3.Connection) -> int:
    """Return the number of the last change that both logs have; 0 for none.

    Logs are only ever added to, so what is equal lies before what is not, and halving finds the border.
    """
    lowest, highest = 0, min(_newest(ours), _newest(theirs))
    while lowest < highest:
        middle = (lowest + highest + 1) // 2
        if _change(ours, middle) == _change(theirs, middle):
            lowest = middle
        else:
            highest = middle - 1
    return lowest


def _newest(connection: sqlite3.Connection) -> int:
    newest: int | None = connection.execute("SELECT max(sequence) FROM change_log").fetchone()[0]
    return newest or 0


def _change(connection: sqlite3.Connection, number: int) -> tuple[object, ...]:
    """Return the change with a number, or the last before it."""
    found: tuple[object, ...] | None = connection.execute(
        f"SELECT {_WHOLE} FROM change_log WHERE sequence <= ? ORDER BY sequence DESC LIMIT 1", (number,)  # noqa: S608 - our own columns
    ).fetchone()  # fmt: skip
    return found or ()


def _since(connection: sqlite3.Connection, number: int) -> Changed:
    # The first change of each subject tells whether it is new.
    counted = connection.execute(
        """
        SELECT kind, count(*), sum(before IS NULL) FROM (
            SELECT kind, before, min(sequence) FROM change_log WHERE sequence > ?
            GROUP BY kind, subject_id, part, assessor
        ) GROUP BY kind
        """,
        (number,),
    ).fetchall()
    known = {kind.value: kind for kind in SubjectKind}
    counts = tuple(SubjectCount(known[kind], count, new) for kind, count, new in counted if kind in known)
    actors = connection.execute(
        """
        SELECT CAST(actor AS TEXT) FROM change_log WHERE sequence > ? GROUP BY actor ORDER BY count(*) DESC, actor
        """,
        (number,),
    ).fetchall()
    first = connection.execute(
        "SELECT CAST(at AS TEXT) FROM change_log WHERE sequence > ? ORDER BY sequence LIMIT 1", (number,)
    )
    since = first.fetchone()
    services = connection.execute(
        """
        SELECT DISTINCT CAST(services.name AS TEXT) FROM change_log
        LEFT JOIN assessments ON assessments.id = change_log.subject_id
        JOIN services ON services.id = coalesce(assessments.service, change_log.subject_id)
        WHERE change_log.sequence > ? ORDER BY services.name_key
        """,
        (number,),
    ).fetchall()
    return Changed(
        counts,
        tuple(actor for (actor,) in actors),
        _moment(since[0]) if since else None,
        tuple(name for (name,) in services),
    )


def _moment(text: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(text or "").replace(tzinfo=UTC)
    except ValueError:
        return None
