"""Packs from files: exact, and every problem at once with line, column and what to do."""

import json
import time
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from shipworthy.domain import canonical
from shipworthy.domain.assessment import WeightedPack
from shipworthy.domain.pack import Advice, Choice, EvidenceRule, Pack, Reference, Select, Severity
from shipworthy.domain.questionnaire import compile_questionnaire
from shipworthy.errors import InvalidFile, UserError
from shipworthy.packs.loader import load_pack, load_pack_text, load_policy_text
from shipworthy.packs.schema import pack_schema
from shipworthy.untrusted.yaml_files import parse_yaml

HERE = Path(__file__).parent
SMALL = (HERE / "small.yaml").read_text(encoding="utf-8")
MALFORMED = sorted((HERE / "malformed").glob("*.yaml"))


def test_a_pack_is_read_exactly() -> None:
    pack = load_pack(HERE / "small.yaml")
    backups, copies = (question for _principle, question in pack.questions())
    assert (pack.id, pack.version, pack.met_at) == ("small", "1.0.0", Fraction(3, 4))
    assert [(fact.id, fact.default) for fact in pack.facts] == [("has_database", False)]
    assert [(principle.id, principle.weight) for principle in pack.principles] == [("small/data", 2)]
    assert backups.id == "small/data.backups"
    assert (backups.severity, backups.level, backups.weight) == (Severity.BLOCKER, 1, 3)
    assert (backups.select, copies.select) == (Select.ONE, Select.MANY)
    assert (backups.evidence_rule, backups.evidence_examples) == (EvidenceRule.REQUIRED, ("Log of a restore",))
    assert backups.choice("once") == Choice("once", "One was restored by hand", Fraction(1, 8))
    assert backups.advice == Advice(
        "Restore a backup", ("Restore last night's backup into an empty database.",), Fraction(1, 2)
    )
    assert backups.references[1] == Reference("A book without an address")
    assert backups.applies_when == "service.has_database"
    assert copies.same_as == "other-pack/data.copies"
    assert [item.questions for item in pack.contradictions] == [("small/data.backups", "other-pack/data.copies")]


def test_what_may_be_left_out_has_its_default() -> None:
    text = SMALL.replace("        select: one\n", "").replace("    weight: 2\n", "", 1)
    text = text[: text.index("contradictions:")]
    pack = load_pack_text(text, "f")
    assert pack.contradictions == ()
    assert pack.principles[0].weight == 1
    assert pack.principles[0].questions[0].select is Select.ONE


def test_a_pack_survives_canonical_json() -> None:
    pack = load_pack_text(SMALL, "f")
    assert canonical.decode(canonical.encode(pack), Pack) == pack


def test_the_form_of_a_text_in_yaml_does_not_change_the_pack() -> None:
    text = SMALL.replace(
        "why: A backup that nobody restored may be empty.",
        "why: >-\n          A backup that nobody\n          restored may be empty.",
    )
    assert text != SMALL
    assert canonical.digest(load_pack_text(text, "f")) == canonical.digest(load_pack_text(SMALL, "g"))


def test_there_are_enough_malformed_packs() -> None:
    assert len(MALFORMED) >= 20


@pytest.mark.parametrize("path", MALFORMED, ids=lambda path: path.stem)
def test_a_malformed_pack_is_refused_with_every_problem(path: Path) -> None:
    with pytest.raises(InvalidFile) as refusal:
        load_pack(path)
    found = [str(problem) for problem in refusal.value.problems]
    expected = path.with_suffix(".expected").read_text(encoding="utf-8").splitlines()
    assert found == [f"{path}:{line}" for line in expected]
    count = len(expected)
    assert refusal.value.message == f"{path} has {count} problem{'s' if count > 1 else ''}."


def questions(number: int, condition: Callable[[int], str]) -> str:
    """Return a pack with many questions, each with a condition."""
    head, _heading, question = load_free_head().partition("      - id: q1\n")
    return head + "".join(
        f"      - id: q{index}\n{question.rstrip()}\n        applies_when: {condition(index)}\n"
        for index in range(number)
    )


def load_free_head() -> str:
    return (HERE / "tiny.yaml").read_text(encoding="utf-8")


BOMBS: dict[str, Callable[[], str]] = {
    "100 KB of brackets": lambda: "[" * 100_000,
    "a pack that ends in brackets": lambda: load_free_head() + "contradictions: " + "[" * 100_000,
    "unknown keys": lambda: "".join(f"key{index}: 1\n" for index in range(200_000)),
    "the same key": lambda: "id: a\n" * 200_000,
    "a list of wrong questions": lambda: f"principles: [{{questions: [{'1,' * 400_000}]}}]",
    "conditions with unknown ids": lambda: questions(3_000, lambda index: f'answer("x{index}").score > 0.5'),
    "circles": lambda: questions(3_000, lambda index: f'answer("q{index}").score > 0.5'),
    "one great circle": lambda: questions(3_000, lambda index: f'answer("q{(index + 1) % 3_000}").score > 0.5'),
    "long conditions": lambda: questions(500, lambda _index: '"' + "(" * 2_000 + '"'),
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_end_soon(name: str) -> None:
    text = BOMBS[name]()
    before = time.process_time()
    with pytest.raises(InvalidFile):
        load_pack_text(text, "bomb.yaml")
    assert time.process_time() - before < 20  # an explosion takes minutes, a slow machine does not


def test_a_chain_of_conditions_is_no_circle() -> None:
    chain = questions(200, lambda index: f'answer("q{index + 1}").score > 0.5' if index < 199 else "service.tier == 1")
    assert len(list(load_pack_text(chain, "f").questions())) == 200


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="is a folder"):
        load_pack(tmp_path)
    with pytest.raises(UserError, match="There is no file"):
        load_pack(tmp_path / "missing.yaml")


