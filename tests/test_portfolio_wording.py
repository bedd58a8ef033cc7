"""Words of the portfolio: filters, groups, selections, and every column."""

from dataclasses import replace

import pytest
from tests.domain.builders import TODAY
from tests.domain.service_lines import late_item, line, standing, waiver

from shipworthy.domain.gate import Verdict
from shipworthy.domain.line_groups import summary_of
from shipworthy.domain.portfolio import Concern, DueKind, ReviewDue
from shipworthy.domain.service import Lifecycle
from shipworthy.domain.service_filter import Facet, ServiceFilter, Value
from shipworthy.domain.shown_portfolio import ShownPortfolio
from shipworthy.wording import Wording
from shipworthy.wording.portfolio_columns import USUAL, PortfolioColumns

ALL = (
    *("name", "tier", "team", "owner", "system", "domain", "lifecycle", "tags"),
    *("verdict", "level", "score", "coverage", "last_review"),
    *("blockers", "highs", "overdue", "expiring", "due", "capped_by"),
)


@pytest.mark.parametrize(
    ("facet", "values", "text"),
    [
        (Facet.TIER, {3, 1, 2}, "Tier 1–3"),
        (Facet.TIER, {1, 3}, "Tier 1, 3"),
        (Facet.TIER, {4}, "Tier 4"),
        (Facet.TEAM, {"Search", "Payments"}, "Team: Payments, Search"),
        (Facet.TEAM, {"", "c", "a", "b"}, "Team: a, b +2"),
        (Facet.TEAM, {""}, "Team: No team"),
        (Facet.OWNER, {""}, "Owner: No owner"),
        (Facet.SYSTEM, {""}, "System: No system"),
        (Facet.DOMAIN, {""}, "Domain: No domain"),
        (Facet.TAG, {"pci"}, "Tag: pci"),
        (Facet.LIFECYCLE, {Lifecycle.RETIRED}, "Lifecycle: Retired"),
        (Facet.VERDICT, {Verdict.NOT_READY, Verdict.READY}, "Verdict: Ready, Not ready"),
        (Facet.CONCERN, {"overdue"}, "Has overdue items"),
        (Facet.CONCERN, {"of a later version"}, "of a later version"),
    ],
)
def test_a_chip_says_what_a_facet_keeps(facet: Facet, values: set[Value], text: str) -> None:
    assert Wording().narrowed(facet, values, most=2) == text


def test_every_facet_and_concern_has_a_name() -> None:
    words = Wording()
    assert len({words.facet(facet) for facet in Facet}) == len(Facet)
    assert len({words.concern(concern.value) for concern in Concern}) == len(Concern)


def test_a_filter_is_one_line() -> None:
    wanted = ServiceFilter(" pay  ments ", team=frozenset({"c", "b", "a"}), concern=frozenset({"due"}))
    assert Wording().filter(wanted) == "Team: a, b, c · Review due · Words: pay ments"
    assert Wording().filter(ServiceFilter(" ")) == "All services"


def test_what_several_services_say() -> None:
    words = Wording()
    lines = [
        line("a", tier=1, standing=standing("3/4"), verdict=Verdict.NOT_READY, overdue=(late_item(),) * 3),
        line("b", tier=2, standing=standing("2/3"), verdict=Verdict.NOT_READY),
        line("c", tier=3),
    ]
    assert words.selection(summary_of(lines)) == "3 selected · mean 71 · 2 not ready · 3 overdue items · tiers 1–3"
    assert words.selection(summary_of([line("c", tier=3)] * 2)) == "2 selected · tier 3"
    assert words.group(summary_of(lines)) == "3 services, 2 scored · mean 71"
    assert words.group(summary_of(lines[:2])) == "2 services · mean 71"
    assert words.group(summary_of([line("c")])) == "1 service"
    worried = line("d", standing=standing("1", blockers=2), expiring=(waiver(),), due=(ReviewDue(DueKind.AGE),))
    assert words.portfolio_summary(summary_of([*lines, worried])) == (
        "4 services, 3 scored · mean 81 · 2 Not assessed, 2 Not ready · 2 blockers · 3 overdue items"
        " · 1 waiver expiring · 1 review due"
    )


def test_what_is_gone_is_one_sentence() -> None:
    gone = ((Facet.TEAM, "Payments"), (Facet.TAG, "pci"))
    assert Wording().unknown(gone) == "No service has these: Team “Payments”, Tag “pci”."
    assert Wording().unknown(()) == ""


def test_every_column_says_and_sorts_something_for_whatever_service() -> None:
    words = PortfolioColumns()
    columns = words.chosen(ALL)
    assert [column.id for column in columns] == list(ALL)
    calm, full = line("a"), line("b", standing=standing("2/3"), tags=("x", "y"), capped_by=("c",))
    said = {column.id: (column.shown.text(calm), column.shown.text(full)) for column in columns}
    assert said["score"] == ("–", "67")
    assert said["coverage"] == ("–", "100")
    assert said["blockers"] == ("–", "0")
    assert said["overdue"] == ("0", "0")
    assert said["last_review"] == ("never", "21 Nov 2026")
    assert said["tags"] == ("", "x, y")
    for column in columns:
        assert [column.key(each) for each in sorted((full, calm), key=column.key)]
        assert all(isinstance(cells.text(each), str) for cells in column.plain for each in (calm, full))
    assert [column.id for column in words.chosen(())] == list(USUAL)
    assert [column.id for column in words.chosen(("trend", "tags"))] == ["tags"]


def test_usual_columns_that_would_say_nothing_are_left_out() -> None:
    words, full = PortfolioColumns(), line("b", team="Payments", capped_by=("c",))
    shown = ShownPortfolio(TODAY, ServiceFilter(), [line("a")], 1)
    assert {column.id for column in words.of(shown)} == {*USUAL} - {"team", "capped_by"}
    assert [column.id for column in words.of(replace(shown, lines=[full]))] == list(USUAL)
    assert {column.id for column in words.of(replace(shown, lines=[full], group_by=Facet.TEAM))} == {*USUAL} - {"team"}
    assert [column.id for column in words.of(replace(shown, columns=("team",)))] == ["team"]
