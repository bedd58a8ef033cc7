"""What a writer of the drills does in a process of its own, and what it tells of it: it is killed, or has a rival.

Everything goes through the workflows, as in the window: an answer is saved with its entry in the log and its score row.
"""

import hashlib
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path
from time import perf_counter
from uuid import UUID, uuid4

from tests.workflows.builders import begin_review, small_pack

from shipworthy.domain.assessment import Answer, AnswerState
from shipworthy.settings import Settings
from shipworthy.storage.backup import contents
from shipworthy.storage.errors import Conflict
from shipworthy.storage.sqlite_file import connect, journal_mode
from shipworthy.workflows.reviews import open_review, record_answers
from shipworthy.workflows.session import DATABASE_NAME, Session, open_session

SHARED = "small/first"


def now() -> datetime:
    """Return the moment of all drills: order must not come from the clock."""
    return datetime(2026, 11, 26, 14, 3, tzinfo=UTC)


def opened(folder: Path, mode: str, actor: str = "Amira") -> Session:
    """Open a session, its file in a journal mode: `wal` as a neighbour with another SQLite could have left it."""
    session = open_session(folder, Settings(), actor, now, uuid4)
    with closing(connect(folder / DATABASE_NAME, "rw")) as connection:
        if journal_mode(connection) != mode:
            connection.execute(f"PRAGMA journal_mode={mode}")
        assert journal_mode(connection) == mode
    return session


def make_store(folder: Path) -> UUID:
    """Make a store with one open review in a folder and return the review's id."""
    session = open_session(folder, Settings(), "Amira", now, uuid4)
    review = begin_review(session, [small_pack()]).id
    session.close()
    return review


def checksum(connection: sqlite3.Connection) -> str:
    """Return one hash over all that a database holds, but for what it notes of itself when it is opened and closed."""
    hashes = {table: hashed for table, hashed in contents(connection).items() if table != "meta"}
    return hashlib.sha256(repr(sorted(hashes.items())).encode()).hexdigest()


def write(folder: Path, review: UUID, mode: str, count: int, tell: Callable[[tuple[str, str]], None]) -> None:
    """Record two answers in each of `count` transactions, and tell the checksum just before and after its end.

    Told are ("open", ""), then for each ("soon", checksum) and ("saved", checksum).
    """
    tell(("open", ""))
    session = opened(folder, mode)
    with session.store.read() as tx:
        answers: Mapping[str, Answer] = tx.answers.of_assessment(review)
    for number in range(count):
        pair = [
            replace(
                answers.get(f"small/{name}", Answer(f"small/{name}")),
                state=AnswerState.UNKNOWN,
                note=f"{number} {uuid4()} " + "x" * 3000,  # wide enough to spread over several pages
            )
            for name in (("first", "limits"), ("breaker", "last"))[number % 2]
        ]
        with session.store.as_one("Amira", now()) as joined:
            recorded = record_answers(replace(session, store=joined), review, pair)
            assert session.store._kept is not None
            hashed = checksum(session.store._kept[1].connection)
            tell(("soon", hashed))
        tell(("saved", hashed))
        answers = recorded.review.answers
    session.close()


def write_and_send(folder: Path, review: UUID, mode: str, acknowledge: Connection) -> None:
    """Write without end and tell through a pipe."""
    write(folder, review, mode, 1_000_000, acknowledge.send)


def compete(folder: Path, review: UUID, mode: str, own: str, count: int, told: Connection) -> None:
    """Count up a shared answer and write an answer of one's own, `count` times; again where a rival was faster.

    Sends how often that was and the seconds that the longest write took, or the error that a user would have met.
    """
    session = opened(folder, mode, actor=own)
    conflicts, longest, number = 0, 0.0, 0
    try:
        for number in range(count):
            begin = perf_counter()
            while True:
                answers = open_review(session, review).answers
                shared = answers.get(SHARED, Answer(SHARED, note="0"))
                counted = int(shared.note.split()[0]) + 1
                mine = answers.get(own, Answer(own))
                pair = [
                    # Signed: the same words from two people are one change, and no conflict.
                    replace(shared, state=AnswerState.UNKNOWN, note=f"{counted} {own}"),
                    replace(mine, state=AnswerState.UNKNOWN, note=str(number)),
                ]
                try:
                    record_answers(session, review, pair)
                    break
                except Conflict:
                    conflicts += 1
            longest = max(longest, perf_counter() - begin)
    except Exception as error:
        told.send(f"{type(error).__name__} at write {number}: {error}")
        raise
    told.send((conflicts, longest))
    session.close()
