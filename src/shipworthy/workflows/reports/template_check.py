"""Trying a report template on the samples, in a store of its own that goes again."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from shipworthy.domain.meeting import Attendee
from shipworthy.domain.report_kind import Audience, ReportOrder, Subject, audiences_of
from shipworthy.domain.service import Service
from shipworthy.files import write_export
from shipworthy.reports.export import checked
from shipworthy.reports.job import Job, Rendered
from shipworthy.reports.report_worker import ReportWorker
from shipworthy.reports.view_models import ViewModel
from shipworthy.workflows.comparison import review_before
from shipworthy.workflows.meetings import open_meeting, park, resolve
from shipworthy.workflows.questionnaires import questionnaire_job, review_to_fill
from shipworthy.workflows.reports.making import job_of
from shipworthy.workflows.reports.own_templates import OwnTemplate, in_template
from shipworthy.workflows.reviews import standing_review
from shipworthy.workflows.samples import load_samples
from shipworthy.workflows.session import Session

_AUDIENCES = {
    ViewModel.ASSESSMENT: Audience.DESIGN_REVIEW,
    ViewModel.AUDITOR: Audience.AUDITOR,
    ViewModel.LEADERSHIP: Audience.LEADERSHIP,
}
_ON_MANY = {ViewModel.PORTFOLIO: Subject.PORTFOLIO, ViewModel.REMEDIATION: Subject.REMEDIATION}
_SERVICES = ("checkout", "parcel-tracking", "returns", "stock")


def check_template(template: OwnTemplate, open_session: Callable[[Path | None], Session]) -> Rendered:
    """Draw reports of the samples in a template and return the first.

    Raises InvalidFile, located, for what is wrong with the template.
    """
    with tempfile.TemporaryDirectory(prefix="shipworthy-check-") as folder:
        session = open_session(Path(folder))
        try:
            jobs = [in_template(job, template) for job in _jobs(session, template.about)]
        finally:
            session.close()
        with ReportWorker() as worker:
            first, *_others = [checked(worker, job) for job in jobs]
            return first


def _jobs(session: Session, about: ViewModel) -> list[Job]:
    """Return reports of this kind that hold all that there can be in one, the fullest first."""
    services = load_samples(session, _SERVICES)
    reviews = [review for each in services if (review := standing_review(session, each.id)) is not None]
    if about is ViewModel.QUESTIONNAIRE:
        return [questionnaire_job(session, review) for review in reviews]
    if about is ViewModel.MINUTES:
        orders = [ReportOrder(Subject.MINUTES, Audience.DESIGN_REVIEW, review=_with_meeting(session, services[0]))]
    elif about is ViewModel.COMPARISON:
        later = reviews[-1].assessment.id  # of the only one of them with decided reviews before it
        orders = [
            ReportOrder(Subject.COMPARISON, each, review=later, earlier=review_before(session, later))
            for each in audiences_of(Subject.COMPARISON)
        ]
    elif about in _ON_MANY:
        subject = _ON_MANY[about]
        orders = [ReportOrder(subject, each) for each in reversed(audiences_of(subject))]
    else:
        audience = _AUDIENCES[about]
        orders = [ReportOrder(Subject.ASSESSMENT, audience, review=each.assessment.id) for each in reviews]
    return [job_of(session, order) for order in orders]


def _with_meeting(session: Session, service: Service) -> UUID:
    """Hold a meeting on the open review of a service and return that review: the samples have no meetings."""
    review = review_to_fill(session, service.id).assessment.id
    meeting = open_meeting(session, review, [Attendee("Amira Haddad"), Attendee("Priya Raman", present=False)]).meeting
    resolve(session, meeting.id, "The timeouts are set before the next release.", owner="Priya Raman")
    park(session, meeting.id, "Who answers at night?", raised_by="Amira Haddad")
    return review


def keep(rendered: Rendered, target: Path) -> Path:
    """Write what was drawn into a file and return its whole path."""
    write_export(target, rendered.content)
    return target.resolve()
