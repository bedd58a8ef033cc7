"""Importing services: looked at first, one step of undo, and nothing more to do the second time."""

import string
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shipworthy.domain.service import Service
from shipworthy.domain.service_import import ServiceEffect
from shipworthy.errors import UserError
from shipworthy.workflows.service_archive import archive_services
from shipworthy.workflows.service_differences import differences
from shipworthy.workflows.service_import import (
    ImportOptions,
    ServicesPlan,
    import_services,
    plan_import,
    read_sources,
    source_name,
)
from shipworthy.workflows.services import blank_service, change_services, find_service, save_service
from shipworthy.workflows.session import Session
from shipworthy.workflows.undo import undo_changes

CREATED, UPDATED, UNCHANGED, SKIPPED = ServiceEffect


def write(folder: Path, text: str, name: str = "services.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def plan_of(session: Session, path: Path, said: Sequence[str] = (), **options: bool) -> ServicesPlan:
    return plan_import(session, source_name([path]), read_sources(session, [path], said), ImportOptions(**options))


def effects(plan: ServicesPlan) -> dict[str, ServiceEffect]:
    return {line.received.name: line.effect for line in plan.lines}


def stored(session: Session, archived: bool = True) -> dict[str, Service]:
    with session.store.read() as tx:
        return {each.name: each for each in tx.services.all(archived=archived)}


def add(session: Session, name: str, **fields: Any) -> Service:
    return save_service(session, replace(blank_service(session), name=name, **fields))


def test_new_services_come_in_with_each_other_and_go_with_one_undo(session: Session, tmp_path: Path) -> None:
    text = "name,team,tier,needs,uses\npay,Money,1,ledger,mail\nledger,Money,2,pay; gone,\nmail,Post,,mail,\n"
    before = stored(session)
    plan = plan_of(session, write(tmp_path, text))
    assert stored(session) == before  # a look changes nothing
    assert effects(plan) == {"pay": CREATED, "ledger": CREATED, "mail": CREATED}
    assert [str(note).partition("services!")[2] for line in plan.lines for note in line.notes] == [
        "D3: There is no service “gone” to depend on; it was left out. Import that service too, or correct the name."
    ]
    done = import_services(session, plan)
    assert (done.created, done.omitted, done.changed.name) == (3, 0, "import 3 services from services.csv")
    now = stored(session)
    assert now["pay"].hard_dependencies == {now["ledger"].id}
    assert now["pay"].soft_dependencies == {now["mail"].id}
    assert now["ledger"].hard_dependencies == {now["pay"].id}  # circles are allowed
    assert (now["mail"].tier, now["mail"].hard_dependencies) == (3, frozenset())
    taken_back = undo_changes(session, done.changed.service.id, done.changed.sequences)
    assert stored(session) == before
    undo_changes(session, done.changed.service.id, taken_back.sequences)
    assert {name: replace(each, version=0) for name, each in stored(session).items()} == {
        name: replace(each, version=0) for name, each in now.items()
    }


def test_what_a_file_says_takes_the_place_of_what_stands_there(session: Session, tmp_path: Path) -> None:
    ledger = add(session, "ledger")
    add(session, "Pay  Ments", team="Money", owner="Bo", tier=1, tags=("x",), hard_dependencies=frozenset({ledger.id}))
    path = write(tmp_path, "name,team,tier,tags,needs\nPAY MENTS,Coins,gold,,nowhere\nledger,,,,\n")
    plan = plan_of(session, path)
    assert effects(plan) == {"PAY MENTS": UPDATED, "ledger": UNCHANGED}
    (line,) = plan.changes
    assert line.after is not None
    assert differences(line.before, line.after, plan.names) == (("Team", "Money", "Coins"),)
    done = import_services(session, plan)
    now = stored(session)["Pay  Ments"]
    assert (done.created, now.team, now.owner, now.tags) == (0, "Coins", "Bo", ("x",))
    assert now.hard_dependencies == {ledger.id}  # nothing that the file names was found, so what stands here stays
    assert set(effects(plan_of(session, path)).values()) == {UNCHANGED}
    undo_changes(session, now.id, done.changed.sequences)
    assert stored(session)["Pay  Ments"].team == "Money"


def test_what_is_empty_is_cleared_only_where_that_is_asked(session: Session, tmp_path: Path) -> None:
    ledger = add(session, "ledger", facts={"has_database": True})
    add(session, "pay", team="Money", hard_dependencies=frozenset({ledger.id}))
    path = write(tmp_path, "name,team,needs,has_database\npay,,,\nledger,,,\n")
    assert set(effects(plan_of(session, path)).values()) == {UNCHANGED}
    plan = plan_of(session, path, clear_empty=True)
    import_services(session, plan)
    now = stored(session)
    assert (now["pay"].team, now["pay"].hard_dependencies, now["ledger"].facts) == ("", frozenset(), {})


def test_what_cannot_be_taken_is_skipped_with_its_reason(session: Session, tmp_path: Path) -> None:
    archive_services(session, [add(session, "old").id])
    add(session, "pay")
    path = write(tmp_path, "name,team\nOLD,a\nnew,b\nNew,c\n,d\npay,e\n")
    reasons = {
        line.received.place[0]: line.refusal.message
        for line in plan_of(session, path).lines
        if line.refusal is not None
    }
    assert reasons == {
        2: "“OLD” is archived here",
        4: f"A service of this name stands at {path}:3 already",
        5: "This row has no name",
    }
    assert effects(plan_of(session, path, create=False)) == {
        "OLD": SKIPPED, "new": SKIPPED, "New": SKIPPED, "": SKIPPED, "pay": UPDATED,
    }  # fmt: skip
    assert effects(plan_of(session, path, update=False))["pay"] is SKIPPED
    done = import_services(session, plan_of(session, path))
    assert [each.name for each in done.changed.services] == ["new", "pay"]


def test_dependencies_on_what_is_left_out_are_left_out(session: Session, tmp_path: Path) -> None:
    plan = plan_of(session, write(tmp_path, "name,needs\na,b\nb,\nc,a\n"))
    done = import_services(session, plan, {0, 2})
    now = stored(session)
    assert (set(now), done.omitted) == ({"a", "c"}, 1)
    assert (now["a"].needs, now["c"].needs) == (frozenset(), {now["a"].id})


def test_a_plan_that_was_overtaken_changes_nothing(session: Session, colleague: Session, tmp_path: Path) -> None:
    pay = add(session, "pay")
    path = write(tmp_path, "name,team\npay,Money\nnew,Money\n")
    plan = plan_of(session, path)
    change_services(colleague, [replace(pay, team="Theirs")], "theirs")
    with pytest.raises(UserError, match="“pay” changed while you looked at the import"):
        import_services(session, plan)
    assert set(stored(session)) == {"pay"}
    plan = plan_of(session, path)
    add(colleague, "NEW")
    with pytest.raises(UserError, match="There is already a service called “NEW”"):
        import_services(session, plan)
    assert stored(session)["pay"].team == "Theirs"


def test_nothing_to_import_is_said(session: Session, tmp_path: Path) -> None:
    plan = plan_of(session, write(tmp_path, "name\na\n"))
    with pytest.raises(UserError, match=r"There is nothing to import from services\.csv"):
        import_services(session, plan, ())


def test_files_of_all_forms_come_in_together(session: Session, tmp_path: Path) -> None:
    folder = tmp_path / "catalogue"
    folder.mkdir()
    write(folder, "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: pay}\nspec: {}\n", "pay.yaml")
    paths = [folder, write(tmp_path, "name,needs\npay,\nledger,pay\n")]
    plan = plan_import(session, source_name(paths), read_sources(session, paths))
    assert (plan.source, plan.counts) == (
        "catalogue and 1 more", {CREATED: 2, UPDATED: 0, UNCHANGED: 0, SKIPPED: 1},
    )  # fmt: skip
    import_services(session, plan)
    assert find_service(session, "ledger").hard_dependencies == {find_service(session, "pay").id}


@pytest.mark.parametrize(
    ("name", "said", "message"),
    [
        ("services.json", (), "services.json is no file of a kind that services are read from."),
        ("gone.yaml", (), "There is no file"),
        ("gone", (), "There is no file"),
        ("a.yaml", ("x=name",), "Only tables have columns to map."),
    ],
)
def test_what_cannot_be_read_is_told(
    session: Session, tmp_path: Path, name: str, said: tuple[str, ...], message: str
) -> None:
    if not name.startswith("gone"):
        write(tmp_path, "kind: Component", name)
    with pytest.raises(UserError, match=message):
        read_sources(session, [tmp_path / name], said)


WORD = st.text(string.ascii_lowercase + "ß Ä-", min_size=0, max_size=6)
ROW = st.fixed_dictionaries({
    "name": st.sampled_from(["pay", "PAY", "ledger", "mail", "x-1", "", "a b"]),
    "team": WORD,
    "tier": st.sampled_from(["", "1", "gold", "T9", "4"]),
    "lifecycle": st.sampled_from(["", "beta", "retired", "what"]),
    "tags": st.sampled_from(["", "a", "a,b", "b;a;a"]),
    "needs": st.sampled_from(["", "pay", "ledger;mail", "nowhere", "x-1,pay"]),
    "uses": st.sampled_from(["", "pay", "mail", "ledger,pay"]),
    "repository": st.sampled_from(["", "https://a", "https://b https://a", "ftp://x"]),
    "has_database": st.sampled_from(["", "yes", "no", "maybe"]),
})  # fmt: skip


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tables=st.lists(st.lists(ROW, min_size=1, max_size=6), min_size=1, max_size=2), clear=st.booleans())
def test_a_second_run_changes_nothing_and_undo_brings_all_back(
    session: Session, tmp_path: Path, tables: list[list[dict[str, str]]], clear: bool
) -> None:
    with pytest.raises(_EnoughError):
        _import_twice_in_vain(session, tmp_path, tables, clear)


