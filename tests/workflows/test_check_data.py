"""Checking the data: nothing is found where nothing is wrong, and what is wrong is named, mended or left as it is."""

import sqlite3
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import pytest
from tests.workflows.conftest import Clock
from tests.workflows.test_evidence import PICTURE
from tests.workflows.test_reviews import TIMEOUTS, answer_timeouts, best, started
from tests.workflows.test_verification import altering, sealed

from shipworthy.domain.review import Review
from shipworthy.errors import UserError
from shipworthy.settings import Settings
from shipworthy.wording import Wording
from shipworthy.workflows.backups import back_up
from shipworthy.workflows.check_data import CheckResult, FindingKind, check_data, mend, mend_words, summary
from shipworthy.workflows.evidence import Attachment, attach
from shipworthy.workflows.reviews import open_review, record_answer
from shipworthy.workflows.session import Session, open_session

NO_BACKUP = "There is no backup yet. Make one: Data > Back up now, or shipworthy backup."
LEFT = "It was left as it is."


def reviewed(session: Session) -> Review:
    """Answer one question of a review, and back up, so that the age of backups is nothing to tell."""
    review = started(session)
    record_answer(session, review.assessment.id, best(review, TIMEOUTS))
    back_up(session)
    return review


def said(found: CheckResult, kind: FindingKind = FindingKind.DAMAGED) -> list[str]:
    return [str(each) for each in found.of_kind(kind)]


def alter(session: Session, *statements: str) -> None:
    path = session.store.path
    assert path is not None
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _sql in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        for each in statements:
            connection.execute(each)
        for _name, sql in triggers:
            connection.execute(sql)


def close(session: Session) -> Session:
    """Close a store and open it again."""
    session.close()
    return open_session(session.data_dir, Settings(), "Amira", session.now, uuid4)


def test_the_sample_portfolio_is_as_it_should_be(sample_session: Session) -> None:
    steps: list[tuple[int, int]] = []
    found = check_data(sample_session, report=lambda *step: steps.append(step))
    assert said(found) == said(found, FindingKind.MENDABLE) == []
    assert said(found, FindingKind.TO_KNOW) == [NO_BACKUP]
    assert summary(found, Wording()).endswith("evidence files, 2512 changes: all as they should be.")
    assert steps == sorted(steps)
    assert steps[-1][0] == steps[-1][1]
    assert sample_session.store.last_check() == (sample_session.now(), "fine")


def test_an_answer_that_is_not_what_the_history_tells_is_named_with_the_backup_that_holds_it(
    session: Session, clock: Clock
) -> None:
    reviewed(session)
    clock.moment = clock.moment.replace(hour=15)
    alter(session, "UPDATE answers SET note = 'Another.'")
    back_up(session)  # sound as a file, and the newest, but it holds the damage too
    found = check_data(session)
    [finding] = said(found)
    assert finding == (
        "checkout, Review of 22 Nov 2026: The answer to failure.timeouts is not what the history tells (note). "
        "The backup shipworthy-20261122T140300.db of 22 Nov 2026 still holds it as it was."
    )
    assert summary(found, Wording()) == "1 thing is damaged."
    assert said(found, FindingKind.TO_KNOW) == [
        "Scores were not worked out anew, since what they come from is damaged. Check again once the damage is gone."
    ]
    assert session.store.last_check() == (clock.moment, "damaged")


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ("DELETE FROM answers", "The answer to failure.timeouts is missing, though the history tells of it."),
        ("UPDATE services SET tier = 4", "The service is not what the history tells (tier)."),
        ("UPDATE assessments SET title = 'Other'", "The review is not what the history tells (title)."),
        ("UPDATE assessment_packs SET weight = '2'", "The use of the pack backend-engineering is not what the history"),
        ("UPDATE packs SET title = 'Other'", "The pack or gate policy “Other"),
        ("UPDATE change_log SET action = 'x' WHERE sequence = 2", "The history up to change"),
        ("UPDATE change_log SET actor = 'Jonas' WHERE sequence = 2", "The history up to change"),
        ("UPDATE change_log SET \"before\" = '{}' WHERE sequence = 3", "Change 3 of the history does not begin where"),
        ("UPDATE change_log SET \"after\" = '{}' WHERE kind = 'answer'", "of the history cannot be read."),
        ("UPDATE change_log SET kind = 'answes' WHERE kind = 'answer'", "of the history cannot be read."),
        ("DELETE FROM change_log WHERE sequence = 2", "1 change is missing from the history."),
        ("UPDATE meta SET value = '2020-01-01T00:00:00+00:00' WHERE key = 'created_at'", "The history up to change"),
        ("UPDATE meta SET value = 'x' WHERE key = 'log_mark'", "The fingerprint of the history cannot be read."),
        ("INSERT INTO meta VALUES ('policy', 'abc')", "The gate policy in force is there, though the history tells"),
    ],
)
def test_whatever_is_altered_behind_the_stores_back_is_named(session: Session, statement: str, text: str) -> None:
    reviewed(session)
    session = close(session)
    alter(session, statement)
    found = check_data(session)
    session.close()
    assert any(text in each for each in said(found)), said(found)


