"""Why a question applies or does not: the facts of the service that decide it, for a person to check and change."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from shipworthy.domain.conditions import Condition
from shipworthy.domain.pack import FactDefinition
from shipworthy.domain.review import Review
from shipworthy.domain.scoring import score


@dataclass(frozen=True, slots=True)
class DecidingFact:
    """A fact and what is said about the service; the pack's default where nobody answered it."""

    fact: FactDefinition
    value: bool


@dataclass(frozen=True, slots=True)
class Hidden:
    """A question that does not apply, with what decides it.

    `facts`: each alone, told the other way round, would make the question apply; where no single one would, all that
    its conditions name. `fields` (other fields of the service) and `questions` (asked ids) are what its conditions
    read beside the facts.
    """

    question: str
    facts: tuple[DecidingFact, ...]
    fields: tuple[str, ...]
    questions: tuple[str, ...]


def hidden_questions(review: Review) -> dict[str, Hidden]:
    """Return, by asked id and in order, each question that does not apply, with the reason."""
    declared = review.questionnaire.facts()
    values = {fact.id: review.service.facts.get(fact.id, fact.default) for fact in declared.values()}
    hidden = [item.id for item in review.questionnaire.asked.values() if not review.counts(item.id).applies]
    named = {question_id: _service_names(review, question_id) for question_id in hidden}
    deciding: dict[str, set[str]] = {question_id: set() for question_id in hidden}
    for fact_id in declared:
        concerned = [question_id for question_id in hidden if fact_id in named[question_id]]
        if concerned:
            showing = _applying_with(review, fact_id, not values[fact_id])
            for question_id in showing.intersection(concerned):
                deciding[question_id].add(fact_id)
    return {
        question_id: Hidden(
            question_id,
            tuple(
                DecidingFact(declared[name], values[name])
                for name in named[question_id]
                if name in declared and name in (deciding[question_id] or named[question_id])
            ),
            tuple(name for name in named[question_id] if name not in declared),
            _questions_read(review, question_id),
        )
        for question_id in hidden
    }


def _applying_with(review: Review, fact_id: str, value: bool) -> frozenset[str]:
    service = replace(review.service, facts={**review.service.facts, fact_id: value})
    scores = score(review.questionnaire, service, review.answers, review.today).questions
    return frozenset(question_id for question_id, counts in scores.items() if counts.applies)


def _conditions(review: Review, question_id: str) -> Iterator[Condition]:
    for place in review.questionnaire.asked[question_id].placements:
        if place.condition is not None:
            yield place.condition


def _service_names(review: Review, question_id: str) -> list[str]:
    return sorted({name for condition in _conditions(review, question_id) for name in condition.service_names})


def _questions_read(review: Review, question_id: str) -> tuple[str, ...]:
    read = {question for condition in _conditions(review, question_id) for question in condition.questions}
    roots = review.questionnaire.roots
    return tuple(sorted({roots[question] for question in read if question in roots}))


def facts_read(review: Review, question_id: str) -> tuple[DecidingFact, ...]:
    """Return the facts that the conditions of a question read, with what is said about the service."""
    declared = review.questionnaire.facts()
    return tuple(
        DecidingFact(declared[name], review.service.facts.get(name, declared[name].default))
        for name in _service_names(review, question_id)
        if name in declared
    )
