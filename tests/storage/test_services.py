"""Services: stored whole, told apart by name, never overwritten unseen."""

from dataclasses import fields, replace
from uuid import uuid4

import pytest
from tests.storage.builders import NOW, Sample

from shipworthy.domain.service import Lifecycle, Link, LinkKind, Service
from shipworthy.errors import UserError
from shipworthy.storage.changes import SubjectKind
from shipworthy.storage.errors import Conflict
from shipworthy.storage.store import Store
from shipworthy.storage.tables import services


def save(store: Store, service: Service) -> Service:
    with store.begin("Amira", NOW) as tx:
        return tx.services.save(service).value


def full_service() -> Service:
    return Service(
        uuid4(),
        "Zahlungen \U0001f4b3 سلام",
        team="Payments",
        owner="Bo",
        tier=1,
        lifecycle=Lifecycle.EXPERIMENTAL,
        system="shop",
        domain="money",
        description="Takes money.\nGives receipts.",
        links=(Link(LinkKind.REPOSITORY, "https://git.example.org/pay"), Link(LinkKind.ON_CALL, "https://on.call")),
        tags=("pci", "core"),
        facts={"exposes_api": True, "has_database": False},
    )


def test_a_service_comes_back_as_it_was_saved(store: Store, sample: Sample) -> None:
    soft = save(store, Service(uuid4(), "search"))
    hard, soft_ones = frozenset({sample.service.id}), frozenset({soft.id})
    given = replace(full_service(), hard_dependencies=hard, soft_dependencies=soft_ones)
    stored = save(store, given)
    with store.read() as tx:
        assert tx.services.get(given.id) == stored
    assert replace(stored, version=0) == given


def test_every_field_of_the_domain_is_stored() -> None:
    beside = {"facts", "hard_dependencies", "soft_dependencies"}
    assert {field.name for field in fields(Service)} - beside == {column.name for column in services.c} - {"name_key"}


def test_services_come_by_name_and_archived_ones_on_request(store: Store) -> None:
    for name in ("b", "C", "a"):
        save(store, Service(uuid4(), name))
    archived = save(store, Service(uuid4(), "aa", archived=True))
    with store.read() as tx:
        assert [service.name for service in tx.services.all()] == ["a", "b", "C"]
        assert archived in tx.services.all(archived=True)


@pytest.mark.parametrize("name", ["CHECKOUT", " checkout ", "ＣheckＯut"])
def test_two_services_cannot_bear_one_name(store: Store, sample: Sample, name: str) -> None:
    with pytest.raises(UserError, match="already a service called “checkout”"):
        save(store, Service(uuid4(), name))
    with store.read() as tx:
        assert len(tx.services.all()) == 1
        found = tx.services.find(name)
    assert found == sample.service


def test_a_name_is_free_again_once_its_bearer_is_archived(store: Store, sample: Sample) -> None:
    old = save(store, replace(sample.service, archived=True))
    save(store, Service(uuid4(), "Checkout"))
    with pytest.raises(UserError, match="already a service"):
        save(store, replace(old, archived=False))


def test_a_service_needs_a_name(store: Store) -> None:
    with pytest.raises(UserError, match="needs a name"):
        save(store, Service(uuid4(), "  "))


def test_a_service_may_be_renamed_in_letter_case_alone(store: Store, sample: Sample) -> None:
    assert save(store, replace(sample.service, name="Checkout")).name == "Checkout"


def test_a_change_of_an_outdated_service_is_refused(store: Store, sample: Sample) -> None:
    newer = save(store, replace(sample.service, owner="Bo"))
    with pytest.raises(Conflict):
        save(store, replace(sample.service, owner="Chris"))
    with pytest.raises(Conflict):
        save(store, replace(sample.service, version=0))
    with store.read() as tx:
        assert tx.services.get(newer.id) == newer


def test_a_missing_service_is_the_users_to_know(store: Store) -> None:
    with store.read() as tx, pytest.raises(UserError, match="not in this database"):
        tx.services.get(uuid4())


