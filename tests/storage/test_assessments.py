"""Assessments: their packs and weights, their order, and which of them stands."""

from dataclasses import fields, replace
from fractions import Fraction
from uuid import uuid4

import pytest
from tests.storage.builders import NOW, Sample, add_review

from shipworthy.domain.assessment import Assessment, AssessmentState, PackUse
from shipworthy.domain.pack import Pack
from shipworthy.errors import UserError
from shipworthy.storage.changes import SubjectKind
from shipworthy.storage.errors import Conflict
from shipworthy.storage.store import Store
from shipworthy.storage.tables import assessments


def save(store: Store, assessment: Assessment) -> Assessment:
    with store.begin("Amira", NOW) as tx:
        return tx.assessments.save(assessment).value


def test_an_assessment_comes_back_as_it_was_saved(store: Store, sample: Sample) -> None:
    with store.begin("Amira", NOW) as tx:
        other = tx.packs.put(Pack("aaa", "2", "Data", "", "CC0-1.0", Fraction(1), (), (), ()))
    packs = (PackUse("backend", sample.pack_hash, Fraction(1, 3)), PackUse("aaa", other, Fraction(7, 2)))
    given = replace(
        sample.assessment, id=uuid4(), version=0, sequence=0, packs=packs, assessors=("Amira", "Bo"), decided_at=NOW
    )
    stored = save(store, given)
    with store.read() as tx:
        assert tx.assessments.get(given.id) == stored
    assert replace(stored, version=0, sequence=0) == given
    changed = save(store, replace(stored, packs=(packs[1], packs[0])))
    with store.read() as tx:
        assert tx.assessments.get(given.id) == changed


def test_every_field_of_the_domain_is_stored() -> None:
    assert {field.name for field in fields(Assessment)} - {"packs"} == {column.name for column in assessments.c}


def test_order_is_that_of_making_and_stays(store: Store, sample: Sample) -> None:
    second = add_review(store, sample)
    third = add_review(store, sample)
    first = save(store, replace(sample.assessment, title="Renamed later"))
    assert first.sequence == sample.assessment.sequence < second.sequence < third.sequence
    with store.read() as tx:
        assert tx.assessments.of_service(sample.service.id) == (first, second, third)


def test_the_standing_one_is_the_newest_decided_else_the_newest_draft(store: Store, sample: Sample) -> None:
    decided = add_review(store, sample, state=AssessmentState.DECIDED)
    draft = add_review(store, sample)
    with store.read() as tx:
        assert tx.assessments.standing(sample.service.id) == decided
    save(store, replace(decided, state=AssessmentState.WITHDRAWN))
    with store.read() as tx:
        assert tx.assessments.standing(sample.service.id) == draft
        assert tx.assessments.standing(uuid4()) is None


def test_a_change_of_an_outdated_assessment_is_refused(store: Store, sample: Sample) -> None:
    newer = save(store, replace(sample.assessment, title="Second title"))
    for outdated in (sample.assessment, replace(sample.assessment, version=0)):
        with pytest.raises(Conflict):
            save(store, replace(outdated, title="Third title"))
    with store.read() as tx:
        assert tx.assessments.get(newer.id) == newer


def test_each_change_is_logged_and_none_where_nothing_changed(store: Store, sample: Sample) -> None:
    renamed = save(store, replace(sample.assessment, title="Renamed"))
    assert save(store, renamed) == renamed
    with store.read() as tx:
        log = tx.changes.for_subject(SubjectKind.ASSESSMENT, sample.assessment.id)
    assert [change.sequence for change in log] == [sample.assessment.version, renamed.version]
    assert log[0].before is None
    assert log[1].before_as(Assessment) == replace(sample.assessment, version=0)
    assert log[1].after_as(Assessment) == replace(renamed, version=0)


def test_a_missing_assessment_is_the_users_to_know(store: Store) -> None:
    with store.read() as tx, pytest.raises(UserError, match="not in this database"):
        tx.assessments.get(uuid4())
