"""The report on one assessment as tables and as a document for programs."""

from shipworthy.domain.report_kind import Audience, ReportOrder
from shipworthy.domain.review import Review
from shipworthy.domain.seal import fingerprint
from shipworthy.exchange.assessment_document import assessment_document
from shipworthy.exchange.assessment_forms import AssessmentDocument, ChangeForm, SealForm
from shipworthy.exchange.assessment_tables import assessment_tables, question_table
from shipworthy.exchange.report_document import document_bytes
from shipworthy.exchange.report_table import table_as_csv, tables_as_workbook
from shipworthy.reports.audit_figures import Logged, SealOf
from shipworthy.wording.report_columns import ReportColumns
from shipworthy.workflows.reports.auditor import read_audit
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
    words = ReportColumns(translator_of(order))
    if order.audience is Audience.AUDITOR:
        review, audit = read_audit(session, order.review)
        history, seals = tuple(_change(each) for each in audit.log), tuple(_seal(each) for each in audit.seals)
    else:
        review, history, seals = open_review(session, order.review), (), ()
    print_of = printed_fingerprint(session, review)
    document = assessment_document(review, words, session.now(), order.audience, print_of, history=history, seals=seals)
    return document, words


def _change(logged: Logged) -> ChangeForm:
    return ChangeForm(
        number=logged.number,
        at=logged.at,
        actor=logged.actor,
        kind=logged.kind,
        part=logged.part,
        assessor=logged.assessor,
        action=logged.action,
        undoes=logged.undoes,
    )


def _seal(found: SealOf) -> SealForm:
    seal = found.seal
    return SealForm(
        number=seal.number,
        review=seal.assessment,
        title=found.title,
        sealed_at=seal.sealed_at,
        sealed_by=seal.sealed_by,
        content_sha256=seal.content_hash,
        previous=seal.previous,
        log_number=seal.log_sequence,
        log_sha256=seal.log_hash,
        sha256=seal.hash,
    )


def printed_fingerprint(session: Session, review: Review) -> str:
    """Return what the printed report of the review names: the hash of what was sealed, else of what it says."""
    shown = view_decision(session, review.assessment.id)
    return shown.seal.content_hash if shown else fingerprint(review)
