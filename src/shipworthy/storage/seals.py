"""Seals: what each decision sealed, in a chain; rows are only ever added."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, func, insert, select, text, type_coerce
from sqlalchemy.types import NullType

from shipworthy.domain import sealed
from shipworthy.domain.gate import Verdict
from shipworthy.domain.scorecard import Band
from shipworthy.domain.sealed import NO_HASH, Seal, SealedContent
from shipworthy.domain.stale import Basis, basis_of
from shipworthy.storage.changes import Changes, Subject, SubjectKind
from shipworthy.storage.standings import Standings
from shipworthy.storage.tables import change_log, seals

ACTION = "seal"
_FIELDS = tuple(field.name for field in fields(Seal))
_COLUMNS = tuple(seals.c[name] for name in _FIELDS)
# The columns of the first release, by name: a log that gains one later keeps the hashes of its rows.
_LOGGED = (
    "sequence", "at", "actor", "session_id", "kind", "subject_id", "part", "assessor", "action", "before", "after",
    "undoes",
)  # fmt: skip
# As they lie in the database: an edit that our own types would not even read must change the hash too.
_LOG_ROW = tuple(type_coerce(change_log.c[name], NullType()) for name in _LOGGED)


@dataclass(frozen=True, slots=True)
class SealedResult:
    """What lists show of a seal, so that they need not open its content."""

    number: int
    hash: str
    content_hash: str
    score: Fraction | None
    band: Band | None
    verdict: Verdict
    basis: Basis


class Seals:
    """The seals, as one transaction sees them."""

    def __init__(self, connection: Connection, changes: Changes, standings: Standings) -> None:
        self._connection = connection
        self._changes = changes
        self._standings = standings

    def append(self, content: SealedContent, sealed_at: datetime, sealed_by: str) -> Seal:
        """Seal a content, chained to the seal before and to all of the change log so far, and return its seal."""
        self._wait_for_other_writers()
        before = self.last()
        log_sequence, log_hash = self._log_hash(before)
        made = sealed.seal(content, before, log_sequence, log_hash, sealed_at, sealed_by)
        row: dict[str, Any] = {name: getattr(made, name) for name in _FIELDS}
        self._connection.execute(insert(seals), row | result_columns(content))
        self._standings.note_review(made.assessment)
        self._changes.append(Subject(SubjectKind.SEAL, made.assessment), ACTION, None, made.hash, None)
        return made

    def last(self) -> Seal | None:
        """Return the newest seal, or None where nothing was sealed yet."""
        number = self._connection.scalar(select(func.max(seals.c.number)))
        return None if number is None else self._where(seals.c.number == number)[0]

    def of(self, assessment_id: UUID) -> Seal | None:
        """Return the seal of an assessment, or None where it has none."""
        found = self._where(seals.c.assessment == assessment_id)
        return found[0] if found else None

    def numbered(self, number: int) -> Seal | None:
        """Return the seal with a number, or None where there is none."""
        found = self._where(seals.c.number == number)
        return found[0] if found else None

    def all(self) -> tuple[Seal, ...]:
        """Return every seal, oldest first."""
        return self._where()

    def results(self, assessment_ids: Collection[UUID]) -> dict[UUID, SealedResult]:
        """Return what lists show of the seals of some assessments, by assessment."""
        columns = ("assessment", "number", "hash", "content_hash", "score", "low", "high", "verdict", "basis")
        chosen = select(*(seals.c[name] for name in columns))
        return {
            row.assessment: SealedResult(
                row.number,
                row.hash,
                row.content_hash,
                row.score,
                Band(row.low, row.high) if row.low is not None and row.high is not None else None,
                row.verdict,
                row.basis,
            )
            for row in self._connection.execute(chosen.where(seals.c.assessment.in_(assessment_ids)))
        }

    def _where(self, *conditions: ColumnElement[bool]) -> tuple[Seal, ...]:
        rows = self._connection.execute(select(*_COLUMNS).where(*conditions).order_by(seals.c.number))
        return tuple(Seal(*row) for row in rows)

    def _wait_for_other_writers(self) -> None:
        """See to it that no change with a smaller number is still on its way; SQLite has one writer anyway."""
        if self._connection.dialect.name != "sqlite":
            self._connection.execute(text("LOCK TABLE change_log IN SHARE ROW EXCLUSIVE MODE"))

    def _log_hash(self, before: Seal | None) -> tuple[int, str]:
        since, start = (before.log_sequence, before.log_hash) if before else (0, NO_HASH)
        rows = list(log_rows(self._connection, since))
        return rows[-1][0], sealed.rows_hash(start, rows)


def result_columns(content: SealedContent) -> dict[str, Any]:
    """Return the columns that repeat the content's results for lists."""
    band = content.scores.band
    return {
        "score": content.scores.score,
        "low": band.low if band else None,
        "high": band.high if band else None,
        "verdict": content.shown_verdict,
        "basis": basis_of(content),
    }


def log_rows(connection: Connection, since: int = 0, last: int | None = None) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of the change log after a number, up to another, each value in the one form that is hashed."""
    chosen = select(*_LOG_ROW).where(change_log.c.sequence > since).order_by(change_log.c.sequence)
    if last is not None:
        chosen = chosen.where(change_log.c.sequence <= last)
    in_sqlite = connection.dialect.name == "sqlite"
    for row in connection.execute(chosen):
        yield tuple(row) if in_sqlite else tuple(as_in_sqlite(value) for value in row)


def as_in_sqlite(value: Any) -> Any:
    """Return a server's value as SQLite keeps it, so that a store's hashes outlive a move between engines."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")
    return value.hex if isinstance(value, UUID) else value
