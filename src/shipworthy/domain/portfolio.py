"""The portfolio on one day: every service with the review that speaks for it, and what calls for attention."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from uuid import UUID

from shipworthy.domain.assessment import AssessmentState
from shipworthy.domain.canonical import decode
from shipworthy.domain.gate import Verdict
from shipworthy.domain.remediation import RemediationItem, Waiver
from shipworthy.domain.scorecard import Band
from shipworthy.domain.service import Service
from shipworthy.domain.service_event import EventKind, ServiceEvent

SOON = timedelta(days=30)  # a waiver that ends within it is expiring


class DueKind(StrEnum):
    """Why a service is due for a review, the weightiest first."""

    INCIDENT = "incident"
    MAJOR_CHANGE = "major change"
    AGE = "age"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class ReviewDue:
    """One reason for a new review; `day` is when it happened, or the last day on which the review was young enough."""

    kind: DueKind
    day: date | None = None
    note: str = ""


class Concern(StrEnum):
    """What a service can be filtered by beside its own words: something that worries."""

    BLOCKERS = "blockers"
    OVERDUE = "overdue"
    EXPIRING = "expiring"
    DUE = "due"
    AGED = "aged"  # the review that speaks for it is older than the policy allows
    CAPPED = "capped"
    DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class StandingReview:
    """The review that speaks for a service on a day, as lists show it.

    Results are kept as the store has them, exact and as text; ten thousand lines are made many times faster than their
    values, most of which nobody looks at. `result` is what the answers count on the day, `sealed` what was sealed, None
    for an open review: the texts of score and both ends of the band, None where nothing is applicable. Level, coverage
    and `verdict`, the service's own, are the day's.
    """

    id: UUID
    title: str
    state: AssessmentState
    reviewed_on: date | None
    max_age_days: int
    result: tuple[str | None, str | None, str | None]
    sealed: tuple[str | None, str | None, str | None] | None
    coverage_text: str
    level: int
    verdict: Verdict
    blockers: int
    highs: int
    principles_text: str
    misses_text: str
    least_of_principles: Fraction = Fraction(0)

    @property
    def is_decided(self) -> bool:
        """Tell whether the review was decided; only then it has an age."""
        return self.state is AssessmentState.DECIDED

    @property
    def score(self) -> Fraction | None:
        """Return the score as it is shown: the sealed one where there is a seal; None where nothing is applicable."""
        return _exactly((self.sealed or self.result)[0])

    @property
    def size(self) -> float:
        """Return the shown score as a plain number for sorting and means, -1 where there is none."""
        return size_of((self.sealed or self.result)[0])

    @property
    def ends(self) -> tuple[float, float]:
        """Return both ends of the shown band as plain numbers, -1 where there is none."""
        _score, low, high = self.sealed or self.result
        return size_of(low), size_of(high)

    @property
    def band(self) -> Band | None:
        """Return the band as it is shown."""
        _score, low, high = self.sealed or self.result
        return Band(Fraction(low), Fraction(high)) if low is not None and high is not None else None

    @property
    def live_score(self) -> Fraction | None:
        """Return what a sealed review counts on the day where that differs from what was sealed, else None."""
        return _exactly(self.result[0]) if self.sealed and self.result[0] != self.sealed[0] else None

    @property
    def coverage(self) -> Fraction:
        """Return the coverage by question, a part of 1."""
        return Fraction(self.coverage_text)

    @property
    def principles(self) -> dict[str, Fraction | None]:
        """Return the score of each principle by whole id; None where nothing in it is applicable."""
        return decode(self.principles_text.encode(), dict[str, Fraction | None])

    @property
    def principle_texts(self) -> dict[str, str | None]:
        """Return `principles` with the scores as texts, many times faster: for what looks at every service."""
        return decode(self.principles_text.encode(), dict[str, str | None])

    @property
    def packs(self) -> frozenset[str]:
        """Return the ids of the review's packs."""
        return frozenset(each.partition("/")[0] for each in self.principle_texts)

    @property
    def misses(self) -> tuple[str, ...]:
        """Return the whole ids of the questions missed, in the order of the questionnaire."""
        return decode(self.misses_text.encode(), tuple[str, ...])


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """A service in the portfolio.

    `verdict` is the one that counts, `own_verdict` the service's own, `capped_by` the names of those that lower it.
    `overdue` are its late items, `expiring` its active waivers that end within 30 days, `due` why it needs a review.
    """

    service: Service
    standing: StandingReview | None
    verdict: Verdict
    own_verdict: Verdict
    capped_by: tuple[str, ...] = ()
    overdue: tuple[RemediationItem, ...] = ()
    expiring: tuple[Waiver, ...] = ()
    due: tuple[ReviewDue, ...] = ()

    @property
    def blockers(self) -> int | None:
        """Return how many blocker questions are missed; None without a review."""
        return self.standing.blockers if self.standing else None

    @property
    def last_review(self) -> date | None:
        """Return the day of the review that speaks for the service."""
        return self.standing.reviewed_on if self.standing else None

    @property
    def concerns(self) -> frozenset[Concern]:
        """Return what worries about the service."""
        found = {
            Concern.BLOCKERS: bool(self.blockers),
            Concern.OVERDUE: bool(self.overdue),
            Concern.EXPIRING: bool(self.expiring),
            Concern.DUE: bool(self.due),
            Concern.AGED: any(reason.kind is DueKind.AGE for reason in self.due),
            Concern.CAPPED: bool(self.capped_by),
            Concern.DRAFT: self.standing is not None and not self.standing.is_decided,
        }
        return frozenset(concern for concern, is_there in found.items() if is_there)


def review_due(standing: StandingReview | None, events: Collection[ServiceEvent], day: date) -> tuple[ReviewDue, ...]:
    """Return why a service is due for a review on a day, the weightiest reason first.

    An incident or a major change calls for one until a review is decided on a later day: of one decided on the same day
    nobody can tell whether it knew.
    """
    decided = _decided_on(standing)
    if standing is not None and not events and (decided is None or (day - decided).days <= standing.max_age_days):
        return ()  # as nearly always, which is worth asking first with ten thousand services
    reasons = [
        ReviewDue(DueKind(event.kind.value), event.day, event.note)
        for event in events
        if calls_for_review(event, standing, day)
    ]
    if standing is None:
        reasons.append(ReviewDue(DueKind.NEVER))
    elif decided is not None and day > (last := decided + timedelta(days=standing.max_age_days)):
        reasons.append(ReviewDue(DueKind.AGE, last))
    order = list(DueKind)
    return tuple(sorted(reasons, key=lambda reason: (order.index(reason.kind), reason.day or date.min)))


def size_of(score: str | None) -> float:
    """Return a score, given as text, as a plain number; -1 for None."""
    if score is None:
        return -1.0
    numerator, _slash, denominator = score.partition("/")
    return int(numerator) / int(denominator or 1)


def calls_for_review(event: ServiceEvent, standing: StandingReview | None, day: date) -> bool:
    """Tell whether a review is due on a day because of an event."""
    decided = _decided_on(standing)
    return event.kind is not EventKind.MERGED and event.day <= day and (decided is None or event.day >= decided)


def _decided_on(standing: StandingReview | None) -> date | None:
    return standing.reviewed_on if standing is not None and standing.is_decided else None


def _exactly(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)
