"""The change log: one entry for each change, in order, never altered."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from tests.storage.builders import NOW, Sample, add_review
from tests.storage.conftest import on_a_file

from shipworthy.domain.assessment import Answer
from shipworthy.domain.service import Service
from shipworthy.errors import UserError
from shipworthy.storage.changes import SubjectKind
from shipworthy.storage.sqlite_file import connect
from shipworthy.storage.store import Store


def test_a_change_says_who_when_what_and_in_which_session(store: Store, sample: Sample) -> None:
    window = uuid4()
    with store.begin("Bo", NOW, window) as tx:
        saved = tx.answers.save(sample.assessment.id, sample.answer(assessor="Bo"), action="answer timeouts", undoes=1)
    with store.read() as tx:
        change = tx.changes.get(saved.sequence)
    assert (change.actor, change.at, change.session_id, change.undoes) == ("Bo", NOW, window, 1)
    assert (change.kind, change.subject_id, change.part, change.assessor, change.action) == (
        SubjectKind.ANSWER,
        sample.assessment.id,
        "backend/timeouts",
        "Bo",
        "answer timeouts",
    )
    assert change.before_as(Answer) is None
    assert change.after_as(Answer) == replace(saved.value, version=0)
    assert saved.value.version == change.sequence


def test_every_write_leaves_exactly_one_entry_and_a_failed_one_none(store: Store, sample: Sample) -> None:
    start = sample.assessment.version
    with store.begin("Amira", NOW) as tx:
        answer = tx.answers.save(sample.assessment.id, sample.answer()).value
        answer = tx.answers.save(sample.assessment.id, replace(answer, note="b")).value
        tx.answers.remove(sample.assessment.id, answer)
        tx.services.save(replace(sample.service, facts={"a": True}))
        tx.assessments.save(replace(sample.assessment, title="c"))
        tx.scores.save(sample.score())
        tx.packs.put_policy(tx.packs.get_policy(sample.policy_hash))
    with pytest.raises(UserError, match="needs a name"):
        add_then_fail(store)
    with store.read() as tx:
        kinds = [change.kind for change in tx.changes.since(start)]
    assert kinds == ["answer", "answer", "answer", "fact", "assessment"]


def add_then_fail(store: Store) -> None:
    with store.begin("Amira", NOW) as tx:
        tx.services.save(Service(uuid4(), "search"))
        tx.services.save(Service(uuid4(), ""))


def test_the_log_is_read_from_a_number_and_by_subject(store: Store, sample: Sample) -> None:
    review, other = sample.assessment.id, add_review(store, sample).id
    with store.begin("Amira", NOW) as tx:
        timeouts = tx.answers.save(review, sample.answer()).sequence
        retries = tx.answers.save(review, sample.answer("backend/retries")).sequence
        tx.answers.save(other, sample.answer())
        fact = tx.services.save(replace(sample.service, facts={"a": True})).sequence
    with store.read() as tx:
        numbers = [change.sequence for change in tx.changes.since(0)]
        assert numbers == sorted(set(numbers))
        assert [change.sequence for change in tx.changes.since(numbers[-2])] == numbers[-1:]
        of_review = tx.changes.for_subject(SubjectKind.ANSWER, review)
        of_question = tx.changes.for_subject(SubjectKind.ANSWER, review, "backend/retries")
        of_fact = tx.changes.for_subject(SubjectKind.FACT, sample.service.id, "a")
    assert [change.sequence for change in of_review] == [timeouts, retries]
    assert [change.sequence for change in of_question] == [retries]
    assert [change.sequence for change in of_fact] == [fact]


def test_an_unknown_number_is_the_users_to_know(store: Store) -> None:
    with store.read() as tx, pytest.raises(UserError, match="no change number 4711"):
        tx.changes.get(4711)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE change_log SET actor = 'Mallory'",
        "DELETE FROM change_log",
        "INSERT OR REPLACE INTO change_log SELECT * FROM change_log",
        "REPLACE INTO change_log (sequence, at) VALUES (1, '2026-11-22')",
    ],
)
@on_a_file
def test_entries_can_only_be_added(store: Store, sample: Sample, path: Path, statement: str) -> None:
    with closing(connect(path, "rw")) as outside:
        before = outside.execute("SELECT * FROM change_log").fetchall()
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            outside.execute(statement)
        assert outside.execute("SELECT * FROM change_log").fetchall() == before
