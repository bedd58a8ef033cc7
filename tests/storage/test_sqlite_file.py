"""How a file is opened: the journal that is safe here, and a way in even where nothing may be written."""

import errno
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tests.storage.conftest import on_a_file
from tests.storage.journal_drill import SETTINGS, choose_everywhere, settings_of_all

from shipworthy.storage import sqlite_file
from shipworthy.storage.sqlite_file import connect, journal_mode, settle_journal, wal_is_safe
from shipworthy.storage.store import Store

pytestmark = on_a_file


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ("3.40.1", False), ("3.44.5", False), ("3.44.6", True), ("3.45.0", False), ("3.50.6", False), ("3.50.7", True),
        ("3.51.0", False), ("3.51.2", False), ("3.51.3", True), ("3.53.1", True), ("4.0.0", True),
    ],
)  # fmt: skip
def test_only_a_cured_sqlite_may_keep_a_write_ahead_log(version: str, safe: bool) -> None:
    major, minor, patch = map(int, version.split("."))
    assert wal_is_safe((major, minor, patch)) is safe


def mode_of(path: Path) -> str:
    with closing(connect(path, "ro")) as connection:
        return journal_mode(connection)


@pytest.mark.parametrize(
    ("cured", "local", "mode"),
    [(True, True, "wal"), (True, False, "delete"), (False, True, "delete")],
    ids=["cured and local", "on a network", "not cured"],
)
def test_the_journal_is_the_one_that_is_safe_here(
    store: Store, path: Path, monkeypatch: pytest.MonkeyPatch, cured: bool, local: bool, mode: str
) -> None:
    monkeypatch.setattr(sqlite_file, "wal_is_safe", lambda _version: cured)
    monkeypatch.setattr(sqlite_file, "is_local", lambda _path: local)
    store.close()
    for before in ("wal", "delete"):
        with closing(sqlite3.connect(path)) as connection:
            connection.execute(f"PRAGMA journal_mode={before}")
        assert settle_journal(path) == mode_of(path) == mode


def test_a_journal_that_another_program_holds_stays(store: Store, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store.close()
    monkeypatch.setattr(sqlite_file, "BUSY_SECONDS", 0)
    monkeypatch.setattr(sqlite_file, "wal_is_safe", lambda _version: False)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode=WAL")
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM meta").fetchone()
        assert settle_journal(path) == "wal"


def test_a_writer_takes_its_lock_at_once(store: Store, path: Path) -> None:
    engine = sqlite_file.engine(path, "rw")
    other = sqlite3.connect(path, timeout=0)
    with engine.connect() as connection, connection.begin(), pytest.raises(sqlite3.OperationalError, match="locked"):
        other.execute("BEGIN IMMEDIATE")
    other.close()
    engine.dispose()


def test_a_mode_that_may_not_create_does_not(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError):
        connect(tmp_path / "absent.db", "rw")
    assert list(tmp_path.iterdir()) == []


def test_a_file_system_that_cannot_sync_a_folder_is_written_to_all_the_same(
    store: Store, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_folder: Path) -> None:
        raise OSError(errno.EINVAL, "Invalid argument")

    monkeypatch.setattr(sqlite_file, "sync_folder", refuse)
    sqlite_file._synchronous.cache_clear()
    with closing(connect(path, "rw")) as connection:
        assert connection.execute("PRAGMA synchronous").fetchone() == (2,)
    sqlite_file._synchronous.cache_clear()


def test_the_choice_of_journal_holds_for_every_version_on_every_file_system(tmp_path: Path) -> None:
    count, wrong = choose_everywhere(tmp_path / "data")
    assert count > 10_000
    assert wrong == []


def test_every_connection_of_a_store_in_use_has_the_settings(tmp_path: Path) -> None:
    seen = settings_of_all(tmp_path / "data")
    assert len(seen) >= 4
    assert [settings for settings in seen if settings != SETTINGS] == []
