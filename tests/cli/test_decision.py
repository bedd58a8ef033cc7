"""Decisions from the terminal: decided, verified, withdrawn; wrong input ends in one message and changes nothing."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tests.cli.conftest import Type

SIGNED = ("--sign", "Ada Okafor, Director")


@pytest.fixture
def typed(typed: Type) -> Type:
    """Return the function on a store that holds what these tests are about."""
    sample = Path(__file__).parents[2] / "assessments" / "sample" / "parcel-tracking.yaml"
    assert typed("assess", "parcel-tracking", "--answers", str(sample))[0] == 0
    return typed


def test_a_review_is_decided_verified_and_superseded(typed: Type) -> None:
    assert typed("verify") == (0, "Nothing is sealed yet: no review was decided.\n", "")
    code, out, _err = typed(
        "decide", "parcel-tracking", "--outcome", "conditional-go", *SIGNED, "--sign", "Kenji",
        "--condition", "Set timeouts; all of them; Kenji; 2999-12-01", "--dissent", "Jonas: too early: wait",
        "--note", "The launch is fixed.",
    )  # fmt: skip
    assert code == 0
    assert out.startswith("parcel-tracking: Conditional go. Sealed ")
    code, out, _err = typed("verify")
    assert code == 0
    assert out.startswith("Everything is as it was sealed: 1 seal and ")
    code, out, _err = typed("supersede", "parcel-tracking", "--reason", "Monday's incident.")
    assert (code, out) == (0, out)
    assert "is superseded: Monday's incident." in out
    assert json.loads(typed("verify", "--json")[1])["sound"] is True


def test_what_was_altered_ends_in_code_4(typed: Type, tmp_path: Path) -> None:
    assert typed("decide", "parcel-tracking", "--outcome", "no-go", *SIGNED)[0] == 0
    with closing(sqlite3.connect(tmp_path / "data" / "shipworthy.db")) as connection:
        connection.execute("UPDATE answers SET note = 'x' WHERE question = 'backend-engineering/failure.timeouts'")
        connection.commit()
    code, out, _err = typed("verify")
    assert code == 4
    assert "failure.timeouts was changed after sealing (note)." in out
    assert "1 thing was altered after sealing" in out
    code, out, _err = typed("verify", "--json")
    assert code == 4
    [finding] = json.loads(out)["findings"]
    assert finding["service"] == "parcel-tracking"
    assert finding["altered"] is True


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--outcome", "maybe", *SIGNED), "“maybe” is no outcome."),
        (("--outcome", "conditional-go", "--note", "x", *SIGNED), "needs a condition"),
        (("--outcome", "conditional-go", *SIGNED, "--condition", "Set timeouts; Kenji"), "is no condition"),
        (("--outcome", "conditional-go", *SIGNED, "--condition", "Set; Kenji; soon"), "is no condition"),
        (("--outcome", "no-go", *SIGNED, "--dissent", "Jonas"), "is no dissent"),
        (("--outcome", "no-go", "--sign", " , Director"), "Signatory 1 has no name."),
    ],
)
def test_a_wrong_decision_ends_in_one_message(typed: Type, arguments: tuple[str, ...], message: str) -> None:
    code, out, err = typed("decide", "parcel-tracking", *arguments)
    assert (code, out) == (2, "")
    assert message in err
    assert typed("decide", "parcel-tracking", "--outcome", "no-go", *SIGNED)[0] == 0


def test_a_service_without_a_review_to_decide_is_told_so(typed: Type) -> None:
    typed("service", "add", "ledger")
    assert "has no open review to decide" in typed("decide", "ledger", "--outcome", "no-go", *SIGNED)[2]
    assert "has no review" in typed("withdraw", "ledger", "--reason", "x")[2]
    assert "reason is missing" in typed("withdraw", "parcel-tracking", "--reason", " ")[2]
