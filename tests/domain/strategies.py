"""Random assessments for the properties: packs with links, conditions, every answer state, evidence that expires.

A world is rolled from one string of bytes, the only thing that Hypothesis draws: drawing each of its two hundred
decisions apart took ten times as long, and bytes shrink well enough (0 picks the first and plainest option).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from fractions import Fraction
from typing import TypeVar

from hypothesis import strategies as st
from tests.domain import builders
from tests.domain.builders import TODAY, YESTERDAY
from tests.domain.oracle import Oracle, Predicate

from shipworthy.domain.assessment import Answer, AnswerState, Confidence, NotApplicableType, WeightedPack
from shipworthy.domain.pack import EvidenceRule, Pack, Question, Select, Severity
from shipworthy.domain.policy import TierPolicy
from shipworthy.domain.questionnaire import compile_questionnaire
from shipworthy.domain.remediation import RemediationItem, Waiver, WaiverState
from shipworthy.domain.scorecard import Scorecard
from shipworthy.domain.scoring import score
from shipworthy.domain.service import Service

T = TypeVar("T")

FACTS = ("api", "database", "public")
SCORES = ("0 1", "0 0.25 0.5 0.75 1", "0 0.3333 0.6667 1", "0.1 0.2 0.3", "0 0.5 0.5 0.25", "0 0", "0.0001 0.9999 1")
CHOICE_IDS = ("abcde", "vwxyz")  # linked questions may name their choices each in its own way
PLACES = tuple((pack_name, name) for pack_name in ("p", "q", "r") for name in ("one", "two"))
CROWDED = (("p", "one"), ("p", "one"), ("p", "two"), ("q", "one"))
EXPIRIES = (None, TODAY, TODAY + timedelta(days=3), YESTERDAY)
SEEN_STATES = (*map(str, AnswerState), "hidden", "absent")


class Dice:
    """Decisions, one byte each; 0 when the bytes are used up."""

    def __init__(self, data: bytes) -> None:
        self._data = iter(data)

    def number(self, low: int, high: int) -> int:
        return low + next(self._data, 0) % (high - low + 1)

    def pick(self, options: Sequence[T]) -> T:
        return options[self.number(0, len(options) - 1)]

    def some(self, options: Sequence[T], most: int) -> list[T]:
        """Return up to `most` of the options, each once, in any order."""
        return self.shuffled(options)[: self.number(0, most)]

    def shuffled(self, options: Sequence[T]) -> list[T]:
        left = list(options)
        return [left.pop(self.number(0, len(left) - 1)) for _ in options]


def dice() -> st.SearchStrategy[Dice]:
    """Dice for the decisions of a test itself."""
    return st.binary(min_size=60, max_size=60).map(Dice)


@dataclass(frozen=True)
class World:
    """One assessment, and what its conditions mean."""

    packs: tuple[WeightedPack, ...]
    service: Service
    answers: Mapping[str, Answer]
    predicates: Mapping[str, Predicate]

    def scored(self) -> Scorecard:
        return score(compile_questionnaire(self.packs), self.service, self.answers, TODAY)

    def oracle(self) -> Oracle:
        return Oracle(self.packs, self.service, self.answers, TODAY, self.predicates)

    def with_answer(self, answer: Answer) -> "World":
        return replace(self, answers={**self.answers, answer.question: answer})


def worlds(reading_answers: bool = True, crowded: bool = False) -> st.SearchStrategy[World]:
    """Up to six questions, each in up to three places of three packs, asked about one service.

    Without `reading_answers` the answers decide nothing about what applies; `crowded`: more questions, each in one of
    few principles.
    """
    return st.binary(min_size=400, max_size=400).map(lambda data: _world(Dice(data), reading_answers, crowded))


def _world(dice: Dice, reading_answers: bool, crowded: bool) -> World:
    placed: dict[tuple[str, str], list[Question]] = {}
    predicates: dict[str, Predicate] = {}
    given: dict[str, Answer] = {}
    readable: list[str] = []
    for number in range(8 if crowded else dice.number(1, 6)):
        scores, select = dice.pick(SCORES), dice.pick(tuple(Select))
        places = [dice.pick(CROWDED)] if crowded else dice.shuffled(PLACES)[: dice.number(1, 3)]
        members: list[Question] = []
        for letter, place in zip("abc", places, strict=False):
            condition = _condition(dice, readable if reading_answers else [])
            predicates.update([condition] if condition else [])
            members.append(
                builders.question(
                    f"{place[0]}/{number}{letter}",
                    choices=builders.choices(scores, dice.pick(CHOICE_IDS)),
                    select=select,
                    severity=dice.pick(tuple(Severity)),
                    level=dice.number(1, 3),
                    weight=dice.number(1, 4),
                    evidence_rule=dice.pick(tuple(EvidenceRule)),
                    applies_when=condition[0] if condition else "",
                    # To the root or along the chain; the first leads nowhere, or to a pack that is not there.
                    same_as=dice.pick([each.id for each in members] or ["", "elsewhere/q"]),
                )
            )
            placed.setdefault(place, []).append(members[-1])
        readable += [each.id for each in members]
        if dice.number(0, 9):
            given[members[0].id] = _answer(dice, members[0])
    facts = {fact: dice.number(0, 1) == 1 for fact in dice.some((*FACTS, "of_no_pack"), 4)}
    return World(_packs(dice, placed), builders.service(dice.number(1, 4), **facts), given, predicates)


def _condition(dice: Dice, readable: Sequence[str]) -> tuple[str, Predicate] | None:
    """Return a condition over facts, tier and the answers to questions that came before, or none."""
    kind = dice.number(0, 8 if readable else 5)
    name = dice.pick([*readable, "elsewhere/q"]) if kind > 5 else dice.pick(FACTS)
    match kind:
        case 0 | 1 | 2:
            return None
        case 3 | 4:
            value = kind == 3
            return f"service.{name} == {str(value).lower()}", lambda facts, _tier, _seen: facts[name] is value
        case 5:
            limit = dice.number(1, 4)
            return f"service.tier <= {limit}", lambda _facts, tier, _seen: tier <= limit
        case 6:
            least = dice.pick(("0.0", "0.5", "0.7501", "1.0"))
            return (
                f'answer("{name}").score >= {least}',
                lambda _facts, _tier, seen: seen(name)[0] >= Fraction(least),
            )
        case 7:
            state = dice.pick(SEEN_STATES)
            return f'answer("{name}").state == "{state}"', lambda _facts, _tier, seen: seen(name)[1] == state
        case _:
            choice = dice.pick("abvw")
            return f'!("{choice}" in answer("{name}").choices)', lambda _facts, _tier, seen: choice not in seen(name)[2]


def _answer(dice: Dice, question: Question) -> Answer:
    """Return an answer in any state; choices may outlive a change to another state."""
    ids = [choice.id for choice in question.choices]
    return Answer(
        question=question.id,
        state=dice.pick((AnswerState.ANSWERED, *AnswerState)),
        choices=tuple(dice.some(ids, 1 if question.select is Select.ONE else len(ids))),
        confidence=dice.pick(tuple(Confidence)),
        evidence=tuple(builders.evidence(dice.pick(EXPIRIES)) for _ in range(dice.number(0, 2))),
        not_applicable_type=NotApplicableType.OTHER,
        reason="Reason.",
        carried=dice.number(0, 2) == 2,
        marked=dice.number(0, 1) == 1,
    )


def _packs(dice: Dice, placed: Mapping[tuple[str, str], list[Question]]) -> tuple[WeightedPack, ...]:
    packs = []
    for name in dice.shuffled(("p", "q", "r")):
        principles = [
            builders.principle(each, *placed.get((name, each), ()), weight=dice.number(1, 3)) for each in ("one", "two")
        ]
        built = builders.pack(
            name,
            *principles,
            met_at=dice.pick(("0.75", "0.5", "1", "0")),
            facts={fact: dice.number(0, 1) == 1 for fact in FACTS},
        )
        packs.append(WeightedPack(built, Fraction(dice.number(1, 4), dice.number(1, 3))))
    return tuple(packs)


_STATES = (*(WaiverState.APPROVED,) * 3, WaiverState.REQUESTED)


def waived_and_planned(dice: Dice, world: World) -> tuple[list[Waiver], list[RemediationItem]]:
    """Return waivers and items on some of the questions; some expired, not approved, or without an owner."""
    names = list(compile_questionnaire(world.packs).asked)
    waivers = [
        builders.waiver(
            name,
            dice.pick((TODAY, TODAY, YESTERDAY)),
            state=dice.pick((*(WaiverState.APPROVED,) * 3, WaiverState.REQUESTED)),
        )
        for name in dice.some(names, len(names))
    ]
    items = [builders.item(name, owner=dice.pick(("Amira", "Amira", ""))) for name in dice.some(names, 3)]
    return waivers, items


def policies() -> st.SearchStrategy[TierPolicy]:
    """Gate policies from nothing asked to nearly everything asked."""
    minima = st.sampled_from(("0", "0", "0.3", "0.5", "0.9"))
    return st.builds(builders.asks, minima, minima, minima, st.integers(0, 3))


def shuffled(dice: Dice, world: World) -> World:
    """Return the same assessment with packs, principles, questions, choices and answers in another order."""

    def mixed(pack: Pack) -> Pack:
        principles = [replace(each, questions=tuple(dice.shuffled(each.questions))) for each in pack.principles]
        return replace(pack, principles=tuple(dice.shuffled(principles)))

    packs = [replace(each, pack=mixed(each.pack)) for each in dice.shuffled(world.packs)]
    answers = [
        (name, replace(answer, choices=answer.choices[::-1], evidence=answer.evidence[::-1]))
        for name, answer in dice.shuffled(list(world.answers.items()))
    ]
    return replace(world, packs=tuple(packs), answers=dict(answers))
