"""The gate policy from the terminal: shown, tried, used."""

import re
from pathlib import Path

import pytest
from tests.cli.conftest import Type


@pytest.fixture
def typed(typed: Type) -> Type:
    """Return the function on a store that holds what these tests are about."""
    assert typed("service", "add", "new")[0] == 0
    sample = Path(__file__).parents[2] / "assessments" / "sample" / "parcel-tracking.yaml"
    assert typed("assess", "parcel-tracking", "--answers", str(sample))[0] == 0
    return typed


def strict_file(typed: Type, tmp_path: Path) -> Path:
    """Write the policy in force as a file that asks for a perfect score."""
    text = typed("policy", "show", "--yaml")[1].replace('id: "default"', "id: ours")
    file = tmp_path / "strict.yaml"
    file.write_text(re.sub(r"overall: .*", "overall: 1", text), encoding="utf-8")
    return file


def test_the_policy_in_force_is_shown_in_words(typed: Type) -> None:
    code, out, _err = typed("policy", "show")
    assert code == 0
    assert out.startswith("Default gate policy (default 1.0.0)")
    assert "Overall score, at least: 85 %" in out
    assert "Time to remediate: blocker 14, high 30, medium 90, low 180 days" in out


def test_a_dry_run_prints_the_effect_and_changes_nothing(typed: Type, tmp_path: Path) -> None:
    file = strict_file(typed, tmp_path)
    code, out, _err = typed("policy", "use", str(file), "--dry-run")
    assert code == 0
    assert out.splitlines()[0] == "Ready: 1 → 0"
    assert "parcel-tracking: Ready → Not ready" in out
    assert "Newly fails: Overall " in out
    assert out.endswith("Nothing was changed.\n")
    assert typed("gate", "parcel-tracking")[0] == 0


def test_a_policy_is_used_and_the_shipped_one_again(typed: Type, tmp_path: Path) -> None:
    file = strict_file(typed, tmp_path)
    code, out, _err = typed("policy", "use", str(file))
    assert code == 0
    assert out.endswith("1 open review took it over.\n")
    assert typed("gate", "parcel-tracking")[0] == 4
    assert typed("policy", "use", str(file))[1].endswith("This policy is in force already.\n")
    assert typed("policy", "use", "default")[0] == 0
    assert typed("gate", "parcel-tracking")[0] == 0


def test_a_file_that_cannot_be_used_is_one_message(typed: Type, tmp_path: Path) -> None:
    file = strict_file(typed, tmp_path)
    file.write_text(file.read_text(encoding="utf-8").replace("level: 1", "level: 9", 1), encoding="utf-8")
    code, out, err = typed("policy", "use", str(file))
    assert (code, out) == (2, "")
    assert f"{file}:" in err
    assert typed("policy", "use", str(tmp_path / "missing.yaml"))[0] == 2
