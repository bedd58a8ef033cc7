"""Answers: whatever was said comes back, nobody's words are overwritten unseen, and every change leaves its trace."""

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from typing import get_type_hints
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.storage.builders import NOW, Sample, put_sample
from tests.storage.server import SERVER

from shipworthy.domain.assessment import (
    Answer,
    AnswerState,
    Confidence,
    Evidence,
    EvidenceKind,
    NotApplicableType,
)
from shipworthy.errors import UserError
from shipworthy.storage.changes import SubjectKind
from shipworthy.storage.errors import Conflict
from shipworthy.storage.store import Store
from shipworthy.storage.tables import answers

# Everything a person can type or paste; half characters are refused, see below.
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)
EVIDENCE = st.builds(
    Evidence, st.sampled_from(EvidenceKind), TEXTS, TEXTS, st.none() | st.dates(), st.none() | st.dates()
)
ANSWERS = st.builds(
    Answer,
    question=st.sampled_from(["backend/timeouts", "backend/retries", "data/backups"]),
    assessor=st.sampled_from(["", "Amira", "Bø"]),
    state=st.sampled_from(AnswerState),
    choices=st.lists(TEXTS, max_size=4).map(tuple),
    note=TEXTS,
    note_internal=st.booleans(),
    confidence=st.sampled_from(Confidence),
    evidence=st.lists(EVIDENCE, max_size=3).map(tuple),
    marked=st.booleans(),
    not_applicable_type=st.none() | st.sampled_from(NotApplicableType),
    reason=TEXTS,
    carried=st.booleans(),
    answered_by=TEXTS,
    answered_at=st.none() | st.datetimes(timezones=st.just(UTC)),
    version=st.just(0),
)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Sample]]:
    """Return one store for all examples of a property; each example brings its own review."""
    folder = tmp_path_factory.mktemp("answers")
    with Store.open(folder / "store.db", now=NOW, new_id=uuid4, backup_dir=folder) as store:
        yield store, put_sample(store)


def save(store: Store, sample: Sample, answer: Answer) -> Answer:
    with store.begin("Amira", NOW) as tx:
        return tx.answers.save(sample.assessment.id, answer, action="answer").value


@given(first=ANSWERS, later=ANSWERS)
def test_any_answer_comes_back_as_it_was_saved_and_its_history_with_it(
    shared: tuple[Store, Sample], first: Answer, later: Answer
) -> None:
    store, sample = shared
    with store.begin("Amira", NOW) as tx:
        new = replace(sample.assessment, id=uuid4(), version=0, sequence=0)
        review = tx.assessments.save(new).value.id
        made = tx.answers.save(review, first, action="answer")
        later = replace(later, question=first.question, assessor=first.assessor, version=made.value.version)
        changed = tx.answers.save(review, later, action="change")
    with store.read() as tx:
        assert tx.answers.get(review, first.question, first.assessor) == changed.value
        assert tx.answers.all_assessors(review) == (changed.value,)
        history = tx.changes.for_subject(SubjectKind.ANSWER, review, first.question)
    assert replace(changed.value, version=0) == replace(later, version=0)
    assert [(change.before_as(Answer), change.after_as(Answer)) for change in history] == [
        (None, first),
        (first, replace(later, version=0)),
    ]


def test_every_field_of_the_domain_is_stored() -> None:
    assert {field.name for field in fields(Answer)} | {"assessment_id"} == {column.name for column in answers.c}
    assert get_type_hints(Answer)["version"] is int


def test_agreed_and_blind_answers_are_kept_apart(store: Store, sample: Sample) -> None:
    agreed = save(store, sample, sample.answer())
    blind = save(store, sample, sample.answer(assessor="Bo", note="I doubt it."))
    other = save(store, sample, sample.answer("backend/retries"))
    review = sample.assessment.id
    with store.read() as tx:
        assert tx.answers.of_assessment(review) == {agreed.question: agreed, other.question: other}
        assert tx.answers.of_assessment(review, "Bo") == {blind.question: blind}
        assert tx.answers.all_assessors(review) == (other, agreed, blind)
        assert tx.answers.get(review, "backend/unheard-of") is None
        assert tx.answers.of_assessment(uuid4()) == {}


