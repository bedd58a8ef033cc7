"""Backups that nobody asks for: every half hour of change, before an import, and into the second folder."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from tests.drills.backups import fixtures, refuses_damage, restore
from tests.exchange.workbooks import fill
from tests.workflows.builders import begin_review, small_pack
from tests.workflows.conftest import Clock
from tests.workflows.test_item_files import change_csv
from tests.workflows.test_service_import import plan_of, write

from shipworthy.errors import UserError
from shipworthy.paths import shipped
from shipworthy.settings import Settings
from shipworthy.storage import sqlite_file
from shipworthy.storage.backup import contents
from shipworthy.storage.backup_files import BackupFile, BackupReason
from shipworthy.storage.sqlite_file import connect
from shipworthy.workflows import item_files, item_planning
from shipworthy.workflows.answers import answer_from_file, assess_from_file
from shipworthy.workflows.backup_folders import all_backups
from shipworthy.workflows.backups import back_up, back_up_when_due, guard, summary
from shipworthy.workflows.bundles import export_bundle, merge_bundle, read_bundle, take_over
from shipworthy.workflows.own_packs import add_own_pack
from shipworthy.workflows.questionnaires import export_questionnaire, import_questionnaire, preview_questionnaire
from shipworthy.workflows.remediation import save_items
from shipworthy.workflows.service_import import import_services
from shipworthy.workflows.services import blank_service, save_service
from shipworthy.workflows.session import DATABASE_NAME, Session, open_session
from shipworthy.workflows.templates import add_template


def change(session: Session) -> None:
    save_service(session, replace(blank_service(session), name=f"service {uuid4()}"))


def backups(session: Session) -> tuple[BackupFile, ...]:
    return all_backups(session.data_dir, session.settings)


def held(path: Path) -> dict[str, str]:
    with closing(connect(path, "ro")) as connection:
        return contents(connection)


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """Return the second folder."""
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


@pytest.fixture
def two(session: Session, stick: Path) -> Session:
    """Return the session with a second folder set."""
    return replace(session, settings=Settings(second_backup_folder=str(stick)))


def test_a_backup_is_made_every_half_hour_of_change(session: Session, clock: Clock) -> None:
    assert back_up_when_due(session).newest is None  # nothing was ever done
    change(session)
    first = back_up_when_due(session)
    assert first.is_new
    for minutes, changed, is_new in ((29, True, False), (1, False, True), (31, False, False), (0, True, True)):
        clock.moment += timedelta(minutes=minutes)
        if changed:
            change(session)
        looked = back_up_when_due(session)
        assert looked.is_new is is_new
        assert (looked.newest == first.newest) is not is_new
        first = looked
    assert first.newest is not None
    assert held(first.newest) == held(session.data_dir / DATABASE_NAME)
    assert {each.reason for each in backups(session)} == {BackupReason.BY_THE_CLOCK}
    assert len(backups(session)) == 2  # of those of one hour, the newest


def test_one_made_by_hand_counts_and_stays(session: Session, clock: Clock) -> None:
    change(session)
    by_hand = [back_up(session).database for _time in range(2)]
    clock.moment += timedelta(days=500)
    assert not back_up_when_due(session).is_new
    change(session)
    assert back_up_when_due(session).is_new
    assert {each.path for each in backups(session)} > set(by_hand)


def test_a_note_of_the_clock_from_the_future_hides_no_change(session: Session, clock: Clock) -> None:
    change(session)
    future = back_up_when_due(session).newest
    clock.moment -= timedelta(days=365)
    change(session)
    past = back_up_when_due(session)
    assert past.is_new
    assert not back_up_when_due(session).is_new
    assert {each.path for each in backups(session)} == {future, past.newest}


def test_what_is_not_read_as_a_backup_of_this_store_does_not_count(session: Session, clock: Clock) -> None:
    change(session)
    made = back_up_when_due(session).newest
    assert made is not None
    made.write_bytes(made.read_bytes()[:50])
    assert back_up_when_due(session).is_new
    assert len(backups(session)) == 2


def test_a_failing_backup_says_what_to_do_and_removes_nothing(session: Session, clock: Clock) -> None:
    change(session)
    back_up_when_due(session)
    before = [each.path for each in backups(session)]
    change(session)
    clock.moment += timedelta(minutes=30)
    (session.data_dir / "blocked").touch()
    blocked = replace(session, settings=Settings(backup_folder=str(session.data_dir / "blocked" / "x")))
    with pytest.raises(UserError, match="Could not make the folder"):
        back_up_when_due(blocked)
    assert [each.path for each in backups(session)] == before


def test_every_backup_goes_to_the_second_folder_and_is_thinned_there(two: Session, clock: Clock, stick: Path) -> None:
    two.evidence.put(b"seen", "seen.txt")
    for _time in range(3):
        change(two)
        made = back_up_when_due(two)
        clock.moment += timedelta(minutes=30)
        assert made.problem is None
    change(two)
    by_hand = back_up(two)
    assert by_hand.second is not None
    assert summary(by_hand) == (
        f"Backed up to {by_hand.database}; 0 evidence files are new there. Also to {by_hand.second.database}.",
        "",
    )
    folders = [two.data_dir / "backups", stick]
    first, second = ({path.name: held(path) for path in folder.glob("*.db")} for folder in folders)
    assert first == second
    assert len(first) == 3
    assert [path.read_bytes() for path in stick.glob("evidence/*/*")] == [b"seen"]


def test_an_unplugged_second_folder_leaves_the_first_and_gets_the_next(two: Session, clock: Clock, stick: Path) -> None:
    change(two)
    stick.rename(stick.with_name("away"))
    looked = back_up_when_due(two)
    assert looked.is_new
    assert looked.problem is not None
    assert "cannot be reached" in looked.problem.message
    assert "Plug in" in looked.problem.hint
    assert not stick.exists()  # what is unplugged is not made on the disk of the data
    assert "cannot be reached" in summary(back_up(two))[1]
    stick.with_name("away").rename(stick)
    again = back_up_when_due(two, looked.newest)
    assert again.newest is not None
    assert not again.is_new
    assert [path.name for path in stick.iterdir()] == [again.newest.name]
    assert back_up_when_due(two, again.newest).problem is None


def test_what_is_known_to_be_there_is_not_looked_for_again(two: Session, stick: Path) -> None:
    change(two)
    sent = back_up_when_due(two).newest
    shutil.rmtree(stick)
    assert back_up_when_due(two, sent).problem is None
    assert back_up_when_due(two).problem is not None


@pytest.mark.parametrize(("second", "words"), [("backups", "backup folder already"), (".", "data folder")])
def test_a_second_folder_without_safety_is_said(session: Session, second: str, words: str) -> None:
    change(session)
    settings = Settings(second_backup_folder=str(session.data_dir / second))
    looked = back_up_when_due(replace(session, settings=settings))
    assert looked.problem is not None
    assert words in looked.problem.message


def test_a_full_second_folder_leaves_the_first(two: Session, small_stick: Path) -> None:
    full = replace(two, settings=Settings(second_backup_folder=str(small_stick)))
    change(full)
    looked = back_up_when_due(full)
    assert looked.is_new
    assert looked.problem is not None
    assert "is full" in looked.problem.message
    assert [path.name for path in small_stick.iterdir()] == ["ballast"]


@pytest.fixture
def small_stick(tmp_path: Path) -> Iterator[Path]:
    """Return a folder on a disk of a megabyte that is nearly full."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    if os.name == "nt" or shutil.which("mount") is None or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("a small disk can be made only where this user may mount one")
    (folder / "ballast").write_bytes(b"x" * (1024 * 1024 - 64 * 1024))
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_stopping_is_not_taken_for_a_second_folder_that_fails(two: Session) -> None:
    change(two)
    two.evidence.put(b"one", "1")

    def stop() -> None:
        if list((two.data_dir / "backups").glob("evidence/*")):
            raise UserError("Stopped.", "")

    with pytest.raises(UserError, match="Stopped"):
        back_up(two, before_each=stop)
    assert len(backups(two)) == 2


