"""Verifying finds what was altered after sealing and names it, and finds nothing where nothing was."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace

import pytest
from tests.storage.seal_edits import accept_and_plan
from tests.workflows.test_decisions import NO_GO
from tests.workflows.test_reviews import TIMEOUTS, answer_timeouts, best, started

from shipworthy.domain.assessment import Evidence, EvidenceKind
from shipworthy.domain.remediation import ItemState, WaiverState
from shipworthy.domain.review import Review
from shipworthy.workflows.decisions import decide, supersede
from shipworthy.workflows.item_lists import list_items
from shipworthy.workflows.remediation import ItemEdit, edit_items
from shipworthy.workflows.reviews import open_review, record_answer
from shipworthy.workflows.session import Session
from shipworthy.workflows.verification import verify
from shipworthy.workflows.waiver_register import read_register
from shipworthy.workflows.waivers import revoke_waiver


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
    monkeypatch.setattr("shipworthy.domain.scorecard.CONFIDENCE_WORTH", dict.fromkeys(("low", "medium", "high"), 0))
    monkeypatch.setattr("shipworthy.workflows.verification.__version__", "9.1")
    found = verify(session)
    assert found.is_sound
    [finding] = found.findings
    assert "it was sealed by Shipworthy" in finding.text
    assert "this is 9.1" in finding.text
    assert open_review(session, review.assessment.id).assessment.decision is not None


@pytest.fixture
def with_waivers(session: Session) -> Review:
    """Return a sealed review with three items, an approved waiver and a rejected one, all made before it was sealed."""
    review = started(session)
    accept_and_plan(session, review)
    return decide(session, review.assessment.id, NO_GO)


def test_items_and_waivers_live_on_after_a_seal_that_keeps_them_as_they_were(
    session: Session, with_waivers: Review
) -> None:
    assert verify(session).findings == ()
    active = next(line.waiver for line in read_register(session).lines if line.is_active)
    revoke_waiver(session, active.id, "It was attacked.")
    edit_items(session, [line.item.id for line in list_items(session)], ItemEdit(state=ItemState.DONE))
    assert verify(session).findings == ()
    sealed_one = open_review(session, with_waivers.assessment.id)
    assert {waiver.state for waiver in sealed_one.waivers} == {WaiverState.APPROVED, WaiverState.REJECTED}
    assert ItemState.DONE not in {item.state for item in sealed_one.items}


@pytest.mark.parametrize("kind", ["item", "waiver"])
@pytest.mark.parametrize(
    "edit",
    [
        "UPDATE change_log SET actor = 'Eve' WHERE sequence = {newest}",
        "UPDATE change_log SET after = replace(after, 'Jonas', 'Ines') WHERE sequence = {newest}",
        "UPDATE change_log SET after = replace(after, 'Kenji', 'Ines') WHERE sequence = {newest}",
        "UPDATE change_log SET action = 'x' WHERE sequence = {newest}",
        "DELETE FROM change_log WHERE sequence = {newest}",
    ],
)
def test_the_history_of_items_and_waivers_before_the_seal_is_covered_by_it(
    session: Session, with_waivers: Review, kind: str, edit: str
) -> None:
    with altering(session) as connection:
        condition = "kind = ? AND (after LIKE '%Jonas%' OR after LIKE '%Kenji%')"
        [newest] = connection.execute(f"SELECT max(sequence) FROM change_log WHERE {condition}", (kind,)).fetchone()
        before = connection.execute("SELECT actor, after, action FROM change_log").fetchall()
        connection.execute(edit.format(newest=newest))
        changed = before != connection.execute("SELECT actor, after, action FROM change_log").fetchall()
    assert any("the history before it" in line for line in said(session)) is changed
    assert changed or ("Jonas" in edit) is (kind == "item")  # each name stands in the log of one kind alone


def test_a_waiver_slipped_into_a_seal_is_found(session: Session, with_waivers: Review) -> None:
    with altering(session) as connection:
        connection.execute("UPDATE seals SET content = replace(content, 'Jonas', 'Amira')")
    assert any("the sealed content was changed." in line for line in said(session))


@pytest.mark.parametrize(("table", "other"), [("remediation_items", "waivers"), ("waivers", "remediation_items")])
def test_a_history_cut_off_behind_an_item_or_a_waiver_is_found(session: Session, table: str, other: str) -> None:
    accept_and_plan(session, started(session))
    with altering(session) as connection:
        connection.execute(f"DELETE FROM {other}")
        [newest] = connection.execute(f"SELECT max(version) FROM {table}").fetchone()
        connection.execute("DELETE FROM change_log WHERE sequence >= ?", (newest,))
        connection.execute("UPDATE sqlite_sequence SET seq = ? WHERE name = 'change_log'", (newest - 1,))
    assert any("The end of the history is missing" in line for line in said(session))
