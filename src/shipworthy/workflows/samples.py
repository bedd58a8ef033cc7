"""The sample portfolio: made through the same actions that a user runs, each at the moment it tells of."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from shipworthy.domain.assessment import Decision, DecisionCondition, Dissent, Outcome, Signatory
from shipworthy.domain.review import Review
from shipworthy.exchange.answers_file import read_answers_file
from shipworthy.paths import shipped
from shipworthy.workflows.answers import answer_from_file, assess_from_file
from shipworthy.workflows.decisions import decide
from shipworthy.workflows.reviews import standing_review
from shipworthy.workflows.session import Session
from shipworthy.workflows.starting import offer_start, start_review


@dataclass(frozen=True, slots=True)
class Sample:
    """A service with a decided review, and a draft that was started from it.

    `decided` is the answers file of the first, `draft` that of the second; "" where nothing was answered in it yet.
    """

    decided: str
    at: datetime
    decision: Decision
    draft: str = ""


_MAY = datetime(2026, 5, 14, 14, 30, tzinfo=UTC)
_ASSESSOR = Signatory("Amira Haddad", "Assessor")

# A service comes after those it depends on. What was decided is data, as the answers are: it stays in one language.
SAMPLES = (
    Sample(
        "otel-checkout.yaml",
        datetime(2026, 11, 22, 10, 0, tzinfo=UTC),
        Decision(
            Outcome.NO_GO,
            "The source alone does not show what tier 1 asks; the blockers and what stayed unknown are in this report. "
            "The demo fails on purpose, and nobody offers it as a shop to be run.",
            signatories=(_ASSESSOR,),
        ),
    ),
    Sample(
        "parcel-tracking-2026-05.yaml",
        _MAY,
        Decision(
            Outcome.GO,
            "In good order. The limit of the instances is to be measured in the load test in September.",
            signatories=(Signatory("Priya Raman", "Owner"), _ASSESSOR),
        ),
        "parcel-tracking.yaml",
    ),
    Sample(
        "returns-2026-05.yaml",
        _MAY,
        Decision(
            Outcome.CONDITIONAL_GO,
            "The service has been live for years, and without it shops cannot take anything back. Until the conditions "
            "are met, refunds above 200 euros are released by hand.",
            conditions=(
                DecisionCondition("A timeout on every call of the refund client", "Jonas Brandt", date(2026, 9, 30)),
                DecisionCondition("A restore into an empty cluster, measured", "Jonas Brandt", date(2026, 10, 31)),
            ),
            signatories=(
                Signatory("Jonas Brandt", "Owner"),
                Signatory("Karin Lindqvist", "Head of logistics"),
                _ASSESSOR,
            ),
            dissent=(
                Dissent("Priya Raman", "Refunds that are paid twice are found by customers before we find them."),
            ),
        ),
        "returns.yaml",
    ),
)


def load_samples(session: Session) -> tuple[Review, ...]:
    """Add the sample services, each with a decided review and a draft started from it; return the decided ones.

    A service that is there already stays as it is.
    """
    with session.store.read() as tx:
        known = {sample for sample in SAMPLES if tx.services.find(_service_name(sample)) is not None}
    return tuple(_load(session, sample) for sample in SAMPLES if sample not in known)


def _load(session: Session, sample: Sample) -> Review:
    then = replace(session, now=lambda: sample.at)
    decided = assess_from_file(then, shipped("assessments", "sample", sample.decided))
    decide(replace(then, actor=_ASSESSOR.name), decided.assessment.id, sample.decision)
    service_id = decided.service.id
    plan = replace(offer_start(session, service_id).usual_plan, assessors=(_ASSESSOR.name,))
    if sample.draft:
        path = shipped("assessments", "sample", sample.draft)
        titled = replace(plan, title=read_answers_file(path).title)
        draft = start_review(session, service_id, titled).review.assessment
        answer_from_file(session, draft.id, path)
    else:
        start_review(session, service_id, plan)
    standing = standing_review(session, service_id)
    assert standing is not None, "it was decided just now"
    return standing


def _service_name(sample: Sample) -> str:
    service = read_answers_file(shipped("assessments", "sample", sample.decided)).service
    assert service is not None, "a sample describes its service"
    return service.name
