"""What curing a question adds to each figure of a review, in whole numbers, while what applies is frozen.

With applicability frozen every figure is a sum: the score, its band, each principle and coverage. `Ledger` says how
much each question adds to each, `Tally` counts on while questions are cured one after another. Tests show both equal
to `scoring.score` and `gate.judge`.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import ceil, lcm

from shipworthy.domain.gate import TOP_LEVEL, Clause, ClauseKind, Verdict, judge
from shipworthy.domain.pack import Severity
from shipworthy.domain.questionnaire import Placement
from shipworthy.domain.remediation import waived_questions
from shipworthy.domain.review import Review
from shipworthy.domain.scorecard import ONE, ZERO, Band, QuestionScore
from shipworthy.domain.scoring import applying_places, score


class Target(StrEnum):
    """What a path leads to: the verdicts, or the gate alone, without its word on blocker and high misses."""

    READY = "ready"
    GATE = "gate"
    CONDITIONAL = "conditional"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that grows as questions are cured: it is `start`/`unit`, and each question adds `gains`/`unit`."""

    start: int
    unit: int
    gains: Mapping[str, int]

    def demand(self, limit: Fraction) -> "Demand":
        """Return what it takes to bring the figure to a limit."""
        return Demand(self.gains, ceil(limit * self.unit) - self.start)


@dataclass(frozen=True, slots=True)
class Demand:
    """A clause as a sum: what the cured questions add, each its part, must come to `least` or more."""

    parts: Mapping[str, int]
    least: int

    def is_met(self, cured: Collection[str]) -> bool:
        """Tell whether curing these questions is enough."""
        return sum(part for question, part in self.parts.items() if question in cured) >= self.least


@dataclass(frozen=True, slots=True)
class Ledger:
    """A review's figures as sums; `overall`, `low` and `high` are None where nothing is applicable.

    `principles` has those in which a question is applicable. `to_cure` are the questions that must be cured for each
    target, whatever the figures say.
    """

    review: Review
    overall: Figure | None
    low: Figure | None
    high: Figure | None
    principles: Mapping[str, Figure]
    coverage: Figure
    to_cure: Mapping[Target, frozenset[str]]

    def demands(self, target: Target) -> tuple[Demand, ...]:
        """Return what is still to be met for a target; nothing where it is reached."""
        policy = self.review.tier_policy
        figures = [
            self.overall.demand(policy.overall) if self.overall else Demand({}, 1),
            *(figure.demand(policy.principle) for figure in self.principles.values()),
            self.coverage.demand(policy.coverage),
            *(Demand({question: 1}, 1) for question in sorted(self.to_cure[target])),
        ]
        return tuple(each for each in figures if each.least > 0)


def ledger_of(review: Review) -> Ledger:
    """Return a review's figures as sums over its questions."""
    places = applying_places(review.questionnaire, review.service, review.answers)
    questions = review.scorecard.questions
    weights = _weights(review, places, lambda question: question.applicable)
    in_score = _shares(review, weights)
    in_band = _shares(review, _weights(review, places, lambda question: question.applicable or question.carried))
    return Ledger(
        review,
        overall=_figure(in_score, questions, _counted) if in_score.parts else None,
        low=_figure(in_band, questions, _low) if in_band.parts else None,
        high=_figure(in_band, questions, _high) if in_band.parts else None,
        principles={
            principle: _figure(_Shares(within, sum(within.values())), questions, _counted)
            for principles in weights.values()
            for principle, within in principles.items()
        },
        coverage=_coverage(questions.values()),
        to_cure={target: _to_cure(review, target) for target in Target},
    )


def failed_clauses(review: Review, target: Target, cured: Collection[str] = ()) -> tuple[Clause, ...]:
    """Return the clauses that keep a review from a target once questions are cured, by scoring and judging it anew.

    The age of the review is left out: no work mends it.
    """
    card = score(review.questionnaire, review.service, review.answers, review.today, cured)
    waivers = () if target is Target.GATE else review.waivers
    failed = judge(card, review.tier_policy, review.today, waivers, review.items).failed
    if target is Target.CONDITIONAL:
        return tuple(clause for clause in failed if not clause.only_for_ready)
    if target is Target.GATE:
        return tuple(each for each in failed if each.kind not in (ClauseKind.BLOCKERS, ClauseKind.HIGHS))
    return failed


