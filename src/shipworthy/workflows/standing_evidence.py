"""The evidence under the review that speaks for a service, and until when each piece counts."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from shipworthy.domain.assessment import Evidence
from shipworthy.domain.pack import Question
from shipworthy.workflows.reviews import load_review
from shipworthy.workflows.session import Session


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """One piece of evidence with the question that it belongs to; `valid` as of today."""

    question: Question
    evidence: Evidence
    valid: bool


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """All evidence of the standing review, what expires next first; no assessment where there is no review."""

    assessment: UUID | None
    title: str
    today: date
    lines: tuple[EvidenceLine, ...]


def standing_evidence(session: Session, service_id: UUID) -> EvidenceView:
    """Return the evidence of the review that speaks for a service, of questions that apply."""
    today = session.today()
    with session.store.read() as tx:
        standing = tx.assessments.standing(service_id)
        if standing is None:
            return EvidenceView(None, "", today, ())
        review = load_review(session, tx, standing.id)
    lines = [
        EvidenceLine(asked.question, evidence, evidence.valid_on(today))
        for asked in review.applying()
        for evidence in review.answer(asked.id).evidence
    ]
    return EvidenceView(
        standing.id, standing.title, today, tuple(sorted(lines, key=lambda line: line.evidence.expires or date.max))
    )
