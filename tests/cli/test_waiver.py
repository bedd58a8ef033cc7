"""Waivers from the terminal: asked for, approved by somebody else, listed, extended, ended; and exit code 3."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from tests.cli.conftest import Type
from tests.domain.builders import pack, principle, question

from shipworthy.domain.assessment import Answer, AnswerState
from shipworthy.domain.pack import Severity
from shipworthy.domain.service import Service
from shipworthy.settings import Settings
from shipworthy.workflows.reviews import record_answers, start_assessment
from shipworthy.workflows.session import open_session

TODAY = datetime.now().astimezone().date()
LATER = (TODAY + timedelta(days=20)).isoformat()
MUCH_LATER = (TODAY + timedelta(days=90)).isoformat()
ASK = ("waiver", "request", "checkout", "bad", "--reason", "The vendor is late.", "--until", LATER, "--by", "Amira")


@pytest.fixture
def typed(typed: Type, tmp_path: Path) -> Type:
    """Return the function on a store that holds what these tests are about."""
    assert typed("service", "add", "checkout", "--tier", "3")[0] == 0
    session = open_session(tmp_path / "data", Settings(), "Amira", lambda: datetime.now(UTC), uuid4)
    plain = [question(f"q{number}") for number in range(19)]
    asked = pack("p", principle("one", question("bad", severity=Severity.BLOCKER), *plain))
    with session.store.read() as tx:
        service: Service | None = tx.services.find("checkout")
    assert service is not None
    started = start_assessment(session, service.id, [asked])
    given = [("p/bad", "a"), *((f"p/q{number}", "e") for number in range(19))]
    record_answers(
        session, started.id, [Answer(each, state=AnswerState.ANSWERED, choices=(choice,)) for each, choice in given]
    )
    session.close()
    return typed


def test_a_waived_blocker_makes_the_gate_conditionally_ready_with_exit_code_3(typed: Type) -> None:
    assert typed("gate", "checkout")[0] == 4
    code, out, err = typed(*ASK)
    assert (code, err) == (0, "")
    assert "Waiver requested by Amira until" in out
    assert typed("gate", "checkout")[0] == 4  # a request alone changes nothing
    score = typed("score", "checkout", "--json")[1]
    assert typed("waiver", "approve", "checkout", "bad", "--by", "Bo Lund")[0] == 0
    code, out, _err = typed("gate", "checkout")
    assert code == 3
    assert out.splitlines() == [
        "checkout: Conditionally ready",
        "- 1 waived blocker; none allowed for Ready",
        "- Level 0 without waivers; level 1 is the minimum for Ready",
        "- Accepted or planned: 1 miss waived",
    ]
    assert json.loads(typed("score", "checkout", "--json")[1])["score"] == json.loads(score)["score"]
    assert typed("waiver", "revoke", "checkout", "bad", "--reason", "It was attacked.")[0] == 0
    assert typed("gate", "checkout")[0] == 4


def test_the_list_says_who_accepted_what(typed: Type) -> None:
    assert typed("waiver", "list") == (0, "No waivers.\n", "")
    typed(*ASK)
    [waiting] = json.loads(typed("waiver", "list", "--show", "waiting", "--json")[1])["waivers"]
    assert (waiting["state"], waiting["approver"], waiting["days_left"]) == ("requested", None, 20)
    assert typed("waiver", "approve", waiting["id"][:8], "--by", "Bo Lund", "--note", "Watch it.")[0] == 0
    assert typed("waiver", "extend", waiting["id"][:8], "--until", MUCH_LATER, "--reason", "Later still.")[0] == 0
    found = json.loads(typed("waiver", "list", "checkout", "--json")[1])
    [line] = found["waivers"]
    assert (line["service"], line["question"], line["severity"], line["state"]) == (
        "checkout",
        "p/bad",
        "blocker",
        "active",
    )
    assert (line["requester"], line["approver"], line["share"], line["missed"]) == ("Amira", "Bo Lund", "1/20", True)
    assert line["pending_extension"]["until"] == MUCH_LATER
    [exposure] = found["exposure"]
    assert exposure == {
        "approver": "Bo Lund", "active": 1, "blockers": 1, "highs": 0, "share": "1/20", "next_end": LATER,
    }  # fmt: skip
    assert typed("waiver", "decide-extension", "checkout", "bad", "--approve", "--by", "Chen")[0] == 0
    code, out, _err = typed("waiver", "list")
    assert code == 0
    assert "[Active, blocker]" in out
    assert "extended 1 time" in out
    assert "Chen: 1 active, 1 blocker, 0 high, 5.0 % of scores at risk" in out
    assert "No waivers." in typed("waiver", "list", "--show", "soon")[1]  # its last day moved away


def test_a_request_is_rejected_and_an_extension_too(typed: Type) -> None:
    typed(*ASK)
    code, out, _err = typed("waiver", "reject", "checkout", "bad", "--reason", "Mend it.", "--by", "Bo")
    assert code == 0
    assert "rejected by Bo: Mend it." in out
    typed(*ASK)
    typed("waiver", "approve", "checkout", "bad", "--by", "Bo")
    typed("waiver", "extend", "checkout", "bad", "--until", MUCH_LATER, "--reason", "Still late.", "--by", "Amira")
    assert typed("waiver", "decide-extension", "checkout", "bad", "--reject", "--by", "Bo")[0] == 0
    shown = json.loads(typed("waiver", "list", "--show", "active", "--json")[1])["waivers"]
    assert [(line["last_day"], line["times_extended"]) for line in shown] == [(LATER, 0)]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (ASK[:6], "A waiver needs a last day."),
        ((*ASK[:4], "--until", LATER), "A waiver needs a reason."),
        ((*ASK[:6], "--until", "soon"), "“soon” is no date."),
        ((*ASK[:6], "--until", "2020-01-01"), "that day has passed"),
        (("waiver", "request", "checkout", "q1", "--reason", "x", "--until", LATER), "is no miss of checkout"),
        (("waiver", "request", "nobody", "q1", "--reason", "x", "--until", LATER), "There is no service “nobody”."),
        (("waiver", "approve", "checkout", "bad", "--by", "AMIRA"), "Amira asked for this"),
        (("waiver", "approve", "12345678"), "There is no waiver “12345678”."),
        (("waiver", "reject", "checkout", "bad"), "Rejecting a waiver needs a reason."),
        (("waiver", "revoke", "checkout", "bad", "--reason", "x"), "This waiver is requested."),
        (("waiver", "extend", "checkout", "bad", "--reason", "x"), "This waiver is requested."),
        (("waiver", "decide-extension", "checkout", "bad"), "either approved or rejected"),
        (("waiver", "decide-extension", "checkout", "bad", "--approve", "--reject"), "either approved or rejected"),
    ],
)
def test_wrong_input_ends_in_one_message_and_changes_nothing(
    typed: Type, arguments: tuple[str, ...], message: str
) -> None:
    if arguments[1] != "request":
        assert typed(*ASK)[0] == 0
    before = typed("waiver", "list", "--json")[1]
    code, out, err = typed(*arguments)
    assert (code, out) == (2, "")
    assert message in err
    assert len(err.splitlines()) == 2  # what happened, and what to do
    assert typed("waiver", "list", "--json")[1] == before
