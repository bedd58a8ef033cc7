"""Restoring as a person sees it: the points, what a return would change in words, and the return that can be undone."""

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from tests.workflows.builders import begin_review, small_pack
from tests.workflows.conftest import Clock
from tests.workflows.test_check_data import alter
from tests.workflows.test_decisions import NO_GO

from shipworthy.domain.assessment import Answer, AnswerState
from shipworthy.domain.service import Service
from shipworthy.errors import UserError
from shipworthy.settings import Settings
from shipworthy.storage.backup_files import BackupReason
from shipworthy.storage.errors import Lost
from shipworthy.wording import Wording
from shipworthy.workflows.backups import back_up
from shipworthy.workflows.decisions import decide
from shipworthy.workflows.restore import (
    Point,
    begin_anew,
    chosen_point,
    newest_sound,
    outlook,
    points,
    prepare_return,
    refuse_lost,
    return_to,
)
from shipworthy.workflows.restore_words import (
    held_words,
    moment_words,
    outlook_words,
    reason_words,
    restored_words,
)
from shipworthy.workflows.reviews import record_answer
from shipworthy.workflows.session import DATABASE_NAME, Session, open_session

SETTINGS = Settings()
UNDONE = "The present data are backed up first, so you can return to them."


def words(session: Session, clock: Clock, point: Point) -> tuple[str, ...]:
    """Return what a return to a point would change."""
    return outlook_words(outlook(session.data_dir, point), clock(), Wording())


def add(session: Session, name: str, actor: str = "Amira") -> Service:
    """Add a service in somebody's name."""
    with replace(session, actor=actor).begin() as tx:
        return tx.services.save(Service(uuid4(), name)).value


def go_back(session: Session, clock: Clock, point: Point) -> tuple[Session, tuple[str, str]]:
    """Return to a point as the window does: prepared while the session is open, exchanged when it is closed."""
    prepared = prepare_return(session.data_dir, SETTINGS, point.file.path, clock)
    session.close()
    restored = return_to(prepared, clock)
    again = open_session(session.data_dir, SETTINGS, "Amira", clock, uuid4)
    return again, restored_words(point, restored, clock(), Wording())


def names(session: Session) -> set[str]:
    """Return the services' names."""
    with session.store.read() as tx:
        return {each.name for each in tx.services.all()}


def test_points_are_the_backups_newest_first_with_what_they_hold(session: Session, clock: Clock) -> None:
    assert points(session.data_dir, SETTINGS) == ()
    back_up(session)
    begin_review(session, [small_pack()])
    clock.moment += timedelta(hours=2)
    made = back_up(session).database
    newest, oldest = points(session.data_dir, SETTINGS)
    assert newest.file.path == made
    assert newest.file.made_at == clock.moment
    assert newest.info is not None
    assert oldest.info is not None
    assert held_words(newest.info) == "1 service, 1 review, 0 answers"
    assert held_words(oldest.info) == "0 services, 0 reviews, 0 answers"
    assert newest_sound((newest, oldest), session.data_dir) is newest


def test_a_damaged_backup_is_no_point_to_return_to_but_its_second_copy_is(session: Session, tmp_path: Path) -> None:
    second = tmp_path / "stick"
    second.mkdir()
    made = back_up(session).database
    copy = Path(shutil.copy(made, second))
    made.write_bytes(b"letters" * 1000)
    [damaged] = points(session.data_dir, SETTINGS)
    assert damaged.info is None
    assert "not a Shipworthy database" in damaged.problem
    assert newest_sound([damaged], session.data_dir) is None
    [whole] = points(session.data_dir, Settings(second_backup_folder=str(second)))
    assert whole.file.path == copy
    assert newest_sound([whole], session.data_dir) is whole


def test_the_newest_is_of_this_store_where_others_share_the_folder(
    session: Session, clock: Clock, tmp_path: Path
) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    settings = Settings(second_backup_folder=str(shared))
    add(session, "ours")
    ours = back_up(session).database
    clock.moment += timedelta(minutes=1)
    theirs = open_session(tmp_path / "theirs", SETTINGS, "Bo", clock, uuid4)
    add(theirs, "theirs", "Bo")
    shutil.copy(back_up(theirs).database, shared)
    theirs.close()
    database = session.data_dir / DATABASE_NAME
    for content in (database.read_bytes(), b"letters" * 1000):
        session.close()
        database.write_bytes(content)
        found = points(session.data_dir, settings)
        assert len(found) == 2
        newest = newest_sound(found, session.data_dir)
        assert newest is not None
        assert newest.file.path == ours
    ours.unlink()
    other = newest_sound(points(session.data_dir, settings), session.data_dir)
    assert other is not None
    assert other.file.path.parent == shared


def test_what_a_return_takes_back_is_said_with_decisions_first(session: Session, clock: Clock) -> None:
    back_up(session)
    [point] = points(session.data_dir, SETTINGS)
    assert words(session, clock, point) == (
        "Nothing would change: the data are as they were then.",
        "This backup holds 0 services, 0 reviews, 0 answers.",
        UNDONE,
    )
    clock.moment += timedelta(hours=1)
    assessment = begin_review(session, [small_pack()])
    bo = replace(session, actor="Bo")
    record_answer(bo, assessment.id, Answer("small/first", state=AnswerState.UNKNOWN))
    decide(session, assessment.id, NO_GO)
    add(session, "billing", "Bo")
    first, packs, concerned, _held, undone = words(session, clock, point)
    assert first.startswith("Takes back 1 decision, 1 answer, 1 new review")
    assert "2 new services" in first
    assert "made by Amira and Bo since today 15:03" in first
    assert packs == "Packs that go: Title of small 1.0.0."
    assert concerned == "Services concerned: billing, checkout."
    assert undone == UNDONE


