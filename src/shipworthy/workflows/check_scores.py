"""What is derived, worked out anew and compared: score rows and where services stood; and how it is mended."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from shipworthy.domain.assessment import OPEN_STATES, Assessment, AssessmentState
from shipworthy.domain.gate import ClauseKind
from shipworthy.storage.scores import StoredScore
from shipworthy.storage.standings import StoredStanding
from shipworthy.storage.store import Transaction
from shipworthy.workflows.check_rows import UNREADABLE
from shipworthy.workflows.past_standing import reviews_taken_back, standing_on
from shipworthy.workflows.reviews import keep_score, load_review, score_on
from shipworthy.workflows.session import Session

# Who worked a row out, and when, says nothing about what it holds.
_NOTES = ("engine_version", "computed_at")
_SCORED = (*OPEN_STATES, AssessmentState.DECIDED)


@dataclass(frozen=True, slots=True)
class Derived:
    """What is not as it comes out: reviews whose score row differs, and (service, day) whose standing does."""

    scores: tuple[UUID, ...] = ()
    standings: tuple[tuple[UUID, date], ...] = ()


def compare_derived(session: Session, tx: Transaction, before_each: Callable[[], None] = lambda: None) -> Derived:
    """Work out score rows and standings anew and return those that differ; only for a store that is not damaged."""
    return Derived(tuple(_wrong_scores(session, tx, before_each)), tuple(_wrong_standings(session, tx, before_each)))


def mend_derived(session: Session, tx: Transaction, found: Derived) -> None:
    """Put what comes out now in the place of what differed."""
    known = {each.id for each in _reviews(tx)}
    for assessment_id in found.scores:
        if assessment_id in known:
            keep_score(session, tx, load_review(session, tx, assessment_id))
    taken_back = reviews_taken_back(tx)
    for service, day in found.standings:
        standing = standing_on(session, tx, service, day, taken_back.get(service, ()))
        if standing is None:
            tx.standings.forget(service, day)
        else:
            tx.standings.put(day, standing)


def _reviews(tx: Transaction) -> Iterator[Assessment]:
    for service in tx.services.all(archived=True):
        yield from tx.assessments.of_service(service.id)


def _wrong_scores(session: Session, tx: Transaction, before_each: Callable[[], None]) -> Iterator[UUID]:
    today = session.today()
    for assessment in _reviews(tx):
        if assessment.state not in _SCORED:
            continue  # no list reads their rows any more
        before_each()
        try:
            stored = tx.scores.get(assessment.id)
            last_day = stored.valid_until if stored is not None else None
            # A row that ran out is worked out anew when somebody next looks; till then it holds for its last day.
            day = last_day if last_day is not None and last_day < today else today
            is_same = stored is not None and _said(stored) == _said(score_on(session, tx, assessment.id, day))
        except UNREADABLE:
            is_same = False
        if not is_same:
            yield assessment.id


def _said(score: StoredScore) -> dict[str, Any]:
    """Return what a score row says on every day on which it holds: how old a decision is changes with each of them."""
    clauses = tuple(
        replace(each, actual=None) if each.kind is ClauseKind.AGE else each for each in score.failed_clauses
    )
    texts = replace(score, failed_clauses=clauses).texts
    return {name: value for name, value in texts.items() if name not in _NOTES}


def _wrong_standings(session: Session, tx: Transaction, before_each: Callable[[], None]) -> Iterator[tuple[UUID, date]]:
    taken_back = reviews_taken_back(tx)
    for day, noted in tx.standings.noted():
        before_each()
        if not noted.holds_on(day):
            continue  # whoever reads it works it out anew
        if _known(noted) != _known(standing_on(session, tx, noted.service, day, taken_back.get(noted.service, ()))):
            yield noted.service, day


def _known(standing: StoredStanding | None) -> StoredStanding | None:
    return standing if standing is not None and standing.assessment is not None else None
