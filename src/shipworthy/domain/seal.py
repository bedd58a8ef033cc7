"""The fingerprint: one number that changes when anything a review says changes, printed on every page of its report."""

from collections.abc import Mapping
from dataclasses import fields, replace

from shipworthy import __version__
from shipworthy.domain.assessment import Answer
from shipworthy.domain.canonical import digest
from shipworthy.domain.review import Review
from shipworthy.domain.service import Service

# What a store adds to a service, or names by ids of its own; what a dependency does to the verdict stands under `cap`.
_NOT_CONTENT = frozenset({"id", "version", "archived", "facts", "hard_dependencies", "soft_dependencies"})


def fingerprint(review: Review) -> str:
    """Return the SHA-256, 64 hexadecimal digits, of the canonical JSON of what a review says.

    Sequence numbers, times and ids of the store are left out, so the same content has the same fingerprint anywhere.
    """
    return digest(_content(review))


def _content(review: Review) -> Mapping[str, object]:
    card, judgement = review.scorecard, review.judgement
    return {
        "service": _service_content(review.service),
        "facts": dict(review.service.facts),
        "packs": [
            {"hash": digest(weighted.pack), "weight": weighted.weight} for weighted in review.questionnaire.packs
        ],
        "policy": digest(review.policy),
        "answers": _answer_content(review),
        "scores": {
            "score": card.score,
            "band": card.band,
            "coverage": card.coverage,
            "confidence": card.confidence,
            "principles": card.principles,
            "questions": {question_id: scored.counted for question_id, scored in card.questions.items()},
        },
        "judgement": judgement,
        "cap": review.cap,
        "engine": __version__,
    }


def _service_content(service: Service) -> dict[str, object]:
    return {field.name: getattr(service, field.name) for field in fields(service) if field.name not in _NOT_CONTENT}


def _answer_content(review: Review) -> list[Answer]:
    """Return the answers that say something, in the order of their ids; one cleared again says nothing."""
    given = (review.answer(question_id) for question_id in sorted(review.questionnaire.asked))
    return [
        replace(answer, answered_at=None, version=0)
        for answer in given
        if not answer.same_content(Answer(answer.question))
    ]
