"""Small problems for the path to ready, drawn at random, and the slow search that tries every choice.

The search shares no rule with the product: it changes answers and hands them to `score` and `judge`.
"""

import itertools
import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from uuid import UUID

from tests.domain import builders
from tests.domain.builders import TODAY, YESTERDAY

from shipworthy.domain.assessment import Answer, AnswerState
from shipworthy.domain.gate import ClauseKind, judge
from shipworthy.domain.pack import Advice, EvidenceRule, Pack, Severity
from shipworthy.domain.path_candidates import candidates_of
from shipworthy.domain.path_ledger import Target
from shipworthy.domain.path_to_ready import PathProblem
from shipworthy.domain.remediation import ItemState, RemediationItem, WaiverState
from shipworthy.domain.review import Review
from shipworthy.domain.scoring import score

STATES = (ItemState.OPEN, ItemState.OPEN, ItemState.PLANNED, ItemState.DONE, ItemState.VERIFIED, ItemState.DROPPED)
EFFORTS = ("1", "1", "1", "1", "2", "2", "0.5", "0", "1/3")


def random_problem(seed: int, services: int = 1, questions: int = 5) -> PathProblem:
    """Return a problem with about `questions` candidates a service, some items, needs, waivers and locks."""
    dice = random.Random(seed)
    items: list[RemediationItem] = []
    bare = []
    for number in range(1, services + 1):
        pack = _pack(dice, f"p{number}", dice.randint(2, questions))
        bare.append((number, pack, _answers(dice, pack)))
        items += _items(dice, number, pack, items)
    reviews = [_review(dice, number, pack, answers, items) for number, pack, answers in bare]
    proposed = [item for review in reviews for item in proposals(review)]
    candidates = candidates_of(reviews, proposed, items, {UUID(int=99): reviews[0].questionnaire})
    ids = [candidate.id for candidate in candidates]
    locked = dice.sample(ids, min(len(ids), dice.choice((0, 0, 0, 1, 1, 2, 3))))
    inside = frozenset(each for each in locked if dice.random() < 0.5)
    budget = Fraction(dice.randint(0, 16), 2) if services > 1 or dice.random() < 0.15 else None
    return PathProblem(
        tuple(reviews), dice.choice(tuple(Target)), candidates, budget, inside, frozenset(locked) - inside
    )


def proposals(review: Review) -> list[RemediationItem]:
    """Return an item for each gap of a review, as `workflows.remediation.item_for` shapes them."""
    return [
        RemediationItem(
            id=UUID(int=10_000 + place),
            service=review.service.id,
            title=f"Mend {question.id}",
            questions=frozenset({question.id}),
            severity=question.severity,
            effort_days=review.questionnaire.asked[question.id].question.advice.effort_days,
        )
        for place, question in enumerate(review.scorecard.questions.values())
        if question.gap
    ]


def _pack(dice: random.Random, name: str, questions: int) -> Pack:
    drawn = [
        (
            dice.choice(("one", "two")),
            builders.question(
                f"q{number}",
                weight=dice.choice((1, 1, 1, 2, 7)),
                level=dice.randint(1, 3),
                severity=dice.choice((*Severity, *(Severity.LOW,) * 6)),
                evidence_rule=dice.choice(tuple(EvidenceRule)),
                applies_when=dice.choice(("", "", "", "service.has_database")),
                advice=Advice(f"Do q{number}", ("First.",), Fraction(dice.choice(EFFORTS))),
            ),
        )
        for number in range(questions)
    ]
    principles = [
        builders.principle(side, *(each for there, each in drawn if there == side), weight=dice.randint(1, 3))
        for side in ("one", "two")
    ]
    return builders.pack(
        name, *principles, met_at=dice.choice(("0.75", "0.5", "1")), facts={"has_database": dice.random() < 0.7}
    )


def _answers(dice: random.Random, pack: Pack) -> dict[str, Answer]:
    states = (*(AnswerState.ANSWERED,) * 5, *AnswerState)
    return {
        question.id: Answer(
            question.id,
            state=dice.choice(states),
            choices=(dice.choice("abcde"),),
            evidence=tuple(builders.evidence() for _ in range(dice.randint(0, 1))),
            reason="Reason.",
            carried=dice.random() < 0.08,
        )
        for _, question in pack.questions()
        if dice.random() < 0.85
    }


def _items(dice: random.Random, number: int, pack: Pack, before: list[RemediationItem]) -> Iterator[RemediationItem]:
    names = [question.id for _, question in pack.questions()]
    made = list(before)
    for place in range(dice.choice((0, 1, 2, 3))):
        foreign = dice.random() < 0.1
        item = RemediationItem(
            id=UUID(int=100 * number + place),
            service=UUID(int=99 if foreign else number),
            title=f"Item {number}.{place}",
            questions=frozenset(dice.sample(names, min(len(names), dice.randint(0, 2)))),
            state=dice.choice(STATES),
            owner=dice.choice(("Amira", "")),
            due=dice.choice((TODAY, None)),
            effort_days=dice.choice((None, Fraction(dice.choice(EFFORTS)))),
            needs=frozenset(each.id for each in made if dice.random() < 0.5),
        )
        made.append(item)
        yield item


