"""What every shipped pack must be: the design's "What every question carries", and the flagship's topics."""

import re
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest

from shipworthy.domain.assessment import WeightedPack
from shipworthy.domain.conditions import parse_condition
from shipworthy.domain.pack import FactDefinition, Pack, Question, Select, Severity, bare_id
from shipworthy.domain.questionnaire import compile_questionnaire
from shipworthy.domain.service import CONDITION_FIELDS, TIERS
from shipworthy.errors import InvalidFile, UserError
from shipworthy.packs.loader import load_pack
from shipworthy.packs.shipped import default_policy, find_pack, shipped_pack_files, shipped_packs
from shipworthy.untrusted.problems import Value
from shipworthy.untrusted.yaml_files import read_yaml

HERE = Path(__file__).parent
FLAGSHIP = "backend-engineering"
VAGUE = re.compile(r"\b(proper|properly|adequate|adequately|appropriate|appropriately|robust)\b", re.IGNORECASE)
JUDGING = re.compile(r"\b(good|poor|weak|excellent|best)\b", re.IGNORECASE)
STEPS = {Fraction(step, 4) for step in range(5)}

# Read without the cache: these are read before a test has a home of its own.
PACKS = [load_pack(path) for path in shipped_pack_files()]
QUESTIONS = [question for pack in PACKS for _principle, question in pack.questions()]

packs = pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.id)
questions = pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)


def test_the_flagship_is_there() -> None:
    assert FLAGSHIP in [pack.id for pack in PACKS]
    assert shipped_packs() == tuple(PACKS)


@packs
def test_a_shipped_pack_is_named_by_its_file_and_is_of_a_fit_size(pack: Pack, repository: Path) -> None:
    assert (repository / "assessments" / f"{pack.id}.yaml").is_file()
    count = len(list(pack.questions()))
    if pack.id == FLAGSHIP:
        assert len(pack.principles) == 8
        assert 45 <= count <= 60
        assert len(pack.contradictions) >= 6
    else:
        assert 20 <= count <= 35
        assert len(pack.contradictions) >= 3


@packs
def test_shipped_contradictions_stand_beside_the_questions_they_read(pack: Pack) -> None:
    for item in pack.contradictions:
        assert set(item.questions) == parse_condition(item.when, pack.id).questions, item.id


@packs
def test_every_declared_fact_decides_something(pack: Pack) -> None:
    conditions = [question.applies_when for _principle, question in pack.questions() if question.applies_when]
    conditions += [item.when for item in pack.contradictions]
    read = {name for text in conditions for name in parse_condition(text, pack.id).service_names}
    assert {fact.id for fact in pack.facts} == read - set(CONDITION_FIELDS)


def test_the_shipped_packs_fit_together() -> None:
    asked = compile_questionnaire([WeightedPack(pack) for pack in PACKS]).asked
    assert asked
    by_id = {question.id: question for question in QUESTIONS}
    for question in QUESTIONS:
        if question.same_as:
            twin = by_id[question.same_as]
            assert [choice.score for choice in twin.choices] == [choice.score for choice in question.choices]


def test_a_fact_is_one_question_with_one_default_in_all_packs() -> None:
    known: dict[str, FactDefinition] = {}
    for pack in PACKS:
        for fact in pack.facts:
            assert known.setdefault(fact.id, fact) == fact, f"{pack.id}: {fact.id}"
    assert len(known) == len({fact.text for fact in known.values()})


@questions
def test_a_shipped_question_is_complete(question: Question) -> None:
    assert question.text.endswith("?")
    assert len({question.text, question.why, question.risk, question.verify}) == 4
    for text in (question.why, question.risk, question.verify, *question.advice.steps):
        assert text.rstrip("\"')").endswith((".", "?")), text
    assert len(question.advice.steps) >= 2
    assert question.advice.effort_days > 0
    assert question.references
    assert question.evidence_examples


