"""Ladder, gate and verdict: whether a service may go live, and exactly which clauses say no.

The rules are those of SEMANTICS.md, "Ladder, gate, verdict". All comparisons are exact.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from uuid import UUID

from shipworthy.domain.pack import Severity
from shipworthy.domain.policy import TierPolicy
from shipworthy.domain.remediation import RemediationItem, Waiver
from shipworthy.domain.scorecard import QuestionScore, Scorecard

TOP_LEVEL = 3


class Verdict(StrEnum):
    """What the gate says of a service, worst first."""

    NOT_READY = "not ready"
    NOT_ASSESSED = "not assessed"
    CONDITIONALLY_READY = "conditionally ready"
    READY = "ready"

    @property
    def rank(self) -> int:
        """Return 0 for the worst verdict and 3 for the best."""
        return _RANKS[self]


_RANKS = {verdict: rank for rank, verdict in enumerate(Verdict)}


class ClauseKind(StrEnum):
    """What a clause of the gate asks, in the order in which a verdict lists them."""

    BLOCKERS = "blockers"
    HIGHS = "highs"
    OVERALL = "overall"
    PRINCIPLE = "principle"
    COVERAGE = "coverage"
    LEVEL = "level"
    AGE = "age"


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause that failed: `actual` against `limit`, both in the clause's own unit.

    Overall, principle and coverage: parts of 1. Level: levels. Age: days. Blockers and highs: counts against 0, with
    the `questions` concerned (so has level). `principle` is set for that kind alone. `actual` is None where there is no
    score. `only_for_ready`: the clause stands in the way of Ready, not of Conditionally ready.
    """

    kind: ClauseKind
    actual: Fraction | int | None
    limit: Fraction | int
    principle: str = ""
    questions: tuple[str, ...] = ()
    only_for_ready: bool = False


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict with everything behind it.

    `level` is the ladder's level as shown; `failed` lists exactly the clauses that failed on the way to Ready.
    `blockers` and `highs` are the ids of such misses, waived or not, in the order of the questionnaire.
    """

    verdict: Verdict
    level: int
    failed: tuple[Clause, ...]
    blockers: tuple[str, ...]
    highs: tuple[str, ...]


def level(scorecard: Scorecard, waived: Collection[str] = ()) -> int:
    """Return the ladder's level as shown: 0 to 3.

    The highest L at which every applicable question of level <= L is no miss or is waived, and at most the highest
    level that has an applicable question.
    """
    applicable = [question for question in scorecard.questions.values() if question.applicable]
    reached = min(
        (question.level - 1 for question in applicable if question.miss and question.id not in waived),
        default=TOP_LEVEL,
    )
    return min(reached, max((question.level for question in applicable), default=0))


def judge(
    scorecard: Scorecard,
    policy: TierPolicy,
    today: date,
    waivers: Iterable[Waiver] = (),
    items: Iterable[RemediationItem] = (),
    decided_on: date | None = None,
) -> Judgement:
    """Judge a scored service against its tier's policy as of a day.

    `waivers` and `items` are the service's own; `decided_on` is None for a draft, which has no age.
    """
    waived = frozenset(waiver.question for waiver in waivers if waiver.active_on(today))
    planned = frozenset(question for item in items if item.is_planned_work for question in item.questions)
    clauses = [
        *_miss_clauses(scorecard, waived, planned),
        *_score_clauses(scorecard, policy),
        *_level_clause(scorecard, policy, waived),
        *_age_clause(policy, today, decided_on),
    ]
    shown = level(scorecard, waived)
    return Judgement(
        verdict=_verdict(clauses),
        level=shown,
        failed=tuple(clauses),
        blockers=_misses(scorecard, Severity.BLOCKER),
        highs=_misses(scorecard, Severity.HIGH),
    )


def _verdict(failed: Sequence[Clause]) -> Verdict:
    if any(not clause.only_for_ready for clause in failed):
        return Verdict.NOT_READY
    return Verdict.CONDITIONALLY_READY if failed else Verdict.READY


def _misses(scorecard: Scorecard, severity: Severity) -> tuple[str, ...]:
    return tuple(
        question.id for question in scorecard.questions.values() if question.miss and question.severity is severity
    )


def _miss_clauses(scorecard: Scorecard, waived: Collection[str], planned: Collection[str]) -> Iterable[Clause]:
    """No blocker or high miss for Ready; for Conditionally ready blockers are waived, highs are waived or planned."""
    for kind, severity, accepted in (
        (ClauseKind.BLOCKERS, Severity.BLOCKER, waived),
        (ClauseKind.HIGHS, Severity.HIGH, frozenset(waived) | frozenset(planned)),
    ):
        misses = _misses(scorecard, severity)
        if misses:
            yield Clause(
                kind, len(misses), 0, questions=misses, only_for_ready=all(miss in accepted for miss in misses)
            )


def _score_clauses(scorecard: Scorecard, policy: TierPolicy) -> Iterable[Clause]:
    if scorecard.score is None or scorecard.score < policy.overall:
        yield Clause(ClauseKind.OVERALL, scorecard.score, policy.overall)
    for principle in scorecard.principles:
        if principle.score is not None and principle.score < policy.principle:
            yield Clause(ClauseKind.PRINCIPLE, principle.score, policy.principle, principle=principle.id)
    if scorecard.coverage < policy.coverage:
        yield Clause(ClauseKind.COVERAGE, scorecard.coverage, policy.coverage)


def _level_clause(scorecard: Scorecard, policy: TierPolicy, waived: Collection[str]) -> Iterable[Clause]:
    """The clause is met when no applicable question at or below the minimum is a miss; a waived one counts as met for
    Conditionally ready only."""
    misses = [question for question in scorecard.questions.values() if question.miss and question.level <= policy.level]
    unwaived = [question for question in misses if question.id not in waived]
    if misses:
        yield Clause(
            ClauseKind.LEVEL,
            min(question.level for question in unwaived or misses) - 1,
            policy.level,
            questions=tuple(question.id for question in misses),
            only_for_ready=not unwaived,
        )


def _age_clause(policy: TierPolicy, today: date, decided_on: date | None) -> Iterable[Clause]:
    if decided_on is not None and (today - decided_on).days > policy.max_age_days:
        yield Clause(ClauseKind.AGE, (today - decided_on).days, policy.max_age_days)


def shaky_foundations(scorecard: Scorecard) -> tuple[int, int]:
    """Return how many level-1 questions are N/A and how many are compensated: that is how gates get gamed."""
    foundations: list[QuestionScore] = [
        question for question in scorecard.questions.values() if question.applies and question.level == 1
    ]
    return (
        sum(not question.applicable for question in foundations),
        sum(question.state == "compensated" for question in foundations),
    )


@dataclass(frozen=True, slots=True)
class ShownVerdict:
    """The verdict of a service with its hard dependencies taken in; `capped_by` names all at that lowest, if lower."""

    shown: Verdict
    own: Verdict
    capped_by: tuple[UUID, ...] = ()


def capped(service: UUID, own: Mapping[UUID, Verdict], hard: Mapping[UUID, frozenset[UUID]]) -> ShownVerdict:
    """Return the lowest of a service's own verdict and those of its hard dependencies, transitively.

    `own` and `hard` are by service; a dependency without a verdict counts as Not assessed. A circle is one group.
    """
    reached: set[UUID] = set()
    waiting = [service]
    while waiting:
        current = waiting.pop()
        if current not in reached:
            reached.add(current)
            waiting.extend(hard.get(current, frozenset()))
    verdicts = {each: own.get(each, Verdict.NOT_ASSESSED) for each in reached}
    lowest = min(verdicts.values(), key=lambda verdict: verdict.rank)
    if lowest.rank >= verdicts[service].rank:
        return ShownVerdict(verdicts[service], verdicts[service])
    return ShownVerdict(lowest, verdicts[service], tuple(sorted(e for e, v in verdicts.items() if v is lowest)))
