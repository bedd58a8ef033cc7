"""The questionnaire: the packs of an assessment as one list of questions, each asked once.

Two questions that their authors linked by `same_as` are one question here, with one answer, counted in each pack.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from graphlib import CycleError, TopologicalSorter

from shipworthy.domain.assessment import WeightedPack
from shipworthy.domain.conditions import Condition, parse_condition
from shipworthy.domain.pack import Contradiction, FactDefinition, Pack, Principle, Question
from shipworthy.errors import UserError


@dataclass(frozen=True, slots=True)
class Placement:
    """One place where a question stands: its pack, its principle, and its wording and rules there."""

    pack: Pack
    principle: Principle
    question: Question
    condition: Condition | None


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question as it is asked: `id` is the root of its `same_as` chain, `placements` has the root's place first."""

    id: str
    placements: tuple[Placement, ...]

    @property
    def question(self) -> Question:
        """Return the wording and choices that people see."""
        return self.placements[0].question

    @property
    def principle(self) -> Principle:
        """Return the principle under which the question is asked."""
        return self.placements[0].principle


@dataclass(frozen=True, slots=True)
class PlacedContradiction:
    """A contradiction with its condition read and its questions resolved to those that are asked."""

    contradiction: Contradiction
    condition: Condition
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """Everything that an assessment asks.

    `asked` keeps the order of the packs; `roots` leads from every whole id to the id that is asked; `evaluation_order`
    lists the asked ids so that a condition comes after the questions it reads.
    """

    packs: tuple[WeightedPack, ...]
    asked: Mapping[str, AskedQuestion]
    roots: Mapping[str, str]
    evaluation_order: tuple[str, ...]
    contradictions: tuple[PlacedContradiction, ...]

    def facts(self) -> dict[str, FactDefinition]:
        """Return the facts that the packs declare, by id, in the words of the first pack that declares them.

        Where defaults differ, true wins: the order of the packs may not decide which questions apply.
        """
        facts: dict[str, FactDefinition] = {}
        for weighted in self.packs:
            for fact in weighted.pack.facts:
                known = facts.setdefault(fact.id, fact)
                facts[fact.id] = replace(known, default=known.default or fact.default)
        return facts

    def principles(self) -> Iterator[tuple[WeightedPack, Principle]]:
        """Yield each principle with its pack, in order."""
        for weighted in self.packs:
            for principle in weighted.pack.principles:
                yield weighted, principle


def compile_questionnaire(packs: Sequence[WeightedPack]) -> Questionnaire:
    """Join packs into one questionnaire.

    Raises UserError for packs that cannot stand together: one that is there twice or weighs nothing, questions linked
    by `same_as` whose choices score differently, and conditions that wait for each other.
    """
    _check_packs(packs)
    questions = {question.id: question for weighted in packs for _, question in weighted.pack.questions()}
    roots = {question_id: _root(question_id, questions) for question_id in questions}
    _check_links(roots, questions)
    placements: dict[str, list[Placement]] = {root: [] for root in roots.values()}
    for weighted in packs:
        for principle, question in weighted.pack.questions():
            condition = parse_condition(question.applies_when, weighted.pack.id) if question.applies_when else None
            placement = Placement(weighted.pack, principle, question, condition)
            root = roots[question.id]
            position = 0 if question.id == root else len(placements[root])
            placements[root].insert(position, placement)
    asked = {
        root: AskedQuestion(root, tuple(placements[root])) for question_id, root in roots.items() if question_id == root
    }
    contradictions = tuple(
        PlacedContradiction(
            contradiction,
            parse_condition(contradiction.when, weighted.pack.id),
            tuple(dict.fromkeys(roots[question] for question in contradiction.questions if question in roots)),
        )
        for weighted in packs
        for contradiction in weighted.pack.contradictions
    )
    return Questionnaire(tuple(packs), asked, roots, _evaluation_order(asked, roots), contradictions)


def _check_packs(packs: Sequence[WeightedPack]) -> None:
    seen: set[str] = set()
    for weighted in packs:
        name = weighted.pack.id
        if name in seen:
            raise UserError(f"The pack {name} is there twice.", "Take one of the two out.")
        if weighted.weight <= 0:
            raise UserError(f"The pack {name} has the weight {weighted.weight}.", "Give it a weight above 0.")
        seen.add(name)


def _check_links(roots: Mapping[str, str], questions: Mapping[str, Question]) -> None:
    for question_id, root in roots.items():
        if _scores(questions[question_id]) != _scores(questions[root]):
            raise UserError(
                f"{question_id} cannot be the same question as {root}: their choices score differently.",
                "Use versions of the two packs that agree, or leave one of the packs out.",
            )


def _scores(question: Question) -> list[Fraction]:
    return [choice.score for choice in question.choices]


def _root(question_id: str, questions: Mapping[str, Question]) -> str:
    """Follow `same_as` as far as the packs at hand go; a chain that closes on itself ends at its smallest id."""
    seen = [question_id]
    while (target := questions[seen[-1]].same_as) in questions:
        if target in seen:
            return min(seen[seen.index(target) :])
        seen.append(target)
    return seen[-1]


def _evaluation_order(asked: Mapping[str, AskedQuestion], roots: Mapping[str, str]) -> tuple[str, ...]:
    reads = {
        root: {
            roots[question]
            for placement in item.placements
            if placement.condition is not None
            for question in placement.condition.questions
            if question in roots
        }
        for root, item in asked.items()
    }
    try:
        return tuple(TopologicalSorter(reads).static_order())
    except CycleError as error:
        circle = " -> ".join(error.args[1])
        raise UserError(
            f"The conditions of these questions wait for each other: {circle}.",
            "Remove one of the questions from the other's applies_when.",
        ) from error
