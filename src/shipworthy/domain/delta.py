"""Delta attribution: what moved a score between two assessments of a service, in five parts that sum to the change.

The rules are those of SEMANTICS.md, "Time": Shapley values over five factors (L. S. Shapley, "A Value for n-Person
Games", 1953). Each of the 32 mixtures of the two sides is scored exactly, so the parts depend on no order.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from itertools import chain, combinations
from math import factorial

from shipworthy.domain.assessment import Answer, AnswerState, Evidence, EvidenceKind
from shipworthy.domain.carrying import earlier_root, mapped
from shipworthy.domain.questionnaire import Questionnaire
from shipworthy.domain.scorecard import ZERO
from shipworthy.domain.scoring import score
from shipworthy.domain.service import Service

_PROOF = Evidence(EvidenceKind.TEXT, "valid on the side's own day")


class Factor(StrEnum):
    """What may move a score, in the order in which the parts are shown."""

    PACKS = "packs"
    FACTS = "facts"
    NOT_APPLICABLE = "not applicable"
    ANSWERS = "answers"
    EVIDENCE = "evidence"


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two assessments, frozen at its own time: `today` is the day on which its evidence is looked at.

    `answers` are the agreed ones by asked id.
    """

    questionnaire: Questionnaire
    service: Service
    answers: Mapping[str, Answer]
    today: date


@dataclass(frozen=True, slots=True)
class _Told:
    """What one side says in the words of one questionnaire, by the ids asked there; no answer here is N/A."""

    answers: Mapping[str, Answer]
    not_applicable: frozenset[str]
    proved: frozenset[str]


def attribute(before: Side, after: Side) -> dict[Factor, Fraction] | None:
    """Return what each factor added to the score; None where a side has no score, so that nothing can be compared."""
    if any(score(each.questionnaire, each.service, each.answers, each.today).score is None for each in (before, after)):
        return None
    worth = _worths(before, after)
    return {factor: _part(factor, worth) for factor in Factor}


def _part(factor: Factor, worth: Mapping[frozenset[Factor], Fraction]) -> Fraction:
    """Return the mean of what a factor adds over all orders in which the five may change sides."""
    others = [each for each in Factor if each is not factor]
    orders = factorial(len(Factor))
    return sum(
        (
            Fraction(factorial(len(moved)) * factorial(len(others) - len(moved)), orders)
            * (worth[moved | {factor}] - worth[moved])
            for moved in _subsets(others)
        ),
        ZERO,
    )


def _subsets(factors: Collection[Factor]) -> list[frozenset[Factor]]:
    sizes = range(len(factors) + 1)
    return [frozenset(each) for each in chain.from_iterable(combinations(factors, size) for size in sizes)]


def _worths(before: Side, after: Side) -> dict[frozenset[Factor], Fraction]:
    """Return the score of each mixture, by the factors that are as they were after."""
    sides = (before, after)
    services = [_with_defaults(each) for each in sides]
    told = {(side, packs): _told(sides[side], sides[packs].questionnaire) for side in (0, 1) for packs in (0, 1)}

    def worth(moved: frozenset[Factor]) -> Fraction:
        packs = int(Factor.PACKS in moved)
        questionnaire = sides[packs].questionnaire
        answers = _mixed(
            questionnaire,
            told[int(Factor.ANSWERS in moved), packs].answers,
            told[int(Factor.NOT_APPLICABLE in moved), packs].not_applicable,
            told[int(Factor.EVIDENCE in moved), packs].proved,
        )
        # Which day it is counts no longer: whether evidence was valid is settled.
        return score(questionnaire, services[int(Factor.FACTS in moved)], answers, before.today).score or ZERO

    return {moved: worth(moved) for moved in _subsets(list(Factor))}


def _with_defaults(side: Side) -> Service:
    """Return the service with every fact that its own packs ask about, as it counted at that time."""
    defaults = {fact.id: fact.default for fact in side.questionnaire.facts().values()}
    return replace(side.service, facts={**defaults, **side.service.facts})


def _told(side: Side, questionnaire: Questionnaire) -> _Told:
    given = as_asked(side.answers, side.questionnaire, questionnaire)
    lifted = {question: _lifted(answer) for question, answer in side.answers.items()}
    return _Told(
        as_asked(lifted, side.questionnaire, questionnaire),
        frozenset(question for question, answer in given.items() if answer.state is AnswerState.NOT_APPLICABLE),
        _proved(side, questionnaire, given),
    )


def as_asked(answers: Mapping[str, Answer], earlier: Questionnaire, now: Questionnaire) -> Mapping[str, Answer]:
    """Return answers in the words of another questionnaire, as in an upgrade; the same packs change nothing."""
    if [each.pack for each in earlier.packs] == [each.pack for each in now.packs]:
        return answers
    return mapped(answers, earlier, now)


def _lifted(answer: Answer) -> Answer:
    """Return what an answer says when it is not N/A: the choice that it had before, or nothing."""
    if answer.state is not AnswerState.NOT_APPLICABLE:
        return answer
    return replace(answer, state=AnswerState.ANSWERED if answer.choices else AnswerState.UNANSWERED)


def _proved(side: Side, questionnaire: Questionnaire, given: Mapping[str, Answer]) -> frozenset[str]:
    """Return the questions with valid evidence: that of the answer which came over, or else of the same question."""
    proved = set()
    for asked in questionnaire.asked.values():
        answer = given.get(asked.id)
        if answer is None:
            root = earlier_root(asked, side.questionnaire)
            answer = side.answers.get(root) if root else None
        if answer is not None and answer.has_valid_evidence(side.today):
            proved.add(asked.id)
    return frozenset(proved)


def _mixed(
    questionnaire: Questionnaire,
    answers: Mapping[str, Answer],
    not_applicable: Collection[str],
    proved: Collection[str],
) -> dict[str, Answer]:
    mixture = {}
    for question in questionnaire.asked:
        answer = answers.get(question) or Answer(question)
        mixture[question] = replace(
            answer,
            state=AnswerState.NOT_APPLICABLE if question in not_applicable else answer.state,
            evidence=(_PROOF,) if question in proved else (),
        )
    return mixture
