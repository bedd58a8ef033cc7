"""Minutes: what was said in the meetings of a review, as text that leaves the program."""

from uuid import UUID

from shipworthy.domain.report_kind import ReportOrder
from shipworthy.errors import UserError
from shipworthy.reports.minutes_markdown import minutes_markdown
from shipworthy.reports.view_model import service_report
from shipworthy.text import _
from shipworthy.wording import Wording
from shipworthy.workflows.agenda import meetings_of
from shipworthy.workflows.reviews import open_review
from shipworthy.workflows.session import Session


def minutes_text(session: Session, assessment_id: UUID) -> str:
    """Return the minutes of all meetings of an assessment as Markdown; raises UserError where there was none."""
    review, held = open_review(session, assessment_id), meetings_of(session, assessment_id)
    if not held:
        raise UserError(
            _("There was no meeting on “{title}” yet.").format(title=review.assessment.title),
            _("Open the review and press F5 to begin one."),
        )
    report = service_report(review, Wording(), session.now(), meetings=held)
    return minutes_markdown(review.service.name, report.meetings)


def minutes_file(session: Session, order: ReportOrder) -> bytes:
    """Return the minutes of an assessment as a Markdown file; raises UserError where there was no meeting."""
    assert order.review is not None, "an order for minutes names a review"
    return minutes_text(session, order.review).encode()
