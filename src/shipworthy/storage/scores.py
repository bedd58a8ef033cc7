"""Score rows: what was last computed for an assessment, so that lists and portfolios need not compute it again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from fractions import Fraction
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, insert, or_, select, update

from shipworthy.domain.canonical import decode, encode
from shipworthy.domain.gate import Clause, ClauseKind, Verdict
from shipworthy.storage.prepared import Driver, Prepared
from shipworthy.storage.standings import Standings
from shipworthy.storage.tables import scores


@dataclass(frozen=True)
class StoredScore:
    """One assessment's result; scores, band, coverage and confidence are parts of 1, None where nothing is applicable.

    `verdict` is the own one, before dependencies cap it. `blockers` and `highs` count misses. `principles` is by whole
    id, `misses` are whole ids in the order of the questionnaire. `valid_until` is the last day on which the row holds,
    None where nothing under it expires.
    """

    assessment: UUID
    score: Fraction | None
    low: Fraction | None
    high: Fraction | None
    coverage: Fraction
    confidence: Fraction | None
    level: int
    verdict: Verdict
    blockers: int
    highs: int
    failed_clauses: tuple[Clause, ...]
    principles: Mapping[str, Fraction | None]
    misses: tuple[str, ...]
    valid_until: date | None
    engine_version: str
    computed_at: datetime

    @cached_property
    def row(self) -> tuple[Any, ...]:
        """The score row, in the order of the table; worked out once, if need be before the transaction begins."""
        texts = self.texts
        return tuple(texts[name] for name in _GIVEN)

    @property
    def texts(self) -> dict[str, Any]:
        """The score row by column, exact values as texts."""
        row = {name: getattr(self, name) for name in _FIELDS}
        for name, real in _FRACTIONS:
            exact = row[name]
            row[name] = None if exact is None else str(exact)
            row[real] = None if exact is None else exact.numerator / exact.denominator
        row["verdict"] = self.verdict.value
        row["failed_clauses"] = encode(self.failed_clauses).decode()
        row["principles"] = encode(self.principles).decode()
        row["misses"] = encode(self.misses).decode()
        return row


@dataclass(frozen=True, slots=True)
class _ClauseRow:
    """A clause as JSON has it: a whole number there is an integer, a text is a fraction."""

    kind: ClauseKind
    actual: int | str | None
    limit: int | str
    principle: str
    questions: tuple[str, ...]
    only_for_ready: bool


_FIELDS = tuple(field.name for field in fields(StoredScore))
_FRACTIONS = tuple((name, f"{name}_real") for name in ("score", "low", "high", "coverage", "confidence"))
_COLUMNS = tuple(scores.c[name] for name in _FIELDS)
_GIVEN = tuple(column.name for column in scores.c)
_INSERT = Prepared(insert(scores), _GIVEN)
_UPDATE = Prepared(
    update(scores)
    .where(scores.c.assessment == bindparam("assessment"))
    .values({name: bindparam(name) for name in _GIVEN if name != "assessment"}),
    _GIVEN,
)


class Scores:
    """The score rows, as one transaction sees them."""

    def __init__(self, connection: Connection, driver: Driver, standings: Standings) -> None:
        self._connection = connection
        self._driver = driver
        self._standings = standings

    def save(self, score: StoredScore, holds_from: date | None = None) -> None:
        """Store a result in the place of the assessment's last one, and note where its service stands by it.

        `holds_from` is the day on which it began to hold, where nothing but the day has changed.
        """
        # Nearly every save is of an assessment already scored; and engines differ in how they write "insert or update".
        if not _UPDATE.count(self._driver, score.row):
            _INSERT.count(self._driver, score.row)
        if holds_from is None:
            self._standings.note_review(score.assessment)
        else:
            self._standings.note_since(score.assessment, holds_from)

    def get(self, assessment_id: UUID) -> StoredScore | None:
        """Return an assessment's result, or None where none was stored yet."""
        row = self._connection.execute(select(*_COLUMNS).where(scores.c.assessment == assessment_id)).first()
        return None if row is None else _score(row)

    def due(self, day: date) -> tuple[UUID, ...]:
        """Return the assessments whose result no longer holds on a day, or was stored by an older schema."""
        is_due = or_(scores.c.valid_until < day, scores.c.misses.is_(None))
        return tuple(self._connection.scalars(select(scores.c.assessment).where(is_due)))


def _score(values: Sequence[Any]) -> StoredScore:
    row = dict(zip(_FIELDS, values, strict=True))
    for name, _real in _FRACTIONS:
        row[name] = None if row[name] is None else Fraction(row[name])
    row["verdict"] = Verdict(row["verdict"])
    row["failed_clauses"] = tuple(_clause(each) for each in decode(row["failed_clauses"].encode(), list[_ClauseRow]))
    row["principles"] = decode(row["principles"].encode(), dict[str, Fraction | None])
    row["misses"] = decode((row["misses"] or "[]").encode(), tuple[str, ...])
    return StoredScore(**row)


def _clause(row: _ClauseRow) -> Clause:
    return Clause(
        row.kind,
        Fraction(row.actual) if isinstance(row.actual, str) else row.actual,
        Fraction(row.limit) if isinstance(row.limit, str) else row.limit,
        row.principle,
        row.questions,
        row.only_for_ready,
    )
