"""Schemas: the scripts make what the tables say, whole or not at all, and never touch what is newer."""

import re
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
from tests.storage.schema_drill import constraint_names, two_engines
from tests.storage.server import SERVER
from tests.storage.update_drill import NoSmallDisk, golden, newer_files, old_files, updates_without_a_backup

from shipworthy.domain.assessment import AssessmentState
from shipworthy.errors import UserError
from shipworthy.storage import schema
from shipworthy.storage.backup import contents
from shipworthy.storage.sqlite_file import connect
from shipworthy.storage.store import Store
from shipworthy.storage.tables import metadata


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
    assert [case for case in constraint_names() if case[1]] == []


@pytest.mark.skipif(SERVER is None, reason="no PostgreSQL server is named: set SHIPWORTHY_TEST_POSTGRESQL")
def test_both_engines_have_the_same_schema_after_every_script() -> None:
    assert SERVER is not None
    assert [case for case in two_engines(SERVER) if case[1]] == []


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


def test_a_newer_database_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    cases = list(newer_files(tmp_path, (f"{int(schema.NEWEST) + 1:04}",), ("delete",)))
    assert len(cases) == 5
    assert [case for case in cases if case[1]] == []


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
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(golden()[-2], path)
    before = path.read_bytes()
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: SimpleNamespace(free=2 * len(before) - 1))
    with pytest.raises(UserError, match=r"MB free, but 1 MB are needed"):
        open_at(path, tmp_path)
    assert path.read_bytes() == before
    assert list((tmp_path / "backups").iterdir()) == []


def test_without_a_verified_backup_no_update_begins(tmp_path: Path) -> None:
    try:
        cases = list(updates_without_a_backup(golden()[0], tmp_path))
    except NoSmallDisk:
        pytest.skip("a small disk can be made only where this user may mount one")
    assert [case for case in cases if case[1]] == []


def test_a_migration_that_leaves_broken_references_is_undone(filled: Path, tmp_path: Path) -> None:
    run(filled, "PRAGMA foreign_keys=OFF", "DELETE FROM policies", "UPDATE meta SET value = '?' WHERE key = 'program'")
    with pytest.raises(RuntimeError, match="references"):
        schema.update_file(filled, schema.NEWEST, {}, tmp_path / "backups", NOW + timedelta(days=1))
    with closing(connect(filled, "ro")) as connection:
        assert connection.execute("SELECT value FROM meta WHERE key = 'program'").fetchone() == ("?",)


def test_the_file_of_every_released_schema_opens_with_all_it_holds(tmp_path: Path) -> None:
    assert {file.stem for file in golden()} >= {f"schema-{number:04}" for number in range(1, int(schema.NEWEST))}
    cases = list(old_files(tmp_path))
    assert len(cases) == len(golden())
    assert [case for case in cases if case[1]] == []


def test_what_old_files_hold_reads_as_what_it_is(tmp_path: Path) -> None:
    for old in golden():
        path = tmp_path / old.name
        shutil.copy(old, path)
        with open_at(path, tmp_path) as store, store.read() as tx:
            reviews = [each for service in tx.services.all() for each in tx.assessments.of_service(service.id)]
            for assessment in reviews:
                assert (assessment.decision is None) is (assessment.state is not AssessmentState.DECIDED)
                assert tx.answers.all_assessors(assessment.id)
            checkout = next(service for service in tx.services.all() if service.name == "checkout")
            with_remediation = old.stem > "schema-0002"
            assert bool(tx.items.of_service(checkout.id)) is bool(tx.waivers.all()) is with_remediation
            assert [seal.opened().waivers for seal in tx.seals.all()] == [()] * (old.stem != "schema-0001")
            with_portfolio = old.stem > "schema-0003"
            assert bool(tx.campaigns.all()) is bool(tx.views.all()) is with_portfolio


def test_a_migration_stopped_at_any_statement_happened_wholly_or_not() -> None:
    """Stop before every eighth statement, by a kill and by an error, then try again; the drill stops before each."""
    ran = subprocess.run(
        [sys.executable, "-m", "tests.drills", "migration", "8", golden()[-2].stem, "next"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    stopped = re.search(r"([0-9]+) stops in all, 0 wrong", ran.stdout)
    assert stopped is not None
    assert int(stopped[1]) >= 4
