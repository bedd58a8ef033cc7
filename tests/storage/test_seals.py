"""Seals: chained to each other and to the change log, never changed, and found again as they were."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from uuid import uuid4

import pytest
from tests.storage.builders import NOW, Sample, put_sample
from tests.storage.conftest import on_a_file

from shipworthy.domain.assessment import AssessmentState
from shipworthy.domain.gate import Verdict
from shipworthy.domain.meeting import Attendee, Meeting
from shipworthy.domain.scorecard import Band
from shipworthy.domain.sealed import FORMAT, NO_HASH, Seal, SealedContent, SealedPolicy, SealedScores
from shipworthy.storage.raw_rows import Difference
from shipworthy.storage.sqlite_file import connect
from shipworthy.storage.store import Store


def content_of(sample: Sample) -> SealedContent:
    return SealedContent(
        format=FORMAT,
        engine="0.1.0",
        judged_on=date(2026, 11, 22),
        service=replace(sample.service, version=0),
        facts=(),
        assessment=replace(sample.assessment, version=0, sequence=0),
        packs=(),
        policy=SealedPolicy("default", "1.0", "Default", sample.policy_hash, 90),
        answers=(replace(sample.answer(), version=0),),
        meetings=(),
        waivers=(),
        items=(),
        scores=SealedScores(Fraction(31, 52), Band(Fraction(1, 2), Fraction(1)), Fraction(1), Fraction(0), {}, {}),
        verdict=Verdict.READY,
        level=1,
        failed=(),
        cap=None,
        dependencies=(),
        based_on="",
    )


def seal(store: Store, sample: Sample) -> Seal:
    with store.begin("Amira", NOW) as tx:
        return tx.seals.append(content_of(sample), NOW, "Amira")


def test_a_seal_is_found_again_as_it_was_made(store: Store, sample: Sample) -> None:
    made = seal(store, sample)
    with store.read() as tx:
        assert tx.seals.of(sample.assessment.id) == tx.seals.last() == made
        assert tx.seals.all() == (made,)
        result = tx.seals.results([sample.assessment.id])[sample.assessment.id]
        assert tx.audit.seal(1) == made
        assert tx.audit.log_hash(None, made.log_sequence) == made.log_hash
        assert tx.audit.has_entry(made)
    assert made.opened() == content_of(sample)
    assert (made.number, made.previous, made.log_sequence) == (1, NO_HASH, sample.assessment.version)
    assert (result.score, result.band, result.verdict) == (
        Fraction(31, 52),
        Band(Fraction(1, 2), Fraction(1)),
        Verdict.READY,
    )


def test_the_next_seal_follows_with_the_changes_between(store: Store, sample: Sample) -> None:
    first = seal(store, sample)
    other = put_sample(store, "ledger")
    second = seal(store, other)
    with store.read() as tx:
        assert tx.audit.log_hash(first, second.log_sequence) == second.log_hash
        assert [change.kind.value for change in tx.changes.since(first.log_sequence)] == [
            "seal",
            "service",
            "assessment",
            "seal",
        ]
    assert (second.number, second.previous) == (2, first.hash)


def test_rows_are_compared_with_what_was_sealed_on_every_engine(store: Store, sample: Sample) -> None:
    with store.begin("Amira", NOW) as tx:
        answer = tx.answers.save(sample.assessment.id, sample.answer()).value
        meeting = tx.meetings.save(Meeting(uuid4(), sample.assessment.id, NOW, NOW, (Attendee("Kenji"),))).value
        decided = replace(sample.assessment, state=AssessmentState.DECIDED, decided_at=NOW)
        assessment = tx.assessments.save(decided).value
    content = replace(
        content_of(sample),
        assessment=assessment,
        answers=(answer,),
        meetings=(meeting,),
        packs=(),
    )
    with store.read() as tx:
        assert list(tx.audit.differences(content)) == []
        assert tx.audit.altered_kept() == {}
        others = replace(content, answers=(replace(answer, note="", marked=True),), meetings=())
        assert list(tx.audit.differences(others)) == [
            Difference("answers", (answer.question, ""), ("note", "marked")),
            Difference("meetings", (meeting.id.hex if store.path else str(meeting.id),), added=True),
        ]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE seals SET sealed_by = 'Eve'",
        "DELETE FROM seals",
        "INSERT OR REPLACE INTO seals SELECT * FROM seals",
    ],
)
@on_a_file
def test_seals_can_only_be_added(store: Store, sample: Sample, path: Path, statement: str) -> None:
    made = seal(store, sample)
    with closing(connect(path, "rw")) as outside, pytest.raises(sqlite3.IntegrityError, match="append-only"):
        outside.execute(statement)
    with store.read() as tx:
        assert tx.seals.all() == (made,)
