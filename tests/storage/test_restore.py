"""Restoring a file: whole or not at all, with what was there kept, and never under another program's hands."""

import errno
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from tests.storage.builders import NOW, Sample
from tests.storage.conftest import Open, on_a_file

from shipworthy.domain.service import Service
from shipworthy.errors import UserError
from shipworthy.storage import schema
from shipworthy.storage.backup import backup_with_evidence, contents
from shipworthy.storage.evidence_files import FOLDER, EvidenceFiles
from shipworthy.storage.restore import Restored, check_point, prepare, restore, swap
from shipworthy.storage.sqlite_file import connect
from shipworthy.storage.store import Store

pytestmark = on_a_file

OLD = Path(__file__).parent / "old"
LATER = NOW + timedelta(days=1)
STAMP = "20261123T213015"


def look(path: Path) -> dict[str, str]:
    """Return what a file holds, by table."""
    with closing(connect(path, "rw")) as connection:
        return contents(connection)


def put_back(point: Path, path: Path) -> Restored:
    """Restore a day later."""
    return restore(point, path, path.parent / "backups", lambda: LATER)


@pytest.fixture
def point(store: Store, sample: Sample, path: Path) -> Path:
    """Return a backup with evidence, after which a service was added and the store was closed."""
    EvidenceFiles(path.parent / FOLDER).put(b"proof", "proof.png")
    made = backup_with_evidence(path, path.parent / "backups" / "store-20261122T213015.db").database
    with store.begin("Bo", NOW) as tx:
        tx.services.save(Service(uuid4(), "later"))
    store.close()
    return made


def names(folder: Path) -> set[str]:
    """Return what lies in a folder."""
    return {each.name for each in folder.iterdir()}


def test_what_the_backup_holds_is_back_and_what_was_there_is_kept_twice(point: Path, path: Path) -> None:
    before, then = look(path), look(point)
    (evidence,) = (path.parent / FOLDER).iterdir()
    shutil.rmtree(evidence)
    made = put_back(point, path)
    assert look(path) == then != before
    assert made.kept == path.with_name(f"store.db.pre-restore-{STAMP}")
    assert made.saved == path.parent / "backups" / f"store-{STAMP}-before-restore.db"
    assert look(made.kept) == look(made.saved) == before
    assert (made.was_damaged, made.evidence.count, made.evidence.damaged) == (False, 1, ())
    assert EvidenceFiles(path.parent / FOLDER).is_whole(evidence.name)
    assert names(path.parent) == {"store.db", made.kept.name, "backups", FOLDER}


def test_a_restore_is_taken_back_by_another(point: Path, path: Path, open_store: Open) -> None:
    before = look(path)
    saved = put_back(point, path).saved
    assert saved is not None
    again = put_back(saved, path)
    assert look(path) == before
    assert again.kept == path.with_name(f"store.db.pre-restore-{STAMP}-2")
    assert again.saved == path.parent / "backups" / f"store-{STAMP}-before-restore-2.db"
    with open_store(path).read() as tx:
        assert "later" in {each.name for each in tx.services.all()}


@pytest.mark.parametrize("harm", ["head", "zeros", "cut", "no database", "empty", "foreign"])
def test_a_damaged_database_is_kept_as_it_is(harm: str, point: Path, path: Path) -> None:
    whole, then = path.read_bytes(), look(point)
    path.write_bytes(
        {
            "head": b"\0" * 100 + whole[100:],
            "zeros": whole[:8192] + b"\0" * 40960 + whole[49152:],
            "cut": whole[: len(whole) // 2],
            "no database": b"Dear diary" * 1000,
            "empty": b"",
            "foreign": _foreign(path.parent.parent / "foreign.db"),
        }[harm]
    )
    damaged = path.read_bytes()
    made = put_back(point, path)
    assert look(path) == then
    assert made.was_damaged
    assert made.saved is None
    assert made.kept == path.with_name(f"store.db.damaged-{STAMP}")
    assert made.kept.read_bytes() == damaged


def _foreign(path: Path) -> bytes:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE songs (title)")
    return path.read_bytes()


def test_journals_of_a_damaged_file_go_along_with_it(point: Path, path: Path) -> None:
    then = look(point)
    path.write_bytes(b"\0" * 4096)
    prepared = prepare(point, path, path.parent / "backups", LATER)
    for suffix in ("-journal", "-wal"):
        path.with_name(f"{path.name}{suffix}").write_bytes(b"left" * 100)
    kept = swap(prepared, LATER).kept
    assert kept is not None
    assert look(path) == then
    assert kept.with_name(f"{kept.name}-journal").read_bytes() == b"left" * 100
    assert not path.with_name("store.db-journal").exists()
    assert not path.with_name("store.db-wal").exists()


def test_a_journal_without_its_database_is_not_played_back(point: Path, path: Path) -> None:
    then = look(point)
    path.unlink()
    path.with_name("store.db-journal").write_bytes(b"left" * 100)
    made = put_back(point, path)
    assert (made.kept, made.saved) == (None, None)
    assert look(path) == then
    assert path.with_name(f"store.db.damaged-{STAMP}-journal").exists()


def test_a_log_that_was_not_taken_over_yet_is_part_of_what_is_kept(point: Path, path: Path) -> None:
    """As after a crash with a write-ahead log; the child ends without closing its connection."""
    code = (
        "import os, sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None);"
        "c.execute('PRAGMA journal_mode=WAL'); c.execute(\"INSERT INTO meta VALUES ('only', 'in the log')\");"
        "os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", code, str(path)], check=True)
    assert path.with_name("store.db-wal").exists()
    kept = put_back(point, path).kept
    assert kept is not None
    with closing(sqlite3.connect(kept)) as connection:
        assert connection.execute("SELECT value FROM meta WHERE key = 'only'").fetchone() == ("in the log",)
    assert not path.with_name("store.db-wal").exists()


