"""Schemas: the scripts make what the tables say, whole or not at all, and never touch what is newer."""

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from uuid import uuid4

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from tests.storage.builders import NOW, put_sample
from tests.storage.conftest import Open

from shipworthy import __version__
from shipworthy.domain.assessment import AssessmentState
from shipworthy.errors import UserError
from shipworthy.storage import schema
from shipworthy.storage.backup import contents
from shipworthy.storage.sqlite_file import connect
from shipworthy.storage.store import Store
from shipworthy.storage.tables import metadata

OLD = Path(__file__).parent / "old"


def open_at(path: Path, tmp_path: Path) -> Store:
    return Store.open(path, now=NOW, new_id=uuid4, backup_dir=tmp_path / "backups")


def run(path: Path, *statements: str) -> None:
    with closing(connect(path, "rw")) as connection:
        for statement in statements:
            connection.execute(statement)


@pytest.fixture
def filled(path: Path, empty_store: Path, open_store: Open) -> Path:
    """Return the file of a store that holds something, and is closed."""
    shutil.copy(empty_store, path)
    with open_store(path) as store:
        put_sample(store)
    return path


def test_the_scripts_make_exactly_the_tables(store: Store) -> None:
    with store._reader.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_the_newest_schema_is_that_of_the_newest_script() -> None:
    config = Config()
    config.set_main_option("script_location", "shipworthy.storage:migrations")
    numbers = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]
    assert numbers[0] == schema.NEWEST
    assert numbers == sorted(numbers, reverse=True)
    assert all(len(number) == 4 and number.isdecimal() for number in numbers)


def test_every_constraint_has_a_name() -> None:
    for table in metadata.tables.values():
        assert all(constraint.name for constraint in table.constraints), table.name
        assert all(index.name for index in table.indexes), table.name


def test_opening_without_anything_to_migrate_does_not_load_alembic(filled: Path) -> None:
    program = (
        "import sys; from datetime import *; from pathlib import Path; from uuid import uuid4\n"
        "from shipworthy.storage.store import Store\n"
        "path = Path(sys.argv[1])\n"
        "store = Store.open(path, now=datetime.now(UTC), new_id=uuid4, backup_dir=path.parent)\n"
        "with store.read() as tx: print(len(tx.services.all()), 'alembic' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", program, filled], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["1", "False"]


def test_a_newer_database_is_refused_and_left_as_it_is(filled: Path, tmp_path: Path) -> None:
    run(
        filled, "UPDATE alembic_version SET version_num = '0042'", "UPDATE meta SET value = '9.1' WHERE key = 'program'"
    )
    before = filled.read_bytes()
    with pytest.raises(UserError) as raised:
        open_at(filled, tmp_path)
    for told in (str(filled), "9.1", "0042", __version__, schema.NEWEST):
        assert told in raised.value.message
    assert "Install" in raised.value.hint
    assert filled.read_bytes() == before
    assert [each.name for each in filled.parent.iterdir()] == ["store.db"]


@pytest.mark.parametrize(
    "statements",
    [
        ["CREATE TABLE songs (id)"],
        ["CREATE TABLE alembic_version (version_num)"],
        ["CREATE TABLE alembic_version (version_num)", "CREATE TABLE meta (key, value)"],
    ],
    ids=["another program's", "another program's with Alembic", "without a version"],
)
def test_somebody_elses_database_is_refused_and_left_as_it_is(
    path: Path, tmp_path: Path, statements: list[str]
) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
    before = path.read_bytes()
    with pytest.raises(UserError, match="not a Shipworthy database"):
        open_at(path, tmp_path)
    assert path.read_bytes() == before


def make_older(path: Path) -> None:
    """Make a store look as a schema did that a later script will know; here, one that 0001 itself would follow."""
    run(path, "UPDATE alembic_version SET version_num = '0000'")


