"""The report on the portfolio or on a team as tables and as a document for programs."""

from shipworthy.domain.report_kind import ReportOrder
from shipworthy.exchange.portfolio_document import (
    PortfolioDocument,
    accepted_forms,
    line_form,
    miss_forms,
    move_forms,
    summary_form,
)
from shipworthy.exchange.portfolio_tables import portfolio_tables, service_table
from shipworthy.exchange.report_document import VersionForm, about_form, document_bytes
from shipworthy.exchange.report_table import table_as_csv, tables_as_workbook
from shipworthy.reports.portfolio_figures import PortfolioFigures
from shipworthy.wording.portfolio_report import PortfolioReportWording
from shipworthy.wording.report_columns import ReportColumns
from shipworthy.workflows.reports.order import translator_of
from shipworthy.workflows.reports.portfolio import figures_of
from shipworthy.workflows.session import Session


def portfolio_workbook(session: Session, order: ReportOrder) -> bytes:
    """Return the report on the portfolio or a team as an XLSX file."""
    figures, words = _read(session, order)
    tables = portfolio_tables(_document(session, order, figures, words), figures.lines, words)
    return tables_as_workbook(tables, _title(order, figures), session.now())


def portfolio_csv(session: Session, order: ReportOrder) -> bytes:
    """Return the services of the portfolio or of a team as a CSV file."""
    figures, words = _read(session, order)
    return table_as_csv(service_table(figures.lines, words))


def portfolio_json(session: Session, order: ReportOrder) -> bytes:
    """Return the report on the portfolio or a team as a JSON file."""
    figures, words = _read(session, order)
    return document_bytes(_document(session, order, figures, words))


def _read(session: Session, order: ReportOrder) -> tuple[PortfolioFigures, ReportColumns]:
    return figures_of(session, order), ReportColumns(translator_of(order))


def _title(order: ReportOrder, figures: PortfolioFigures) -> str:
    return PortfolioReportWording(translator_of(order)).portfolio_title(figures.team)


def _document(
    session: Session, order: ReportOrder, figures: PortfolioFigures, words: ReportColumns
) -> PortfolioDocument:
    return PortfolioDocument(
        format="shipworthy-portfolio",
        version=1,
        about=about_form(session.now(), words.language, order.audience, figures.fingerprint),
        team=figures.team,
        day=figures.day,
        since=figures.since,
        summary=summary_form(figures.lines),
        services=tuple(line_form(each) for each in figures.lines),
        movement=move_forms(figures.moved),
        misses=miss_forms(figures.misses, figures.questions),
        waivers=accepted_forms(figures.waivers, figures.day),
        packs=tuple(VersionForm(each.id, each.version, each.title, each.digest) for each in figures.packs),
        policy=figures.policy,
        policy_sha256=figures.policy_digest,
    )
