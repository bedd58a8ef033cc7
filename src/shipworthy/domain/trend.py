"""The trend of a service: its assessments as points in time, oldest first."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID

from shipworthy.domain.assessment import AssessmentState
from shipworthy.domain.back_cast import BackCast
from shipworthy.domain.gate import Verdict
from shipworthy.domain.review import Review
from shipworthy.domain.scorecard import Band


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One assessment: as it was sealed on `day`, or, while it is open, as it counts today.

    `verdict` is the one that counted, with hard dependencies taken in. `back_cast` is None where the packs are those
    of today.
    """

    assessment: UUID
    title: str
    day: date
    state: AssessmentState
    score: Fraction | None
    band: Band | None
    level: int
    verdict: Verdict
    back_cast: BackCast | None = None


def trend_point(review: Review, day: date, back_cast: BackCast | None) -> TrendPoint:
    """Return a review as a point of its service's trend."""
    return TrendPoint(
        review.assessment.id,
        review.assessment.title,
        day,
        review.assessment.state,
        review.scorecard.score,
        review.scorecard.band,
        review.judgement.level,
        review.shown_verdict,
        back_cast,
    )
