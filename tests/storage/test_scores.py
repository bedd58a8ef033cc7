"""Score rows: exact, replaceable, due in time, and listed with their services in one query."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import permutations
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import event
from tests.storage.builders import NOW, Sample, add_review, put_sample

from shipworthy.domain.assessment import AssessmentState, standing
from shipworthy.domain.gate import Verdict
from shipworthy.domain.service import Service
from shipworthy.storage.scores import StoredScore
from shipworthy.storage.standings import SCORE_COLUMNS
from shipworthy.storage.store import Store
from shipworthy.storage.tables import scores


def test_a_score_comes_back_exactly(store: Store, sample: Sample) -> None:
    given = sample.score()
    with store.begin("Amira", NOW) as tx:
        tx.scores.save(given)
    with store.read() as tx:
        assert tx.scores.get(sample.assessment.id) == given
        assert tx.scores.get(uuid4()) is None


def test_a_newer_score_takes_the_place_of_the_older(store: Store, sample: Sample) -> None:
    nothing = sample.score(
        score=None, low=None, high=None, confidence=None, failed_clauses=(), principles={}, valid_until=None,
        coverage=Fraction(0), verdict=Verdict.READY, computed_at=NOW + timedelta(days=1),
    )  # fmt: skip
    with store.begin("Amira", NOW) as tx:
        tx.scores.save(sample.score())
        tx.scores.save(nothing)
    with store.read() as tx:
        assert tx.scores.get(sample.assessment.id) == nothing


def test_the_row_holds_every_field_and_its_sort_keys() -> None:
    sort_keys = {"score_real", "low_real", "high_real", "coverage_real", "confidence_real"}
    assert {field.name for field in fields(StoredScore)} | sort_keys == {column.name for column in scores.c}


def test_sort_keys_are_the_nearest_numbers(sample: Sample) -> None:
    row = dict(zip(scores.c.keys(), sample.score().row, strict=True))
    assert (row["score"], row["score_real"]) == ("31/52", 31 / 52)
    assert (row["high"], row["high_real"], row["confidence_real"]) == ("1", 1.0, 0.0)
    without = dict(zip(scores.c.keys(), sample.score(low=None).row, strict=True))
    assert (without["low"], without["low_real"]) == (None, None)


def test_a_score_is_due_from_the_day_after_its_last(store: Store, sample: Sample) -> None:
    lasting = add_review(store, sample)
    with store.begin("Amira", NOW) as tx:
        tx.scores.save(sample.score(valid_until=date(2026, 12, 31)))
        tx.scores.save(replace(sample.score(), assessment=lasting.id, valid_until=None))
    with store.read() as tx:
        assert tx.scores.due(date(2026, 12, 31)) == ()
        assert tx.scores.due(date(2027, 1, 1)) == (sample.assessment.id,)


def test_services_are_listed_with_what_stands_for_them_in_one_query(store: Store, sample: Sample) -> None:
    decided = add_review(store, sample, state=AssessmentState.DECIDED, decided_at=NOW)
    add_review(store, sample)
    with store.begin("Amira", NOW) as tx:
        tx.services.save(Service(uuid4(), "api"))
        tx.scores.save(replace(sample.score(), assessment=decided.id))
        tx.scores.save(sample.score(level=3))
    with store.read() as tx, statements(store) as run:
        [noted] = tx.standings.now()
    assert len(run) == 1
    found = (noted.service, noted.assessment, noted.title, noted.state, noted.reviewed_at, noted.policy_hash)
    assert found == (
        sample.service.id, decided.id, "First review", AssessmentState.DECIDED, NOW, decided.policy_hash
    )  # fmt: skip
    texts = sample.score().texts
    assert tuple(getattr(noted, name) for name in SCORE_COLUMNS) == tuple(texts[name] for name in SCORE_COLUMNS)


@pytest.mark.parametrize("states", sorted(permutations(AssessmentState, 2)), ids=" then ".join)
def test_the_query_chooses_as_the_domain_does(store: Store, states: tuple[AssessmentState, ...]) -> None:
    sample = put_sample(store)
    reviews = [add_review(store, sample, state=state) for state in (*states, states[0])]
    with store.begin("Amira", NOW) as tx:
        first = tx.assessments.save(replace(sample.assessment, state=states[1])).value
    expected = standing([first, *reviews])
    with store.read() as tx:
        [listed] = tx.standings.now()
        assert tx.assessments.standing(sample.service.id) == expected
    assert listed.assessment == (expected.id if expected else None)


@contextmanager
def statements(store: Store) -> Iterator[list[str]]:
    """Collect the statements that SQLAlchemy runs for readers."""
    run: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        run.append(statement)

    event.listen(store._reader, "before_cursor_execute", note)
    try:
        yield run
    finally:
        event.remove(store._reader, "before_cursor_execute", note)
