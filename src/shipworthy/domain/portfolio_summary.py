"""What the services of a portfolio come to: pure, for the strip above them, for groups of them and for the terminal."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from shipworthy.domain.gate import Verdict
from shipworthy.domain.pack import Severity
from shipworthy.domain.portfolio import DueKind, ServiceLine
from shipworthy.domain.scorecard import Band

_FINE = 10**9  # a mean is exact to a part of this, which is finer than anything shown


@dataclass(frozen=True, slots=True)
class MeanScore:
    """The mean of scores as they are shown, each service counting the same; None where none has a score."""

    score: Fraction | None = None
    band: Band | None = None
    scored: int = 0


@dataclass(frozen=True, slots=True)
class PortfolioSummary:
    """Numbers of services.

    `verdicts` are those that count. Of `overdue` items `overdue_blockers` close blockers, and the oldest is late since
    `oldest_due`. Of the waivers that are `expiring` within 30 days, `most_by_one` were approved by one person. `aged`
    services have a review past its age, `aged_tier_1` of them in tier 1.
    """

    verdicts: Mapping[Verdict, int] = field(default_factory=dict)
    mean: MeanScore = field(default_factory=MeanScore)
    overdue: int = 0
    overdue_blockers: int = 0
    oldest_due: date | None = None
    expiring: int = 0
    most_by_one: int = 0
    aged: int = 0
    aged_tier_1: int = 0


def summarize(lines: Sequence[ServiceLine]) -> PortfolioSummary:
    """Return what services come to."""
    overdue = [item for line in lines for item in line.overdue]
    waivers = [waiver for line in lines for waiver in line.expiring]
    approvers = Counter(waiver.approver for waiver in waivers)
    aged = [line.service.tier for line in lines if any(reason.kind is DueKind.AGE for reason in line.due)]
    return PortfolioSummary(
        verdicts=Counter(line.verdict for line in lines),
        mean=mean_score(lines),
        overdue=len(overdue),
        overdue_blockers=sum(item.severity is Severity.BLOCKER for item in overdue),
        oldest_due=min((item.due for item in overdue if item.due is not None), default=None),
        expiring=len(waivers),
        most_by_one=max(approvers.values(), default=0),
        aged=len(aged),
        aged_tier_1=aged.count(1),
    )


def mean_score(lines: Iterable[ServiceLine]) -> MeanScore:
    """Return the mean score of services, with the means of both ends of their bands.

    In floating point: exact fractions with ten thousand denominators would grow beyond all use.
    """
    scored = [line.standing for line in lines if line.standing is not None and line.standing.size >= 0]
    if not scored:
        return MeanScore()
    low, high = zip(*(each.ends for each in scored), strict=True)
    return MeanScore(_mean([each.size for each in scored]), Band(_mean(low), _mean(high)), len(scored))


def _mean(values: Sequence[float]) -> Fraction:
    return Fraction(round(sum(values) / len(values) * _FINE), _FINE)
