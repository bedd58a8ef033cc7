"""What is derived, worked out anew and compared: score rows and where services stood; and how it is mended."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
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
    """What is not as it comes out: reviews whose score row differs, services whose noted standings do, and how many
    rows belong to a review or service that is not there.

    `unscored` are reviews of which nothing comes out, such as those under a policy that has no rule for a tier.
    """

    scores: tuple[UUID, ...] = ()
    standings: tuple[UUID, ...] = ()
    orphans: int = 0
    unscored: tuple[UUID, ...] = ()

    @property
    def count(self) -> int:
        """Return how many things there are to mend."""
        return len(self.scores) + len(self.standings) + self.orphans


def compare_derived(session: Session, tx: Transaction, before_each: Callable[[], None] = lambda: None) -> Derived:
    """Work out score rows and standings anew and return those that differ; only for a store that is not damaged."""
    wrong = tuple(_wrong_scores(session, tx, before_each))
    return Derived(
        tuple(each for each, came_out in wrong if came_out),
        tuple(_wrong_standings(session, tx, before_each)),
        tx.check.count_orphans(),
        tuple(each for each, came_out in wrong if not came_out),
    )


def mend_derived(session: Session, tx: Transaction, found: Derived) -> None:
    """Put what comes out now in the place of what differed."""
    tx.check.remove_orphans()
    known = {each.id for each in _reviews(tx)}
    for assessment_id in found.scores:
        if assessment_id in known:
            keep_score(session, tx, load_review(session, tx, assessment_id))
    # Past days of which nothing is noted are worked out from the log whenever somebody looks at them.
    for service_id in found.standings:
        tx.standings.forget(service_id)
        tx.standings.note_service(service_id)


def _reviews(tx: Transaction) -> Iterator[Assessment]:
    for service in tx.services.all(archived=True):
        yield from tx.assessments.of_service(service.id)


def _wrong_scores(session: Session, tx: Transaction, before_each: Callable[[], None]) -> Iterator[tuple[UUID, bool]]:
    """Yield the reviews whose score row is not what comes out, and whether anything came out at all."""
    today = session.today()
    unfinished = tx.scores.due(date.min)  # rows of an older schema, worked out anew when they are next wanted
    for assessment in _reviews(tx):
        if assessment.state not in _SCORED or assessment.id in unfinished:
            continue  # no list reads their rows
        before_each()
        try:
            stored = tx.scores.get(assessment.id)
        except UNREADABLE:
            stored = None
        last_day = stored.valid_until if stored is not None else None
        # A row that ran out is worked out anew when somebody next looks; till then it holds for its last day.
        day = last_day if last_day is not None and last_day < today else today
        try:
            anew = score_on(session, tx, assessment.id, day)
        except UNREADABLE:
            yield assessment.id, False
        else:
            if stored is None or _said(stored) != _said(anew):
                yield assessment.id, True


def _said(score: StoredScore) -> dict[str, Any]:
    """Return what a score row says on every day on which it holds: how old a decision is changes with each of them."""
    clauses = tuple(
        replace(each, actual=None) if each.kind is ClauseKind.AGE else each for each in score.failed_clauses
    )
    texts = replace(score, failed_clauses=clauses).texts
    return {name: value for name, value in texts.items() if name not in _NOTES}


def _wrong_standings(session: Session, tx: Transaction, before_each: Callable[[], None]) -> Iterator[UUID]:
    """Yield the services of which something else is noted than the log comes to, on the first or the last day of it."""
    taken_back = reviews_taken_back(tx)
    today = session.today()
    for service in tx.services.all(archived=True):
        try:
            noted = tx.standings.noted_of(service.id)
        except UNREADABLE:
            yield service.id
            continue
        ends = [*(day - timedelta(days=1) for day, _standing in noted[1:]), today]
        for (day, standing), end in zip(noted, ends, strict=False):  # of nothing there is no end
            before_each()
            # On a day on which it does not hold, whoever reads it works it out anew.
            days = [each for each in sorted({day, max(day, end)}) if standing.holds_on(each)]
            if any(not _comes_out(session, tx, each, standing, taken_back.get(service.id, ())) for each in days):
                yield service.id
                break


def _comes_out(
    session: Session, tx: Transaction, day: date, noted: StoredStanding, taken_back: Collection[UUID]
) -> bool:
    try:
        anew = standing_on(session, tx, noted.service, day, taken_back)
    except UNREADABLE:
        return True  # its review is among those of which nothing comes out
    return _known(noted) == _known(anew)


def _known(standing: StoredStanding | None) -> StoredStanding | None:
    return standing if standing is not None and standing.assessment is not None else None