@pytest.mark.parametrize("old", ["0001", "0002", "0003"])
def test_an_older_backup_comes_to_the_newest_schema_before_it_counts(
    old: str, point: Path, path: Path, open_store: Open
) -> None:
    source = OLD / f"schema-{old}.db"
    before = source.read_bytes()
    put_back(source, path)
    assert source.read_bytes() == before
    with closing(connect(path, "ro")) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == (schema.NEWEST,)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    assert names(path.parent / "backups") == {point.name, f"store-{STAMP}-before-restore.db", FOLDER}
    open_store(path)


def _newer(point: Path) -> None:
    with closing(sqlite3.connect(point)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")


def _dangling(point: Path) -> None:
    with closing(sqlite3.connect(point)) as connection, connection:
        connection.execute("DELETE FROM services")


def _with_trigger(point: Path) -> None:
    with closing(sqlite3.connect(point)) as connection, connection:
        connection.execute("CREATE TRIGGER quiet AFTER INSERT ON answers BEGIN DELETE FROM services; END")


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (_with_trigger, "holds something that Shipworthy did not make"),
        (_newer, "was written by a newer Shipworthy"),
        (_dangling, "that refer to others which are missing"),
        (lambda point: point.write_bytes(point.read_bytes()[:20480]), "damaged"),
        (lambda point: point.write_bytes(b"letters" * 1000), "not a Shipworthy database"),
        (lambda point: point.write_bytes(b""), "not a Shipworthy database"),
        (lambda point: point.unlink(), "There is no backup"),
    ],
)
def test_a_backup_that_cannot_be_restored_changes_nothing(spoil: object, message: str, point: Path, path: Path) -> None:
    assert callable(spoil)
    spoil(point)
    before, there = path.read_bytes(), names(path.parent)
    with pytest.raises(UserError, match=message):
        put_back(point, path)
    assert path.read_bytes() == before
    assert names(path.parent) == there


def test_the_database_is_no_backup_of_itself(point: Path, path: Path) -> None:
    with pytest.raises(UserError, match="is the database itself"):
        put_back(path, path)


def test_another_program_at_work_is_not_disturbed(point: Path, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shipworthy.storage.sqlite_file.BUSY_SECONDS", 0.1)
    prepared = prepare(point, path, path.parent / "backups", LATER)
    before = path.read_bytes()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN")
        other.execute("SELECT * FROM services").fetchone()
        with pytest.raises(UserError, match="Another program"):
            swap(prepared, LATER)
    assert path.read_bytes() == before
    assert names(path.parent) == {"store.db", "backups", FOLDER}


def test_what_was_changed_meanwhile_is_not_taken_back_unseen(point: Path, path: Path, open_store: Open) -> None:
    prepared = prepare(point, path, path.parent / "backups", LATER)
    with open_store(path).begin("Bo", NOW) as tx:
        tx.services.save(Service(uuid4(), "meanwhile"))
    before = look(path)
    with pytest.raises(UserError, match="changed the data while"):
        swap(prepared, LATER)
    assert look(path) == before
    assert not prepared.ready.exists()


def test_a_disk_without_links_gets_a_copy(point: Path, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_names: Path) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "link", refuse)
    before, then = look(path), look(point)
    kept = put_back(point, path).kept
    assert kept is not None
    assert (look(path), look(kept)) == (then, before)
    assert kept.stat().st_nlink == 1


def test_a_link_to_the_database_stays_one(point: Path, path: Path, tmp_path: Path) -> None:
    link = tmp_path / "elsewhere" / "store.db"
    link.parent.mkdir()
    link.symlink_to(path)
    then = look(point)
    restore(point, link, link.parent / "backups", lambda: LATER)
    assert link.is_symlink()
    assert look(path) == then


def test_stopping_leaves_nothing_behind(point: Path, path: Path) -> None:
    before = look(path)
    for stop_at in range(1, 5):
        left = stop_at

        def stop() -> None:
            nonlocal left
            left -= 1
            if not left:
                raise UserError("stopped", "")

        with pytest.raises(UserError, match="stopped"):
            restore(point, path, path.parent / "backups", lambda: LATER, stop)
        assert look(path) == before
        assert names(path.parent) == {"store.db", "backups", FOLDER}


def test_a_full_disk_leaves_the_database(point: Path, path: Path, small_disk: Path) -> None:
    shutil.copy(path, small_disk / "store.db")
    room = shutil.disk_usage(small_disk).free
    (small_disk / "ballast").write_bytes(b"x" * (room - 4096))
    before = (small_disk / "store.db").read_bytes()
    with pytest.raises(UserError, match=r"MB free|full"):
        restore(point, small_disk / "store.db", small_disk / "backups", lambda: LATER)
    assert (small_disk / "store.db").read_bytes() == before


def test_what_can_be_restored_is_told_without_changing_it(point: Path) -> None:
    before = point.read_bytes()
    check_point(point)
    assert point.read_bytes() == before


def test_a_restore_killed_before_any_of_its_calls_leaves_one_good_database(repository: Path) -> None:
    """The short form of drill D12; in a program of its own, because it forks and dies."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.drills", "restore", "0"], capture_output=True, text=True, cwd=repository
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "kept: one good database each time" in done.stdout
