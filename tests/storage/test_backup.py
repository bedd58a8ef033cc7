"""Backups: whole, verified before they count, and no danger to what lies there already."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import pytest
from tests.storage.builders import NOW, Sample
from tests.storage.conftest import Open, on_a_file

from shipworthy.domain.service import Service
from shipworthy.errors import UserError
from shipworthy.storage import backup as backup_module
from shipworthy.storage.backup import backup, contents, new_backup
from shipworthy.storage.sqlite_file import connect, journal_mode
from shipworthy.storage.store import Store

pytestmark = on_a_file


def _with_one_bit_flipped(image: bytes | None) -> bytes:
    assert image is not None
    return image[:-1] + bytes([image[-1] ^ 1])


def look(path: Path) -> dict[str, str]:
    with closing(connect(path, "ro")) as connection:
        return contents(connection)


def test_a_backup_opens_as_the_store_it_was_made_of(
    store: Store, sample: Sample, path: Path, tmp_path: Path, open_store: Open
) -> None:
    target = tmp_path / "backups" / "today.db"
    assert backup(path, target) == target
    assert look(target) == look(path)
    copy = open_store(target)
    assert copy.id == store.id
    with copy.read() as tx:
        assert tx.services.get(sample.service.id) == sample.service
    assert [each.name for each in target.parent.iterdir()] == ["today.db"]


def test_a_backup_can_be_made_while_somebody_writes(store: Store, path: Path, tmp_path: Path) -> None:
    before = look(path)
    with store.begin("Amira", NOW) as tx:
        tx.services.save(Service(uuid4(), "unfinished"))
        backup(path, tmp_path / "today.db")
    assert look(tmp_path / "today.db") == before != look(path)


def test_a_backup_of_a_file_with_a_write_ahead_log_is_one_file(store: Store, path: Path, tmp_path: Path) -> None:
    with closing(connect(path, "rw")) as writer:
        writer.execute("PRAGMA journal_mode=WAL")
        writer.execute("INSERT INTO meta VALUES ('only', 'in the log')")
        backup(path, tmp_path / "today.db")
    with closing(connect(tmp_path / "today.db", "ro")) as copy:
        assert journal_mode(copy) == "delete"
        assert copy.execute("SELECT value FROM meta WHERE key = 'only'").fetchone() == ("in the log",)


@pytest.mark.parametrize("by_rows", [False, True])
def test_a_copy_that_differs_never_takes_the_name(
    store: Store, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, by_rows: bool
) -> None:
    target = tmp_path / "today.db"
    target.write_bytes(b"yesterday's")
    if by_rows:
        answers = iter([{"services": "a"}, {"services": "b"}])
        monkeypatch.setattr(backup_module, "_MOST_HELD", 0)
        monkeypatch.setattr(backup_module, "contents", lambda _connection: next(answers))
    else:
        whole = backup_module._image
        monkeypatch.setattr(backup_module, "_image", lambda connection: _with_one_bit_flipped(whole(connection)))
    with pytest.raises(UserError, match="does not hold what the original holds"):
        backup(path, target)
    assert target.read_bytes() == b"yesterday's"
    assert list(tmp_path.glob(".*.part")) == []


def test_a_large_database_is_compared_row_by_row(
    store: Store, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup_module, "_MOST_HELD", 0)
    backup(path, tmp_path / "today.db")
    assert look(tmp_path / "today.db") == look(path)


def test_a_backup_is_not_disturbed_by_a_change_between_copying_and_comparing(
    store: Store, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, whole = look(path), backup_module._image

    def while_somebody_tries(connection: sqlite3.Connection) -> bytes | None:
        with (
            closing(sqlite3.connect(path, timeout=0)) as other,
            pytest.raises(sqlite3.OperationalError, match="locked"),
        ):
            other.execute("PRAGMA user_version=7")
        return whole(connection)

    monkeypatch.setattr(backup_module, "_image", while_somebody_tries)
    backup(path, tmp_path / "today.db")
    assert look(tmp_path / "today.db") == look(path) == before


def test_a_damaged_database_makes_no_backup_and_is_named(
    store: Store, sample: Sample, path: Path, tmp_path: Path
) -> None:
    store.close()
    with closing(sqlite3.connect(path)) as outside:
        (root,) = outside.execute("SELECT rootpage FROM sqlite_master WHERE name = 'services'").fetchone()
        (size,) = outside.execute("PRAGMA page_size").fetchone()
    with path.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\xff" * 64)
    with pytest.raises(UserError, match="damaged"):
        backup(path, tmp_path / "backups" / "today.db")
    assert list((tmp_path / "backups").iterdir()) == []


def test_two_backups_of_one_second_are_both_kept(store: Store, path: Path, tmp_path: Path) -> None:
    (tmp_path / ".b.db.part").write_bytes(b"another program is at work")
    made = [new_backup(path, tmp_path, iter(("a.db", "b.db", "c.db"))).database for _time in range(2)]
    assert [each.name for each in made] == ["a.db", "c.db"]
    assert look(made[0]) == look(made[1]) == look(path)
    assert (tmp_path / ".b.db.part").read_bytes() == b"another program is at work"


def test_two_programs_that_back_up_at_once_take_two_names(store: Store, path: Path, tmp_path: Path) -> None:
    names = [f"{number}.db" for number in range(16)]
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _number: new_backup(path, tmp_path, iter(names)).database, range(16)))
    assert len(set(made)) == 16
    assert all(look(each) == look(path) for each in made)
    assert sorted(each.name for each in tmp_path.glob("*.db")) == sorted(names)


def test_contents_tell_any_change_of_a_value_or_of_the_schema(store: Store, sample: Sample, path: Path) -> None:
    seen = [look(path)]
    for change in (
        "UPDATE services SET tier = 2",
        "UPDATE services SET tier = '2'",
        "UPDATE services SET description = NULL WHERE 0",
        "CREATE INDEX extra ON services (team)",
    ):
        with closing(sqlite3.connect(path)) as outside, outside:
            outside.execute(change)
        seen.append(look(path))
    assert seen[0] != seen[1]
    assert seen[1] == seen[2] == seen[3]  # the column makes a number of '2' again, and one change changed nothing
    assert seen[3] != seen[4]


def test_a_backup_of_nothing_says_so_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="could not be opened"):
        backup(tmp_path / "absent.db", tmp_path / "backups" / "today.db")
    assert not (tmp_path / "absent.db").exists()
    assert list((tmp_path / "backups").iterdir()) == []


def test_a_backup_folder_that_cannot_be_made_is_named(store: Store, path: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UserError, match="No backup of"):
        backup(path, tmp_path / "file" / "today.db")


def test_a_full_disk_leaves_the_older_backup(store: Store, path: Path, small_disk: Path) -> None:
    target = small_disk / "today.db"
    target.write_bytes(b"yesterday's")
    (small_disk / "ballast").write_bytes(b"x" * (1024 * 1024 - 64 * 1024))
    with pytest.raises(UserError, match="full"):
        backup(path, target)
    assert target.read_bytes() == b"yesterday's"
    assert {each.name for each in small_disk.iterdir()} == {"today.db", "ballast"}
