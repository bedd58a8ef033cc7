"""Making reports: from an order to a file, whatever the subject, the audience and the kind of file."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import msgspec

from shipworthy.domain.report_kind import Audience, Format, Paper, ReportOrder, Subject, audiences_of
from shipworthy.files import write_export
from shipworthy.reports.export import checked, export_report
from shipworthy.reports.job import Job, Rendered
from shipworthy.reports.report_worker import ReportWorker
from shipworthy.workflows.reports.assessment import assessment_job
from shipworthy.workflows.reports.comparison import comparison_job, comparison_name
from shipworthy.workflows.reports.comparison_tables import comparison_csv, comparison_json, comparison_workbook
from shipworthy.workflows.reports.minutes import minutes_file, minutes_job, minutes_name
from shipworthy.workflows.reports.order import check_order, settled
from shipworthy.workflows.reports.own_templates import find_template, in_template
from shipworthy.workflows.reports.portfolio import portfolio_job, portfolio_name
from shipworthy.workflows.reports.portfolio_tables import portfolio_csv, portfolio_json, portfolio_workbook
from shipworthy.workflows.reports.remediation import (
    remediation_as_csv,
    remediation_as_json,
    remediation_as_markdown,
    remediation_as_workbook,
    remediation_job,
    remediation_name,
)
from shipworthy.workflows.reports.review import review_name
from shipworthy.workflows.reports.review_tables import review_csv, review_json, review_workbook
from shipworthy.workflows.session import Session

ToJob = Callable[[Session, ReportOrder], Job]
ToBytes = Callable[[Session, ReportOrder], bytes]
ToName = Callable[[Session, ReportOrder], str]


@dataclass(frozen=True, slots=True)
class _Making:
    """How reports on a subject are made: a name without ending, what the worker draws, what is written without it."""

    name: ToName
    job: ToJob | None = None
    written: Mapping[Format, ToBytes] = field(default_factory=dict)


_REVIEW_TABLES = {Format.XLSX: review_workbook, Format.CSV: review_csv, Format.JSON: review_json}
_COMPARISON_TABLES = {Format.XLSX: comparison_workbook, Format.CSV: comparison_csv, Format.JSON: comparison_json}
_PORTFOLIO_TABLES = {Format.XLSX: portfolio_workbook, Format.CSV: portfolio_csv, Format.JSON: portfolio_json}
_REMEDIATION_FILES = {
    Format.XLSX: remediation_as_workbook,
    Format.CSV: remediation_as_csv,
    Format.JSON: remediation_as_json,
    Format.MARKDOWN: remediation_as_markdown,
}
_MAKING: Mapping[Subject, _Making] = {
    Subject.ASSESSMENT: _Making(review_name, assessment_job, _REVIEW_TABLES),
    Subject.COMPARISON: _Making(comparison_name, comparison_job, _COMPARISON_TABLES),
    Subject.PORTFOLIO: _Making(portfolio_name, portfolio_job, _PORTFOLIO_TABLES),
    Subject.TEAM: _Making(portfolio_name, portfolio_job, _PORTFOLIO_TABLES),
    Subject.REMEDIATION: _Making(remediation_name, remediation_job, _REMEDIATION_FILES),
    Subject.MINUTES: _Making(minutes_name, minutes_job, {Format.MARKDOWN: minutes_file}),
}


def make_report(
    session: Session,
    order: ReportOrder,
    target: Path,
    worker: ReportWorker | None = None,
    check: Callable[[], None] | None = None,
) -> Path:
    """Make a report into a file and return its path; the folder must exist.

    Without a worker, one is started where the report needs it. `check` is asked between the steps, the last of which
    writes the file; it raises what stops them. Raises UserError for an order that cannot be, and where the report
    cannot be made or written; a file that was there before is then untouched.
    """
    check_order(order)
    order = settled(order, session.settings)
    making = _MAKING[order.subject]
    if order.format in making.written:
        content = making.written[order.format](session, order)
        if check is not None:
            check()
        write_export(target, content)
        return target
    job = job_of(session, order)
    if check is not None:
        check()
    if worker is None:
        with ReportWorker() as own:
            export_report(own, job, target, check)
    else:
        export_report(worker, job, target, check)
    return target


def draw_report(
    session: Session, order: ReportOrder, worker: ReportWorker, check: Callable[[], None] | None = None
) -> Rendered:
    """Return a report as its file would hold it, such as for a preview; raises what `make_report` does.

    `check` is asked before it is drawn.
    """
    check_order(order)
    job = job_of(session, settled(order, session.settings))
    if check is not None:
        check()
    return checked(worker, job)


def report_name(session: Session, order: ReportOrder) -> str:
    """Return a name for a report's file that every file system takes, such as "checkout-leadership.pdf".

    The audience is named where it is not the usual one of the subject.
    """
    usual = order.audience is audiences_of(order.subject)[0]
    suffix = "" if usual else f"-{order.audience.replace(' ', '-')}"
    return f"{_MAKING[order.subject].name(session, order)}{suffix}{order.format.suffix}"


def review_order(review: UUID) -> ReportOrder:
    """Return the order for the usual report on an assessment: everything, as PDF."""
    return ReportOrder(Subject.ASSESSMENT, Audience.DESIGN_REVIEW, review=review)


def job_of(session: Session, order: ReportOrder) -> Job:
    """Return what the worker is given to draw for an order, in the template that it names."""
    to_job = _MAKING[order.subject].job
    assert to_job is not None, "formats_of() names no kind of file that nobody makes"
    job = msgspec.structs.replace(to_job(session, order), paper=order.paper or Paper.A4)
    return in_template(job, find_template(order.template, session.data_dir)) if order.template else job
