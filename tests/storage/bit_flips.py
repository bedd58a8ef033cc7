"""Damage to a store's file, drawn from seeds: lost bits, wiped headers, cut ends, emptied pages, another file.

Used in short by test_bit_flips and at length by `python -m tests.drills bit_flips`.
"""

import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

from shipworthy.domain.assessment import PackUse
from shipworthy.domain.questionnaire import Questionnaire
from shipworthy.errors import UserError
from shipworthy.settings import Settings
from shipworthy.workflows.check_data import check_data, mend
from shipworthy.workflows.session import DATABASE_NAME, Session, open_session

MADE = datetime(2026, 11, 22, 14, 3, tzinfo=UTC)
PAGE = 4096
# Worked out anew from the rest, or notes of the program about itself: no content of the user's.
DERIVED = ("scores", "standings", "sqlite_sequence", "alembic_version")
NOTES = ("program", "checked_on", "checked_at", "check_result", "log_mark")

OPEN, CHECK, MENDED, UNCHANGED, SILENT, BROKEN = (
    "refused at opening", "named by the check", "mended by the check", "nothing of the user's changed",
    "CHANGED AND NOT NOTICED", "FAILED WITHOUT WORDS",
)  # fmt: skip


class Outcome(NamedTuple):
    """What was done to the file, who noticed, and in which words."""

    damage: str
    noticed: str
    words: str


Damage = Callable[[random.Random, bytearray], str]


def flip_bit(chance: random.Random, data: bytearray) -> str:
    """Turn one bit."""
    place, bit = chance.randrange(len(data)), chance.randrange(8)
    data[place] ^= 1 << bit
    return f"bit {bit} of byte {place}"


def wipe_header(chance: random.Random, data: bytearray) -> str:
    """Empty the file's first bytes."""
    count = chance.choice([1, 16, 20, 100, PAGE])
    data[:count] = bytes(count)
    return f"first {count} bytes emptied"


def cut_end(chance: random.Random, data: bytearray) -> str:
    """Cut the file off somewhere, at times before its first byte."""
    left = chance.choice([0, chance.randrange(1, 512), chance.randrange(len(data)), len(data) - PAGE])
    del data[left:]
    return f"cut after {left} bytes"


def empty_page(chance: random.Random, data: bytearray) -> str:
    """Empty one page."""
    page = chance.randrange(len(data) // PAGE)
    data[page * PAGE : (page + 1) * PAGE] = bytes(PAGE)
    return f"page {page + 1} emptied"


def replace_all(chance: random.Random, data: bytearray) -> str:
    """Put something else in the file's place."""
    others = {
        "noise": chance.randbytes(PAGE),
        "a text": b"Not a database.\n" * 64,
        "a ZIP file": b"PK\x03\x04" + bytes(600),
    }
    name = chance.choice(sorted(others))
    data[:] = others[name]
    return f"replaced by {name}"


class Flips:
    """One store, damaged again and again; each damage begins from the whole file."""

    def __init__(self, whole: Path, work: Path) -> None:
        self.folder = work / "data"
        (self.folder / "backups").mkdir(parents=True)
        self.path = self.folder / DATABASE_NAME
        shutil.copy(whole, self.path)
        # Closed once by this program, so that its log is marked; a backup shows that this is no first start.
        session = self._open()
        with session.begin():
            pass
        session.close()
        shutil.copy(self.path, self.folder / "backups" / f"{self.path.stem}-20261122T150000.db")
        self.whole = self.path.read_bytes()
        self.content = content_of(self.path)
        self._questionnaires: dict[tuple[PackUse, ...], Questionnaire] = {}

    def play(self, damage: Damage, seeds: range) -> Iterator[Outcome]:
        """Damage the file once for each seed, open it, check it, mend it; yield what came of it."""
        for seed in seeds:
            data = bytearray(self.whole)
            what = damage(random.Random(seed), data)
            for beside in self.folder.glob(f"{DATABASE_NAME}-*"):
                beside.unlink()
            self.path.write_bytes(data)
            try:
                yield Outcome(what, *self._looked())
            except Exception as error:  # noqa: BLE001 - whatever comes without words is what is looked for
                yield Outcome(what, BROKEN, f"{type(error).__name__}: {error}")

    def _looked(self) -> tuple[str, str]:
        try:
            session = self._open()
        except UserError as error:
            return OPEN, error.message
        try:
            # Questionnaires are kept by the hash of their packs: compiling them a thousand times shows nothing.
            session._questionnaires.update(self._questionnaires)
            found = check_data(session)
            if found.is_damaged:
                return CHECK, str(found.findings[0])
            self._questionnaires.update(session._questionnaires)
            if found.mending.count:
                mend(session, found)
                again = check_data(session)
                if again.is_damaged or again.mending.count:
                    return BROKEN, f"still there after mending: {again.findings[0]}"
                return (MENDED if self._is_unchanged() else SILENT), str(found.findings[0])
        except UserError as error:
            return CHECK, error.message
        finally:
            session.close()
        return (UNCHANGED if self._is_unchanged() else SILENT), ""

    def _is_unchanged(self) -> bool:
        return content_of(self.path) == self.content

    def _open(self) -> Session:
        return open_session(self.folder, Settings(), "Amira", lambda: MADE + timedelta(days=1), uuid4)


def content_of(path: Path) -> dict[str, list[str]]:
    """Return all rows of the user's in a file, by table; what cannot be read counts as none."""
    found: dict[str, list[str]] = {}
    with closing(sqlite3.connect(path)) as connection, suppress(sqlite3.Error):
        connection.text_factory = bytes
        names = [name.decode() for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for name in names:
            if name not in DERIVED:
                rows = connection.execute(f'SELECT * FROM "{name}"')
                noted = {note.encode() for note in NOTES}
                found[name] = sorted(repr(row) for row in rows if name != "meta" or row[0] not in noted)
    return found
