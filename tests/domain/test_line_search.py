"""Which lines a filter keeps: each facet, words however they are written, counts, and values that are gone."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain.service_lines import late_item, line, standing, waiver

from shipworthy.domain.gate import Verdict
from shipworthy.domain.line_search import LineSearch, in_order
from shipworthy.domain.portfolio import DueKind, ReviewDue, ServiceLine
from shipworthy.domain.service import Lifecycle
from shipworthy.domain.service_filter import Facet, ServiceFilter, Value

LINES = (
    line("checkout", team="Payments", owner="Mia", tier=1, system="Shop", domain="Sales", tags=("pci", "java")),
    line("search", team="Search", tier=2, lifecycle=Lifecycle.EXPERIMENTAL, tags=("java",)),
    line("Müller-Straße", team="", owner="Zoë", tier=3, verdict=Verdict.READY),
    line("خدمة الدفع", team="المدفوعات", tier=4, verdict=Verdict.CONDITIONALLY_READY),
)


def search(*lines: ServiceLine) -> LineSearch:
    return LineSearch(lines or LINES, lambda tier: f"Tier {tier}", lambda verdict: verdict.value.capitalize())


def names(wanted: ServiceFilter, *lines: ServiceLine) -> list[str]:
    return [each.service.name for each in search(*lines).kept(wanted)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("CHECK", ["checkout"]),
        ("payments pci", ["checkout"]),
        ("payments search", []),
        ("mia shop sales", ["checkout"]),
        ("tier  3", ["Müller-Straße"]),
        ("conditionally", ["خدمة الدفع"]),
        ("STRASSE", ["Müller-Straße"]),
        ("mu\u0308ller", ["Müller-Straße"]),
        ("zoe\u0308", ["Müller-Straße"]),
        ("المدفوعات", ["خدمة الدفع"]),
        ("checkoutpayments", []),
        ("   ", [each.service.name for each in LINES]),
    ],
)
def test_every_word_is_found_somewhere_whatever_the_capitals_and_marks(text: str, found: list[str]) -> None:
    assert names(ServiceFilter(text)) == found


@pytest.mark.parametrize(
    ("facet", "values", "found"),
    [
        (Facet.TIER, {1, 4}, ["checkout", "خدمة الدفع"]),
        (Facet.TEAM, {"Payments", ""}, ["checkout", "Müller-Straße"]),
        (Facet.OWNER, {"Mia"}, ["checkout"]),
        (Facet.SYSTEM, {"Shop"}, ["checkout"]),
        (Facet.DOMAIN, {"Sales"}, ["checkout"]),
        (Facet.TAG, {"java", "gone"}, ["checkout", "search"]),
        (Facet.LIFECYCLE, {Lifecycle.EXPERIMENTAL}, ["search"]),
        (Facet.VERDICT, {Verdict.READY}, ["Müller-Straße"]),
        (Facet.CONCERN, {"due"}, []),
    ],
)
def test_one_of_the_values_of_each_facet_is_enough(facet: Facet, values: set[Value], found: list[str]) -> None:
    assert names(ServiceFilter().with_values(facet, values)) == found


@pytest.mark.parametrize(
    ("concern", "worried"),
    [
        ("blockers", {"standing": standing(blockers=1)}),
        ("overdue", {"overdue": (late_item(),)}),
        ("expiring", {"expiring": (waiver(),)}),
        ("due", {"due": (ReviewDue(DueKind.NEVER),)}),
        ("capped", {"capped_by": ("ledger",)}),
        ("draft", {"standing": standing(decided=False)}),
    ],
)
def test_each_concern_keeps_those_it_is_about(concern: str, worried: dict[str, Any]) -> None:
    calm = line("calm", standing=standing())
    assert names(ServiceFilter(concern=frozenset({concern})), calm, replace(calm, **worried)) == ["calm"]
    assert names(ServiceFilter(concern=frozenset({concern})), calm) == []


def test_counts_say_what_each_value_would_keep_with_the_other_facets_as_they_are() -> None:
    wanted = ServiceFilter("java", tier=frozenset({1}), team=frozenset({"Gone"}))
    assert search().counts(wanted, Facet.TEAM) == {"Gone": 0, "Payments": 1, "Search": 0, "المدفوعات": 0, "": 0}
    assert search().counts(ServiceFilter("java"), Facet.TIER) == {1: 1, 2: 1, 3: 0, 4: 0}
    assert search().counts(ServiceFilter(tag=frozenset({"pci"})), Facet.TAG) == {"java": 2, "pci": 1}
    assert list(search().counts(ServiceFilter(), Facet.VERDICT)) == [
        Verdict.READY,
        Verdict.CONDITIONALLY_READY,
        Verdict.NOT_ASSESSED,
    ]


def test_values_follow_each_other_as_people_expect_and_nothing_is_last() -> None:
    assert in_order(Facet.TEAM, {"", "beta", "Alpha", "alpha"}) == ["Alpha", "alpha", "beta", ""]
    assert in_order(Facet.CONCERN, {"draft", "of a later version", "blockers"}) == [
        "blockers",
        "draft",
        "of a later version",
    ]


def test_values_that_no_service_has_any_more_are_told() -> None:
    wanted = ServiceFilter(
        tier=frozenset({1}),
        team=frozenset({"Payments", "Gone", "Away"}),
        tag=frozenset({"old", "pci"}),
        system=frozenset({""}),
        concern=frozenset({"overdue"}),
    )
    prepared = search()
    for _time in range(2):
        assert prepared.unknown(wanted) == ((Facet.TEAM, "Away"), (Facet.TEAM, "Gone"), (Facet.TAG, "old"))
    assert search().unknown(ServiceFilter("nothing like it")) == ()


def test_a_filter_tells_what_it_narrows() -> None:
    assert not ServiceFilter(" ").is_on
    wanted = ServiceFilter().with_value(Facet.TEAM, "Payments", True).with_value(Facet.TIER, 1, True).with_text("a")
    assert wanted.is_on
    assert wanted == ServiceFilter("a", tier=frozenset({1}), team=frozenset({"Payments"}))
    assert wanted.facets == (Facet.TIER, Facet.TEAM)
    assert wanted.with_value(Facet.TIER, 1, False).facets == (Facet.TEAM,)
    assert wanted.without(Facet.TEAM) == ServiceFilter("a", tier=frozenset({1}))


_words = st.sampled_from(["", "a", "b", "Ab", "Straße"])
_lines = st.lists(
    st.builds(
        line,
        name=st.sampled_from(["a", "b", "ab c"]),
        team=_words,
        owner=_words,
        tier=st.integers(1, 4),
        tags=st.lists(_words.filter(bool), unique=True).map(tuple),
        verdict=st.sampled_from(Verdict),
    )
)
_filters = st.builds(
    ServiceFilter,
    text=st.sampled_from(["", "a", "STRASSE b", "tier 1"]),
    tier=st.frozensets(st.integers(1, 4), max_size=2),
    team=st.frozensets(_words, max_size=2),
    tag=st.frozensets(_words.filter(bool), max_size=2),
    verdict=st.frozensets(st.sampled_from(Verdict), max_size=2),
)


@given(_lines, _filters, st.sampled_from([Facet.TIER, Facet.TEAM, Facet.OWNER, Facet.TAG, Facet.VERDICT]))
def test_a_count_is_what_is_kept_once_the_value_alone_is_chosen(
    lines: list[ServiceLine], wanted: ServiceFilter, facet: Facet
) -> None:
    prepared = search(*lines) if lines else LineSearch((), str, str)
    for value, count in prepared.counts(wanted, facet).items():
        assert len(prepared.kept(wanted.without(facet).with_value(facet, value, True))) == count
    assert [each for each in prepared.kept(wanted.with_text("")) if each in prepared.kept(wanted)] == prepared.kept(
        wanted
    )
