"""The report for an auditor on one assessment: the full report, with evidence, history and seals of the store."""

from uuid import UUID

from shipworthy.domain.assessment import EvidenceKind
from shipworthy.domain.consensus import compare
from shipworthy.domain.report_kind import ReportOrder
from shipworthy.domain.review import Review
from shipworthy.reports.audit_entries import audit_entry
from shipworthy.reports.audit_figures import AuditFigures, FileKept, Logged, SealOf
from shipworthy.reports.auditor_report import AuditorReport
from shipworthy.reports.job import Job
from shipworthy.reports.question_entries import places
from shipworthy.reports.service_report import ServiceReport
from shipworthy.storage.changes import Change, SubjectKind
from shipworthy.storage.store import Transaction
from shipworthy.wording.audit import AuditWording
from shipworthy.workflows.evidence import evidence_file
from shipworthy.workflows.reports.order import translator_of
from shipworthy.workflows.reports.review import review_job
from shipworthy.workflows.reviews import shown_review
from shipworthy.workflows.session import Session

_OF_REVIEW = (SubjectKind.ASSESSMENT, SubjectKind.ANSWER, SubjectKind.MEETING, SubjectKind.SEAL)
_OF_SERVICE = (SubjectKind.ITEM, SubjectKind.WAIVER)


def auditor_job(session: Session, order: ReportOrder) -> Job:
    """Return the report for an auditor on an assessment, ready to be drawn; what was sealed is attached to it."""
    assert order.review is not None, "an order for a review names one"
    job = review_job(session, order)
    full, words = job.report, AuditWording(translator_of(order))
    assert isinstance(full, ServiceReport), "a review's report is one on a service"
    review, figures = read_audit(session, order.review)
    audit = audit_entry(review, figures, words, places(review))
    fields = {name: getattr(full, name) for name in ServiceReport.__struct_fields__}
    fields["title"] = words.audit_title(review.service.name)
    return Job(AuditorReport(**fields, audit=audit), job.assets, job.kind, job.attached, job.paper)


def read_audit(session: Session, assessment_id: UUID) -> tuple[Review, AuditFigures]:
    """Return a review as it is shown, with what only an auditor is told of it."""
    with session.store.read() as tx:
        review, seal = shown_review(session, tx, assessment_id), tx.seals.of(assessment_id)
        answers = tx.answers.all_assessors(assessment_id) if seal is None else seal.opened().answers
        is_told = seal is not None
        blind = compare(review.questionnaire, review.service, review.assessment.assessors, answers, review.today)
        last = seal.log_sequence if seal else None
        return review, AuditFigures(
            files=_files(session, review),
            blind=blind if is_told and blind.participants else None,
            blind_count=0 if is_told else sum(bool(each.assessor) for each in answers),
            log=_log(tx, review, last),
            seals=_seals(tx, review, seal.number if seal else None),
            seal=seal,
            previous=tx.seals.numbered(seal.number - 1) if seal else None,
            based_on=seal.opened().based_on if seal else "",
        )


def _files(session: Session, review: Review) -> dict[str, FileKept]:
    """Return how the evidence files of a review lie in the store; each is read once, and compared with its digest."""
    named = (each for item in review.questionnaire.asked for each in review.answer(item).evidence)
    found = {}
    for digest in dict.fromkeys(each.value for each in named if each.kind is EvidenceKind.FILE):
        if session.evidence.has(digest):
            found[digest] = FileKept(evidence_file(session, digest).size, session.evidence.is_whole(digest))
        else:
            found[digest] = FileKept(None, None)
    return found


def _log(tx: Transaction, review: Review, last: int | None) -> tuple[Logged, ...]:
    """Return the history of a review in order: all of its own, and from its start on that of items and waivers.

    `last` is the number up to which items and waivers are told of: what came later is not what was decided on.
    """
    about = review.assessment
    own = [each for kind in _OF_REVIEW for each in tx.changes.for_subject(kind, about.id)]
    first = min((each.sequence for each in own), default=0)
    others = [
        each
        for kind in _OF_SERVICE
        for each in tx.changes.for_subject(kind, about.service)
        if each.sequence > first and (last is None or each.sequence <= last)
    ]
    return tuple(_logged(each) for each in sorted([*own, *others], key=lambda each: each.sequence))


def _logged(change: Change) -> Logged:
    return Logged(
        change.sequence,
        change.at,
        change.actor,
        change.kind.value,
        change.part,
        change.assessor,
        change.action,
        change.before,
        change.after,
        change.undoes is not None,
    )


def _seals(tx: Transaction, review: Review, number: int | None) -> tuple[SealOf, ...]:
    """Return the seals of a service up to a number, oldest first; all of them without one."""
    found = []
    for assessment in tx.assessments.of_service(review.service.id):
        seal = tx.seals.of(assessment.id)
        if seal is not None and (number is None or seal.number <= number):
            found.append(SealOf(seal, assessment.title))
    return tuple(sorted(found, key=lambda each: each.seal.number))