def test_a_database_that_may_only_be_read_needs_no_backup(
    session: Session, data_dir: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(session)
    monkeypatch.setattr(sqlite_file, "may_write", lambda _path: False)
    reading = open_session(data_dir, Settings(), "Jonas", clock, uuid4)
    assert reading.store.read_only
    assert back_up_when_due(reading).newest is None
    guard(reading)
    assert backups(reading) == ()
    reading.close()


# Before an import


def _services(session: Session, _other: Session, folder: Path) -> Callable[[], object]:
    plan = plan_of(session, write(folder, "name,tier\nledger,2\n"))
    return lambda: import_services(session, plan)


def _items(session: Session, _other: Session, folder: Path) -> Callable[[], object]:
    review = begin_review(session, [small_pack()])
    save_items(session, [replace(item_planning.blank_item(session, review.service), title="First")], "made")
    path = folder / "items.csv"
    item_files.export_items(session, path)
    preview = item_files.preview_items(session, change_csv(path, {"First": {"owner": "Dana"}}))
    return lambda: item_files.import_items(session, preview, {line.before.id for line in preview.lines})


def _questionnaire(session: Session, _other: Session, folder: Path) -> Callable[[], object]:
    review = begin_review(session, [small_pack()])
    path = export_questionnaire(session, review.id, folder / "blank.xlsx")
    fill(path, {"small/first": {"answer": 2}}, "Jonas")
    preview = preview_questionnaire(session, review.id, path)
    return lambda: import_questionnaire(session, preview, [line.question for line in preview.effects])


def _bundle(session: Session, other: Session, folder: Path) -> Callable[[], object]:
    review = begin_review(other, [small_pack()], "theirs")
    export_bundle(other, review.id, folder / "a.shipworthy", False)
    preview = read_bundle(session, folder / "a.shipworthy")
    return lambda: take_over(session, preview)


def _merge(session: Session, other: Session, folder: Path) -> Callable[[], object]:
    _bundle(session, other, folder)()
    for path in session.data_dir.glob("backups/*.db"):
        path.unlink()
    preview = read_bundle(session, folder / "a.shipworthy")
    return lambda: merge_bundle(session, preview, {})


def _answers(session: Session, _other: Session, _folder: Path) -> Callable[[], object]:
    return lambda: assess_from_file(session, shipped("assessments", "sample", "parcel-tracking.yaml"))


def _more_answers(session: Session, _other: Session, _folder: Path) -> Callable[[], object]:
    file = shipped("assessments", "sample", "parcel-tracking.yaml")
    review = assess_from_file(session, file)
    for path in session.data_dir.glob("backups/*.db"):
        path.unlink()
    return lambda: answer_from_file(session, review.assessment.id, file)


def _template(session: Session, _other: Session, _folder: Path) -> Callable[[], object]:
    return lambda: add_template(session, shipped("assessments", "sample", "parcel-tracking.yaml"), "Ours")


def _pack(session: Session, _other: Session, folder: Path) -> Callable[[], object]:
    text = shipped("assessments", "ci-cd-and-automation.yaml").read_text(encoding="utf-8")
    path = folder / "own.yaml"
    path.write_text(text.replace("id: ci-cd-and-automation", "id: own-ci-cd", 1), encoding="utf-8")
    return lambda: add_own_pack(session, path)


IMPORTS = [_services, _items, _questionnaire, _bundle, _merge, _answers, _more_answers, _template, _pack]


@pytest.fixture
def other(tmp_path: Path, empty_store: Path, clock: Clock) -> Iterator[Session]:
    """Open a store of Jonas's own."""
    (tmp_path / "theirs").mkdir()
    shutil.copy(empty_store, tmp_path / "theirs")
    opened = open_session(tmp_path / "theirs", Settings(), "Jonas", clock, uuid4)
    yield opened
    opened.close()


@pytest.mark.parametrize("prepare", IMPORTS)
def test_a_backup_comes_before_every_import_or_nothing_is_imported(
    session: Session, other: Session, tmp_path: Path, prepare: Callable[[Session, Session, Path], Callable[[], object]]
) -> None:
    change(session)
    database = session.data_dir / DATABASE_NAME
    do = prepare(session, other, tmp_path)
    before = held(database)
    shelf = session.data_dir / "backups"
    shutil.rmtree(shelf, ignore_errors=True)
    shelf.touch()
    with pytest.raises(UserError, match="A backup comes before every import"):
        do()
    assert held(database) == before
    shelf.unlink()
    do()
    (made,) = backups(session)
    assert made.reason is BackupReason.BEFORE_IMPORT
    assert held(made.path) == before


def test_none_is_made_where_the_newest_holds_all_or_there_is_nothing_to_lose(session: Session, clock: Clock) -> None:
    guard(session)
    assert backups(session) == ()
    change(session)
    back_up(session)
    guard(session)
    assert len(backups(session)) == 1
    change(session)
    guard(session)
    assert len(backups(session)) == 2


def test_a_series_of_imports_needs_the_state_before_its_first(session: Session, clock: Clock) -> None:
    change(session)
    guard(session)
    change(session)
    first = backups(session)
    clock.moment += timedelta(seconds=59)
    guard(session)
    assert backups(session) == first
    clock.moment += timedelta(seconds=1)
    guard(session)
    assert backups(session)[0].made_at == clock.moment


def test_two_windows_that_back_up_in_one_second_keep_both(session: Session, colleague: Session) -> None:
    change(session)
    made = {back_up(each).database for each in (session, colleague, session)}
    assert {each.path for each in backups(session)} == made
    assert len(made) == 3


# The short form of the drill


def test_every_fixture_is_backed_up_opened_and_equal(tmp_path: Path, sample_store: Path) -> None:
    for source in (*fixtures(tmp_path), sample_store):
        assert restore(source, tmp_path)


def test_damaged_databases_leave_no_bad_copy(tmp_path: Path, sample_store: Path) -> None:
    assert all(refuses_damage(sample_store, tmp_path, place / 10, place) for place in range(11))