def test_a_lost_bit_in_the_history_keeps_nobody_from_restoring(session: Session, clock: Clock) -> None:
    """Its moment and its name are no longer what they were; the file is sound all the same."""
    back_up(session)
    [point] = points(session.data_dir, SETTINGS)
    add(session, "billing")
    alter(session, "UPDATE change_log SET at = 'lost', actor = x'416d69726100'")
    alter(session, "UPDATE services SET name = 12")
    first, concerned, *_rest = words(session, clock, point)
    assert first.startswith("Takes back 1 new service, made by Amira")
    assert concerned == "Services concerned: 12."


def test_a_return_is_itself_a_point_that_brings_back(session: Session, clock: Clock) -> None:
    add(session, "kept")
    back_up(session)
    [point] = points(session.data_dir, SETTINGS)
    clock.moment += timedelta(minutes=10)
    add(session, "taken back")
    again, (text, kept) = go_back(session, clock, point)
    assert names(again) == {"kept"}
    assert text == "Restored to today 14:03."
    assert kept == "The previous file is kept as shipworthy.db.pre-restore-20261122T141300."
    before = points(again.data_dir, SETTINGS)[0]
    assert before.file.reason is BackupReason.BEFORE_RESTORE
    clock.moment += timedelta(minutes=10)
    add(again, "another way")
    takes, brings, parted, *_others = words(again, clock, before)
    assert takes == "Takes back 1 new service, made by Amira since today 14:23."
    assert brings == "Brings back 1 new service, made by Amira since today 14:13."
    assert parted == "Both went on by themselves since they parted: one of the two was restored once."
    twice, _words = go_back(again, clock, before)
    assert names(twice) == {"kept", "taken back"}
    twice.close()


def test_a_backup_of_another_store_says_so(session: Session, clock: Clock, tmp_path: Path) -> None:
    add(session, "here")
    other = open_session(tmp_path / "other", SETTINGS, "Bo", clock, uuid4)
    add(other, "there")
    made = back_up(other).database
    other.close()
    first, second, undone = words(session, clock, chosen_point(made))
    assert first.startswith("This backup is of another store. Everything here gives way to it: 1 service")
    assert second == "This backup holds 1 service, 0 reviews, 0 answers."
    assert undone == UNDONE


def test_a_damaged_database_comes_back_and_what_cannot_be_compared_is_said(session: Session, clock: Clock) -> None:
    add(session, "kept")
    back_up(session)
    session.close()
    (session.data_dir / DATABASE_NAME).write_bytes(b"\0" * 8192)
    point = newest_sound(points(session.data_dir, SETTINGS), session.data_dir)
    assert point is not None
    assert words(session, clock, point) == (
        "The present database cannot be read, so nothing can be compared.",
        "This backup holds 1 service, 0 reviews, 0 answers.",
        "The file that cannot be read is kept beside the new one.",
    )
    again, (_text, kept) = go_back(session, clock, point)
    assert names(again) == {"kept"}
    assert kept == "The damaged file is kept as shipworthy.db.damaged-20261122T140300."
    again.close()


def test_evidence_that_is_missing_comes_back(session: Session, clock: Clock) -> None:
    session.evidence.put(b"proof", "proof.png")
    back_up(session)
    shutil.rmtree(session.evidence.folder)
    [point] = points(session.data_dir, SETTINGS)
    assert "1 evidence file that is missing here comes back." in words(session, clock, point)
    again, (text, _hint) = go_back(session, clock, point)
    assert text == "Restored to today 14:03. 1 evidence file came back."
    assert len(again.evidence.digests()) == 1
    again.close()


@pytest.mark.parametrize("left", ["nothing", "an empty file"])
def test_a_database_that_is_gone_is_not_made_anew_unasked(
    left: str, session: Session, clock: Clock, data_dir: Path
) -> None:
    refuse_lost(data_dir, SETTINGS)
    back_up(session)
    refuse_lost(data_dir, SETTINGS)
    store_id = session.store.id
    session.close()
    database = data_dir / DATABASE_NAME
    database.unlink()
    if left != "nothing":
        database.touch()
    with pytest.raises(Lost, match="is gone, though there are backups"):
        refuse_lost(data_dir, SETTINGS)
    begin_anew(data_dir, clock(), uuid4, "UTC")
    refuse_lost(data_dir, SETTINGS)
    with open_session(data_dir, SETTINGS, "Amira", clock, uuid4).store as anew:
        assert anew.id != store_id
    assert len(points(data_dir, SETTINGS)) == 1


def test_a_new_folder_without_backups_is_no_loss(tmp_path: Path) -> None:
    refuse_lost(tmp_path, SETTINGS)


def test_a_file_that_is_none_of_ours_is_not_chosen(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="There is no backup"):
        chosen_point(tmp_path / "absent.db")


def test_moments_and_reasons_in_words(clock: Clock) -> None:
    wording, now = Wording(), clock()
    assert moment_words(now, now, wording) == "today 14:03"
    assert moment_words(now - timedelta(days=1), now, wording) == "yesterday 14:03"
    assert moment_words(now - timedelta(days=2), now, wording) == "20 Nov 2026, 14:03"
    assert len({reason_words(reason) for reason in BackupReason}) == len(BackupReason)
