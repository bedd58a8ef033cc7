"""The reports on one assessment, each for its audience."""

from collections.abc import Callable, Mapping

from shipworthy.domain.report_kind import Audience, ReportOrder
from shipworthy.reports.job import Job
from shipworthy.workflows.reports.auditor import auditor_job
from shipworthy.workflows.reports.leadership import leadership_job
from shipworthy.workflows.reports.review import review_job
from shipworthy.workflows.session import Session

_JOBS: Mapping[Audience, Callable[[Session, ReportOrder], Job]] = {
    Audience.DESIGN_REVIEW: review_job,
    Audience.LEADERSHIP: leadership_job,
    Audience.AUDITOR: auditor_job,
}


def assessment_job(session: Session, order: ReportOrder) -> Job:
    """Return the report on an assessment for whom it is ordered, ready to be drawn."""
    return _JOBS[order.audience](session, order)
