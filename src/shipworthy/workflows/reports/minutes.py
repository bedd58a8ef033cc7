"""Minutes: what was said in the meetings of a review, as a document of its own."""

from uuid import UUID

from shipworthy.domain.meeting import Meeting
from shipworthy.domain.report_kind import ReportOrder
from shipworthy.domain.review import Review
from shipworthy.errors import UserError
from shipworthy.reports.branding import branding
from shipworthy.reports.job import Job
from shipworthy.reports.minutes_markdown import minutes_markdown
from shipworthy.reports.minutes_view import minutes_report
from shipworthy.text import Translator, _
from shipworthy.wording import Wording
from shipworthy.workflows.agenda import meetings_of
from shipworthy.workflows.reports.order import report_translator, safe_name, translator_of
from shipworthy.workflows.reviews import open_review
from shipworthy.workflows.session import Session


def minutes_job(session: Session, order: ReportOrder) -> Job:
    """Return the minutes of an assessment, ready to be drawn; raises UserError where there was no meeting."""
    assert order.review is not None, "an order for minutes names a review"
    review, held = _held(session, order.review)
    look, pictures = branding(session.settings)
    report = minutes_report(review, held, Wording(translator_of(order)), session.now(), look)
    return Job(report, pictures, order.format)


def minutes_text(session: Session, assessment_id: UUID, translator: Translator | None = None) -> str:
    """Return the minutes of all meetings of an assessment as Markdown; raises UserError where there was none.

    Without a translator they are in the language that the settings name for reports.
    """
    translator = translator or report_translator(session.settings.report_language)
    review, held = _held(session, assessment_id)
    report = minutes_report(review, held, Wording(translator), session.now())
    return minutes_markdown(review.service.name, report.meetings, translator)


def minutes_file(session: Session, order: ReportOrder) -> bytes:
    """Return the minutes of an assessment as a Markdown file; raises UserError where there was no meeting."""
    assert order.review is not None, "an order for minutes names a review"
    return minutes_text(session, order.review, translator_of(order)).encode()


def minutes_name(session: Session, order: ReportOrder) -> str:
    """Return what the file of minutes is called, without its ending, such as "checkout-minutes"."""
    assert order.review is not None, "an order for minutes names a review"
    return f"{safe_name(open_review(session, order.review).service.name)}-minutes"


def _held(session: Session, assessment_id: UUID) -> tuple[Review, tuple[Meeting, ...]]:
    review, held = open_review(session, assessment_id), meetings_of(session, assessment_id)
    if not held:
        raise UserError(
            _("There was no meeting on “{title}” yet.").format(title=review.assessment.title),
            _("Open the review and press F5 to begin one."),
        )
    return review, tuple(held)
