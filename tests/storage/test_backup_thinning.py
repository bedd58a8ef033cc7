"""Thinning: the newest always stays, what people made stays, and two years come down to thirty-five."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st
from tests.drills.backups import NOW as DRILL_NOW
from tests.drills.backups import thinned
from tests.storage.builders import NOW
from tests.storage.conftest import Open, on_a_file

from shipworthy.storage.backup import backup
from shipworthy.storage.backup_files import BackupFile, BackupReason, backup_name, newest_first
from shipworthy.storage.backup_thinning import MOST_KEPT, THINNED, newest_of_store, superseded, thin
from shipworthy.storage.store import Store

_FILES = st.lists(
    st.builds(
        lambda hours, reason, number: BackupFile(
            Path(f"{hours}-{reason}-{number}"), NOW - timedelta(hours=hours), reason, number
        ),
        st.one_of(st.integers(-50, 50), st.integers(0, 30_000)),
        st.sampled_from(BackupReason),
        st.integers(1, 2),
    ),
    unique_by=lambda each: each.path,
    max_size=120,
)


def is_young_guard(file: BackupFile) -> bool:
    guards = (BackupReason.BEFORE_IMPORT, BackupReason.BEFORE_RESTORE)
    return file.reason in guards and NOW - file.made_at < timedelta(days=1)


@given(_FILES)
def test_thinning_keeps_what_it_promises(files: list[BackupFile]) -> None:
    removed = superseded(files, NOW)
    kept = [each for each in files if each not in removed]
    assert all(each.reason in THINNED and each.made_at <= NOW for each in removed)
    past = [each for each in kept if each.reason in THINNED and each.made_at <= NOW and not is_young_guard(each)]
    assert not any(is_young_guard(each) for each in removed)
    assert len(past) <= MOST_KEPT == 35
    assert superseded(kept, NOW) == ()
    made_by_now = [each for each in files if each.made_at <= NOW]
    if made_by_now:
        assert newest_first(iter(made_by_now))[0] in kept


@given(_FILES, st.integers(-40_000, 40_000))
def test_the_newest_stays_whatever_the_clock_says(files: list[BackupFile], hours: int) -> None:
    removed = superseded(files, NOW + timedelta(hours=hours))
    if files:
        assert newest_first(iter(files))[0] not in removed


def test_one_is_kept_for_each_hour_day_week_and_month() -> None:
    def kept(*moments: datetime) -> set[datetime]:
        files = [BackupFile(Path(f"{moment}"), moment, BackupReason.BY_THE_CLOCK) for moment in moments]
        return {each.made_at for each in files} - {each.made_at for each in superseded(files, NOW)}

    hour = datetime(2026, 11, 20, 10, tzinfo=UTC)
    assert kept(hour, hour + timedelta(minutes=30)) == {hour + timedelta(minutes=30)}
    hourly = [hour - timedelta(hours=hours) for hours in range(30)]
    # The first of the 20th is the thirteenth hour; of the 19th the last stands for the day.
    assert kept(*hourly) == set(hourly[:12])
    # Weeks and months in which nothing was made do not count.
    monthly = [datetime(year, month, 1, tzinfo=UTC) for year in (2024, 2025) for month in range(1, 13)]
    assert kept(*monthly) == set(monthly[-12:])


def test_what_was_there_before_an_import_or_a_restore_outlasts_the_next_one_by_the_clock() -> None:
    moment = NOW.replace(minute=5)
    for reason in (BackupReason.BEFORE_IMPORT, BackupReason.BEFORE_RESTORE):
        guard = BackupFile(Path("guard"), moment, reason)
        later = BackupFile(Path("later"), moment + timedelta(minutes=35), BackupReason.BY_THE_CLOCK)
        assert superseded([guard, later], moment + timedelta(hours=23)) == ()
        assert superseded([guard, later], moment + timedelta(hours=24)) == (guard,)


def test_weeks_of_half_hours_come_down_to_what_is_kept() -> None:
    kept, most, lost = thinned(45)
    assert lost == 0
    assert 12 + 7 <= most <= 12 + 7 + 4 + 2  # some stand for an hour and a day and a week at once
    assert kept[-1].made_at == DRILL_NOW


@on_a_file
def test_only_files_of_this_store_are_removed(store: Store, path: Path, tmp_path: Path, open_store: Open) -> None:
    folder = tmp_path / "shared"
    other = tmp_path / "other" / "store.db"
    other_id = open_store(other).id
    made: dict[str, list[Path]] = {}
    for key, source in (("ours", path), ("theirs", other)):
        for minutes, reason in (
            (1, BackupReason.BY_THE_CLOCK),
            (2, BackupReason.BY_THE_CLOCK),
            (3, BackupReason.BY_HAND),
        ):
            target = folder / backup_name(
                "store", NOW.replace(minute=30) - timedelta(minutes=minutes), reason, "", len(key)
            )
            made.setdefault(key, []).append(backup(source, target))
    (folder / backup_name("store", NOW.replace(minute=10), BackupReason.BY_THE_CLOCK)).write_bytes(b"damaged")
    (folder / "store-notes.txt").touch()
    before = set(folder.iterdir())
    thin(folder, "store", store.id, NOW.replace(minute=31))
    assert before - set(folder.iterdir()) == {made["ours"][1]}
    for store_id, key in ((store.id, "ours"), (other_id, "theirs")):
        found = newest_of_store(folder, "store", store_id, NOW.replace(minute=31))
        assert found is not None
        assert found[0].path == made[key][0]
    assert newest_of_store(folder, "store", uuid4(), NOW.replace(minute=31)) is None


@on_a_file
def test_what_a_crash_left_goes_and_what_is_from_the_future_stays(store: Store, path: Path, tmp_path: Path) -> None:
    now = datetime.now(UTC)
    left, young = (tmp_path / f".{backup_name('store', NOW, BackupReason.BY_HAND, '', each)}.part" for each in (1, 2))
    left.touch()
    future = [
        tmp_path / backup_name("store", now + timedelta(days=400 + each), BackupReason.BY_THE_CLOCK)
        for each in range(3)
    ]
    newest = backup(path, tmp_path / backup_name("store", now, BackupReason.BY_THE_CLOCK))
    for each in future:
        shutil.copy(newest, each)
    thin(tmp_path, "store", store.id, now)
    assert left.exists()
    thin(tmp_path, "store", store.id, now + timedelta(hours=2))
    young.touch()
    assert not left.exists()
    assert newest.exists()
    assert all(each.exists() for each in future)
    found = newest_of_store(tmp_path, "store", UUID(str(store.id)), now + timedelta(hours=2))
    assert found is not None
    assert found[0].path == newest
