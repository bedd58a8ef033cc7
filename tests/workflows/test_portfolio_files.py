"""The portfolio out as files: what is shown, as it is shown, and text stays text."""

import csv
import json
from collections.abc import Sequence
from dataclasses import replace
from io import StringIO
from pathlib import Path
from uuid import uuid4

import openpyxl
import pytest
from tests.domain.builders import TODAY
from tests.domain.service_lines import line, standing
from tests.exchange.test_csv import SLY

from shipworthy.domain.gate import Verdict
from shipworthy.domain.portfolio import ServiceLine
from shipworthy.domain.service_filter import Facet, SavedView, ServiceFilter
from shipworthy.domain.shown_portfolio import ShownPortfolio
from shipworthy.errors import UserError
from shipworthy.workflows.portfolio import portfolio_on
from shipworthy.workflows.portfolio_files import ENDINGS, as_shown, export_portfolio, free_name
from shipworthy.workflows.services import blank_service, change_services
from shipworthy.workflows.session import Session

LINES = (
    line(
        "checkout",
        team="Payments",
        tier=1,
        standing=standing("2/3"),
        verdict=Verdict.NOT_READY,
        own_verdict=Verdict.CONDITIONALLY_READY,
        capped_by=("ledger", "wallet"),
    ),
    line("indexer", team="Search", tier=2, standing=standing("1/3", decided=False), verdict=Verdict.NOT_READY),
    line("basket", team="Payments", tier=2),
)
SHOWN = ShownPortfolio(TODAY, ServiceFilter(tier=frozenset({1, 2})), LINES, 48)
SAID = "As of 22 November 2026 · Tier 1–2 · 3 of 48 services"


def csv_rows(path: Path) -> list[list[str]]:
    return list(csv.reader(StringIO(path.read_text(encoding="utf-8-sig"), newline="")))


def sheet_rows(path: Path) -> list[list[str]]:
    sheet = openpyxl.load_workbook(path).worksheets[0]
    return [[str(cell.value) for cell in row if cell.value is not None] for row in sheet.iter_rows()]


def texts(path: Path) -> str:
    if path.suffix == ".xlsx":
        return "\n".join("\n".join(row) for row in sheet_rows(path))
    return path.read_text(encoding="utf-8-sig")


def test_csv_has_a_cell_for_each_figure_and_the_filter_in_its_last_row(session: Session, tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    shown = replace(SHOWN, columns=("name", "verdict", "score", "last_review", "trend"))
    assert export_portfolio(session, target, shown) == 3
    assert csv_rows(target) == [
        [
            *("Service", "Verdict", "Own verdict", "Score", "Score, low", "Score, high"),
            *("Last review", "State of the review"),
        ],
        ["checkout", "Not ready", "Conditionally ready", "67", "67", "67", "2026-11-21", "Decided"],
        ["indexer", "Not ready", "Not ready", "33", "33", "33", "2026-11-21", "Draft"],
        ["basket", "Not assessed", "Not assessed", "–", "–", "–", "", ""],
        [SAID],
    ]


def test_groups_are_a_column_in_csv_and_headings_elsewhere(session: Session, tmp_path: Path) -> None:
    shown = replace(SHOWN, group_by=Facet.TEAM, columns=("name", "tier", "score"))
    for ending in ENDINGS:
        export_portfolio(session, tmp_path / f"out{ending}", shown)
    assert [row[:3] for row in csv_rows(tmp_path / "out.csv")[:-1]] == [
        ["Team", "Service", "Tier"],
        ["Payments", "checkout", "1"],
        ["Payments", "basket", "2"],
        ["Search", "indexer", "2"],
    ]
    assert sheet_rows(tmp_path / "out.xlsx") == [
        ["Portfolio"],
        [SAID],
        ["Service", "Tier", "Score"],
        ["Payments · 2 services, 1 scored · mean 67"],
        ["checkout", "1", "67"],
        ["basket", "2", "–"],
        ["Search · 1 service · mean 33"],
        ["indexer", "2", "33"],
    ]
    assert (tmp_path / "out.md").read_text(encoding="utf-8").splitlines() == [
        "# Portfolio",
        "",
        SAID,
        "",
        "## Payments",
        "",
        "2 services, 1 scored · mean 67",
        "",
        "| Service | Tier | Score |",
        "| --- | ---: | ---: |",
        "| checkout | 1 | 67 |",
        "| basket | 2 | – |",
        "",
        "## Search",
        "",
        "1 service · mean 33",
        "",
        "| Service | Tier | Score |",
        "| --- | ---: | ---: |",
        "| indexer | 2 | 33 |",
    ]
    value = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert [(each["value"], each["names"], each["mean"]) for each in value["groups"]] == [
        ("Payments", ["checkout", "basket"], 0.6667),
        ("Search", ["indexer"], 0.3333),
    ]
    assert [each["name"] for each in value["services"]] == ["checkout", "basket", "indexer"]
    assert (value["filter"], value["services_in_all"], value["day"]) == ({"tier": [1, 2]}, 48, "2026-11-22")


def test_where_nothing_is_grouped_there_is_one_table(session: Session, tmp_path: Path) -> None:
    for ending in (".xlsx", ".md"):
        export_portfolio(session, tmp_path / f"out{ending}", SHOWN)
    rows = sheet_rows(tmp_path / "out.xlsx")
    assert rows[2][:4] == ["Service", "Tier", "Team", "Verdict"]
    assert rows[3][:4] == ["checkout", "1", "Payments", "Not ready (own: conditional)"]
    assert rows[3][-2:] == ["ledger, wallet", "21 Nov 2026"]
    assert [row[0] for row in rows[3:]] == ["checkout", "indexer", "basket"]
    assert "21 Nov 2026 · draft |" in texts(tmp_path / "out.md")


def test_whatever_a_name_looks_like_it_stays_text(session: Session, tmp_path: Path) -> None:
    lines = [line(text or "x", team="| a | <b> [x](javascript:1)") for text in SLY]
    for ending in ENDINGS:
        export_portfolio(session, tmp_path / f"out{ending}", replace(SHOWN, lines=lines, filter=ServiceFilter("=1+1")))
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").worksheets[0]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s"}
    names = [each["name"] for each in json.loads(texts(tmp_path / "out.json"))["services"]]
    assert names == [each.service.name for each in lines]
    table = texts(tmp_path / "out.md").splitlines()
    assert len(table) == 6 + len(lines)  # a line break or a bar in a name makes no row