@questions
def test_a_shipped_question_offers_facts_from_worst_to_best(question: Question) -> None:
    assert 3 <= len(question.choices) <= 5
    scores = [choice.score for choice in question.choices]
    assert scores == sorted(scores)
    assert scores[0] == 0
    if question.select is Select.ONE:
        assert scores[-1] == 1
        assert len(set(scores)) == len(scores)
        assert set(scores) <= STEPS
    else:
        assert sum(scores) >= 1
    labels = [choice.label for choice in question.choices]
    assert len(set(labels)) == len(labels)
    for text in (question.text, *labels):
        assert not VAGUE.search(text), text
    for label in labels:
        assert not JUDGING.search(label), label


@questions
def test_a_shipped_blocker_stands_on_the_first_rung(question: Question) -> None:
    assert question.level == 1 or question.severity is not Severity.BLOCKER


@packs
def test_every_topic_of_the_design_has_its_questions(pack: Pack) -> None:
    by_id = {bare_id(question.id): question for _principle, question in pack.questions()}
    named = set()
    for row in topics(pack):
        ids = row["questions"]
        assert isinstance(ids, list)
        assert ids, row
        assert set(ids) <= by_id.keys(), row
        named |= set(ids)
        if row["bold"]:
            # The design calls these checks mandatory.
            assert all(by_id[str(name)].level == 1 for name in ids), row
            assert all(by_id[str(name)].severity in (Severity.BLOCKER, Severity.HIGH) for name in ids), row
    assert named == by_id.keys()


def topics(pack: Pack) -> list[dict[str, Value]]:
    """Return the rows of a pack's table; that of the flagship is by principle, each with a question of its own."""
    table = read_yaml(HERE / "topics" / f"{pack.id}.yaml").data
    if isinstance(table, list):
        return [row for row in table if isinstance(row, dict)]
    assert isinstance(table, dict)
    assert list(table) == [bare_id(principle.id) for principle in pack.principles]
    found = []
    for principle, rows in table.items():
        assert isinstance(rows, list)
        for row in rows:
            assert isinstance(row, dict)
            ids = row["questions"]
            assert isinstance(ids, list)
            assert any(str(name).startswith(f"{principle}.") for name in ids), row
            found.append(row)
    assert len(found) >= 50
    return found


def test_every_table_of_topics_belongs_to_a_pack() -> None:
    assert {path.stem for path in (HERE / "topics").glob("*.yaml")} == {pack.id for pack in PACKS}


def test_the_default_policy_asks_less_of_each_laxer_tier() -> None:
    policy = default_policy()
    assert tuple(policy.tiers) == TIERS
    rules = [policy.tiers[tier] for tier in TIERS]
    for strict, lax in pairwise(rules):
        assert strict.overall >= lax.overall
        assert strict.principle >= lax.principle
        assert strict.coverage >= lax.coverage
        assert strict.level >= lax.level
        assert strict.max_age_days <= lax.max_age_days
        for severity in Severity:
            assert strict.remediate_days[severity] <= lax.remediate_days[severity]


def test_a_pack_is_found_by_id_or_file(tmp_path: Path) -> None:
    assert find_pack(FLAGSHIP).id == FLAGSHIP
    assert find_pack(str(HERE / "small.yaml")).id == "small"
    assert find_pack("small.yaml", HERE).id == "small"
    assert find_pack("../packs/small.yaml", HERE).id == "small"
    (tmp_path / "mine").write_bytes((HERE / "small.yaml").read_bytes())
    assert find_pack("mine", tmp_path).id == "small"
    assert find_pack(str(HERE / "small.yaml"), tmp_path).id == "small"


def test_a_pack_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="There is no pack backend-enginering") as refusal:
        find_pack("backend-enginering")
    assert refusal.value.hint.startswith(f"Did you mean {FLAGSHIP}?")
    for name in ("mine.yaml", "folder/mine"):
        with pytest.raises(UserError, match=re.escape(f"There is no file {tmp_path / name}")):
            find_pack(name, tmp_path)
    with pytest.raises(InvalidFile, match=r"norway\.yaml has"):
        find_pack("malformed/norway.yaml", HERE)