def _to_cure(review: Review, target: Target) -> frozenset[str]:
    """Return the misses that a target does not bear, as `gate.judge` does."""
    waived = waived_questions(review.waivers, review.today) if target is Target.CONDITIONAL else frozenset()
    planned = {each for item in review.items if item.is_planned_work for each in item.questions}
    found = set()
    for question in review.scorecard.questions.values():
        if not question.miss or question.id in waived:
            continue
        in_level = question.level <= review.tier_policy.level
        is_blocker = question.severity is Severity.BLOCKER
        is_high = question.severity is Severity.HIGH
        if target is Target.CONDITIONAL and question.id in planned:
            is_high = False
        if in_level or (target is not Target.GATE and (is_blocker or is_high)):
            found.add(question.id)
    return frozenset(found)


_Weights = dict[str, dict[str, dict[str, int]]]  # by pack, principle and question


def _weights(
    review: Review, places: Mapping[str, tuple[Placement, ...]], counts: Callable[[QuestionScore], bool]
) -> _Weights:
    """Return the weights of the questions that count, where they stand."""
    weights: _Weights = {}
    for question, placements in places.items():
        if counts(review.scorecard.questions[question]):
            for place in placements:
                within = weights.setdefault(place.pack.id, {}).setdefault(place.principle.id, {})
                within[question] = within.get(question, 0) + place.question.weight
    return weights


@dataclass(frozen=True, slots=True)
class _Shares:
    """The part of each question in a mean: `parts`/`unit`, which sum to 1; nothing where no question counts."""

    parts: Mapping[str, int]
    unit: int