POLICY = """format: 1
id: mine
version: 1.0.0
title: Mine
summary: Our own.
tiers:
  1: &tier {overall: 0.8, principle: 0.6, coverage: 0.95, level: 2, max_age_days: 180,
      remediate_days: {blocker: 7, high: 30, medium: 90, low: 180}}
"""
TIER = POLICY.partition("&tier ")[2]


def test_a_policy_is_read_exactly() -> None:
    policy = load_policy_text(POLICY + "".join(f"  {tier}: {TIER}" for tier in (2, 3, 4)), "f")
    assert set(policy.tiers) == {1, 2, 3, 4}
    assert policy.tiers[1].overall == Fraction(4, 5)
    assert policy.tiers[4].coverage == Fraction(19, 20)
    assert policy.tiers[2].remediate_days == {
        Severity.BLOCKER: 7,
        Severity.HIGH: 30,
        Severity.MEDIUM: 90,
        Severity.LOW: 180,
    }


def test_a_malformed_policy_is_refused_with_every_problem() -> None:
    text = POLICY.replace("0.8", "80").replace("level: 2", "levl: 2").replace("low: 180", "minor: 180")
    with pytest.raises(InvalidFile) as refusal:
        load_policy_text(text + "  5: 1\n", "policy.yaml")
    assert [str(problem) for problem in refusal.value.problems] == [
        "policy.yaml:7:3: tiers: missing 2, 3, 4. Add them.",
        "policy.yaml:7:6: 1: missing level. Add it.",
        "policy.yaml:7:22: overall must be a number from 0 to 1, not 80. Write such a number.",
        "policy.yaml:7:58: 1: unknown key levl. Did you mean level?",
        "policy.yaml:8:23: remediate_days: missing low. Add it.",
        "policy.yaml:8:58: remediate_days: unknown key minor. Known here: low.",
        "policy.yaml:9:3: tiers: unknown key 5. Known here: 2, 3, 4.",
    ]


def _as_json(value: Any) -> Any:
    """Return data of a pack as plain JSON data, which is YAML as well."""
    if isinstance(value, dict):
        return {key: _as_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_as_json(item) for item in value]
    return float(value) if isinstance(value, Decimal) else value


def _containers(value: Any) -> list[Any]:
    """Return every list and mapping in the data."""
    if isinstance(value, dict):
        return [value, *(inner for item in value.values() for inner in _containers(item))]
    if isinstance(value, list):
        return [value, *(inner for item in value for inner in _containers(item))]
    return []


DATA = json.dumps(_as_json(parse_yaml(SMALL, "small.yaml").data))
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 12),
    st.floats(-1, 2, allow_nan=False),
    st.sampled_from(["", " ", "one", "low", "data.backups", "service.tier == 1", "service.tier", "x/y", "true", "1"]),
    st.text(max_size=8),
)
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner))


@st.composite
def mutated_packs(draw: st.DrawFn) -> Any:
    """Take the small pack and change a few of its nodes: replaced, removed, doubled or moved under another key."""
    data = json.loads(DATA)
    for _change in range(draw(st.integers(1, 3))):
        container = draw(st.sampled_from([item for item in _containers(data) if item]))
        keys = list(container) if isinstance(container, dict) else list(range(len(container)))
        key = draw(st.sampled_from(keys))
        match draw(st.sampled_from(["replace", "remove", "double"])):
            case "replace":
                container[key] = draw(VALUES)
            case "remove":
                del container[key]
            case "double" if isinstance(container, list):
                container.append(json.loads(json.dumps(container[key])))
            case "double":
                container[draw(st.text(max_size=5))] = container[key]
    return data


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(mutated_packs())
def test_a_pack_changed_anywhere_is_a_pack_or_refused(data: Any) -> None:
    pack = _pack_or_problems(json.dumps(data))
    if pack is not None:
        # What the check lets pass, editors let pass, and a review can be made with it.
        Draft7Validator(json.loads(pack_schema())).validate(data)
        assert canonical.decode(canonical.encode(pack), Pack) == pack
        assert compile_questionnaire([WeightedPack(pack)]).asked


TEXT_CHANGES = (
    st.integers(0, len(SMALL)),
    st.integers(0, 40),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=5),
)


@settings(max_examples=300)
@given(*TEXT_CHANGES)
def test_a_text_changed_anywhere_is_a_pack_or_refused(start: int, length: int, inserted: str) -> None:
    pack = _pack_or_problems(SMALL[:start] + inserted + SMALL[start + length :])
    if pack is not None:
        assert canonical.decode(canonical.encode(pack), Pack) == pack


def _pack_or_problems(text: str) -> Pack | None:
    try:
        return load_pack_text(text, "f.yaml")
    except InvalidFile as refusal:
        problems = refusal.problems
    lines = len(text.splitlines()) + 1
    assert problems
    for problem in problems:
        assert problem.message
        assert problem.fix
        assert 1 <= problem.line <= lines
        assert problem.column >= 1
    return None
