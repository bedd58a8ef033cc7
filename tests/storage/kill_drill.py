"""Kills a writer at any moment and looks at what is left: the shape of SQLite's own crash tests (crash4.test)."""

import random
import shutil
import signal
import sqlite3
from collections import Counter
from contextlib import closing, suppress
from pathlib import Path
from time import sleep
from uuid import UUID

from tests.storage.writer_drill import checksum, make_store, write_and_send
from tests.storage.writers import received, start

from shipworthy.storage.sqlite_file import connect
from shipworthy.workflows.session import DATABASE_NAME

# The file grows with each kill, and each checksum takes the whole of it.
KILLS_OF_A_FILE = 10


def kill(folder: Path, mode: str, kills: int, seed: int) -> Counter[str]:
    """Kill a writer that many times, 10 to 300 ms after its first answer or its start, and count what was found.

    Every fourth time the clock runs from the start, so that some meet it while it opens the file, or puts back in order
    what the kill before left.

    Counted: `saved` transactions that were acknowledged, `in flight` those that were about to end at the kill,
    `finished` those of them that are there, `opening` the kills before the first; and every broken promise: `lost`,
    `torn`, `unsound`.
    """
    chance = random.Random(seed)
    found: Counter[str] = Counter(kills=0)
    while found["kills"] < kills:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        review = make_store(folder)
        before = look(folder / DATABASE_NAME)
        for number in range(min(KILLS_OF_A_FILE, kills - found["kills"])):
            first = "open" if number % 4 == 3 else "saved"
            told = _told_until_killed(folder, review, mode, first, chance.uniform(0.01, 0.3))
            before = _judge(folder / DATABASE_NAME, before, told, found)
    return found


def look(path: Path) -> str:
    """Return the checksum of a file, "unsound" where SQLite finds anything wrong with it."""
    with closing(connect(path, "rw")) as connection, suppress(sqlite3.DatabaseError):
        whole = connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        if whole and not connection.execute("PRAGMA foreign_key_check").fetchall():
            return checksum(connection)
    return "unsound"


def _told_until_killed(folder: Path, review: UUID, mode: str, first: str, seconds: float) -> list[tuple[str, str]]:
    writer, telling = start(write_and_send, folder, review, mode)
    told = [telling.recv()]
    while told[-1][0] != first:
        told.append(telling.recv())
    sleep(seconds)
    writer.kill()
    writer.join()
    assert writer.exitcode == -signal.SIGKILL, "the writer ended by itself"
    return told + received(telling)


def _judge(path: Path, before: str, told: list[tuple[str, str]], found: Counter[str]) -> str:
    """Count what a kill left behind, and return its checksum."""
    saved = [hashed for word, hashed in told if word == "saved"]
    last = saved[-1] if saved else before
    soon = told[-1][1] if told[-1][0] == "soon" else ""
    left = look(path)
    found.update(kills=1, saved=len(saved), opening=len(told) == 1)
    found["in flight"] += bool(soon)
    found["finished"] += bool(soon) and left == soon
    if left == "unsound":
        found["unsound"] += 1
    elif left not in (last, soon):
        found["lost" if left in (before, *saved) else "torn"] += 1
    return left
