"""Questions that several shipped packs ask: linked, word for word the same, none lost; contradictions across packs."""

from dataclasses import replace
from pathlib import Path

import pytest

from shipworthy.domain.conditions import parse_condition
from shipworthy.domain.pack import Pack, Question
from shipworthy.packs.lint import Rule, lint_pack
from shipworthy.packs.loader import load_pack
from shipworthy.packs.shipped import shipped_pack_files
from shipworthy.untrusted.yaml_files import read_yaml

HERE = Path(__file__).parent
PACKS = [load_pack(path) for path in shipped_pack_files()]
QUESTIONS = {question.id: question for pack in PACKS for _principle, question in pack.questions()}
LINKED = {question.id: question.same_as for question in QUESTIONS.values() if question.same_as}

packs = pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.id)


def test_the_linked_questions_are_those_of_the_table() -> None:
    assert read_yaml(HERE / "overlaps.yaml").data == LINKED


@pytest.mark.parametrize("linked", LINKED)
def test_a_linked_question_is_word_for_word_its_root(linked: str) -> None:
    root = QUESTIONS[LINKED[linked]]
    assert not root.same_as  # a link leads to the root itself, so that a chain cannot break in the middle
    assert _words(QUESTIONS[linked]) == _words(root)


def _words(question: Question) -> Question:
    """Return a question without what may differ in each pack that asks it."""
    blank = next(iter(QUESTIONS.values()))
    return replace(
        question,
        id="",
        severity=blank.severity,
        level=blank.level,
        weight=blank.weight,
        applies_when="",
        same_as="",
    )


@pytest.mark.parametrize("path", shipped_pack_files(), ids=lambda path: path.stem)
def test_no_question_is_worded_like_another_without_a_link(path: Path) -> None:
    assert [str(advice) for advice in lint_pack(path, PACKS) if advice.rule is Rule.REPEATED] == []


@packs
def test_a_pack_has_three_contradictions_that_it_can_show_alone_or_beside_others(pack: Pack) -> None:
    assert len(pack.contradictions) >= 3
    for item in pack.contradictions:
        assert parse_condition(item.when, pack.id).questions <= QUESTIONS.keys(), item.id


def test_contradictions_reach_across_packs() -> None:
    across = {
        item.id
        for pack in PACKS
        for item in pack.contradictions
        if {each.partition("/")[0] for each in parse_condition(item.when, pack.id).questions} > {pack.id}
    }
    assert len(across) >= 3
