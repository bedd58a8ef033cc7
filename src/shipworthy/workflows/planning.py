"""What a service's items are planned from: its review, and the gaps that it has."""

from uuid import UUID

from shipworthy.domain.review import Review
from shipworthy.errors import UserError
from shipworthy.text import _
from shipworthy.workflows.reviews import load_review, newest_open
from shipworthy.workflows.session import Session


def review_to_plan(session: Session, service_id: UUID) -> Review:
    """Return the newest open review of a service, else the standing one; raises UserError where there is none."""
    with session.store.read() as tx:
        found = newest_open(tx, service_id) or tx.assessments.standing(service_id)
        if found is None:
            raise UserError(
                _("“{name}” has no review yet, so nothing is known to be missed.").format(
                    name=tx.services.get(service_id).name
                ),
                _("Start one with shipworthy review start SERVICE, or shipworthy assess SERVICE --answers FILE."),
            )
        return load_review(session, tx, found.id)


def gaps_of(review: Review) -> tuple[str, ...]:
    """Return the questions of a review that have a gap, misses and improvements alike, by asked id."""
    return tuple(each.id for each in review.scorecard.questions.values() if each.gap)