def test_the_longest_text_fits_a_cell(session: Session, tmp_path: Path) -> None:
    long = [line("a", capped_by=("x" * 40_000,))]
    for ending in (".csv", ".xlsx"):
        export_portfolio(session, tmp_path / f"out{ending}", replace(SHOWN, lines=long))
        assert "x" * 32_000 + "x" * 766 + "…" in texts(tmp_path / f"out{ending}")


def test_a_refused_export_leaves_the_older_file(session: Session, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="ends neither in"):
        export_portfolio(session, tmp_path / "out.pdf", SHOWN)
    for ending in ENDINGS:
        with pytest.raises(UserError, match="the folder does not exist"):
            export_portfolio(session, tmp_path / "gone" / f"out{ending}", SHOWN)
    assert list(tmp_path.glob("out*")) == []


def test_a_suggested_name_collides_with_no_export_of_any_kind(tmp_path: Path) -> None:
    assert free_name(tmp_path, SHOWN) == "portfolio-2026-11-22"
    (tmp_path / "portfolio-2026-11-22.csv").touch()
    (tmp_path / "portfolio-2026-11-22-2.md").touch()
    assert free_name(tmp_path, SHOWN) == "portfolio-2026-11-22-3"


def shown_names(lines: Sequence[ServiceLine]) -> list[str]:
    return [each.service.name for each in lines]


def test_a_view_filters_sorts_and_groups_a_portfolio(session: Session) -> None:
    services = [
        replace(blank_service(session), name=name, tier=tier, team=team)
        for name, tier, team in (("b", 1, "x"), ("c", 2, "x"), ("a", 2, "y"), ("d", 3, "y"))
    ]
    change_services(session, services, "add services")
    portfolio = portfolio_on(session)
    view = SavedView(uuid4(), "", ServiceFilter(tier=frozenset({1, 2})), "team", ("name",), "tier", True)
    shown = as_shown(portfolio, view)
    assert (shown.total, shown.group_by, shown.columns) == (4, Facet.TEAM, ("name",))
    assert shown_names(shown.lines) == ["a", "c", "b"]
    assert shown_names(shown.ordered) == ["c", "b", "a"]
    odd = replace(view, group_by="of a later version", sort_by="of a later version", descending=False)
    assert shown_names(as_shown(portfolio, odd).ordered) == ["a", "b", "c"]
