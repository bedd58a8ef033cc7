"""Advice on the words of packs: what each rule finds, and what it leaves alone."""

from pathlib import Path

import pytest

from shipworthy.errors import InvalidFile
from shipworthy.packs.lint import HARDEST_TO_READ, Rule, lint_pack, lix
from shipworthy.packs.loader import load_pack
from shipworthy.packs.shipped import shipped_pack_files, shipped_packs

TINY = Path(__file__).parent / "tiny.yaml"
HARD = (
    "Notwithstanding organisational responsibilities, comprehensive documentation regarding infrastructure "
    "necessitates independent architectural approval beforehand."
)


def found(tmp_path: Path, before: str, after: str) -> list[Rule]:
    text = TINY.read_text(encoding="utf-8")
    assert before in text
    path = tmp_path / "tiny.yaml"
    path.write_text(text.replace(before, after), encoding="utf-8")
    return [advice.rule for advice in lint_pack(path)]


def test_a_plain_pack_needs_none() -> None:
    assert lint_pack(TINY) == ()


@pytest.mark.parametrize(
    ("before", "after", "rule"),
    [
        ("text: T?", "text: Is it tested and is it signed?", Rule.DOUBLE),
        ("text: T?", "text: Is it properly tested?", Rule.VAGUE),
        ("why: W.", "why: " + "word " * 36 + "ends.", Rule.LONG),
        ("why: W.", f"why: {HARD}", Rule.HARD),
        ("label: A,", "label: 'No',", Rule.YES_OR_NO),
        ("label: A,", "label: An adequate number,", Rule.VAGUE),
    ],
)
def test_each_rule_finds_what_it_is_for(tmp_path: Path, before: str, after: str, rule: Rule) -> None:
    assert found(tmp_path, before, after) == [rule]


@pytest.mark.parametrize("pack", shipped_pack_files(), ids=lambda path: path.stem)
def test_shipped_packs_have_no_vague_words_and_repeat_nothing(pack: Path) -> None:
    rules = {advice.rule for advice in lint_pack(pack, shipped_packs())}
    assert not rules & {Rule.VAGUE, Rule.REPEATED, Rule.LONG}


def test_an_unsound_pack_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text("format: 1", encoding="utf-8")
    with pytest.raises(InvalidFile):
        lint_pack(path)


def test_what_is_worded_like_another_question_is_to_be_linked(tmp_path: Path) -> None:
    copy = tmp_path / "copy.yaml"
    text = TINY.read_text(encoding="utf-8")
    pack = load_pack(TINY)
    copy.write_text(text.replace(f"id: {pack.id}", "id: copy", 1), encoding="utf-8")
    rules = [advice.rule for advice in lint_pack(copy, [pack])]
    assert rules.count(Rule.REPEATED) == len([*pack.questions()])
    assert lint_pack(TINY, [pack]) == ()  # itself is no other


def test_reading_is_measured_by_length_of_words_and_sentences() -> None:
    assert lix("Too few words.") is None
    plain = lix("The cat sat on the mat. The dog ran to the tree and back. It was hot.")
    assert plain is not None
    assert plain < 20
    hard = lix(HARD)
    assert hard is not None
    assert hard > HARDEST_TO_READ
