"""What a backup holds, read from the file: of any age, and never from what only looks like ours."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import pytest
from tests.storage.builders import NOW, Sample
from tests.storage.conftest import on_a_file

from shipworthy import __version__
from shipworthy.domain.service import Service
from shipworthy.errors import UserError
from shipworthy.storage.backup import backup
from shipworthy.storage.backup_info import BackupInfo, read_info, read_state
from shipworthy.storage.schema import NEWEST
from shipworthy.storage.store import Store

pytestmark = on_a_file

OLD = Path(__file__).parent / "old"


def test_a_backup_says_what_it_holds(store: Store, sample: Sample, path: Path, tmp_path: Path) -> None:
    with store.read() as tx:
        last = tx.changes.since(0)[-1].sequence
        answers = len(tx.answers.of_assessment(sample.assessment.id))
    info = read_info(backup(path, tmp_path / "today.db"))
    assert info == BackupInfo(store.id, NEWEST, __version__, last, 1, 1, answers)


@pytest.mark.parametrize(("schema", "last", "services"), [("0001", 6, 1), ("0002", 13, 1), ("0003", 21, 1)])
def test_old_files_are_read_as_they_are(schema: str, last: int, services: int, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    shutil.copy(OLD / f"schema-{schema}.db", copy)
    before = copy.read_bytes()
    info = read_info(copy)
    assert (info.schema, info.last_change, info.services) == (schema, last, services)
    assert read_state(copy).last_change == last
    assert copy.read_bytes() == before


def test_a_backup_has_the_state_of_its_store_until_that_changes(store: Store, path: Path, tmp_path: Path) -> None:
    states = []
    for name in ("one", "two"):
        backed = read_state(backup(path, tmp_path / f"{name}.db"))
        assert backed == read_state(path)
        states.append(backed)
        with store.begin("Amira", NOW) as tx:
            tx.services.save(Service(uuid4(), name))
    assert states[0] != states[1]
    # Back at the first backup, and on in another way: the number is the same, the change is not.
    again = tmp_path / "again.db"
    shutil.copy(tmp_path / "one.db", again)
    with Store.open(again, now=NOW, new_id=uuid4, backup_dir=tmp_path) as other, other.begin("Jonas", NOW) as tx:
        tx.services.save(Service(uuid4(), "three"))
    assert read_state(again).last_change == states[1].last_change
    assert read_state(again) != states[1]


@pytest.mark.parametrize(
    "edit",
    [
        "DROP TABLE packs",
        "DELETE FROM meta",
        "UPDATE meta SET value = 'x' WHERE key = 'store_id'",
        "DELETE FROM alembic_version",
        "DROP TABLE answers; CREATE VIEW answers AS SELECT 1",
    ],
)
def test_what_only_looks_like_ours_is_refused(store: Store, path: Path, tmp_path: Path, edit: str) -> None:
    copy = backup(path, tmp_path / "today.db")
    with closing(sqlite3.connect(copy)) as outside:
        outside.executescript(edit)
    for read in (read_info, read_state):
        with pytest.raises(UserError, match="not a Shipworthy database"):
            read(copy)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.db").write_bytes(b"letters" * 1000)
    with pytest.raises(UserError, match="not a Shipworthy database"):
        read_info(tmp_path / "x.db")
    with pytest.raises(UserError, match="could not be opened"):
        read_state(tmp_path / "absent.db")
