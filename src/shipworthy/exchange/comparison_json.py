"""Comparisons and trends for scripts: exact fractions as text such as "31/52", ids whole."""

from fractions import Fraction

from shipworthy.domain.comparison import Comparison, Movement, Stand
from shipworthy.domain.review import Review
from shipworthy.domain.trend import TrendPoint
from shipworthy.wording.comparison import ComparisonWording


def comparison_as_json(comparison: Comparison, wording: ComparisonWording) -> dict[str, object]:
    """Return a comparison as plain values; None stands for a figure that is not there."""
    return {
        "service": comparison.after.service.name,
        "comparable": comparison.parts is not None,
        "before": _side(comparison.before),
        "after": _side(comparison.after),
        "change": _exact(comparison.change),
        "parts": {str(factor): str(part) for factor, part in comparison.parts.items()} if comparison.parts else None,
        "blockers_gone": list(comparison.blockers_gone),
        "blockers_new": list(comparison.blockers_new),
        "principles": [
            {"id": each.id, "before": _exact(each.before), "after": _exact(each.after)}
            for each in comparison.principles
        ],
        "questions": [_movement(each, wording) for each in comparison.movements],
    }


def point_as_json(point: TrendPoint) -> dict[str, object]:
    """Return a review as a point of its service's trend, as plain values."""
    cast = point.back_cast
    return {
        "assessment": str(point.assessment),
        "title": point.title,
        "day": point.day.isoformat(),
        "state": str(point.state),
        "score": _exact(point.score),
        "band": [_exact(point.band.low), _exact(point.band.high)] if point.band else [None, None],
        "level": point.level,
        "verdict": str(point.verdict),
        "back_cast": {
            "score": _exact(cast.score),
            "band": [_exact(cast.band.low), _exact(cast.band.high)] if cast.band else [None, None],
            "level": cast.level,
            "not_mapped": cast.not_mapped,
            "new": cast.new,
        }
        if cast
        else None,
    }


def _side(review: Review) -> dict[str, object]:
    band = review.scorecard.band
    return {
        "assessment": str(review.assessment.id),
        "title": review.assessment.title,
        "state": str(review.assessment.state),
        "as_of": review.today.isoformat(),
        "score": _exact(review.scorecard.score),
        "band": [_exact(band.low), _exact(band.high)] if band else [None, None],
        "level": review.judgement.level,
        "verdict": str(review.shown_verdict),
        "packs": [
            {"id": each.pack.id, "version": each.pack.version, "weight": str(each.weight)}
            for each in review.questionnaire.packs
        ],
    }


def _movement(movement: Movement, wording: ComparisonWording) -> dict[str, object]:
    return {
        "id": movement.question.id,
        "moved": [str(each) for each in movement.moved],
        "before": _stand(movement.before, movement, wording),
        "after": _stand(movement.after, movement, wording),
        "contribution_before": str(movement.contribution_before),
        "contribution_after": str(movement.contribution_after),
        "change": str(movement.change),
    }


def _stand(stand: Stand | None, movement: Movement, wording: ComparisonWording) -> dict[str, object] | None:
    if stand is None:
        return None
    return {
        "text": wording.stand(stand, movement.moved),
        "state": str(stand.counts.state),
        "choices": list(stand.answer.choices),
        "applies": stand.counts.applies,
        "has_evidence": stand.counts.has_evidence,
        "counted_score": _exact(stand.counts.counted),
        "share": str(stand.counts.share),
    }


def _exact(value: Fraction | None) -> str | None:
    return None if value is None else str(value)