def _shares(review: Review, weights: _Weights) -> _Shares:
    """Return the part of each question in the mean over packs and principles."""
    packs = {each.pack.id: each.weight for each in review.questionnaire.packs if each.pack.id in weights}
    heavy = {principle.id: principle.weight for _, principle in review.questionnaire.principles()}
    all_packs = sum(packs.values(), ZERO)
    for_one: list[tuple[Fraction, Mapping[str, int]]] = []  # what one unit of weight is worth in each principle
    for pack, weight in packs.items():
        all_principles = sum(heavy[principle] for principle in weights[pack])
        for principle, standing in weights[pack].items():
            worth = weight * heavy[principle] / (all_packs * all_principles * sum(standing.values()))
            for_one.append((worth, standing))
    unit = lcm(*(worth.denominator for worth, _within in for_one))
    parts: dict[str, int] = {}
    for worth, within in for_one:
        whole = worth.numerator * (unit // worth.denominator)
        for question, own in within.items():
            parts[question] = parts.get(question, 0) + whole * own
    return _Shares(parts, unit)


def _figure(
    shares: _Shares, questions: Mapping[str, QuestionScore], value: Callable[[QuestionScore], Fraction]
) -> Figure:
    values = {question: value(questions[question]) for question in shares.parts}
    fine = lcm(*{each.denominator for each in values.values()})
    start, gains = 0, {}
    for question, part in shares.parts.items():
        counted = values[question].numerator * (fine // values[question].denominator)
        start += part * counted
        if counted != fine and questions[question].applicable:
            gains[question] = part * (fine - counted)
    return Figure(start, shares.unit * fine, gains)


def _coverage(questions: Iterable[QuestionScore]) -> Figure:
    applying = [question for question in questions if question.applies]
    return Figure(
        start=sum(question.is_answered for question in applying),
        unit=max(1, len(applying)),
        gains={question.id: 1 for question in applying if question.applicable and not question.is_answered},
    )


def _counted(question: QuestionScore) -> Fraction:
    return question.counted or ZERO


def _is_open_ended(question: QuestionScore) -> bool:
    return question.carried or question.state in ("unanswered", "unknown")


def _low(question: QuestionScore) -> Fraction:
    return ZERO if _is_open_ended(question) else _counted(question)


def _high(question: QuestionScore) -> Fraction:
    return ONE if _is_open_ended(question) else _counted(question)


class Tally:
    """A review's figures, counted on while questions are cured; whole numbers inside, so that it is exact and quick."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._cured: set[str] = set()
        policy = ledger.review.tier_policy
        # Each figure with the limit that the gate sets to it; none for the ends of the band.
        limited = [
            (ledger.overall, policy.overall),
            (ledger.low, None),
            (ledger.high, None),
            (ledger.coverage, policy.coverage),
            *((figure, policy.principle) for figure in ledger.principles.values()),
        ]
        figures = [(figure, limit) for figure, limit in limited if figure is not None]
        self._now = [figure.start for figure, _limit in figures]
        self._limits = [None if limit is None else ceil(limit * figure.unit) for figure, limit in figures]
        self._places = {id(figure): place for place, (figure, _limit) in enumerate(figures)}
        self._gains: dict[str, list[tuple[int, int]]] = {}
        for place, (figure, _limit) in enumerate(figures):
            for question, gain in figure.gains.items():
                self._gains.setdefault(question, []).append((place, gain))
        self._short = {
            place for place, limit in enumerate(self._limits) if limit is not None and self._now[place] < limit
        }
        self._left = {target: set(questions) for target, questions in ledger.to_cure.items()}
        self._unmet = _unmet_by_level(ledger.review)

    def gain(self, questions: Iterable[str]) -> int:
        """Return what curing these questions adds to the score, in parts of the ledger's `overall.unit`."""
        gains = self._ledger.overall.gains if self._ledger.overall else {}
        return sum(gains.get(question, 0) for question in questions if question not in self._cured)

    def cure(self, questions: Iterable[str]) -> tuple[str, ...]:
        """Count questions as cured; return those that were not before."""
        fresh = tuple(question for question in questions if question not in self._cured)
        self._cured.update(fresh)
        for question in fresh:
            for place, gain in self._gains.get(question, ()):
                self._now[place] += gain
                limit = self._limits[place]
                if limit is not None and self._now[place] >= limit:
                    self._short.discard(place)
        for left in (*self._left.values(), *self._unmet.values()):
            left.difference_update(fresh)
        return fresh

    @property
    def cured(self) -> Collection[str]:
        """Return the questions that were cured."""
        return self._cured

    @property
    def score(self) -> Fraction | None:
        """Return the score; None where nothing is applicable."""
        return self._value(self._ledger.overall)

    @property
    def band(self) -> Band | None:
        """Return the band of the score."""
        low, high = self._value(self._ledger.low), self._value(self._ledger.high)
        return None if low is None or high is None else Band(low, high)

    @property
    def verdict(self) -> Verdict:
        """Return the own verdict, the review's age left out."""
        if self._ledger.overall is None or self._short or self._left[Target.CONDITIONAL]:
            return Verdict.NOT_READY
        return Verdict.CONDITIONALLY_READY if self._left[Target.READY] else Verdict.READY

    @property
    def level(self) -> int:
        """Return the ladder's level as shown."""
        reached = min((level - 1 for level, left in self._unmet.items() if left), default=TOP_LEVEL)
        return min(reached, max(self._unmet, default=0))

    def _value(self, figure: Figure | None) -> Fraction | None:
        return Fraction(self._now[self._places[id(figure)]], figure.unit) if figure else None


def _unmet_by_level(review: Review) -> dict[int, set[str]]:
    """Return the misses that no waiver stands for, by level, with an entry for each level that has a question."""
    waived = waived_questions(review.waivers, review.today)
    levels: dict[int, set[str]] = {}
    for question in review.scorecard.questions.values():
        if question.applicable:
            unmet = levels.setdefault(question.level, set())
            if question.miss and question.id not in waived:
                unmet.add(question.id)
    return levels
