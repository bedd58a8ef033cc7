"""Campaigns from the terminal: started with a scope, listed, shown, exported, closed; past days and JSON."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.cli.conftest import Type

TODAY = datetime.now(UTC).date()
DUE = (TODAY + timedelta(days=70)).isoformat()


@pytest.fixture
def typed(typed: Type) -> Type:
    """Return the function on a store with three services."""
    for name, team, tier in (("checkout", "Payments", "1"), ("ledger", "Payments", "1"), ("search", "Search", "2")):
        assert typed("service", "add", name, "--team", team, "--tier", tier, "--owner", "Mia")[0] == 0
    return typed


def started(typed: Type, *options: str) -> str:
    code, out, err = typed("campaign", "start", "Tier 1", "--due", DUE, *options)
    assert (code, err) == (0, "")
    return out


def test_a_campaign_is_started_listed_and_shown(typed: Type) -> None:
    out = started(typed, "--pack", "backend-engineering", "--tier", "1", "--team", "PAYMENTS")
    assert out.splitlines()[1].startswith("Tier 1 · Team: Payments · with Backend engineering · from ")
    assert ", in 70 days · 0 done · 0 in progress · 2 missing" in out
    assert typed("review", "start", "ledger", "--pack", "backend-engineering")[0] == 0
    assert ", in 70 days · 0 done · 1 in progress · 1 missing" in typed("campaign", "list")[1]
    assert typed("campaign", "show", "tier 1")[1].splitlines()[3:] == [
        "[Missing]  checkout  Tier 1  Payments, Mia",
        "[In progress]  ledger  Tier 1  Payments, Mia  0 % answered",
    ]
    assert typed("campaign", "show", "tier 1", "--missing")[1].splitlines()[3:] == [
        "",
        "Payments (Mia)",
        "- checkout: missing, owner Mia",
        "- ledger: in progress, 0 % answered, owner Mia",
    ]


def test_json_has_every_figure(typed: Type) -> None:
    started(typed, "--tag", "", "--words", "pay", "--starts", (TODAY - timedelta(days=1)).isoformat())
    assert json.loads(typed("campaign", "list", "--json")[1])[0]["meant"] == 0
    assert typed("campaign", "close", "Tier 1")[0] == 0
    shown = json.loads(typed("campaign", "show", "Tier 1", "--json")[1])
    assert shown["scope"] == {"tag": [""], "words": "pay"}
    assert (shown["closed"], shown["closed_on"], shown["forecast"]) == (True, shown["as_of"], None)
    assert [each["meant"] for each in shown["burn_up"]] == [0, 0]
    assert (shown["services"], shown["teams"]) == ([], [])
    assert "closed on" in typed("campaign", "list")[1]
    assert "in 70 days" in typed("campaign", "reopen", "Tier 1")[1]


def test_services_go_out_as_files(typed: Type, tmp_path: Path) -> None:
    started(typed)
    target = tmp_path / "out.csv"
    assert typed("campaign", "export", "Tier 1", str(target)) == (0, f"{target}\n", "")
    assert target.read_text(encoding="utf-8-sig").splitlines()[1] == (
        '"checkout","Payments","Mia","1","missing","no","","",""'
    )
    code, _out, err = typed("campaign", "export", "Tier 1", str(tmp_path / "out.pdf"))
    assert (code, "ends neither in .xlsx" in err) == (2, True)


def test_a_past_day_is_shown_as_it_was(typed: Type) -> None:
    started(typed)
    yesterday = (TODAY - timedelta(days=2)).isoformat()
    assert typed("campaign", "list", "--as-of", yesterday)[1] == "No campaigns.\n"
    code, _out, err = typed("campaign", "show", "Tier 1", "--as-of", yesterday)
    assert (code, "no such campaign on that day" in err) == (2, True)
    code, _out, err = typed("campaign", "list", "--as-of", DUE)
    assert (code, "has not come yet" in err) == (2, True)


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        (["--due", "soon"], "soon"),
        (["--due", DUE, "--team", "Paiments"], "No service has the team “Paiments”"),
        (["--due", DUE, "--tag", "pci"], "No service has the tag “pci”"),
        (["--due", DUE, "--pack", "backend"], "There is no pack “backend”"),
        (["--due", (TODAY - timedelta(days=2)).isoformat()], "due before it starts"),
    ],
)
def test_what_cannot_be_is_one_message(typed: Type, options: list[str], problem: str) -> None:
    code, out, err = typed("campaign", "start", "Other", *options)
    assert (code, out) == (2, "")
    assert problem in err
    assert typed("campaign", "list")[1] == "No campaigns.\n"