def test_what_the_history_tells_nothing_of_is_named_and_left(session: Session) -> None:
    reviewed(session)
    alter(
        session,
        "INSERT INTO service_facts SELECT id, 'has_database', 1 FROM services",
    )
    [finding] = said(check_data(session))
    assert finding == (
        f"checkout: The fact has_database is there, though the history tells of nothing that made it. {LEFT}"
    )


def test_text_that_is_none_is_damage_in_words(session: Session) -> None:
    review = reviewed(session)
    alter(session, "UPDATE answers SET note = CAST(x'ff41' AS TEXT)")
    [finding] = said(check_data(session))
    assert "The answer to failure.timeouts is not what the history tells (note)." in finding
    with pytest.raises(UserError, match="is damaged"):
        open_review(session, review.assessment.id)


def test_an_altered_seal_is_named_once(session: Session) -> None:
    sealed(session)
    back_up(session)
    alter(session, "UPDATE seals SET content_hash = 'x'")
    findings = said(check_data(session))
    assert findings
    assert all(each.endswith("still holds it as it was.") for each in findings)


def test_scores_and_standings_are_mended_when_asked_and_not_before(session: Session) -> None:
    review = reviewed(session)
    alter(session, "UPDATE scores SET score = '1/3'", "UPDATE standings SET level = 4")
    found = check_data(session)
    assert not found.is_damaged
    assert said(found, FindingKind.MENDABLE)[0].startswith("1 score is not what its answers come to.")
    assert mend_words(found.mending) == "Mend 2 things"
    assert summary(found, Wording()) == "2 things can be mended."
    with session.store.read() as tx:
        stored = tx.scores.get(review.assessment.id)
        assert stored is not None
        assert str(stored.score) == "1/3"
    assert mend(session, found) == "2 things were mended."
    again = check_data(session)
    assert (said(again), again.mending.count) == ([], 0)
    with session.store.read() as tx:
        mended = tx.scores.get(review.assessment.id)
    assert mended is not None
    assert mended.score == open_review(session, review.assessment.id).scorecard.score


def test_a_missing_score_an_unreadable_one_and_one_of_nothing_are_mended(session: Session) -> None:
    reviewed(session)
    alter(session, "UPDATE scores SET principles = 'x'")
    found = check_data(session)
    assert mend_words(found.mending) == "Mend 1 score"
    mend(session, found)
    alter(session, "PRAGMA foreign_keys=OFF", f"UPDATE scores SET assessment = '{uuid4().hex}'")
    found = check_data(session)
    assert not found.is_damaged
    assert (len(found.mending.derived.scores), found.mending.derived.orphans) == (1, 1)
    mend(session, found)
    assert check_data(session).mending.count == 0


