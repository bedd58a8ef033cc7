"""Which review speaks for each service, now and at the end of any past day, with what it counts.

The rows of past days are derived, like the scores: every change to a review or its score notes where its service
stands on that day, in the same transaction. What was not noted (a store of an older schema, an expiry that nobody
looked at since) is for the caller to work out; `StoredStanding.holds_on` tells.
"""

from datetime import date, datetime
from fractions import Fraction
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Date,
    Select,
    Uuid,
    and_,
    bindparam,
    case,
    delete,
    func,
    insert,
    literal_column,
    or_,
    select,
)

from shipworthy.domain.assessment import OPEN_STATES, AssessmentState
from shipworthy.storage.prepared import Driver, Prepared
from shipworthy.storage.tables import assessments, scores, seals, services, standings


class StoredStanding(NamedTuple):
    """The review that spoke for a service, as rows have it; domain.portfolio.StandingReview makes values of the texts.

    `assessment` is None where none spoke for it, `verdict` where it was never scored. The sealed texts are None for an
    open review.
    """

    service: UUID
    assessment: UUID | None
    title: str
    state: AssessmentState
    reviewed_at: datetime | None
    policy_hash: str
    score: str | None
    low: str | None
    high: str | None
    coverage: str | None
    level: int
    verdict: str | None
    blockers: int
    highs: int
    principles: str | None
    misses: str | None
    valid_until: date | None
    seal: str | None
    sealed_score: str | None
    sealed_low: str | None
    sealed_high: str | None
    basis: str | None

    def holds_on(self, day: date) -> bool:
        """Tell whether the row says how things were at the end of a day, and not only before something expired."""
        if self.assessment is None:
            return True
        is_whole = self.verdict is not None and self.misses is not None
        return is_whole and (self.valid_until is None or self.valid_until >= day)


class PastScore(NamedTuple):
    """What a service's review scored at the end of a day on which something changed; `score` as it was shown."""

    service: UUID
    day: date
    assessment: UUID | None
    state: AssessmentState | None
    score: Fraction | None


SCORE_COLUMNS = (
    "score", "low", "high", "coverage", "level", "verdict", "blockers", "highs", "principles", "misses", "valid_until",
)  # fmt: skip


def _fixed(value: AssessmentState | int) -> ColumnElement[Any]:
    """Return a constant that is no parameter: prepared statements have none but those they are given."""
    return literal_column(str(value) if isinstance(value, int) else f"'{value.value}'")


# The rule of domain.assessment.standing, as the engine has it.
_candidate = assessments.alias()
_speaks = or_(*(_candidate.c.state == _fixed(each) for each in (AssessmentState.DECIDED, *OPEN_STATES)))
_standing_id = (
    select(_candidate.c.id)
    .where(
        _candidate.c.service == services.c.id,
        _speaks,
    )
    .order_by(
        case((_candidate.c.state == _fixed(AssessmentState.DECIDED), _fixed(0)), else_=_fixed(1)),
        _candidate.c.sequence.desc(),
    )
    .limit(_fixed(1))
    .offset(_fixed(0))
    .scalar_subquery()
)
_reviewed_at = func.coalesce(assessments.c.decided_at, assessments.c.started_at)
_review = (assessments.c.id, assessments.c.title, assessments.c.state, _reviewed_at, assessments.c.policy_hash)
# What a seal says is noted with the rest, for its row lies behind the whole text that was sealed; read as text,
# whatever the columns' types.
_seal = (seals.c.hash, *(literal_column(f"seals.{name}") for name in ("score", "low", "high", "basis")))
_standing = (
    services.outerjoin(assessments, assessments.c.id == _standing_id)
    .outerjoin(scores, scores.c.assessment == assessments.c.id)
    .outerjoin(seals, seals.c.assessment == assessments.c.id)
)
_NOTED = (
    "service", "day", "assessment", "title", "state", "reviewed_at", "policy_hash", *SCORE_COLUMNS, "seal",
    "sealed_score", "sealed_low", "sealed_high", "basis",
)  # fmt: skip
_READ = tuple(standings.c[name] for name in StoredStanding._fields)
_newest = select(standings.c.service, func.max(standings.c.day).label("day")).group_by(standings.c.service)


def _last(newest: Select[Any]) -> Select[Any]:
    """Return the query for the rows of the newest days, one of each service."""
    chosen = newest.subquery()
    is_newest = and_(standings.c.service == chosen.c.service, standings.c.day == chosen.c.day)
    return select(*_READ).select_from(standings.join(chosen, is_newest))


_NOW = _last(_newest)
_ON_A_DAY = _last(_newest.where(standings.c.day <= bindparam("day")))
_day = bindparam("day", type_=Date)
_service = bindparam("service", type_=Uuid)
_of_assessment = (
    select(_candidate.c.service).where(_candidate.c.id == bindparam("review", type_=Uuid)).scalar_subquery()
)


