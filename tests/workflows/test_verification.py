"""Verifying finds what was altered after sealing and names it, and finds nothing where nothing was."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace

import pytest
from tests.workflows.test_decisions import NO_GO
from tests.workflows.test_reviews import TIMEOUTS, answer_timeouts, best, started

from shipworthy.domain.assessment import Evidence, EvidenceKind
from shipworthy.domain.review import Review
from shipworthy.workflows.decisions import decide, supersede
from shipworthy.workflows.reviews import open_review, record_answer
from shipworthy.workflows.session import Session
from shipworthy.workflows.verification import verify


def sealed(session: Session, name: str = "checkout") -> Review:
    """Answer one question of a new review and decide it."""
    review = started(session, name)
    record_answer(session, review.assessment.id, best(review, TIMEOUTS))
    return decide(session, review.assessment.id, NO_GO)


ANOTHER = """
    INSERT INTO answers SELECT assessment_id, 'backend-engineering/failure.retries', assessor, state, choices, note,
    note_internal, confidence, evidence, marked, not_applicable_type, reason, carried, answered_by, answered_at,
    version, dissent FROM answers
"""


@contextmanager
def altering(session: Session) -> Iterator[sqlite3.Connection]:
    """Open the database as somebody who owns the file and knows its triggers."""
    assert session.store.path is not None
    with closing(sqlite3.connect(session.store.path)) as connection:
        triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _sql in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        yield connection
        connection.commit()


def said(session: Session) -> list[str]:
    return [str(finding) for finding in verify(session).findings]


def test_what_nobody_touched_is_sound(session: Session) -> None:
    assert verify(session).findings == ()
    first = sealed(session)
    second = sealed(session, "ledger")
    supersede(session, first.assessment.id, "A new review is on its way.")
    answer_timeouts(session, started(session, "returns"), 2)
    found = verify(session)
    assert found.findings == ()
    assert found.seals == 2
    assert found.changes > 10
    assert second.assessment.decision is not None


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (
            "UPDATE answers SET note = 'All fine.'",
            "checkout, Review of 22 Nov 2026: failure.timeouts was changed after sealing (note).",
        ),
        ("DELETE FROM answers", "failure.timeouts was removed after sealing."),
        (
            ANOTHER,
            "failure.retries was added after sealing.",
        ),
        ("UPDATE assessments SET title = 'x'", "the review itself was changed after sealing (title)."),
        ("UPDATE assessments SET state = 'draft'", "the review itself was changed after sealing (state)."),
        ("UPDATE assessment_packs SET weight = '2'", "the use of the pack backend-engineering was changed"),
        ("UPDATE packs SET content = replace(content, 'imeouts', 'iming')", "“Backend engineering"),
        ("UPDATE policies SET title = 'Lax'", "The pack or gate policy “Lax"),
        ("UPDATE seals SET content = replace(content, 'no-go', 'go')", "the sealed content was changed."),
        ("UPDATE seals SET sealed_by = 'Eve'", "the seal itself was changed."),
        ("UPDATE seals SET score = '1'", "the results that stand beside the seal were changed."),
        ("UPDATE seals SET sealed_at = 'yesterday'", "Seal 1 was changed and cannot be read."),
        ("UPDATE seals SET content = '{}'", "The content of seal 1 was changed and cannot be read."),
        ("DELETE FROM seals", "“Review of 22 Nov 2026” is decided, but its seal is missing."),
        (
            "UPDATE change_log SET actor = 'Eve' WHERE sequence = 2",
            "the history before it, changes 1 to 4, was changed.",
        ),
        ("DELETE FROM change_log WHERE sequence = 2", "1 change is missing from the history."),
        ("UPDATE change_log SET after = 'x' WHERE kind = 'seal'", "the history does not tell of the seal"),
        ("DELETE FROM change_log WHERE kind = 'seal'", "The end of the history is missing: it should reach change 5"),
    ],
)
def test_what_was_altered_is_named(session: Session, edit: str, expected: str) -> None:
    sealed(session)
    with altering(session) as connection:
        connection.execute(edit)
    assert any(expected in line for line in said(session)), said(session)


def test_a_lost_and_a_changed_evidence_file_are_told_apart(session: Session) -> None:
    review = started(session)
    digest = session.evidence.put(b"alarm", "alarm.png")
    evidence = (Evidence(EvidenceKind.FILE, digest, "alarm.png"),)
    record_answer(session, review.assessment.id, replace(best(review, TIMEOUTS), evidence=evidence))
    decide(session, review.assessment.id, NO_GO)
    assert said(session) == []
    path = session.evidence.path_of(digest)
    path.write_bytes(b"other")
    assert said(session) == [
        "checkout, Review of 22 Nov 2026: the evidence file “alarm.png” of failure.timeouts was changed."
    ]
    path.unlink()
    assert said(session) == [
        "checkout, Review of 22 Nov 2026: the evidence file “alarm.png” of failure.timeouts is lost."
    ]


def test_an_older_engine_that_scored_otherwise_is_told_but_nothing_was_altered(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    review = sealed(session)
    monkeypatch.setattr("shipworthy.domain.scoring.CONFIDENCE_WORTH", dict.fromkeys(("low", "medium", "high"), 0))
    monkeypatch.setattr("shipworthy.workflows.verification.__version__", "9.1")
    found = verify(session)
    assert found.is_sound
    [finding] = found.findings
    assert "it was sealed by Shipworthy" in finding.text
    assert "this is 9.1" in finding.text
    assert open_review(session, review.assessment.id).assessment.decision is not None