def test_a_change_of_an_outdated_answer_is_refused_and_leaves_no_trace(store: Store, sample: Sample) -> None:
    first = save(store, sample, sample.answer())
    newer = save(store, sample, replace(first, note="Newer."))
    for outdated in (first, replace(first, version=0), replace(first, version=newer.version + 1)):
        with pytest.raises(Conflict, match="Somebody else changed this"):
            save(store, sample, replace(outdated, note="Lost otherwise."))
    with store.read() as tx:
        assert tx.answers.of_assessment(sample.assessment.id) == {newer.question: newer}
        assert [change.sequence for change in tx.changes.since(first.version)] == [newer.version]


def test_a_first_answer_that_another_gave_first_is_refused(store: Store, sample: Sample) -> None:
    save(store, sample, sample.answer())
    with pytest.raises(Conflict):
        save(store, sample, sample.answer(note="Mine."))


def test_a_conflict_that_is_swallowed_still_stores_nothing(store: Store, sample: Sample) -> None:
    first = save(store, sample, sample.answer())
    save(store, sample, replace(first, note="Newer."))

    def swallow() -> None:
        with store.begin("Bo", NOW) as tx:
            tx.answers.save(sample.assessment.id, sample.answer("backend/retries"))
            with pytest.raises(Conflict):
                tx.answers.save(sample.assessment.id, replace(first, note="Older."))

    with pytest.raises(Conflict):
        swallow()
    with store.read() as tx:
        assert set(tx.answers.of_assessment(sample.assessment.id)) == {first.question}


def test_an_answer_can_be_taken_back_as_if_never_given(store: Store, sample: Sample) -> None:
    given_answer = save(store, sample, sample.answer())
    review = sample.assessment.id
    with store.begin("Bo", NOW) as tx:
        removed = tx.answers.remove(review, given_answer, action="undo", undoes=given_answer.version)
    with store.read() as tx:
        assert tx.answers.get(review, given_answer.question) is None
        change = tx.changes.get(removed)
    assert change.before_as(Answer) == replace(given_answer, version=0)
    assert (change.after, change.undoes, change.action) == (None, given_answer.version, "undo")
    again = save(store, sample, sample.answer())
    assert again.version > removed  # so that whoever still holds the first one cannot overwrite this


def test_taking_back_an_outdated_answer_is_refused(store: Store, sample: Sample) -> None:
    first = save(store, sample, sample.answer())
    newer = save(store, sample, replace(first, note="Newer."))
    with pytest.raises(Conflict), store.begin("Bo", NOW) as tx:
        tx.answers.remove(sample.assessment.id, first)
    with store.read() as tx:
        assert tx.answers.get(sample.assessment.id, first.question) == newer
        assert tx.changes.since(newer.version) == ()


def test_half_a_character_is_refused_in_plain_words(store: Store, sample: Sample) -> None:
    for answer in (sample.answer(note="\ud83d"), sample.answer(answered_by="\ud83d")):
        with pytest.raises(UserError, match="half a character"):
            save(store, sample, answer)
    with store.read() as tx:
        assert tx.answers.of_assessment(sample.assessment.id) == {}


def test_a_time_without_a_zone_is_a_bug(store: Store, sample: Sample) -> None:
    naive = NOW.replace(tzinfo=None)
    with pytest.raises(ValueError, match="time zone"):
        save(store, sample, sample.answer(answered_at=naive))


def test_a_time_in_any_zone_comes_back_as_the_same_instant(store: Store, sample: Sample) -> None:
    elsewhere = datetime.fromisoformat("2026-11-22T23:30:15.5+02:00")
    saved = save(store, sample, sample.answer(answered_at=elsewhere))
    with store.read() as tx:
        found = tx.answers.get(sample.assessment.id, saved.question)
    assert found is not None
    assert found.answered_at == elsewhere
    assert found.answered_at.tzinfo is UTC


def test_dates_of_evidence_keep_their_day(store: Store, sample: Sample) -> None:
    evidence = Evidence(EvidenceKind.TEXT, "Seen.", dated=date(1999, 12, 31), expires=date(2027, 2, 28))
    saved = save(store, sample, sample.answer(evidence=(evidence,)))
    with store.read() as tx:
        assert tx.answers.get(sample.assessment.id, saved.question) == saved


@pytest.mark.skipif(SERVER is None, reason="no PostgreSQL server is named: set SHIPWORTHY_TEST_POSTGRESQL")
def test_a_character_that_a_server_cannot_store_is_named(store: Store, sample: Sample) -> None:
    with pytest.raises(UserError, match=r"U\+0000"), store.begin("Amira", NOW) as tx:
        tx.answers.save(sample.assessment.id, sample.answer(note="a\x00b"), action="answered")
