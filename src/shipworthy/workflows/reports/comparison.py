"""The report on two reviews of one service."""

from uuid import UUID

from shipworthy.domain.comparison import Comparison
from shipworthy.domain.report_kind import ReportOrder
from shipworthy.reports.branding import branding
from shipworthy.reports.comparison_view import comparison_report
from shipworthy.reports.job import Job
from shipworthy.wording.comparison_report import ComparisonReportWording
from shipworthy.workflows.comparison import compare_reviews, review_before
from shipworthy.workflows.reports.order import safe_name, translator_of
from shipworthy.workflows.reviews import open_review
from shipworthy.workflows.session import Session


def comparison_job(session: Session, order: ReportOrder) -> Job:
    """Return the report of a review beside an earlier one, ready to be drawn; raises what `compared` does."""
    comparison = compared(session, order)
    with session.store.read() as tx:
        sides = (comparison.before.assessment.id, comparison.after.assessment.id)
        seals = {each: seal for each in sides if (seal := tx.seals.of(each)) is not None}
    look, pictures = branding(session.settings)
    words = ComparisonReportWording(translator_of(order))
    report = comparison_report(comparison, words, session.now(), audience=order.audience, branding=look, seals=seals)
    return Job(report, pictures, order.format)


def compared(session: Session, order: ReportOrder) -> Comparison:
    """Return the two reviews that an order means, side by side.

    Without an earlier one in the order it is that decided last before it. Raises UserError where there is none, and as
    `compare_reviews` does.
    """
    later = _later(order)
    return compare_reviews(session, order.earlier or review_before(session, later), later)


def comparison_name(session: Session, order: ReportOrder) -> str:
    """Return what the file of such a report is called, without its ending, such as "checkout-comparison"."""
    return f"{safe_name(open_review(session, _later(order)).service.name)}-comparison"


def _later(order: ReportOrder) -> UUID:
    assert order.review is not None, "an order for a comparison names the later review"
    return order.review