def test_an_older_database_is_backed_up_before_anything_else(
    filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_older(filled)
    with closing(connect(filled, "ro")) as connection:
        before = contents(connection)
    upgraded = []
    monkeypatch.setattr(schema, "update", lambda *_arguments: upgraded.append(list((tmp_path / "backups").iterdir())))
    schema.update_file(filled, "0000", {}, tmp_path / "backups", NOW)
    [[copy]] = upgraded
    assert copy.name == "store-20261122T213015-schema-0000.db"
    with closing(connect(copy, "ro")) as connection:
        assert contents(connection) == before


def test_without_room_for_backup_and_migration_nothing_is_touched(
    filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_older(filled)
    before = filled.read_bytes()
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: SimpleNamespace(free=2 * len(before) - 1))
    with pytest.raises(UserError, match=r"MB free, but 1 MB are needed"):
        open_at(filled, tmp_path)
    assert filled.read_bytes() == before
    assert list((tmp_path / "backups").iterdir()) == []


def test_a_migration_that_leaves_broken_references_is_undone(filled: Path, tmp_path: Path) -> None:
    run(filled, "PRAGMA foreign_keys=OFF", "DELETE FROM policies", "UPDATE meta SET value = '?' WHERE key = 'program'")
    with pytest.raises(RuntimeError, match="references"):
        schema.update_file(filled, schema.NEWEST, {}, tmp_path / "backups", NOW + timedelta(days=1))
    with closing(connect(filled, "ro")) as connection:
        assert connection.execute("SELECT value FROM meta WHERE key = 'program'").fetchone() == ("?",)


def test_the_file_of_every_released_schema_opens_with_all_it_holds(tmp_path: Path) -> None:
    assert {file.stem for file in OLD.glob("*.db")} >= {
        f"schema-{number:04}" for number in range(1, int(schema.NEWEST))
    }
    for old in sorted(OLD.glob("*.db")):
        path = tmp_path / old.name
        shutil.copy(old, path)
        with closing(connect(path, "ro")) as connection:
            before = {name: rows(connection, name) for name in ("services", "answers", "assessments", "change_log")}
        with open_at(path, tmp_path) as store, store.read() as tx:
            for service in tx.services.all():
                for assessment in tx.assessments.of_service(service.id):
                    assert (assessment.decision is None) is (assessment.state is not AssessmentState.DECIDED)
                    assert tx.answers.all_assessors(assessment.id)
                with_remediation = old.stem > "schema-0002"
                assert bool(tx.items.of_service(service.id)) is bool(tx.waivers.all()) is with_remediation
            assert [seal.opened().waivers for seal in tx.seals.all()] == [()] * (old.stem != "schema-0001")
        with closing(connect(path, "ro")) as connection:
            for name, held in before.items():
                assert rows(connection, name) == held, (old.name, name)


def rows(connection: sqlite3.Connection, table: str) -> list[tuple[object, ...]]:
    """Return the rows of a table in the columns that the first schema had, in any order."""
    columns = {
        "services": "id, name, team, tier, links, tags, version",
        "answers": "assessment_id, question, assessor, state, choices, note, evidence, reason, carried, version",
        "assessments": "id, service, title, policy_hash, assessors, state, started_at, decided_at, sequence, version",
        "change_log": "*",
    }[table]
    return sorted(connection.execute(f"SELECT {columns} FROM {table}").fetchall(), key=repr)


@pytest.mark.parametrize("upgrade", ["empty", "old", "next"])
def test_a_migration_killed_at_any_statement_happened_wholly_or_not(upgrade: str, filled: Path, tmp_path: Path) -> None:
    """Kill at every statement, then try again; the drill says what it found on one line per kill."""
    file = OLD / f"schema-{int(schema.NEWEST) - 1:04}.db" if upgrade == "old" else filled
    ran = subprocess.run(
        [sys.executable, "-m", "tests.storage.migration_drill", upgrade, file, tmp_path / "work"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    *kills, complete = ran.stdout.splitlines()
    assert complete == "complete"
    assert len(kills) > {"empty": 20, "old": 5, "next": 5}[upgrade]
    assert {line.split(":")[1] for line in kills} == {"as before, then complete"}
