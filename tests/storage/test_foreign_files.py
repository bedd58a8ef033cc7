"""Database files that others made are refused in words, and nothing in them runs; a file of ours is not refused."""

import shutil
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from tests.storage.foreign_files import FILES, Crafted, play

from shipworthy.errors import UserError
from shipworthy.storage import schema
from shipworthy.storage.other_files import examine
from shipworthy.storage.store import Store

OLD = Path(__file__).parent / "old"


def test_all_are_refused_in_words_and_left_as_they_were(empty_store: Path, tmp_path: Path) -> None:
    verdicts = list(play(empty_store, tmp_path))
    assert len(verdicts) == len(FILES) > 20
    assert [each for each in verdicts if not each.words or not each.untouched] == []


def test_files_of_ours_are_taken_whatever_their_schema(empty_store: Path, tmp_path: Path) -> None:
    assert examine(empty_store) == schema.NEWEST
    for path in sorted(OLD.glob("*.db")):
        copy = tmp_path / path.name
        shutil.copy(path, copy)
        assert examine(copy) == path.stem.removeprefix("schema-")


def test_a_file_that_is_not_there_is_said_to_be(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="There is no file"):
        examine(tmp_path / "none.db")


@pytest.mark.parametrize("crafted", FILES[:8], ids=lambda each: each.name)
def test_opened_as_our_own_nothing_in_them_runs_either(empty_store: Path, tmp_path: Path, crafted: Crafted) -> None:
    path = tmp_path / "store.db"
    shutil.copy(empty_store, path)
    crafted.make(path)
    before = path.read_bytes()
    with pytest.raises(UserError) as refused:
        Store.open(path, now=datetime(2026, 11, 22, tzinfo=UTC), new_id=uuid4, backup_dir=tmp_path / "backups")
    assert "Shipworthy" in refused.value.message
    assert path.read_bytes() == before


def test_a_large_file_on_a_slow_disk_has_more_time_than_a_small_one(
    empty_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a backup of ours would be refused as one of others, when it is wanted most."""
    moments = iter(range(0, 10_000, 1))
    monkeypatch.setattr("shipworthy.storage.other_files._STEPS_BETWEEN_LOOKS", 100)
    monkeypatch.setattr("shipworthy.storage.other_files.monotonic", lambda: next(moments))
    with pytest.raises(UserError, match="not a Shipworthy database"):
        examine(empty_store)
    monkeypatch.setattr("shipworthy.storage.other_files._SLOWEST_DISK", 10)
    assert examine(empty_store) == schema.NEWEST
