"""Lines of a portfolio in few words, for tests of what lists do with them."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from tests.domain.builders import TODAY, YESTERDAY

from shipworthy.domain.assessment import AssessmentState
from shipworthy.domain.gate import Verdict
from shipworthy.domain.pack import Severity
from shipworthy.domain.portfolio import ServiceLine, StandingReview
from shipworthy.domain.remediation import RemediationItem, Waiver
from shipworthy.domain.service import Service

_OF_THE_LINE = ("standing", "verdict", "own_verdict", "capped_by", "overdue", "expiring", "due")


def line(name: str = "checkout", **said: Any) -> ServiceLine:
    """Return a line: not assessed and calm unless said otherwise; the rest are fields of its service."""
    of_line = {key: said.pop(key) for key in _OF_THE_LINE if key in said}
    verdict = of_line.setdefault("verdict", Verdict.NOT_ASSESSED)
    usual = {"standing": None, "own_verdict": verdict}
    return ServiceLine(Service(uuid4(), name, **said), **{**usual, **of_line})


def standing(
    score: str | None = "1/2", *, blockers: int = 0, decided: bool = True, on: date = YESTERDAY, level: int = 1
) -> StandingReview:
    """Return a review with this score, a band of no width."""
    return StandingReview(
        id=UUID(int=7),
        title="Review",
        state=AssessmentState.DECIDED if decided else AssessmentState.DRAFT,
        reviewed_on=on,
        max_age_days=180,
        result=(score, score, score),
        sealed=(score, score, score) if decided else None,
        coverage_text="1",
        level=level,
        verdict=Verdict.NOT_READY,
        blockers=blockers,
        highs=0,
        principles_text="{}",
        misses_text="[]",
    )


def late_item() -> RemediationItem:
    """Return an item that was due yesterday."""
    return RemediationItem(uuid4(), UUID(int=1), "Time out", frozenset(), severity=Severity.HIGH, due=YESTERDAY)


def waiver() -> Waiver:
    """Return a waiver that ends today."""
    return Waiver(uuid4(), UUID(int=1), "pack/question", "Mia", "Ada", "A reason.", TODAY)
