"""Two services that are one: differences, the merged one, items and waivers, and names that look alike."""

from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain.builders import item, waiver

from shipworthy.domain.remediation import ItemOrigin, ItemState
from shipworthy.domain.service import Lifecycle, Link, LinkKind, Service
from shipworthy.domain.service_merge import (
    FACT,
    Difference,
    ItemMove,
    differences,
    duplicate_key,
    merged,
    moved_items,
    turned,
    uncovered,
    usual_choice,
)

KEPT, OTHER, X, Y = (UUID(int=number) for number in range(1, 5))


def pair() -> tuple[Service, Service]:
    """Return two services with something in common and something else."""
    kept = Service(
        KEPT,
        "Payments",
        owner="Amira",
        tags=("pci",),
        links=(Link(LinkKind.RUNBOOK, "https://a.example"),),
        facts={"has_database": True, "exposes_api": True},
        hard_dependencies=frozenset({X, OTHER}),
        soft_dependencies=frozenset({Y}),
    )
    other = Service(
        OTHER,
        "payments-svc",
        team="Core",
        tier=1,
        lifecycle=Lifecycle.DEPRECATED,
        tags=("go", "pci"),
        links=(Link(LinkKind.RUNBOOK, "https://a.example"), Link(LinkKind.OTHER, "https://b.example")),
        facts={"has_database": False, "handles_payments": True},
        hard_dependencies=frozenset({Y, KEPT}),
        soft_dependencies=frozenset({X}),
    )
    return kept, other


def test_differences_are_told_in_the_order_of_the_fields() -> None:
    kept, other = pair()
    assert differences(kept, other) == (
        Difference("name", "Payments", "payments-svc"),
        Difference("team", "", "Core"),
        Difference("owner", "Amira", ""),
        Difference("tier", 3, 1),
        Difference("lifecycle", Lifecycle.PRODUCTION, Lifecycle.DEPRECATED),
        Difference(FACT + "has_database", True, False),
    )
    assert usual_choice(kept, other) == {"team"}


def test_the_merged_one_has_what_both_have_and_what_was_chosen() -> None:
    kept, other = pair()
    usual = merged(kept, other, usual_choice(kept, other))
    assert (usual.id, usual.name, usual.team, usual.owner, usual.tier) == (KEPT, "Payments", "Core", "Amira", 3)
    assert usual.tags == ("pci", "go")
    assert [link.url for link in usual.links] == ["https://a.example", "https://b.example"]
    assert usual.facts == {"has_database": True, "exposes_api": True, "handles_payments": True}
    assert (usual.hard_dependencies, usual.soft_dependencies) == ({X, Y}, frozenset())
    chosen = merged(kept, other, {"name", "tier", FACT + "has_database"})
    assert (chosen.name, chosen.team, chosen.tier, chosen.facts["has_database"]) == ("payments-svc", "", 1, False)


def test_who_depended_on_the_other_one_depends_on_the_kept_one_once() -> None:
    soft = Service(X, "x", soft_dependencies=frozenset({OTHER, Y}))
    assert turned(soft, KEPT, OTHER).soft_dependencies == {KEPT, Y}
    both = Service(X, "x", hard_dependencies=frozenset({OTHER}), soft_dependencies=frozenset({KEPT}))
    assert (turned(both, KEPT, OTHER).hard_dependencies, turned(both, KEPT, OTHER).soft_dependencies) == ({KEPT}, set())


def test_items_are_taken_over_unless_the_kept_one_has_one_for_the_question() -> None:
    first, second = item("p/a", "p/b", id=uuid4()), item("p/c", id=uuid4(), origin=ItemOrigin.IMPROVEMENT)
    third = item("p/old", id=uuid4(), needs=frozenset({first.id, second.id}))
    by_hand = item(id=uuid4(), origin=ItemOrigin.MANUAL)
    done = item("p/z", id=uuid4(), state=ItemState.VERIFIED)
    of_kept = [item("q/c", id=uuid4()), item("p/b", id=uuid4()), item("p/a", id=uuid4(), state=ItemState.DROPPED)]
    ids = {each.id: uuid4() for each in (first, second, third, by_hand, done)}
    roots = {"p/a": "p/a", "p/b": "p/b", "p/c": "q/c", "q/c": "q/c"}
    moves = moved_items([first, second, third, by_hand, done], of_kept, KEPT, ids, roots)
    assert [move.item for move in moves] == [first, second, third, by_hand]
    taken = [move.taken for move in moves]
    assert taken[0] == replace(first, id=ids[first.id], service=KEPT, questions=frozenset({"p/a"}))
    assert taken[1] is None
    assert taken[2] is not None
    assert (taken[2].questions, taken[2].origin) == (frozenset(), ItemOrigin.MANUAL)
    assert taken[2].needs == {ids[first.id], second.id}
    assert taken[3] is not None
    assert taken[3].origin is ItemOrigin.MANUAL


def test_without_a_review_of_the_kept_one_items_keep_their_questions() -> None:
    only = item("p/a", id=uuid4())
    copy = uuid4()
    (move,) = moved_items([only], [], KEPT, {only.id: copy}, None)
    assert move == ItemMove(only, replace(only, id=copy, service=KEPT))


def test_waivers_are_taken_over_once_for_each_question() -> None:
    day = date(2026, 12, 1)
    ours = waiver("p/a", day)
    theirs = [waiver("q/a", day), waiver("p/b", day), waiver("q/b", day)]
    roots = {"p/a": "p/a", "q/a": "p/a", "p/b": "p/b", "q/b": "p/b"}
    assert uncovered(theirs, [ours], roots) == (theirs[1],)
    assert uncovered(theirs[:1], [ours], {}) == (theirs[0],)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("payments", "Payments"),
        ("payments", "payments-service"),
        ("payments", "Payments_SVC"),
        ("pay ments", "pay-ments"),
        ("Zahlungs-Service", "zahlungs"),
        ("ｐａｙ", "pay"),
        ("service", "Service"),
    ],
)
def test_names_that_are_one_have_one_key(one: str, other: str) -> None:
    assert duplicate_key(one) == duplicate_key(other)


def test_a_name_of_signs_alone_is_its_own_key() -> None:
    assert duplicate_key(" 🚀 ") == "🚀"
    assert duplicate_key("svc") == "svc"


@given(
    st.frozensets(st.sampled_from(["name", "team", "owner", "tier", FACT + "has_database"])),
)
def test_a_merge_loses_nothing_of_either(chosen: frozenset[str]) -> None:
    kept, other = pair()
    result = merged(kept, other, chosen)
    assert set(result.tags) == {*kept.tags, *other.tags}
    assert set(result.links) == {*kept.links, *other.links}
    assert result.facts.keys() == kept.facts.keys() | other.facts.keys()
    assert result.needs == (kept.needs | other.needs) - {KEPT, OTHER}
    assert not result.hard_dependencies & result.soft_dependencies
    for each in differences(kept, other):
        if not each.field.startswith(FACT):
            assert getattr(result, each.field) == (each.other if each.field in chosen else each.kept)