_said = (*(scores.c[name] for name in SCORE_COLUMNS), *_seal)


def _noting(service: Any, given: str) -> tuple[Prepared, Prepared, Prepared]:
    """Return the statements that note where a service stands on a day, in place of what was noted on it before.

    The first finds the newest day that is later and has a note all the same.
    """
    forget = delete(standings).where(standings.c.service == service, standings.c.day == _day)
    now = select(services.c.id, _day, *_review, *_said).select_from(_standing).where(services.c.id == service)
    later = select(standings.c.day).where(standings.c.service == service, standings.c.day > _day)
    newest = later.order_by(standings.c.day.desc()).limit(_fixed(1)).offset(_fixed(0))
    names = (given, "day")
    return (
        Prepared(newest, names, returned=(standings.c.day,)),
        Prepared(forget, names),
        Prepared(insert(standings).from_select(_NOTED, now), names),
    )


_OF_SERVICE = _noting(_service, "service")
_OF_REVIEW = _noting(_of_assessment, "review")
_later = standings.alias()
_NOTE_SINCE = Prepared(
    insert(standings).from_select(
        _NOTED,
        select(services.c.id, _day, *_review, *_said)
        .select_from(_standing)
        .where(
            assessments.c.id == bindparam("review", type_=Uuid),
            ~select(_later.c.day).where(_later.c.service == services.c.id, _later.c.day >= _day).exists(),
        ),
    ),
    ("review", "day"),
)


class Standings:
    """Where services stand, as one transaction sees it; `day` is the transaction's, None in one that only reads."""

    def __init__(self, connection: Connection, driver: Driver, day: date | None) -> None:
        self._connection = connection
        self._driver = driver
        self._day = day

    def note_service(self, service_id: UUID) -> None:
        """Note where a service stands on the day of the transaction, or the newest noted where the clock was set back.

        Numbers, not clocks, say what came first: the note of the newest day must be the last that was made.
        """
        self._note(_OF_SERVICE, service_id)

    def note_review(self, assessment_id: UUID) -> None:
        """Note where the service of a review stands, as `note_service` does."""
        self._note(_OF_REVIEW, assessment_id)

    def note_since(self, assessment_id: UUID, day: date) -> None:
        """Note that a service stands as it does since a past day, if this review speaks for it.

        Where something was noted later than that, what the service stood at on that day can no longer be told by rows
        as they are now, so nothing is noted.
        """
        _NOTE_SINCE.count(self._driver, (assessment_id, day))

    def noted_of(self, service_id: UUID) -> tuple[tuple[date, StoredStanding], ...]:
        """Return all that was noted of a service with its day, oldest first."""
        chosen = select(standings.c.day, *_READ).where(standings.c.service == service_id).order_by(standings.c.day)
        return tuple((row[0], StoredStanding._make(row[1:])) for row in self._connection.execute(chosen))

    def forget(self, service_id: UUID) -> None:
        """Take away all that was noted of a service, which is worked out from the log then; for mending alone."""
        self._connection.execute(delete(standings).where(standings.c.service == service_id))

    def now(self) -> tuple[StoredStanding, ...]:
        """Return where services stand, in any order; those that never had a review are left out.

        Look at `holds_on` before believing a row.
        """
        return tuple(map(StoredStanding._make, self._connection.execute(_NOW).all()))

    def on(self, day: date) -> tuple[StoredStanding, ...]:
        """Return where services stood at the end of a day, in any order; those with nothing noted by then are left out.

        Look at `holds_on` before believing a row.
        """
        return tuple(map(StoredStanding._make, self._connection.execute(_ON_A_DAY, {"day": day}).all()))

    def reviewed_before(self, moment: datetime) -> frozenset[UUID]:
        """Return the services with a review that was started before a moment."""
        found = select(assessments.c.service).where(assessments.c.started_at < moment).distinct()
        return frozenset(self._connection.scalars(found))

    def _note(self, statements: tuple[Prepared, Prepared, Prepared], thing: UUID) -> None:
        later, forget, note = statements
        found = later.rows(self._driver, (thing, self._day))
        day = found[0][0] if found else self._day
        forget.count(self._driver, (thing, day))
        note.count(self._driver, (thing, day))

    def history(self, service_ids: tuple[UUID, ...], since: date, until: date) -> tuple[PastScore, ...]:
        """Return what services scored on the days from one to another on which something changed, oldest first."""
        shown = func.coalesce(standings.c.sealed_score, standings.c.score)
        chosen = (
            select(standings.c.service, standings.c.day, standings.c.assessment, standings.c.state, shown)
            .where(standings.c.service.in_(service_ids), standings.c.day.between(since, until))
            .order_by(standings.c.service, standings.c.day)
        )
        rows = self._connection.execute(chosen)
        return tuple(PastScore._make((*row[:-1], None if row[-1] is None else Fraction(row[-1]))) for row in rows)
