"""The report on two reviews as tables and as a document for programs."""

from shipworthy.domain.comparison import Comparison
from shipworthy.domain.report_kind import ReportOrder
from shipworthy.exchange.comparison_document import ComparisonDocument, comparison_document
from shipworthy.exchange.comparison_tables import comparison_tables, question_change_table
from shipworthy.exchange.report_document import document_bytes
from shipworthy.exchange.report_table import table_as_csv, tables_as_workbook
from shipworthy.wording.comparison_report import ComparisonReportWording
from shipworthy.wording.report_columns import ReportColumns
from shipworthy.workflows.reports.comparison import compared
from shipworthy.workflows.reports.order import translator_of
from shipworthy.workflows.reports.review_tables import printed_fingerprint
from shipworthy.workflows.session import Session


def comparison_workbook(session: Session, order: ReportOrder) -> bytes:
    """Return the report on two reviews as an XLSX file."""
    document, words, wording = _read(session, order)
    title = wording.comparison_title(document.service.name)
    return tables_as_workbook(comparison_tables(document, words, wording), title, session.now())


def comparison_csv(session: Session, order: ReportOrder) -> bytes:
    """Return the questions that moved between two reviews as a CSV file."""
    return table_as_csv(question_change_table(*_read(session, order)))


def comparison_json(session: Session, order: ReportOrder) -> bytes:
    """Return the report on two reviews as a JSON file."""
    return document_bytes(_read(session, order)[0])


def _read(session: Session, order: ReportOrder) -> tuple[ComparisonDocument, ReportColumns, ComparisonReportWording]:
    comparison, translator = compared(session, order), translator_of(order)
    wording = ComparisonReportWording(translator)
    document = comparison_document(
        comparison, wording, session.now(), order.audience, _fingerprints(session, comparison)
    )
    return document, ReportColumns(translator), wording


def _fingerprints(session: Session, comparison: Comparison) -> tuple[str, str]:
    return printed_fingerprint(session, comparison.before), printed_fingerprint(session, comparison.after)
