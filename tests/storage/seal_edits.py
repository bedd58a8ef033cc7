"""Edits of a store behind its back, at random: what somebody with a tool for SQLite might do to what was sealed.

Used in short by test_audit and at length by `python -m tests.drills seal`.
"""

import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from tests.workflows.test_decisions import NO_GO
from tests.workflows.test_reviews import best, started

from shipworthy.domain.meeting import Attendee, Meeting
from shipworthy.domain.remediation import ItemState
from shipworthy.domain.review import Review
from shipworthy.settings import Settings
from shipworthy.workflows.decisions import decide, supersede
from shipworthy.workflows.item_planning import plan_remediation
from shipworthy.workflows.remediation import ItemEdit, edit_items
from shipworthy.workflows.reviews import record_answer, record_answers
from shipworthy.workflows.session import DATABASE_NAME, Session, open_session
from shipworthy.workflows.verification import verify
from shipworthy.workflows.waiver_register import offer_waivers, read_register
from shipworthy.workflows.waivers import approve_waiver, reject_waiver, request_waiver

TABLES = ("answers", "assessments", "assessment_packs", "meetings", "seals", "packs", "policies", "change_log")
_Row = dict[str, Any]
_Edit = Callable[["Editor", str], str | None]


class Clock:
    """A clock that moves on by itself, so that no two things happen at one time."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.moment += timedelta(seconds=7)
        return self.moment


def make_store(folder: Path) -> None:
    """Make a store with two sealed reviews, one superseded and with items and waivers, and an open one after them."""
    session = open_at(folder)
    first, second = filled(session, "checkout"), filled(session, "ledger")
    accept_and_plan(session, first)
    decide(session, first.assessment.id, NO_GO)
    decide(session, second.assessment.id, NO_GO)
    supersede(session, first.assessment.id, "Decided anew after the incident.")
    filled(session, "returns")
    session.close()


def filled(session: Session, name: str) -> Review:
    """Start a review, answer twelve questions together and three of them blind, in a meeting."""
    review = started(session, name)
    questions = list(review.questionnaire.asked)[:12]
    given = [replace(best(review, each), note=f"Note {place}") for place, each in enumerate(questions)]
    record_answers(session, review.assessment.id, given)
    for answer in given[:3]:
        record_answer(session, review.assessment.id, replace(answer, assessor="Jonas", version=0, note="Not so sure."))
    with session.begin() as tx:
        began = session.now()
        tx.meetings.save(Meeting(uuid4(), review.assessment.id, began, began, (Attendee("Kenji"),)), action="meet")
    return review


def accept_and_plan(session: Session, review: Review) -> None:
    """Make items from three misses of a review and change one; have one miss waived, and another one rejected."""
    service = review.service.id
    waived, rejected, *others = offer_waivers(session, service).misses[:5]
    planned = plan_remediation(session, review.assessment.id, [each.question for each in others])
    edit_items(session, [planned.items[0].id], ItemEdit(owner="Kenji", state=ItemState.PLANNED))
    for miss in (waived, rejected):
        request_waiver(session, service, miss.question, "The vendor is late.", miss.last_day)
    first, second = (line.waiver.id for line in read_register(session, service).lines)
    approve_waiver(session, first, "Jonas")
    reject_waiver(session, second, "Mend it.", "Jonas")


def drop_triggers(folder: Path) -> None:
    """Take away what refuses edits of log and seals, as whoever owns the file may."""
    with closing(sqlite3.connect(folder / DATABASE_NAME)) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.commit()


def open_at(folder: Path) -> Session:
    """Open the store of a folder."""
    return open_session(folder, Settings(), "Amira", Clock(), uuid4)


class Editor:
    """One random edit, drawn from a seed, of a copy of a store."""

    def __init__(self, original: Path, work: Path, seed: int) -> None:
        self.random = random.Random(seed)
        self.folder = work / f"edit-{seed}"
        self.folder.mkdir(parents=True)
        self.path = self.folder / DATABASE_NAME
        shutil.copy(original / DATABASE_NAME, self.path)
        self._connection = sqlite3.connect(self.path, isolation_level=None)
        self._connection.execute("PRAGMA synchronous=OFF")
        self._connection.row_factory = sqlite3.Row

    def edit(self) -> str:
        """Make one edit that changes something sealed, and say what it was."""
        with closing(self._connection):
            while True:
                table = self.random.choice(TABLES)
                try:
                    done = self.random.choice(_EDITS)(self, table)
                except sqlite3.IntegrityError:  # a rule of the table forbids this one: draw another
                    continue
                if done is not None:
                    return done

    def is_detected(self) -> bool:
        """Tell whether verifying finds that something was altered."""
        session = open_at(self.folder)
        try:
            return not verify(session).is_sound
        finally:
            session.close()
            shutil.rmtree(self.folder)

    def rows(self, table: str) -> list[_Row]:
        """Return the rows of a table that belong to what is sealed, each with its rowid."""
        sealed = "(SELECT assessment FROM seals)"
        of_sealed = {
            "answers": f"assessment_id IN {sealed}",
            "assessments": f"id IN {sealed}",
            "assessment_packs": f"assessment_id IN {sealed}",
            "meetings": f"assessment IN {sealed}",
            "change_log": "sequence <= (SELECT max(sequence) FROM change_log WHERE kind = 'seal')",
        }.get(table, "1")
        found = self._connection.execute(f"SELECT rowid AS place, * FROM {table} WHERE {of_sealed}")
        return [dict(row) for row in found]

    def change_value(self, table: str) -> str | None:
        """Put another value in one column of one row."""
        row, column = self._draw(table)
        value = self._other(row[column], [each[column] for each in self.rows(table)])
        if value == row[column]:
            return None
        self._set(table, row, column, value)
        return f"{table}.{column}: {row[column]!r:.60} became {value!r:.60}"

    def swap_values(self, table: str) -> str | None:
        """Swap what two rows hold in one column; of the change log also their order."""
        rows = self.rows(table)
        if len(rows) < 2:
            return None
        one, other = self.random.sample(rows, 2)
        column = self.random.choice([name for name in one if name != "place"])
        if one[column] == other[column]:
            return None
        if isinstance(one[column], int):
            self._set(table, one, column, -1)
            where = {**one, "place": -1} if one["place"] == one[column] else one
            self._set(table, other, column, one[column])
            self._set(table, where, column, other[column])
        else:
            self._set(table, one, column, other[column])
            self._set(table, other, column, one[column])
        return f"{table}.{column}: swapped in rows {one['place']} and {other['place']}"

    def delete_row(self, table: str) -> str | None:
        """Delete a row."""
        row = self.random.choice(self.rows(table))
        self._connection.execute(f"DELETE FROM {table} WHERE rowid = ?", (row["place"],))
        return f"{table}: deleted row {row['place']}"

    def add_row(self, table: str) -> str | None:
        """Add a copy of a row under another key; not to packs, policies and the log's end, which may gain rows."""
        keys = {"answers": "assessor", "assessment_packs": "pack_id", "meetings": "id", "seals": "number"}
        if table not in keys:
            return None
        row = self.random.choice(self.rows(table))
        del row["place"]
        row[keys[table]] = self._other(row[keys[table]], [])
        for name in ("sequence", "position", "assessment"):
            if name in row and table != "answers" and not (table == "meetings" and name == "assessment"):
                row[name] = row[name] + 900 if isinstance(row[name], int) else uuid4().hex
        marks = ", ".join("?" * len(row))
        self._connection.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", tuple(row.values()))
        return f"{table}: added a copy of a row as {row[keys[table]]!r}"

    def cut_tail(self, table: str) -> str | None:
        """Cut the newest rows of the log off, or the newest seal with all that speaks of it."""
        if table == "seals":
            self._connection.execute("DELETE FROM seals WHERE number = (SELECT max(number) FROM seals)")
            self._connection.execute(
                "DELETE FROM change_log WHERE sequence >= (SELECT max(sequence) FROM change_log WHERE kind = 'seal')"
            )
            return "seals: cut the newest and all of the log from there"
        if table != "change_log":
            return None
        count = self.random.randint(1, 12)
        self._connection.execute(
            "DELETE FROM change_log WHERE sequence > (SELECT max(sequence) FROM change_log) - ?", (count,)
        )
        return f"change_log: cut the last {count}"

    def _draw(self, table: str) -> tuple[_Row, str]:
        row = self.random.choice(self.rows(table))
        return row, self.random.choice([name for name in row if name != "place"])

    def _set(self, table: str, row: _Row, column: str, value: Any) -> None:
        self._connection.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (value, row["place"]))

    def _other(self, value: Any, others: list[Any]) -> Any:
        """Return another value: one that another row holds, or this one with something small changed in it."""
        if others and self.random.random() < 0.3:
            return self.random.choice(others)
        if value is None:
            return self.random.choice(["x", 1])
        if isinstance(value, int):
            return value + self.random.choice([-1, 1, 7])
        place = self.random.randrange(len(value) + 1)
        return self.random.choice([f"{value[:place]}~{value[place:]}", value[:place], "", value.swapcase(), None])


_EDITS: tuple[_Edit, ...] = (
    *(Editor.change_value,) * 5,
    Editor.swap_values,
    Editor.delete_row,
    Editor.add_row,
    Editor.cut_tail,
)


def play(count: int, work: Path, first: int = 0) -> Iterator[tuple[str, bool]]:
    """Make that many edits, each of a fresh copy; yield what each was and whether it was detected."""
    original = work / "original"
    make_store(original)
    drop_triggers(original)
    for seed in range(first, first + count):
        editor = Editor(original, work, seed)
        yield editor.edit(), editor.is_detected()
