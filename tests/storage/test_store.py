"""The store: opened with the settings it promises, all or nothing, and never left in the middle."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Event
from uuid import uuid4

import pytest
from sqlalchemy import Connection
from tests.storage.builders import NOW, Sample
from tests.storage.conftest import Open, on_a_file

from shipworthy.domain.service import Service
from shipworthy.errors import UserError
from shipworthy.storage import schema
from shipworthy.storage.sqlite_file import connect
from shipworthy.storage.store import Store


def names(store: Store) -> list[str]:
    with store.read() as tx:
        return [service.name for service in tx.services.all()]


def add(store: Store, *given: str) -> None:
    with store.begin("Amira", NOW) as tx:
        for name in given:
            tx.services.save(Service(uuid4(), name))


def test_a_new_store_knows_itself_and_is_the_same_when_opened_again(tmp_path: Path, open_store: Open) -> None:
    path = tmp_path / "not" / "there yet" / "store.db"
    first = open_store(path)
    add(first, "checkout")
    first.close()
    again = open_store(path)
    assert (again.id, again.time_zone, again.path) == (first.id, "Europe/Amsterdam", path)
    assert names(again) == ["checkout"]
    assert not (tmp_path / "backups").exists()  # nothing to lose, nothing to back up


def test_an_empty_file_becomes_a_store(path: Path, open_store: Open) -> None:
    path.touch()
    assert names(open_store(path)) == []


def test_a_store_that_another_program_makes_meanwhile_is_opened(
    path: Path, open_store: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    current = schema.current

    def look_and_be_overtaken(connection: Connection, place: str) -> str | None:
        found = current(connection, place)
        connection.rollback()  # lets the other one write
        monkeypatch.undo()
        open_store(path)
        return found

    path.touch()
    monkeypatch.setattr(schema, "current", look_and_be_overtaken)
    assert names(open_store(path)) == []


@on_a_file
def test_a_time_zone_that_the_machine_does_not_know_is_told(path: Path, store: Store, open_store: Open) -> None:
    store.close()
    with closing(connect(path, "rw")) as connection:
        connection.execute("UPDATE meta SET value = 'Mars/Olympus_Mons' WHERE key = 'time_zone'")
    with pytest.raises(UserError, match="Mars/Olympus_Mons") as unknown:
        open_store(path)
    assert "tzdata" in unknown.value.hint


def test_the_day_is_that_of_the_stores_time_zone(store: Store) -> None:
    assert store.day(datetime(2026, 11, 22, 22, 59, tzinfo=UTC)) == date(2026, 11, 22)
    assert store.day(datetime(2026, 11, 22, 23, 0, tzinfo=UTC)) == date(2026, 11, 23)


def test_a_failing_block_stores_nothing(store: Store) -> None:
    with pytest.raises(UserError, match="needs a name"):
        add(store, "checkout", "")
    assert names(store) == []
    add(store, "checkout")
    assert names(store) == ["checkout"]


def test_actions_gathered_as_one_see_each_other_and_are_stored_together(store: Store) -> None:
    later = NOW + timedelta(days=1)
    with store.as_one("Amira", NOW) as one:
        add(one, "checkout")
        assert names(one) == ["checkout"]
        with one.begin("Jonas", later) as tx:
            tx.services.save(Service(uuid4(), "ledger"))
        assert names(store) == []
    assert names(store) == ["checkout", "ledger"]
    with store.read() as tx:
        logged = [tx.changes.get(sequence) for sequence in (1, tx.services.all()[1].version)]
    assert [(change.actor, change.at) for change in logged] == [("Amira", NOW), ("Jonas", later)]


def test_none_of_the_actions_gathered_is_stored_where_one_fails(store: Store) -> None:
    def add_twice() -> None:
        with store.as_one("Amira", NOW) as one:
            add(one, "checkout")
            add(one, "Checkout")

    with pytest.raises(UserError, match="already a service"):
        add_twice()
    assert names(store) == []
    add(store, "checkout")
    assert names(store) == ["checkout"]


def test_a_bug_in_a_block_stores_nothing_and_stays_a_bug(store: Store, sample: Sample) -> None:
    unknown = replace(sample.assessment, id=uuid4(), version=0, policy_hash="0" * 64)
    with pytest.raises(Exception, match=r"FOREIGN KEY|foreign key") as raised, store.begin("Amira", NOW) as tx:
        tx.assessments.save(unknown)
    assert not isinstance(raised.value, UserError)
    with store.read() as tx:
        assert tx.assessments.of_service(sample.service.id) == (sample.assessment,)
        assert tx.changes.since(sample.assessment.version) == ()


def test_a_reader_cannot_write(store: Store) -> None:
    with pytest.raises(UserError, match="may only be read"), store.read() as tx:
        tx.services.save(Service(uuid4(), "checkout"))
    assert names(store) == []


def test_a_reader_sees_one_state_and_nothing_unfinished(store: Store) -> None:
    with store.begin("Amira", NOW) as tx:
        tx.services.save(Service(uuid4(), "checkout"))
        with ThreadPoolExecutor(1) as other:
            assert other.submit(names, store).result() == []
    assert names(store) == ["checkout"]


def test_writers_of_one_process_wait_for_one_another(store: Store) -> None:
    inside = Event()

    def second() -> None:
        inside.wait()
        add(store, "second")

    with ThreadPoolExecutor(1) as other:
        with store.begin("Amira", NOW) as tx:
            waiting = other.submit(second)
            inside.set()
            tx.services.save(Service(uuid4(), "first"))
            assert not waiting.done()
        waiting.result()
    with store.read() as tx:
        assert [change.after_as(Service).name for change in tx.changes.since(0)] == ["first", "second"]  # type: ignore[union-attr]


def test_many_threads_lose_nothing(store: Store) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda number: add(store, f"service {number}"), range(40)))
    assert len(names(store)) == 40


@on_a_file
def test_every_connection_has_the_settings_that_were_promised(store: Store, path: Path) -> None:
    wanted = {"foreign_keys": 1, "synchronous": 3, "busy_timeout": 5000, "trusted_schema": 0, "cell_size_check": 1}
    with store.begin("Amira", NOW), store.read():
        for engine in (store._reader, store._writer):
            assert engine is not None
            with closing(engine.raw_connection()) as connection:
                cursor = connection.cursor()
                found = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in wanted}
                assert found == wanted


@on_a_file
def test_a_store_describes_itself_for_whoever_looks_for_a_fault(store: Store, path: Path) -> None:
    info = store.describe()
    assert (info.location, info.schema, info.read_only) == (str(path), schema.NEWEST, False)
    assert (info.engine, info.journal_mode) == (f"SQLite {sqlite3.sqlite_version}", "delete")
    assert info.checked_on == date(2026, 11, 22)


@on_a_file
def test_the_structure_is_checked_at_the_first_opening_of_a_day(path: Path, store: Store, tmp_path: Path) -> None:
    assert recorded_check(path) == "2026-11-22"
    store.close()
    for later, recorded in ((NOW + timedelta(minutes=1), "2026-11-22"), (NOW + timedelta(days=1), "2026-11-23")):
        Store.open(path, now=later, new_id=uuid4, backup_dir=tmp_path).close()
        assert recorded_check(path) == recorded


def recorded_check(path: Path) -> str:
    with closing(connect(path, "ro")) as connection:
        found: str = connection.execute("SELECT value FROM meta WHERE key = 'checked_on'").fetchone()[0]
        return found


@on_a_file
def test_closing_twice_and_closing_unused_is_harmless(path: Path, store: Store) -> None:
    store.close()
    store.close()
    assert [each.name for each in path.parent.iterdir()] == ["store.db"]


def test_a_store_can_be_closed_from_another_thread(store: Store) -> None:
    add(store, "checkout")
    with ThreadPoolExecutor(1) as other:
        other.submit(store.close).result()
