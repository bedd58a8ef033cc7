"""Names of backups: read back as they were written, and nothing else is taken for one."""

import os
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.storage.builders import NOW

from shipworthy.storage.backup_files import (
    BackupFile,
    BackupReason,
    backup_name,
    backup_names,
    backups_in,
    left_parts,
    read_name,
)

_MOMENTS = st.integers(0, 250_000_000_000).map(lambda second: datetime.fromtimestamp(second + 0.5, UTC))


@given(
    st.text("abcz-._0123456789 ß", min_size=1, max_size=20),
    _MOMENTS,
    st.sampled_from(BackupReason),
    st.integers(1, 999_999),
    st.integers(-12, 14),
)
def test_what_a_name_says_is_read_back(
    stem: str, moment: datetime, reason: BackupReason, number: int, zone: int
) -> None:
    local = moment.astimezone(timezone(timedelta(hours=zone)))
    detail = "0003" if reason is BackupReason.BEFORE_UPDATE else ""
    path = Path(backup_name(stem, local, reason, detail, number))
    assert read_name(path, stem) == BackupFile(path, moment.replace(microsecond=0), reason, number)
    assert read_name(path, stem + "x") is None


@pytest.mark.parametrize(
    "name",
    [
        "store.db",
        "store-20261122.db",
        "store-20261322T140300.db",
        "store-20261122T140300.db.part",
        "store-20261122T140300-schema.db",
        "store-20261122T140300-mine.db",
        "store-20261122T140300-clock.db.damaged",
        "other-20261122T140300.db",
        "STORE-20261122T140300.db",
        "store-２０２６1122T140300.db",
    ],
)
def test_other_names_are_none_of_ours(name: str) -> None:
    assert read_name(Path(name), "store") is None


def test_backups_are_listed_newest_first_and_links_and_folders_are_none(tmp_path: Path) -> None:
    names = backup_names("store", NOW, BackupReason.BY_THE_CLOCK)
    first, second = next(names), next(names)
    older = backup_name("store", NOW - timedelta(seconds=1), BackupReason.BY_HAND)
    for name in (first, second, older, "store.db", "notes.txt"):
        (tmp_path / name).touch()
    (tmp_path / backup_name("store", NOW, BackupReason.BEFORE_IMPORT)).mkdir()
    (tmp_path / backup_name("store", NOW, BackupReason.BEFORE_RESTORE)).symlink_to(tmp_path / first)
    assert [each.path.name for each in backups_in(tmp_path, "store")] == [second, first, older]
    assert backups_in(tmp_path / "absent", "store") == ()


def test_only_old_parts_of_ours_are_left_by_a_crash(tmp_path: Path) -> None:
    names = {
        ".store-20261122T140300-clock.db.part": True,
        ".store-20261122T140300-clock.db.part-journal": True,
        ".store-20261122T140301.db.part": False,  # young
        ".other-20261122T140300.db.part": False,
        ".store.db.part": False,
        ".tmp1234.part": False,
        "store-20261122T140300.db": False,
    }
    for name in names:
        (tmp_path / name).touch()
        age = 60 if "140301" in name else 2 * 3600
        os.utime(tmp_path / name, (NOW.timestamp() - age, NOW.timestamp() - age))
    found = {path.name for path in left_parts(tmp_path, "store", NOW)}
    assert found == {name for name, is_left in names.items() if is_left}
