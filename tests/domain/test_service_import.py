"""What a file says of a service takes the place of what stands there; what it does not mention stays."""

from typing import Any
from uuid import UUID

import pytest

from shipworthy.domain.service import Lifecycle, Link, LinkKind, Service
from shipworthy.domain.service_import import Needed, ReceivedService, ServiceField, merged

A, B, C = UUID(int=1), UUID(int=2), UUID(int=3)
REPOSITORY, RUNBOOK, WIKI = (
    Link(LinkKind.REPOSITORY, "https://git/a"),
    Link(LinkKind.RUNBOOK, "https://run/a"),
    Link(LinkKind.OTHER, "https://wiki/a"),
)
THERE = Service(
    A, "ledger", team="Money", owner="Bo", tier=1, lifecycle=Lifecycle.DEPRECATED, system="shop", domain="d",
    description="Books.", links=(REPOSITORY, WIKI, RUNBOOK), tags=("x",), facts={"has_database": True},
    hard_dependencies=frozenset({B}), soft_dependencies=frozenset({C}), version=4,
)  # fmt: skip


def received(
    said: dict[ServiceField, Any] | None = None, facts: dict[str, bool | None] | None = None
) -> ReceivedService:
    return ReceivedService("Ledger", "services.csv", (3, 2), "services", said or {}, facts or {})


@pytest.mark.parametrize("clear_empty", [True, False])
def test_a_file_that_says_nothing_changes_nothing(clear_empty: bool) -> None:
    assert merged(THERE, received(), Needed(), clear_empty=clear_empty) == THERE


def test_what_a_file_says_takes_the_place_of_what_stands_there() -> None:
    said = {
        ServiceField.TEAM: "Coins",
        ServiceField.TIER: 2,
        ServiceField.LIFECYCLE: Lifecycle.PRODUCTION,
        ServiceField.TAGS: ("y", "z"),
        ServiceField.REPOSITORY: ("https://git/b", "https://git/b", "https://git/c"),
    }
    after = merged(THERE, received(said, {"exposes_api": False}), Needed(hard=frozenset({C})))
    assert (after.name, after.team, after.owner, after.tier) == ("ledger", "Coins", "Bo", 2)
    assert (after.lifecycle, after.tags) == (Lifecycle.PRODUCTION, ("y", "z"))
    assert [link.url for link in after.links] == ["https://wiki/a", "https://run/a", "https://git/b", "https://git/c"]
    assert after.facts == {"exposes_api": False, "has_database": True}
    assert (after.hard_dependencies, after.soft_dependencies) == ({C}, frozenset())  # hard wins
    assert merged(after, received(said), Needed(hard=frozenset({C}))) == after


def test_links_of_a_kind_that_are_the_same_in_another_order_stay() -> None:
    there = Service(A, "a", links=(REPOSITORY, WIKI, Link(LinkKind.REPOSITORY, "https://git/b")))
    said = {ServiceField.REPOSITORY: ("https://git/b", "https://git/a")}
    assert merged(there, received(said), Needed()) == there


def test_what_is_left_empty_is_cleared_only_on_demand() -> None:
    said = {ServiceField.TEAM: "", ServiceField.TAGS: (), ServiceField.RUNBOOK: (), ServiceField.LINK: ("https://w",)}
    facts: dict[str, bool | None] = {"has_database": None, "exposes_api": None}
    kept = merged(THERE, received(said, facts), Needed())
    assert (kept.team, kept.tags, kept.facts) == ("Money", ("x",), {"has_database": True})
    assert kept.links == (REPOSITORY, RUNBOOK, Link(LinkKind.OTHER, "https://w"))
    cleared = merged(THERE, received(said, facts), Needed(soft=frozenset()), clear_empty=True)
    assert (cleared.team, cleared.tags, cleared.facts, cleared.soft_dependencies) == ("", (), {}, frozenset())
    assert cleared.links == (REPOSITORY, Link(LinkKind.OTHER, "https://w"))


def test_a_service_never_depends_on_itself() -> None:
    after = merged(THERE, received(), Needed(frozenset({A, B}), frozenset({A, B, C})))
    assert (after.hard_dependencies, after.soft_dependencies) == ({B}, {C})


def test_a_problem_has_the_place_of_the_row_unless_another_is_given() -> None:
    assert str(received().problem("No", "Mend it.")) == "services.csv: services!B3: No. Mend it."
    assert str(received().problem("No", "Mend it.", (9, 1))) == "services.csv: services!A9: No. Mend it."
