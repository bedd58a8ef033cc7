"""The trend of a service: what each of its reviews scored, and would score under the packs of today."""

from datetime import date
from uuid import UUID

from shipworthy.domain.assessment import OPEN_STATES, Assessment
from shipworthy.domain.back_cast import BackCast, back_cast, current_packs
from shipworthy.domain.pack import Pack
from shipworthy.domain.review import Review
from shipworthy.domain.trend import TrendPoint, trend_point
from shipworthy.storage.store import Transaction
from shipworthy.workflows.own_packs import offered_packs
from shipworthy.workflows.reviews import shown_review
from shipworthy.workflows.session import Session


def service_trend(session: Session, service_id: UUID) -> tuple[TrendPoint, ...]:
    """Return the reviews of a service as points in time, oldest first: sealed ones as sealed, open ones as of today.

    A draft that was withdrawn has nothing to show.
    """
    with session.store.read() as tx:
        of_service = tx.assessments.of_service(service_id)
        sealed = tx.seals.results([each.id for each in of_service]).keys()
        current = _current_packs(tx, of_service)
        points = []
        for assessment in of_service:
            if assessment.id in sealed or assessment.state in OPEN_STATES:
                review = shown_review(session, tx, assessment.id)
                points.append(trend_point(review, _day(session, review), _cast(session, review, current)))
        return tuple(sorted(points, key=lambda point: point.day))


def _current_packs(tx: Transaction, of_service: tuple[Assessment, ...]) -> tuple[Pack, ...]:
    """Return the packs of today, best first: those on offer, then as the newest reviews use theirs."""
    used = dict.fromkeys(use.pack_hash for assessment in reversed(of_service) for use in assessment.packs)
    return (*offered_packs(tx), *(tx.packs.get(each) for each in used))


def _cast(session: Session, review: Review, current: tuple[Pack, ...]) -> BackCast | None:
    """Score a review under the packs of today; None where those are its own."""
    packs = current_packs(review, current)
    if packs == review.questionnaire.packs:
        return None
    return back_cast(review, session.compiled(packs))


def _day(session: Session, review: Review) -> date:
    decided = review.assessment.decided_at
    return session.day(decided) if decided else review.today
