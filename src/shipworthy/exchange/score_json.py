"""A review's figures for scripts: exact fractions as text such as "31/52", ids whole."""

from fractions import Fraction

from shipworthy.domain.gate import Clause
from shipworthy.domain.review import Review
from shipworthy.wording import Wording


def score_as_json(review: Review, wording: Wording) -> dict[str, object]:
    """Return the figures of a review as plain values; None stands for a figure that is not there."""
    card, judgement = review.scorecard, review.judgement
    return {
        "service": review.service.name,
        "tier": review.service.tier,
        "assessment": str(review.assessment.id),
        "title": review.assessment.title,
        "packs": [
            {"id": weighted.pack.id, "version": weighted.pack.version, "hash": use.pack_hash, "weight": str(use.weight)}
            for weighted, use in zip(review.questionnaire.packs, review.assessment.packs, strict=True)
        ],
        "score": _exact(card.score),
        "band": [_exact(card.band.low), _exact(card.band.high)] if card.band else [None, None],
        "coverage": str(card.coverage),
        "confidence": str(card.confidence),
        "level": judgement.level,
        "verdict": str(review.shown_verdict),
        "own_verdict": str(judgement.verdict),
        "capped_by": list(review.cap.services) if review.cap else [],
        "failed_clauses": [_clause(clause, review, wording) for clause in judgement.failed],
        "principles": [{"id": each.id, "score": _exact(each.score)} for each in card.principles],
        "questions": [
            {
                "id": question.id,
                "applies": question.applies,
                "applicable": question.applicable,
                "state": str(question.state),
                "counted_score": _exact(question.counted),
                "weight": review.questionnaire.asked[question.id].question.weight,
                "share": str(question.share),
                "miss": question.miss,
            }
            for question in card.questions.values()
        ],
        "contradictions": [
            {
                "id": placed.contradiction.id,
                "questions": list(placed.questions),
                "message": placed.contradiction.message,
            }
            for placed in card.contradictions
        ],
    }


def _exact(value: Fraction | None) -> str | None:
    return None if value is None else str(value)


def _clause(clause: Clause, review: Review, wording: Wording) -> dict[str, object]:
    return {
        "kind": str(clause.kind),
        "text": wording.clause_alone(clause, review),
        "actual": None if clause.actual is None else str(clause.actual),
        "limit": str(clause.limit),
        **({"principle": clause.principle} if clause.principle else {}),
        **({"questions": list(clause.questions)} if clause.questions else {}),
    }
