"""`shipworthy service blast`: what falls with a service, in words and as JSON, today and on a past day."""

import json
from datetime import datetime, timedelta

import pytest
from tests.cli.conftest import Type

YESTERDAY = (datetime.now().astimezone() - timedelta(days=1)).date().isoformat()


@pytest.fixture
def typed(typed: Type) -> Type:
    """Return the function on a store with a few services."""
    for name, tier, *needs in (
        ("payments", "2"),
        ("checkout", "1", "--needs", "payments"),
        ("web", "1", "--needs", "checkout"),
        ("reports", "4", "--uses", "payments"),
    ):
        assert typed("service", "add", name, "--tier", tier, *needs)[0] == 0
    return typed


def test_it_tells_what_falls_and_what_is_worse_off(typed: Type) -> None:
    code, out, err = typed("service", "blast", "Payments")
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "– payments  Tier 2  Not assessed",
        "If payments falls, 2 services fall with it: checkout, web.",
        "1 more service stands but misses a soft dependency: reports.",
        "If payments became Ready, no other verdict would change.",
        (
            "If payments became Not ready, 2 other verdicts would change: "
            "checkout Not assessed → Not ready, web Not assessed → Not ready."
        ),
    ]
    out = typed("service", "blast", "checkout")[1]
    assert "It is of Tier 1 and cannot work without services of a laxer tier: payments (Tier 2)." in out
    assert typed("service", "blast", " ＰAYMENTS ") == typed("service", "blast", "payments")
    assert "If reports falls, no other service falls with it." in typed("service", "blast", "reports")[1]


def test_json_has_every_name(typed: Type) -> None:
    found = json.loads(typed("service", "blast", "payments", "--json")[1])
    assert (found["falls_with_it"], found["of_these_directly"], found["worse_off"]) == (
        ["checkout", "web"],
        1,
        ["reports"],
    )
    assert found["needed_by"] == {"hard": ["checkout"], "soft": ["reports"]}
    assert found["what_if"]["not ready"][0] == {"name": "payments", "before": "not assessed", "after": "not ready"}
    found = json.loads(typed("service", "blast", "checkout", "--json")[1])
    assert (found["needs"], found["laxer_tier"]) == ({"hard": ["payments"], "soft": []}, ["payments"])


def test_a_day_before_there_was_none_and_a_wrong_name_say_so(typed: Type) -> None:
    code, _out, err = typed("service", "blast", "payments", "--as-of", YESTERDAY)
    assert code == 2
    assert err.splitlines() == ["There is no service “payments”.", "There was none at all on that day."]
    code, _out, err = typed("service", "blast", "paymnts")
    assert code == 2
    assert "payments" in err.splitlines()[1]
    code, _out, err = typed("service", "blast", "payments", "--as-of", "soon")
    assert code == 2
