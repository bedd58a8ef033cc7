"""The report for leaders on one assessment: what is read for it, and the path that is worked out."""

from uuid import UUID

from shipworthy.domain.comparison import Comparison, compare
from shipworthy.domain.path_to_ready import Path, find_path
from shipworthy.domain.report_kind import ReportOrder
from shipworthy.domain.review import Review
from shipworthy.errors import UserError
from shipworthy.reports.branding import branding
from shipworthy.reports.decision_entry import Sealing
from shipworthy.reports.job import Job
from shipworthy.reports.leadership_figures import LeadershipFigures
from shipworthy.reports.leadership_view import leadership_report
from shipworthy.storage.store import Transaction
from shipworthy.wording.leadership_asks import LeadershipAskWording
from shipworthy.workflows.comparison import decided_before
from shipworthy.workflows.over_time import decided_reviews
from shipworthy.workflows.path_to_ready import read_problem_of
from shipworthy.workflows.reports.order import translator_of
from shipworthy.workflows.reviews import open_review, shown_review
from shipworthy.workflows.session import Session
from shipworthy.workflows.staleness import view_decision

LONGEST_SEARCH = 20.0  # seconds for the least effort: a report may not take minutes


def leadership_job(session: Session, order: ReportOrder) -> Job:
    """Return the report for leaders on an assessment, ready to be drawn; nothing is attached to it."""
    assert order.review is not None, "an order for a review names one"
    look, pictures = branding(session.settings)
    words = LeadershipAskWording(translator_of(order))
    report = leadership_report(read_leadership(session, order.review), words, session.now(), look)
    return Job(report, pictures, order.format)


def read_leadership(session: Session, assessment_id: UUID) -> LeadershipFigures:
    """Return what the report for leaders says: the review as it is shown, and its follow-up as of today."""
    review, shown = open_review(session, assessment_id), view_decision(session, assessment_id)
    seal = shown.seal if shown else None
    live = shown.live if shown else review
    with session.store.read() as tx:
        compared = _compared(session, tx, review)
    return LeadershipFigures(
        review=review,
        live=live,
        sealing=Sealing(shown.seal, shown.decided_on, shown.live, shown.stale) if shown else None,
        compared=compared,
        trend=decided_reviews(session, review.service.id, seal),
        path=_path(session, assessment_id),
    )


def _compared(session: Session, tx: Transaction, review: Review) -> Comparison | None:
    """Compare with the decided review before, as it was sealed; None where there is none that was not withdrawn."""
    before = decided_before(tx, review.assessment)
    return compare(shown_review(session, tx, before.id), review) if before else None


def _path(session: Session, assessment_id: UUID) -> Path | None:
    """Return the least work to Ready; None where it was not found in time."""
    problem = read_problem_of(session, assessment_id)
    try:
        return find_path(problem, seconds=LONGEST_SEARCH)
    except UserError:  # nothing is locked and there is no budget: what is left is time
        return None
