"""Where backups go: all are found again, and no folder is taken that would add no safety."""

from pathlib import Path

import pytest

from shipworthy.errors import UserError
from shipworthy.settings import Settings
from shipworthy.workflows.backup_folders import (
    all_backups,
    backup_folders,
    check_first_folder,
    check_second_folder,
)

NAMES = (
    "shipworthy-20261122T140300-clock.db",
    "shipworthy-20261121T140300.db",
    "shipworthy-20261120T140300-schema-0003.db",
)


def test_backups_of_every_folder_are_listed_newest_first(tmp_path: Path) -> None:
    data, other, stick = tmp_path / "data", tmp_path / "other", tmp_path / "stick"
    settings = Settings(backup_folder=str(other), second_backup_folder=str(stick))
    for folder, name in zip((stick, other, data / "backups"), NAMES, strict=True):
        folder.mkdir(parents=True)
        (folder / name).touch()
    (other / NAMES[0]).touch()
    found = all_backups(data, settings)
    assert [each.path.name for each in found] == [NAMES[0], *NAMES]
    assert {each.path.parent for each in found[:2]} == {other, stick}


def test_folders_that_are_not_there_hold_none(tmp_path: Path) -> None:
    (tmp_path / "backups").mkdir()
    (tmp_path / "backups" / NAMES[0]).touch()
    settings = Settings(second_backup_folder=str(tmp_path / "unplugged"))
    assert [each.path.name for each in all_backups(tmp_path, settings)] == [NAMES[0]]
    assert not (tmp_path / "unplugged").exists()
    assert all_backups(tmp_path / "absent", Settings()) == ()


def test_a_folder_named_in_two_ways_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "backups").mkdir()
    (tmp_path / "backups" / NAMES[0]).touch()
    (tmp_path / "link").symlink_to(tmp_path / "backups")
    assert len(all_backups(tmp_path, Settings(backup_folder=str(tmp_path / "link")))) == 1


@pytest.mark.parametrize(
    ("second", "reason"),
    [
        ("disk", "is the backup folder already"),
        ("link", "is the backup folder already"),
        ("data", "lies in the data folder"),
        ("data/copies", "lies in the data folder"),
        ("unplugged", "cannot be reached"),
        ("file", "cannot be reached"),
    ],
)
def test_a_second_folder_that_adds_no_safety_is_refused(tmp_path: Path, second: str, reason: str) -> None:
    (tmp_path / "disk").mkdir()
    (tmp_path / "data" / "copies").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "disk")
    (tmp_path / "file").touch()
    with pytest.raises(UserError, match=reason):
        check_second_folder(tmp_path / second, tmp_path / "disk", tmp_path / "data")
    assert not (tmp_path / "unplugged").exists()


def test_a_second_folder_elsewhere_is_taken(tmp_path: Path) -> None:
    (tmp_path / "stick").mkdir()
    folders = backup_folders(tmp_path / "data", Settings(second_backup_folder=str(tmp_path / "stick")))
    assert (folders.first, folders.second) == (tmp_path / "data" / "backups", tmp_path / "stick")
    check_second_folder(tmp_path / "stick", folders.first, tmp_path / "data")
    check_first_folder(folders.first, tmp_path / "data")
    with pytest.raises(UserError, match="lost with it"):
        check_first_folder(tmp_path / "data", tmp_path / "data")