def test_guards_indexes_and_names_are_made_anew(session: Session) -> None:
    reviewed(session)
    with altering(session) as connection:  # which takes the guards away, and leaves it at that
        connection.execute("DROP INDEX ix_scores_valid_until")
        connection.execute("UPDATE services SET name_key = 'x'")
    found = check_data(session)
    assert not found.is_damaged
    assert (len(found.mending.parts), len(found.mending.names)) == (7, 1)
    mend(session, found)
    assert check_data(session).mending.count == 0
    path = session.store.path
    assert path is not None
    with closing(sqlite3.connect(path)) as connection, pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute("DELETE FROM change_log")


def test_an_index_that_lost_a_row_is_made_anew(session: Session) -> None:
    reviewed(session)
    index, part = "ix_change_log_subject_id_sequence", " WHERE sequence > 9000"
    of_index, on = f"WHERE name = '{index}'", "PRAGMA writable_schema=ON"
    alter(session, on, f"UPDATE sqlite_master SET sql = sql || '{part}' {of_index}")
    session = close(session)
    alter(session, f"REINDEX {index}", on, f"UPDATE sqlite_master SET sql = replace(sql, '{part}', '') {of_index}")
    session = close(session)
    found = check_data(session)
    assert not found.is_damaged, said(found)
    assert found.mending.indexes == (index,)
    mend(session, found)
    assert check_data(session).mending.indexes == ()
    session.close()


def test_evidence_that_is_lost_damaged_or_named_by_nothing(session: Session) -> None:
    review = started(session)
    attach(session, review.assessment.id, review.answer(TIMEOUTS), [Attachment(PICTURE, "p.png")])
    back_up(session)
    session.evidence.put(b"nobody's", "n.txt")
    found = check_data(session)
    assert found.files == 1
    assert said(found) == []
    [unnamed] = said(found, FindingKind.TO_KNOW)
    assert unnamed.startswith("1 evidence file is named by nothing, now or ever. It lies in ")
    (evidence,) = open_review(session, review.assessment.id).answer(TIMEOUTS).evidence
    file = session.evidence.path_of(evidence.value)
    file.write_bytes(b"other")
    [damaged] = said(check_data(session))
    assert "The evidence file “p.png” of failure.timeouts is damaged. " in damaged
    assert damaged.endswith("still holds it: copy it back, or add the file again.")
    file.unlink()
    for backup in session.data_dir.glob("backups/evidence/*/*"):
        backup.unlink()
    [lost] = said(check_data(session))
    assert lost.endswith("is lost. No backup holds it. Add the file again.")


def test_checking_can_be_stopped_and_then_notes_nothing(session: Session) -> None:
    reviewed(session)

    def stop() -> None:
        raise UserError("stopped", "")

    with pytest.raises(UserError, match="stopped"):
        check_data(session, stop)
    assert session.store.last_check() is None


def test_nobody_waits_for_a_check(session: Session) -> None:
    review = reviewed(session)
    answered: list[int] = []

    def answer() -> None:
        if not answered:
            answered.append(0)
            answer_timeouts(session, open_review(session, review.assessment.id), 0)

    found = check_data(session, answer)
    assert answered
    assert said(found) == []
    assert check_data(session).changes == found.changes + 1


def test_an_old_backup_is_told(session: Session, clock: Clock) -> None:
    reviewed(session)
    clock.moment = clock.moment.replace(day=30)
    assert said(check_data(session), FindingKind.TO_KNOW) == [
        "The newest backup is 8 days old. Make one: Data > Back up now, or shipworthy backup."
    ]


def test_a_table_that_is_not_ours_is_told_and_a_view_refused(session: Session, data_dir: Path) -> None:
    reviewed(session)
    alter(session, "CREATE TABLE extra (id)")
    assert any("the table “extra”" in each for each in said(check_data(session), FindingKind.TO_KNOW))
    alter(session, "CREATE VIEW extra_view AS SELECT 1")
    session.close()
    with pytest.raises(UserError, match="the view “extra_view”"):
        open_session(data_dir, Settings(), "Amira", session.now, uuid4)


def test_without_room_for_a_copy_the_check_says_so(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    reviewed(session)
    absent = str(session.data_dir / "absent")
    monkeypatch.setattr("tempfile.tempdir", absent)
    with pytest.raises(UserError, match="No temporary file can be made"):
        check_data(session)