class _EnoughError(Exception):
    """Ends a transaction that is not to be kept."""


def _import_twice_in_vain(session: Session, folder: Path, tables: list[list[dict[str, str]]], clear: bool) -> None:
    with session.store.as_one("Amira", session.now()) as store:  # so that each run begins with an empty store
        _import_twice(replace(session, store=store), folder, tables, clear)
        raise _EnoughError


def _import_twice(session: Session, folder: Path, tables: list[list[dict[str, str]]], clear: bool) -> None:
    for rows in tables:
        lines = [",".join(f'"{value}"' for value in row.values()) for row in rows]
        path = write(folder, "\n".join([",".join(rows[0]), *lines, "zoo"]))
        before = {name: replace(each, version=0) for name, each in stored(session).items()}
        plan = plan_of(session, path, clear_empty=clear)
        if not plan.changes:
            continue
        done = import_services(session, plan)
        again = plan_of(session, path, clear_empty=clear)
        assert not again.changes
        assert [line.effect is SKIPPED for line in again.lines] == [line.effect is SKIPPED for line in plan.lines]
        taken_back = undo_changes(session, done.changed.service.id, done.changed.sequences)
        assert {name: replace(each, version=0) for name, each in stored(session).items()} == before
        undo_changes(session, done.changed.service.id, taken_back.sequences)
