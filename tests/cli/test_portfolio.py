"""The portfolio from a terminal: a table, groups with their means, JSON, files, and any past day."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import openpyxl
import pytest
from tests.cli.conftest import Type

from shipworthy.app import run
from shipworthy.domain.service_filter import SavedView, ServiceFilter
from shipworthy.paths import shipped
from shipworthy.settings import Settings
from shipworthy.workflows.portfolio_files import ENDINGS
from shipworthy.workflows.saved_views import save_view
from shipworthy.workflows.session import open_session


@pytest.fixture
def typed(typed: Type) -> Type:
    """Return the function on a store of four services, one of them reviewed."""
    sample = shipped("assessments", "sample", "otel-checkout.yaml")
    assert typed("service", "add", "ledger", "--team", "Payments", "--tier", "2", "--owner", "Mia")[0] == 0
    assert typed("service", "add", "خدمة البحث", "--team", "Search", "--tier", "4")[0] == 0
    assert typed("service", "add", "wallet")[0] == 0
    assert typed("assess", "checkout", "--answers", str(sample))[0] == 0
    return typed


def found(typed: Type, *options: str) -> dict[str, Any]:
    code, out, err = typed("portfolio", "--json", *options)
    assert (code, err) == (0, "")
    value: dict[str, Any] = json.loads(out)
    return value


def names(typed: Type, *options: str) -> list[str]:
    code, out, _err = typed("portfolio", "--json", *options)
    assert code == 0
    return [each["name"] for each in json.loads(out)["services"]]


def test_a_table_names_every_service_and_a_line_sums_up(typed: Type) -> None:
    code, out, err = typed("portfolio")
    assert (code, err) == (0, "")
    first, _empty, head, *rows, _space, last = out.splitlines()
    assert first.startswith("As of ")
    assert first.endswith("All services · 4 services")
    assert head.split("  ")[0] == "Service"
    assert [row.split()[0] for row in rows] == ["checkout", "ledger", "wallet", "خدمة"]
    assert rows[1].split()[1:] == ["2", "Payments", "Not", "assessed", "–", "–", "–", "0", "never"]
    assert last.startswith("4 services, 1 scored · mean ")
    assert "3 Not assessed, 1 Not ready" in last
    # Figures line up under their titles.
    assert {row.index("Not ") for row in rows} == {head.index("Verdict")}


def test_groups_have_a_heading_with_their_mean(typed: Type) -> None:
    _code, out, _err = typed("portfolio", "--group-by", "team")
    headings = [line for line in out.splitlines() if " · " in line][1:-1]
    headings = [line for line in headings if " service" in line]
    assert headings[0].startswith("OpenTelemetry Demo · 1 service · mean ")
    assert headings[1:] == ["Payments · 1 service", "Search · 1 service", "No team · 1 service"]
    groups = found(typed, "--group-by", "tier")["groups"]
    assert [(each["value"], each["names"]) for each in groups] == [
        (1, ["checkout"]),
        (2, ["ledger"]),
        (3, ["wallet"]),
        (4, ["خدمة البحث"]),
    ]


def test_json_has_the_shape_that_the_manual_tells(typed: Type, repository: Path) -> None:
    value = found(typed, "--group-by", "team")
    [checkout] = [each for each in value["services"] if each["name"] == "checkout"]
    assert checkout["verdict"] == "not ready"
    assert "/" in checkout["score"]
    manual = (repository / "docs" / "manual.md").read_text(encoding="utf-8")
    keys = {*value, *value["summary"], *value["groups"][0], *checkout}
    assert [key for key in keys if f"`{key}`" not in manual] == []


def test_options_narrow_by_team_tier_and_verdict(typed: Type) -> None:
    assert names(typed, "--team", "PAYMENTS", "--team", "search") == ["ledger", "خدمة البحث"]
    assert names(typed, "--team", "") == ["wallet"]
    assert names(typed, "--tier", "1", "--tier", "2") == ["checkout", "ledger"]
    assert names(typed, "--verdict", "not-ready") == ["checkout"]
    assert found(typed, "--tier", "1")["filter"] == {"tier": [1]}
    code, out, _err = typed("portfolio", "--tier", "3", "--team", "Payments")
    assert (code, out.splitlines()[1]) == (0, "No service fits.")


def test_a_past_day_shows_what_was_there_then(typed: Type) -> None:
    code, out, _err = typed("portfolio", "--as-of", "2001-02-03")
    assert (code, out) == (0, "As of 3 February 2001 · All services · 0 services\nThere is no service on this day.\n")
    assert found(typed, "--as-of", found(typed)["day"]) == found(typed)


@pytest.mark.parametrize(
    ("day", "message"),
    [
        ("2999-01-01", "2999-01-01 has not come yet.\n"),
        ("2026-02-30", "“2026-02-30” is no date.\n"),
        ("soon", "“soon” is no date.\n"),
        ("03/04/2026", "“03/04/2026” may mean more than one day.\n"),
    ],
)
def test_a_day_that_cannot_be_ends_in_one_message(typed: Type, day: str, message: str) -> None:
    code, out, err = typed("portfolio", "--as-of", day)
    assert (code, out) == (2, "")
    assert message in err
    assert len(err.splitlines()) == 2


def test_a_team_or_view_that_is_not_there_is_told_with_the_nearest(typed: Type) -> None:
    code, out, err = typed("portfolio", "--team", "Paymets")
    assert (code, out, err) == (2, "", "No service is of the team “Paymets”.\nDid you mean Payments?\n")
    code, out, err = typed("portfolio", "--view", "Steering")
    assert (code, out) == (2, "")
    assert err == "There is no view “Steering”.\nViews are saved on the Portfolio page, under View.\n"


def test_a_saved_view_is_shown_narrowed_by_the_options_and_says_what_is_gone(typed: Type, tmp_path: Path) -> None:
    opened = open_session(tmp_path / "data", Settings(), "Amira", lambda: datetime.now(UTC), uuid4)
    wanted = ServiceFilter(team=frozenset({"Payments", "Search", "Gone"}))
    save_view(opened, "Steering", SavedView(uuid4(), "", wanted, "tier", ("name", "owner"), "name", True))
    opened.close()
    code, out, err = typed("portfolio", "--view", "steering")
    assert (code, err) == (0, "No service has these: Team “Gone”.\n")
    lines = out.splitlines()
    assert lines[0].endswith("Team: Gone, Payments, Search · 2 of 4 services")
    assert [line for line in lines[1:] if line] == [
        "Tier 2 · 1 service",
        "Service     Owner",
        "ledger      Mia",
        "Tier 4 · 1 service",
        "Service     Owner",
        "خدمة البحث",
        "2 services · 2 Not assessed · 2 reviews due",
    ]
    assert names(typed, "--team", "Search", "--view", "Steering") == ["خدمة البحث"]


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_same_goes_into_a_file(typed: Type, tmp_path: Path, ending: str) -> None:
    target = tmp_path / f"out{ending}"
    code, out, _err = typed("portfolio", "--tier", "2", "--export", str(target))
    assert (code, out) == (0, f"{target}\n")
    if ending == ".xlsx":
        text = "\n".join(str(cell.value) for row in openpyxl.load_workbook(target).worksheets[0] for cell in row)
    else:
        text = target.read_text(encoding="utf-8-sig")
    assert "ledger" in text
    assert "checkout" not in text


def test_a_file_of_another_kind_is_refused(typed: Type, tmp_path: Path) -> None:
    code, _out, err = typed("portfolio", "--export", str(tmp_path / "out.pdf"))
    assert code == 2
    assert err.startswith("out.pdf ends neither in .xlsx nor in .csv nor in .json nor in .md.\n")
    assert not (tmp_path / "out.pdf").exists()


def test_an_empty_store_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--data-dir", str(tmp_path / "new"), "portfolio"]) == 0
    assert capsys.readouterr().out.endswith("There is no service on this day.\n")
