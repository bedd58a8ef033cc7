"""The report on one assessment as tables and as a document for programs."""

from shipworthy.domain.report_kind import ReportOrder
from shipworthy.domain.review import Review
from shipworthy.domain.seal import fingerprint
from shipworthy.exchange.assessment_document import assessment_document
from shipworthy.exchange.assessment_forms import AssessmentDocument
from shipworthy.exchange.assessment_tables import assessment_tables, question_table
from shipworthy.exchange.report_document import document_bytes
from shipworthy.exchange.report_table import table_as_csv, tables_as_workbook
from shipworthy.wording.report_columns import ReportColumns
from shipworthy.workflows.reports.order import translator_of
from shipworthy.workflows.reviews import open_review
from shipworthy.workflows.session import Session
from shipworthy.workflows.staleness import view_decision


def review_workbook(session: Session, order: ReportOrder) -> bytes:
    """Return the report on an assessment as an XLSX file."""
    document, words = _read(session, order)
    title = words.report_title(document.service.name)
    return tables_as_workbook(assessment_tables(document, words), title, session.now())


def review_csv(session: Session, order: ReportOrder) -> bytes:
    """Return the questions of an assessment with their answers as a CSV file."""
    return table_as_csv(question_table(*_read(session, order)))


def review_json(session: Session, order: ReportOrder) -> bytes:
    """Return the report on an assessment as a JSON file."""
    return document_bytes(_read(session, order)[0])


def _read(session: Session, order: ReportOrder) -> tuple[AssessmentDocument, ReportColumns]:
    assert order.review is not None, "an order for a review names one"
    review, words = open_review(session, order.review), ReportColumns(translator_of(order))
    print_of = printed_fingerprint(session, review)
    return assessment_document(review, words, session.now(), order.audience, print_of), words


def printed_fingerprint(session: Session, review: Review) -> str:
    """Return what the printed report of the review names: the hash of what was sealed, else of what it says."""
    shown = view_decision(session, review.assessment.id)
    return shown.seal.content_hash if shown else fingerprint(review)
