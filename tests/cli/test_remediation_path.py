"""The path to ready from the terminal."""

import json
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

from shipworthy.app import run
from shipworthy.paths import shipped

Type = Callable[..., tuple[int, str, str]]


@pytest.fixture
def typed(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Type:
    """Return a function that runs a command line on a store with three reviews: exit code, output, errors.

    Captures what the solver might print, too.
    """

    def run_command(*arguments: str) -> tuple[int, str, str]:
        capfd.readouterr()
        code = run(["--data-dir", str(tmp_path / "data"), *arguments])
        return code, *capfd.readouterr()

    for name in ("otel-checkout", "parcel-tracking", "returns"):
        sample = shipped("assessments", "sample", f"{name}.yaml")
        assert run_command("assess", name.removeprefix("otel-"), "--answers", str(sample))[0] == 0
    return run_command


def test_the_path_is_told_step_by_step_and_becomes_items(typed: Type) -> None:
    code, out, err = typed("remediation", "path", "checkout")
    first, *steps, last = out.splitlines()
    assert (code, err) == (0, "")
    assert first.startswith("checkout reaches Ready with ")
    assert steps[0].startswith("  1. ")
    assert any(line.endswith("  Ready") for line in steps)
    assert "the age of its review" in last
    code, out, _err = typed("remediation", "path", "checkout", "--json", "--apply", "--owner", "Bo")
    path = json.loads(out)
    assert (code, path["reached"], path["target"]) == (0, True, "ready")
    assert Fraction(path["effort_days"]) == sum(Fraction(step["effort_days"]) for step in path["steps"])
    assert path["steps"][-1]["verdict"] == "ready"
    items = json.loads(typed("remediation", "list", "--json")[1])
    assert {(item["state"], item["owner"]) for item in items} == {("planned", "Bo")}
    assert sorted(item["title"] for item in items) == sorted(step["title"] for step in path["steps"])
    again = json.loads(typed("remediation", "path", "checkout", "--json")[1])
    assert again["effort_days"] == path["effort_days"]
    assert all(step["item"] for step in again["steps"])
    code, out, _err = typed("remediation", "path", "checkout", "--apply")
    assert (code, out.splitlines()[-1]) == (0, "Planned 0 items.")


def test_locks_budget_and_several_services(typed: Type) -> None:
    path = json.loads(typed("remediation", "path", "checkout", "--json")[1])
    [needed, *_others] = (step["questions"][0] for step in path["steps"])
    code, out, _err = typed("remediation", "path", "checkout", "--lock-out", needed)
    assert code in (0, 1)
    assert needed not in out
    code, out, _err = typed("remediation", "path", "checkout", "returns", "--budget", "0", "--target", "gate")
    assert code == 1
    assert out.startswith("0 of 2 services reach Gate met with 0 days of work.")
    assert out.count("left behind; ") == 2
    code, out, _err = typed("remediation", "path", "checkout", "--budget", "1", "--json")
    assert (code, json.loads(out)["budget_days"], json.loads(out)["steps"]) == (1, "1", [])
    code, out, _err = typed("remediation", "path", "checkout", "--budget", "1")
    assert "which is more than the budget" in out


def test_what_cannot_be_asked_for_is_said(typed: Type) -> None:
    typed("service", "add", "ledger")
    code, _out, err = typed("remediation", "path", "ledger")
    assert (code, err.splitlines()[0]) == (2, "“ledger” has no review yet.")
    code, _out, err = typed("remediation", "path", "checkout", "--lock-in", "nothing")
    assert (code, err.splitlines()[0]) == (2, "“nothing” names nothing that this path could choose.")
    code, _out, err = typed("remediation", "path", "checkout", "--budget", "many")
    assert (code, err.splitlines()[0]) == (2, "“many” is no number of person-days.")
    assert typed("remediation", "path", "checkout", "--target", "sold")[0] == 2