def _review(
    dice: random.Random, number: int, pack: Pack, answers: Mapping[str, Answer], items: list[RemediationItem]
) -> Review:
    service = UUID(int=number)
    minima = ("0", "0.5", "0.6", "0.85")
    waivers = [
        builders.waiver(
            question.id,
            dice.choice((TODAY, TODAY + timedelta(days=9), YESTERDAY)),
            service=service,
            state=dice.choice((WaiverState.APPROVED, WaiverState.APPROVED, WaiverState.REQUESTED)),
        )
        for _, question in pack.questions()
        if dice.random() < 0.25
    ]
    return builders.review(
        pack,
        answers=answers.values(),
        of=replace(builders.service(dice.randint(1, 3)), id=service, name=f"service {number}"),
        policy=builders.asks(
            dice.choice(minima), dice.choice(minima), dice.choice(("0", "0.6", "0.9")), dice.choice((0, 0, 1, 2))
        ),
        waivers=waivers,
        items=[item for item in items if item.service == service],
    )


def reaches(review: Review, target: Target, cured: frozenset[str]) -> bool:
    """Tell whether a review reaches a target once questions are answered in full, with evidence."""
    full = {
        each: Answer(each, state=AnswerState.ANSWERED, choices=("e",), evidence=(builders.evidence(),))
        for each in cured
        if review.counts(each).applicable
    }
    card = score(review.questionnaire, review.service, {**review.answers, **full}, review.today)
    waivers = () if target is Target.GATE else review.waivers
    failed = judge(card, review.tier_policy, TODAY, waivers, review.items).failed
    if target is Target.GATE:
        failed = tuple(each for each in failed if each.kind not in (ClauseKind.BLOCKERS, ClauseKind.HIGHS))
    return not any(target is not Target.CONDITIONAL or not clause.only_for_ready for clause in failed)


def choices_by_effort(problem: PathProblem) -> list[tuple[Fraction, frozenset[str]]]:
    """Return every choice that keeps to needs and locks, cheapest first."""
    ids = [candidate.id for candidate in problem.candidates]
    found = []
    for size in range(len(ids) + 1):
        for picked in itertools.combinations(problem.candidates, size):
            names = frozenset(candidate.id for candidate in picked)
            keeps_locks = problem.locked_in & frozenset(ids) <= names and not names & problem.locked_out
            if keeps_locks and all(candidate.needs <= names for candidate in picked):
                found.append((sum((candidate.days for candidate in picked), Fraction(0)), names))
    return sorted(found, key=lambda pair: pair[0])


def cured_by(problem: PathProblem, names: frozenset[str], review: Review) -> frozenset[str]:
    """Return the questions of a review that a choice cures."""
    return frozenset(
        question
        for candidate in problem.candidates
        if candidate.id in names and candidate.service == review.service.id
        for question in candidate.closes
    )


class Search:
    """The slow search over one problem, which remembers what it has scored."""

    def __init__(self, problem: PathProblem) -> None:
        self.problem = problem
        self._known: dict[tuple[UUID, frozenset[str]], bool] = {}

    def reached(self, names: frozenset[str]) -> frozenset[UUID]:
        """Return the services that a choice brings to the target."""
        return frozenset(each.service.id for each in self.problem.reviews if self._reaches(each, names))

    def _reaches(self, review: Review, names: frozenset[str]) -> bool:
        cured = cured_by(self.problem, names, review)
        key = review.service.id, cured
        if key not in self._known:
            self._known[key] = reaches(review, self.problem.target, cured)
        return self._known[key]

    def costing(self, names: frozenset[str]) -> frozenset[str]:
        """Return what of a choice costs something."""
        return frozenset(each.id for each in self.problem.candidates if each.id in names and each.days)

    def shortest(self) -> tuple[Fraction, set[frozenset[str]]] | None:
        """Return the least effort that brings the first service there, and all such choices; None where none does."""
        best: tuple[Fraction, set[frozenset[str]]] | None = None
        for effort, names in choices_by_effort(self.problem):
            if best is not None and effort > best[0]:
                break
            if self._reaches(self.problem.reviews[0], names):
                best = best or (effort, set())
                best[1].add(self.costing(names))
        return best

    def within(self, budget: Fraction) -> tuple[int, Fraction, tuple[int, ...]]:
        """Return how many services can be reached within a budget, at what least effort, and then how many a tier."""
        found = []
        for effort, names in choices_by_effort(self.problem):
            if effort <= budget:
                reached = self.reached(names)
                tiers = [each.service.tier for each in self.problem.reviews if each.service.id in reached]
                found.append((-len(reached), effort, tuple(-tiers.count(tier) for tier in (1, 2, 3, 4))))
        return min(found)