def test_fields_and_each_fact_are_changes_of_their_own(store: Store, sample: Sample) -> None:
    with store.begin("Bo", NOW) as tx:
        facts = {"has_database": True, "exposes_api": False}
        first = tx.services.save(replace(sample.service, tier=1, facts=facts), action="edit")
        assert first.value.version == first.sequence == first.sequences[-1]
    with store.begin("Bo", NOW) as tx:
        second = tx.services.save(replace(first.value, facts={"exposes_api": True}), action="edit facts")
    with store.read() as tx:
        log = [tx.changes.get(number) for number in (*first.sequences, *second.sequences)]
        stored = tx.services.get(sample.service.id)
    assert [(change.kind, change.part, change.before, change.after) for change in log[1:]] == [
        (SubjectKind.FACT, "exposes_api", None, "false"),
        (SubjectKind.FACT, "has_database", None, "true"),
        (SubjectKind.FACT, "exposes_api", "false", "true"),
        (SubjectKind.FACT, "has_database", "true", None),
    ]
    before, after = log[0].before_as(Service), log[0].after_as(Service)
    assert before is not None
    assert (before.tier, before.version) == (3, 0)
    assert after == replace(before, tier=1)
    assert (log[0].actor, log[0].at, log[0].action) == ("Bo", NOW, "edit")
    assert stored == second.value


def test_saving_what_is_there_already_changes_nothing(store: Store, sample: Sample) -> None:
    with store.begin("Amira", NOW) as tx:
        saved = tx.services.save(sample.service)
    assert (saved.value, saved.sequences) == (sample.service, ())


def test_dependencies_are_replaced_and_logged(store: Store, sample: Sample) -> None:
    other = save(store, Service(uuid4(), "search"))
    depending = save(store, replace(sample.service, hard_dependencies=frozenset({other.id})))
    softer = save(store, replace(depending, hard_dependencies=frozenset(), soft_dependencies=frozenset({other.id})))
    with store.read() as tx:
        assert tx.services.get(softer.id) == softer
        change = tx.changes.get(softer.version)
    before, after = change.before_as(Service), change.after_as(Service)
    assert before is not None
    assert after is not None
    assert (before.hard_dependencies, before.soft_dependencies) == ({other.id}, frozenset())
    assert (after.hard_dependencies, after.soft_dependencies) == (frozenset(), {other.id})


def test_many_new_services_are_stored_as_one_by_one(store: Store, sample: Sample) -> None:
    first, second, third = uuid4(), uuid4(), uuid4()
    circle = (
        replace(full_service(), id=first, name="one", hard_dependencies=frozenset({second})),
        Service(second, "two", soft_dependencies=frozenset({first, sample.service.id})),
        Service(third, "three", hard_dependencies=frozenset({sample.service.id})),
        Service(uuid4(), "old", archived=True),
    )
    with store.begin("Amira", NOW) as tx:
        saved = tx.services.add_all(circle, action="import")
        assert tx.services.add_all(()) == ()
    with store.read() as tx:
        assert [tx.services.get(each.id) for each in circle] == [each.value for each in saved]
        assert [replace(each.value, version=0) for each in saved] == list(circle)
        assert [len(each.sequences) for each in saved] == [4, 2, 1, 1]  # alone, two facts, with what it needs
        for each in saved:
            logged = tx.changes.for_subject(SubjectKind.SERVICE, each.value.id)
            assert logged[-1].after_as(Service) == replace(each.value, facts={}, version=0)
            assert logged[0].before is None
        assert [each.name for each in tx.services.that_need(sample.service.id)] == ["three", "two"]


@pytest.mark.parametrize("name", ["CHECKOUT", "  ", "Ｎew"])
def test_a_name_in_use_keeps_all_new_services_out(store: Store, sample: Sample, name: str) -> None:
    assert sample.service.name == "checkout"
    with pytest.raises(UserError, match=r"already a service called|needs a name"), store.begin("Amira", NOW) as tx:
        tx.services.add_all([Service(uuid4(), "new"), Service(uuid4(), name)])
    with store.read() as tx:
        assert [each.name for each in tx.services.all()] == ["checkout"]
