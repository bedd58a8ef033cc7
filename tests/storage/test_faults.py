"""What can befall a database: each ends in plain words with the file named, and costs nothing that was saved."""

import os
import pickle
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from itertools import takewhile
from pathlib import Path
from uuid import uuid4

import pytest
from tests.storage.builders import NOW, Sample, put_sample
from tests.storage.conftest import on_a_file

from shipworthy.domain.assessment import Answer
from shipworthy.errors import UserError
from shipworthy.storage import sqlite_file
from shipworthy.storage.errors import Conflict, explain
from shipworthy.storage.sqlite_file import connect
from shipworthy.storage.store import Store

pytestmark = on_a_file

NOBODY = 65534


def open_at(path: Path) -> Store:
    return Store.open(path, now=NOW, new_id=uuid4, backup_dir=path.parent / "backups")


@contextmanager
def as_somebody_else() -> Iterator[None]:
    """Run as a user whom permissions bind; they do not bind root."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def public(tmp_path_factory: pytest.TempPathFactory, empty_store: Path) -> Iterator[Path]:
    """Return a store with a service in it, in a folder that anybody may enter."""
    folder = tmp_path_factory.mktemp("public")
    for parent in takewhile(lambda each: each.name.startswith(("public", "popen-", "pytest-")), folder.parents):
        parent.chmod(0o755)
    folder.chmod(0o755)
    path = folder / "store.db"
    shutil.copy(empty_store, path)
    with open_at(path) as store:
        put_sample(store)
    yield path
    folder.chmod(0o755)


def must_open_to_read_alone(path: Path) -> None:
    with as_somebody_else(), open_at(path) as store:
        assert store.read_only
        assert store.describe().read_only
        with store.read() as tx:
            assert [service.name for service in tx.services.all()] == ["checkout"]
        with pytest.raises(UserError, match="may only be read") as raised, store.begin("Bo", NOW):
            pytest.fail("a block that cannot be stored must not run")
        assert str(path) in raised.value.message


posix = pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")


@posix
def test_a_read_only_file_opens_to_be_read(public: Path) -> None:
    public.chmod(0o444)
    public.parent.chmod(0o777)
    before = public.read_bytes()
    must_open_to_read_alone(public)
    assert public.read_bytes() == before


@posix
def test_a_read_only_folder_opens_to_be_read(public: Path) -> None:
    public.chmod(0o666)
    public.parent.chmod(0o555)
    must_open_to_read_alone(public)


@posix
def test_a_write_ahead_log_in_a_read_only_folder_opens_to_be_read(public: Path) -> None:
    with closing(connect(public, "rw")) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
    public.parent.chmod(0o555)
    must_open_to_read_alone(public)


@posix
def test_a_file_that_may_not_be_read_is_named(public: Path) -> None:
    public.chmod(0o000)
    with as_somebody_else(), pytest.raises(UserError, match="could not be opened") as raised:
        open_at(public)
    assert str(public) in raised.value.message


@posix
def test_a_folder_that_may_not_be_made_is_named(public: Path) -> None:
    public.parent.chmod(0o555)
    with as_somebody_else(), pytest.raises(UserError, match="Could not make the folder"):
        open_at(public.parent / "new" / "store.db")


def test_a_folder_in_the_files_place_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="could not be opened"):
        open_at(tmp_path)


def test_a_read_only_file_of_an_older_schema_says_what_to_do(public: Path) -> None:
    with closing(connect(public, "rw")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0001'")
    public.chmod(0o444)
    with as_somebody_else(), pytest.raises(UserError, match="older Shipworthy and must be updated"):
        open_at(public)


@pytest.mark.parametrize("content", [b"To whom it may concern: " * 100, b"\0" * 5000, b"%PDF-1.7"])
def test_a_file_of_another_kind_is_refused_and_left_as_it_is(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(UserError, match="not a Shipworthy database") as raised:
        open_at(path)
    assert str(path) in raised.value.message
    assert path.read_bytes() == content


def test_a_damaged_file_is_noticed_when_opened(store: Store, sample: Sample, path: Path) -> None:
    store.close()
    content = bytearray(path.read_bytes())
    with closing(sqlite3.connect(path)) as connection:
        [(page,)] = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'change_log'")
    content[(page - 1) * 4096 : page * 4096] = os.urandom(4096)
    path.write_bytes(content)
    with pytest.raises(UserError, match="is damaged") as raised:
        Store.open(path, now=NOW + timedelta(days=1), new_id=uuid4, backup_dir=path.parent)
    assert "backup" in raised.value.hint
    assert path.read_bytes() == content


def test_a_damaged_file_is_noticed_when_used(store: Store, sample: Sample, path: Path) -> None:
    store.close()
    with closing(sqlite3.connect(path)) as connection:
        [(page,)] = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'services'")
    with path.open("rb+") as file:
        file.seek((page - 1) * 4096)
        file.write(os.urandom(4096))
    with open_at(path) as again, pytest.raises(UserError, match="is damaged"), again.read() as tx:
        tx.services.all()


def test_a_truncated_file_is_noticed(store: Store, sample: Sample, path: Path) -> None:
    store.close()
    path.write_bytes(path.read_bytes()[:6000])
    with pytest.raises(UserError, match="is damaged"):
        open_at(path)


def test_a_neighbour_who_does_not_let_go_is_waited_for_and_then_named(
    store: Store, sample: Sample, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.close()
    monkeypatch.setattr(sqlite_file, "BUSY_SECONDS", 0.2)
    with open_at(path) as again:
        with closing(sqlite3.connect(path, isolation_level=None)) as neighbour:
            neighbour.execute("BEGIN IMMEDIATE")
            with pytest.raises(UserError, match="Another program is writing to") as raised:
                put_sample(again, "search")
        assert str(path) in raised.value.message
        put_sample(again, "search")  # as soon as the neighbour is gone


def test_a_commit_that_a_reader_holds_up_is_undone_whole(
    store: Store, sample: Sample, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.close()
    monkeypatch.setattr(sqlite_file, "BUSY_SECONDS", 0.2)
    with open_at(path) as again:
        with closing(sqlite3.connect(path, isolation_level=None)) as neighbour:
            neighbour.execute("BEGIN")
            neighbour.execute("SELECT count(*) FROM meta").fetchone()
            for write in (lambda: put_sample(again, "search"), lambda: answer(again, sample)):
                with pytest.raises(UserError, match="Another program"):
                    write()
        with again.read() as tx:
            assert tx.changes.since(sample.assessment.version) == ()
        answer(again, sample)


def answer(store: Store, sample: Sample) -> None:
    with store.begin("Bo", NOW) as tx:
        tx.answers.save(sample.assessment.id, sample.answer())


def test_a_full_disk_costs_the_change_and_nothing_else(store: Store, sample: Sample, path: Path) -> None:
    with store.begin("Bo", NOW) as tx:
        saved = tx.answers.save(sample.assessment.id, sample.answer()).value
    # SQLite's own limit stands for the disk's where no small disk can be had; it fails in the same way.
    assert store._kept is not None
    store._kept[1].connection.execute("PRAGMA max_page_count=1")
    with pytest.raises(UserError, match="is full") as raised:
        answer_much(store, sample)
    assert str(path) in raised.value.message
    with store.read() as tx:
        assert tx.answers.of_assessment(sample.assessment.id) == {saved.question: saved}
        assert tx.changes.since(saved.version) == ()


def answer_much(store: Store, sample: Sample) -> None:
    with store.begin("Bo", NOW) as tx:
        for number in range(200):
            tx.answers.save(sample.assessment.id, sample.answer(f"backend/{number}", note="n" * 5000))


def answer_until_full(store: Store, sample: Sample, acknowledged: list[Answer]) -> None:
    for number in range(2000):
        with store.begin("Bo", NOW) as tx:
            given = sample.answer(f"backend/{number}", note="n" * 2000)
            saved = tx.answers.save(sample.assessment.id, given).value
        acknowledged.append(saved)


def test_a_disk_that_fills_up_loses_no_acknowledged_answer(small_disk: Path, empty_store: Path) -> None:
    path = small_disk / "store.db"
    shutil.copy(empty_store, path)
    with open_at(path) as store:
        sample = put_sample(store)
        acknowledged: list[Answer] = []
        with pytest.raises(UserError, match="is full"):
            answer_until_full(store, sample, acknowledged)
        assert len(acknowledged) > 10
        with store.read() as tx:
            assert list(tx.answers.of_assessment(sample.assessment.id).values()) == sorted(
                acknowledged, key=lambda answer: answer.question
            )
    with open_at(path) as again, again.read() as tx:
        assert len(tx.answers.of_assessment(sample.assessment.id)) == len(acknowledged)


def test_a_file_left_in_the_middle_of_a_change_is_mended_by_whoever_may_write(public: Path) -> None:
    public.chmod(0o666)
    program = (
        "import os, sqlite3, sys\n"
        "connection = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "connection.execute('PRAGMA cache_spill=1'); connection.execute('PRAGMA cache_size=1')\n"
        "connection.execute('BEGIN')\n"
        "connection.execute('UPDATE services SET name = 1')\n"
        "for n in range(500): connection.execute('INSERT INTO meta VALUES (?, ?)', (f'k{n}', 'v' * 500))\n"
        "os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", program, public], check=False)
    journal = public.with_name("store.db-journal")
    assert journal.stat().st_size > 0
    if os.name != "nt":
        public.chmod(0o444)
        journal.chmod(0o444)
        with as_somebody_else(), pytest.raises(UserError, match="in the middle of a change"):
            open_at(public)
        public.chmod(0o666)
        journal.chmod(0o666)
    with open_at(public) as store, store.read() as tx:
        assert [service.name for service in tx.services.all()] == ["checkout"]


class ServerError(Exception):
    """An error as PostgreSQL's driver raises it."""

    def __init__(self, sqlstate: str) -> None:
        super().__init__("server said no")
        self.sqlstate = sqlstate


class OperationalError(ServerError):
    """Named as DB-API has it: the server or the way to it failed."""


def test_a_server_that_went_away_is_named() -> None:
    found = explain(OperationalError("57P01"), "postgresql://db.example.org/reviews")
    assert found is not None
    assert found.message.startswith(
        "The database at postgresql://db.example.org/reviews does not answer: server said no"
    )


def test_what_is_no_fault_of_the_database_stays_what_it_is() -> None:
    assert explain(KeyError("x"), "place") is None
    assert explain(ServerError("42601"), "place") is None
    assert explain(sqlite3.ProgrammingError("closed"), "place") is None
    assert isinstance(explain(ServerError("23505"), "place"), Conflict)


def test_conflicts_travel_between_processes() -> None:
    assert isinstance(pickle.loads(pickle.dumps(Conflict())), Conflict)
