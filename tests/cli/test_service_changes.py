"""Changing services from the terminal: edited, archived, restored, merged, noted; each says what it does."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.cli.conftest import Type

TODAY = datetime.now(UTC).date()
PAST = (TODAY - timedelta(days=9)).isoformat()
TO_COME = (TODAY + timedelta(days=9)).isoformat()


@pytest.fixture
def typed(typed: Type) -> Type:
    """Return the function on a store with three services."""
    assert typed("service", "add", "ledger")[0] == 0
    assert typed("service", "add", "Ledger-svc", "--team", "Core", "--tag", "go")[0] == 0
    assert typed("service", "add", "shop", "--needs", "Ledger-svc")[0] == 0
    return typed


def test_fields_facts_and_dependencies_are_edited(typed: Type) -> None:
    edit = ("service", "edit", "ledger", "--tier", "1", "--team", "Money", "--set", "has_database=true")
    code, out, err = typed(*edit, "--dry-run")
    assert (code, err) == (0, "")
    assert out.startswith("ledger: Stays Not assessed; It has no review yet")
    assert "Money" not in typed("service", "show", "ledger")[1]
    assert typed(*edit, "--add-tag", "pci", "--uses", "shop", "--rename", "books")[1].startswith("Changed books.\n")
    shown = typed("service", "show", "books", "--json")[1]
    assert '"tier": 1' in shown
    assert '"has_database": true' in shown
    assert typed("service", "edit", "books", "--set", "has_database=unset", "--drops", "shop")[0] == 0
    code, out, _err = typed("service", "edit", "ledger-svc", "--needs", "shop")
    assert "A circle of hard dependencies arises: Ledger-svc → shop → Ledger-svc" in out


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "Nothing changes"),
        (("--set", "nonsense=true"), "is no fact"),
        (("--set", "has_database=maybe"), "is no fact"),
        (("--needs", "nobody"), "no service “nobody”"),
        (("--needs", "shop", "--drops", "shop"), "two ways"),
        (("--needs", "ledger"), "depend on itself"),
        (("--rename", "SHOP"), "already a service"),
        (("--team", "x" * 201), "Team is one line"),
    ],
)
def test_bad_edits_change_nothing(typed: Type, options: tuple[str, ...], said: str) -> None:
    before = typed("service", "show", "ledger", "--json")[1]
    code, _out, err = typed("service", "edit", "ledger", *options)
    assert code == 2
    assert said in err
    assert typed("service", "show", "ledger", "--json")[1] == before


def test_archiving_tells_who_depends_on_it_and_a_taken_name_asks_for_another(typed: Type) -> None:
    assert typed("service", "archived")[1] == "No service is archived.\n"
    assert typed("service", "archive", "ledger-svc", "--dry-run")[1] == "shop depends on it.\n"
    assert typed("service", "archive", "ledger-svc")[1] == "Archived Ledger-svc.\nshop depends on it.\n"
    assert "Ledger-svc  archived on" in typed("service", "archived")[1]
    assert typed("service", "add", "ledger-SVC")[0] == 0
    code, _out, err = typed("service", "restore", "ledger-svc")
    assert code == 2
    assert "by now" in err
    assert typed("service", "restore", "ledger-svc", "--as", "ledger two")[1] == "Restored ledger two.\n"


def test_duplicates_are_merged_both_pages_say_so(typed: Type) -> None:
    merge = ("service", "merge", "ledger", "Ledger-svc", "--take", "name")
    assert "Name: “Ledger-svc”" in typed(*merge, "--dry-run")[1]
    assert typed("service", "merge", "ledger", "shop", "--take", "nothing")[0] == 2
    out = typed(*merge)[1]
    assert out.splitlines()[:3] == ["Merged Ledger-svc into Ledger-svc.", "Name: “Ledger-svc”", "Team: “Core”"]
    assert "merged into Ledger-svc" in typed("service", "archived")[1]
    assert "Earlier as Ledger-svc" in typed("service", "show", "ledger-svc")[1]


def test_an_incident_or_a_major_change_is_noted(typed: Type) -> None:
    code, out, _err = typed("service", "note", "shop", "--incident", "--day", PAST, "The shop was down.")
    assert code == 0
    assert out.startswith("Noted of shop: incident on ")
    assert typed("service", "note", "shop", "--major-change", "New checkout.")[0] == 0
    assert "Review due: incident on " in typed("service", "show", "shop")[1]
    assert '"note": "The shop was down."' in typed("service", "show", "shop", "--json")[1]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("Down.",), "either --incident or --major-change"),
        (("--incident", "--major-change", "Down."), "either"),
        (("--incident", "--day", TO_COME, "Down."), "still to come"),
        (("--incident", "--day", "3 Nov", "Down."), "is not a date"),
        (("--incident", " "), "says what happened"),
    ],
)
def test_bad_notes_are_refused(typed: Type, options: tuple[str, ...], said: str) -> None:
    code, _out, err = typed("service", "note", "shop", *options)
    assert code == 2
    assert said in err
