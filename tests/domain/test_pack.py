"""Ids, order of severity and of evidence rules."""

import pytest
from tests.domain.builders import pack, principle, question

from shipworthy.domain.pack import EvidenceRule, Severity, bare_id, whole_id


@pytest.mark.parametrize(
    ("written", "whole", "bare"), [("q.one", "p/q.one", "q.one"), ("other/q", "other/q", "q"), ("p/q", "p/q", "q")]
)
def test_a_bare_id_means_its_own_pack(written: str, whole: str, bare: str) -> None:
    assert whole_id("p", written) == whole
    assert bare_id(whole) == bare


def test_severities_and_evidence_rules_run_from_strict_to_lax() -> None:
    assert [each.rank for each in (Severity.BLOCKER, Severity.HIGH, Severity.MEDIUM, Severity.LOW)] == [0, 1, 2, 3]
    assert [each.rank for each in (EvidenceRule.REQUIRED, EvidenceRule.EXPECTED, EvidenceRule.NONE)] == [0, 1, 2]


def test_choices_are_found_by_id() -> None:
    asked = question("q")
    assert asked.choice("b") is asked.choices[1]
    with pytest.raises(KeyError, match="z"):
        asked.choice("z")


def test_questions_come_with_their_principles_in_order() -> None:
    two = pack("p", principle("one", question("b"), question("a")), principle("two", question("c")))
    assert [(where.id, each.id) for where, each in two.questions()] == [
        ("p/one", "p/b"),
        ("p/one", "p/a"),
        ("p/two", "p/c"),
    ]
