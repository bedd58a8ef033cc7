"""Remediation from the terminal: items made of misses, listed, added and changed."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import Type

from shipworthy.paths import shipped


@pytest.fixture
def typed(typed: Type) -> Type:
    """Return the function on a store that holds what these tests are about."""
    sample = shipped("assessments", "sample", "otel-checkout.yaml")
    assert typed("assess", "checkout", "--answers", str(sample))[0] == 0
    return typed


def items(typed: Type, *options: str) -> list[dict[str, Any]]:
    code, out, _err = typed("remediation", "list", "--json", *options)
    assert code == 0
    found: list[dict[str, Any]] = json.loads(out)
    return found


def test_misses_become_items_once_and_improvements_by_choice(typed: Type) -> None:
    code, out, _err = typed("remediation", "plan", "checkout", "--owner", "Dana Meyer", "--due", "2099-12-01")
    *lines, last = out.splitlines()
    assert (code, last) == (0, f"Planned {len(lines)} items for checkout.")
    assert all("Dana Meyer" in line and "due 1 Dec 2099" in line for line in lines)
    assert {item["origin"] for item in items(typed)} == {"miss"}
    assert typed("remediation", "plan", "checkout") == (0, "Every miss of checkout has an item.\n", "")
    code, out, _err = typed("remediation", "plan", "checkout", "--improvements")
    assert code == 0
    assert {item["origin"] for item in items(typed)} == {"miss", "improvement"}
    assert typed("remediation", "plan", "checkout", "--improvements")[1] == "Every gap of checkout has an item.\n"


def test_a_service_without_a_review_has_nothing_to_plan(typed: Type) -> None:
    typed("service", "add", "ledger")
    code, _out, err = typed("remediation", "plan", "ledger")
    assert (code, err.splitlines()[0]) == (2, "“ledger” has no review yet, so nothing is known to be missed.")
    code, out, _err = typed("remediation", "list")
    assert (code, out) == (0, "No items. Make them of what a review misses: shipworthy remediation plan SERVICE.\n")


def test_an_item_closes_only_what_the_review_asks(typed: Type) -> None:
    code, _out, err = typed("remediation", "add", "checkout", "Time out", "--question", "failure.timeout")
    assert (code, err.splitlines()[0]) == (2, "“failure.timeout” is no question of the review of checkout.")
    assert "Did you mean failure.timeouts?" in err
    assert items(typed) == []
    for name in ("failure.timeouts", "backend-engineering/failure.timeouts"):
        assert typed("remediation", "add", "checkout", "Time out", "--question", name)[0] == 0
    assert [item["questions"] for item in items(typed)] == [["backend-engineering/failure.timeouts"]] * 2
    assert typed("remediation", "list", "--state", "waived") == (0, "No item is like that.\n", "")


def test_an_item_of_ones_own_is_added_changed_and_listed(typed: Type) -> None:
    code, out, _err = typed(
        "remediation", "add", "checkout", "Rotate the keys", "--severity", "high", "--effort", "0,5", "--owner", "Bo"
    )
    (item,) = items(typed)
    assert (code, out.split("  ")[:5]) == (0, [item["id"][:8], "checkout", "High", "Open", "Rotate the keys"])
    assert (item["effort_days"], item["origin"]) == ("0.5", "manual")
    typed("remediation", "add", "checkout", "Write the runbook")
    first, second = items(typed)
    code, out, _err = typed(
        "remediation", "set", second["id"], "--state", "in-progress", "--due", "2099-12-01", "--effort", "1/3",
        "--ticket", "OPS-1", "--needs", first["id"],
    )  # fmt: skip
    assert code == 0
    assert out.endswith("Write the runbook  due 1 Dec 2099  0.33 days  after “Rotate the keys”\n")
    changed = items(typed, "--state", "in-progress")
    assert [(each["id"], each["effort_days"], each["needs"]) for each in changed] == [
        (second["id"], "1/3", [first["id"]])
    ]
    code, _out, _err = typed("remediation", "set", second["id"], "--due", "", "--effort", "", "--needs", "")
    (cleared,) = items(typed, "--state", "in-progress")
    assert (code, cleared["due"], cleared["effort_days"], cleared["needs"]) == (0, None, None, [])


def test_several_items_change_together_or_not_at_all(typed: Type) -> None:
    for title in ("First", "Second"):
        typed("remediation", "add", "checkout", title)
    ids = [item["id"] for item in items(typed)]
    code, _out, err = typed("remediation", "set", *ids, "--state", "dropped")
    assert (code, err.splitlines()[0]) == (2, "Dropping “First” needs a reason.")
    assert {item["state"] for item in items(typed)} == {"open"}
    code, out, _err = typed("remediation", "set", *ids, "--state", "dropped", "--reason", "Replaced.")
    assert (code, out.count("Dropped"), out.count("Replaced.")) == (0, 2, 2)
    assert typed("remediation", "set", *ids, "--owner", "")[1].endswith("Nothing was changed.\n")


def test_filters_narrow_the_list(typed: Type) -> None:
    typed("service", "add", "ledger", "--team", "Money")
    typed("remediation", "add", "ledger", "Close the books", "--owner", "Dana Meyer", "--severity", "low")
    typed("remediation", "add", "checkout", "Rotate the keys", "--severity", "high")
    for options, titles in {
        (): ["Close the books", "Rotate the keys"],
        ("--service", "ledger"): ["Close the books"],
        ("--team", "money"): ["Close the books"],
        ("--owner", "dana  meyer"): ["Close the books"],
        ("--owner", ""): ["Rotate the keys"],
        ("--severity", "high", "--severity", "blocker"): ["Rotate the keys"],
        ("--state", "done"): [],
        ("--overdue",): [],
    }.items():
        assert [item["title"] for item in items(typed, *options)] == titles


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--state", "verified"), "“First” cannot be set to verified by hand."),
        (("--state", "finished"), "“finished” is no state of an item."),
        (("--due", "2020-01-01"), "“First” cannot be due on 1 Jan 2020: that day has passed."),
        (("--due", "01/12/2099"), "“01/12/2099” may mean more than one day."),
        (("--due", "soon"), "“soon” is no date."),
        (("--effort", "two"), "“two” is no number of person-days."),
        (("--effort", "20000"), "The effort of “First” lies outside 0 to 10000 person-days."),
        (("--needs", "zzz"), "There is no remediation item “zzz”."),
    ],
)
def test_what_cannot_be_is_one_message_and_changes_nothing(typed: Type, options: tuple[str, str], message: str) -> None:
    typed("remediation", "add", "checkout", "First")
    (before,) = items(typed)
    code, out, err = typed("remediation", "set", before["id"], *options)
    assert (code, out, err.splitlines()[0]) == (2, "", message)
    assert len(err.splitlines()) == 2
    assert items(typed) == [before]


def test_items_are_named_by_how_their_id_begins(typed: Type) -> None:
    for number in range(17):  # two of them begin alike
        typed("remediation", "add", "checkout", f"Item {number}")
    ids = [item["id"] for item in items(typed)]
    assert typed("remediation", "set", ids[0].upper()[:36], "--owner", "Bo")[0] == 0
    shared = next(each for each in "0123456789abcdef" if sum(one.startswith(each) for one in ids) > 1)
    code, _out, err = typed("remediation", "set", shared, "--owner", "Bo")
    assert (code, err.startswith(f"“{shared}” begins the ids of ")) == (2, True)
    code, _out, err = typed("remediation", "set", "", "--owner", "Bo")
    assert (code, err.splitlines()[0]) == (2, "There is no remediation item “”.")


def test_items_that_would_wait_for_each_other_are_refused(typed: Type) -> None:
    for title in ("First", "Second"):
        typed("remediation", "add", "checkout", title)
    first, second = (item["id"] for item in items(typed))
    assert typed("remediation", "set", first, "--needs", second)[0] == 0
    code, _out, err = typed("remediation", "set", second, "--needs", first)
    assert (code, err.startswith("These items would wait for each other: ")) == (2, True)


def test_items_go_out_and_come_back(typed: Type, tmp_path: Path) -> None:
    typed("service", "add", "ledger")
    typed("remediation", "add", "ledger", "Close the books")
    typed("remediation", "add", "checkout", "Rotate the keys")
    path = tmp_path / "items.csv"
    assert typed("remediation", "export", str(path), "--service", "ledger") == (0, f"{path}\n", "")
    path.write_bytes(path.read_bytes().replace(b'"open",""', b'"done","Dana"'))
    (before, other) = items(typed)
    shown = [
        f"Changed  {before['id'][:8]}  ledger  Close the books",
        "    State: Open → Done",
        "    Owner: – → Dana",
        "1 changed",
    ]
    assert typed("remediation", "import", str(path), "--dry-run") == (
        0,
        "\n".join([*shown, "Nothing was changed.\n"]),
        "",
    )
    assert items(typed) == [before, other]
    assert typed("remediation", "import", str(path)) == (0, "\n".join([*shown, "Imported 1 item.\n"]), "")
    assert [(item["state"], item["owner"]) for item in items(typed)] == [("done", "Dana"), ("open", "")]
    assert typed("remediation", "import", str(path)) == (0, "1 unchanged\nNothing was changed.\n", "")


def test_what_somebody_changed_meanwhile_stops_the_import(typed: Type, tmp_path: Path) -> None:
    typed("remediation", "add", "checkout", "First")
    typed("remediation", "add", "checkout", "Second")
    path = tmp_path / "items.csv"
    typed("remediation", "export", str(path))
    path.write_bytes(path.read_bytes().replace(b'"open"', b'"done"'))
    typed("remediation", "set", items(typed)[0]["id"], "--owner", "Bo")
    code, out, err = typed("remediation", "import", str(path))
    assert (code, err.splitlines()[0]) == (2, "1 item changed here after items.csv was made, so nothing was imported.")
    assert "changed it on" in out
    assert out.endswith("1 changed, 1 refused\n")
    assert {item["state"] for item in items(typed)} == {"open"}


def test_a_bad_file_ends_in_its_problems_and_exit_2(typed: Type, tmp_path: Path) -> None:
    typed("remediation", "add", "checkout", "First")
    path = tmp_path / "items.csv"
    typed("remediation", "export", str(path))
    path.write_bytes(path.read_bytes().replace(b'"open",""', b'"verified","=1+1"'))
    code, out, err = typed("remediation", "import", str(path))
    assert (code, out) == (2, "")
    assert err.splitlines()[:1] == [f"{path} has 2 problems."]
    assert "items!D2: “First” cannot be set to verified by hand. " in err
    assert "items!E2: This is a formula. " in err


def test_each_kind_of_file_and_no_other(typed: Type, tmp_path: Path) -> None:
    typed("remediation", "plan", "checkout")
    for name in ("items.csv", "items.xlsx", "items.md"):
        assert typed("remediation", "export", str(tmp_path / name), "--severity", "high")[0] == 0
        assert (tmp_path / name).stat().st_size > 100
    assert typed("remediation", "export", str(tmp_path / "waivers.csv"), "--waivers")[0] == 0
    assert (tmp_path / "waivers.csv").read_text(encoding="utf-8-sig").startswith('"service","question"')
    code, _out, err = typed("remediation", "export", str(tmp_path / "items.ods"))
    assert (code, err.splitlines()[0]) == (2, "items.ods ends neither in .csv nor in .xlsx nor in .md.")
    code, _out, err = typed("remediation", "export", str(tmp_path / "w.csv"), "--waivers", "--severity", "high")
    assert (code, err.splitlines()[0]) == (2, "Waivers are written whole: the other options choose items.")
