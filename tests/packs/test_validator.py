"""What the malformed packs do not show: what the check lets pass, and that it finds the place within a condition."""

from pathlib import Path

import pytest

from shipworthy.errors import InvalidFile
from shipworthy.packs.loader import load_pack_text

HERE = Path(__file__).parent
TINY = (HERE / "tiny.yaml").read_text(encoding="utf-8")


def with_condition(written: str) -> str:
    """Return the tiny pack whose question has a condition, written in YAML from line 24, column 23 on."""
    return f"{TINY}        applies_when: {written}\nfacts:\n  - {{id: has_database, text: F?, default: true}}\n"


@pytest.mark.parametrize(
    "condition",
    [
        "service.has_database",
        "service.tier <= 2 && !service.has_database",
        'service.lifecycle in ["production", "deprecated"]',
        "size(service.description) > 0",
        'answer("elsewhere/q7").score >= 0.5',
        'answer("elsewhere/q7").state == "absent"',
    ],
)
def test_conditions_that_may_stand_in_a_pack(condition: str) -> None:
    (_principle, question) = next(load_pack_text(with_condition(f"'{condition}'"), "f").questions())
    assert question.applies_when == condition


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("service.has_database && service.has_queue", "24:55: service.has_queue is neither"),
        ("'service.has_database && service.has_queue'", "24:56: service.has_queue is neither"),
        ("service.has_database && eval(1)", "24:47: “eval” is not part of conditions"),
        (">-\n          service.has_database\n          && service.has_queue", "24:23: service.has_queue is neither"),
        ('service.name < 2 || answer("q1").score > 0.5', "24:23: The condition"),
    ],
    ids=["plain", "quoted", "function", "folded", "cannot be worked out"],
)
def test_the_place_of_a_problem_in_a_condition(written: str, expected: str) -> None:
    with pytest.raises(InvalidFile) as refusal:
        load_pack_text(with_condition(written), "f")
    assert str(refusal.value.problems[0]).startswith(f"f:{expected}")


def test_a_question_may_be_the_same_as_one_with_the_same_scores() -> None:
    question = TINY.partition("    questions:\n")[2]
    text = TINY + question.replace("id: q1", "id: q2").rstrip() + "\n        same_as: tiny/q1\n"
    assert [item.same_as for _principle, item in load_pack_text(text, "f").questions()] == ["", "tiny/q1"]


def test_problems_of_form_and_of_ids_are_told_together() -> None:
    text = with_condition("service.has_queue").replace("severity: low", "severity: lowest")
    with pytest.raises(InvalidFile) as refusal:
        load_pack_text(text + "facts: []\n", "f")
    assert [problem.line for problem in refusal.value.problems] == [18, 24, 27]
