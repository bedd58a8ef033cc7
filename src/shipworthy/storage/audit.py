"""The rows behind seals as they lie in the database, compared with what must lie there."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Table, func, select, text, type_coerce
from sqlalchemy.types import NullType

from shipworthy.domain import sealed
from shipworthy.domain.assessment import Assessment, AssessmentState
from shipworthy.domain.canonical import decode
from shipworthy.domain.pack import Pack
from shipworthy.domain.policy import GatePolicy
from shipworthy.domain.sealed import NO_HASH, Seal, SealedContent
from shipworthy.storage.changes import SubjectKind
from shipworthy.storage.raw_rows import Difference, Key, RawRow, Writer, raw_rows
from shipworthy.storage.seals import ACTION, as_in_sqlite, log_rows, result_columns
from shipworthy.storage.tables import (
    answers,
    assessment_packs,
    assessments,
    campaigns,
    change_log,
    meetings,
    packs,
    policies,
    remediation_items,
    saved_views,
    seals,
    service_events,
    services,
    templates,
    waivers,
)

_SEALED_STATES = (AssessmentState.DECIDED, AssessmentState.WITHDRAWN, AssessmentState.SUPERSEDED)


@dataclass(frozen=True, slots=True)
class LogEnd:
    """Where the change log ends: its last number, how many rows it has, and the last number ever given.

    `given` is None on an engine that skips numbers by itself.
    """

    last: int
    count: int
    given: int | None


class Audit:
    """Everything that verifying reads, as one transaction sees it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._dialect = connection.dialect
        self._writer = Writer(connection.dialect)

    def seal_numbers(self) -> tuple[int, ...]:
        """Return the numbers of all seals, in order."""
        return tuple(self._connection.scalars(select(seals.c.number).order_by(seals.c.number)))

    def seal(self, number: int) -> Seal | None:
        """Return a seal; None where its row holds what no seal of ours holds."""
        columns = tuple(seals.c[field.name] for field in fields(Seal))
        try:
            read = Seal(*self._connection.execute(select(*columns).where(seals.c.number == number)).one())
            [raw] = raw_rows(self._connection, seals, seals.c.number == number)
            written = {field.name: getattr(read, field.name) for field in fields(Seal)}
            expected = self._writer.written(seals, written)
        except (ValueError, TypeError, ArithmeticError, AttributeError):
            return None
        return read if all(raw[name] == value for name, value in expected.items()) else None

    def repeats_results(self, number: int, content: SealedContent) -> bool:
        """Tell whether a seal's row repeats the results of its content."""
        [raw] = raw_rows(self._connection, seals, seals.c.number == number)
        return all(raw[name] == value for name, value in self._writer.written(seals, result_columns(content)).items())

    def unsealed(self) -> tuple[str, ...]:
        """Return the titles of the reviews that are decided but have no seal."""
        has_seal = select(seals.c.number).where(seals.c.assessment == assessments.c.id).exists()
        decided = select(type_coerce(assessments.c.title, NullType())).where(
            type_coerce(assessments.c.state, NullType()) == AssessmentState.DECIDED.value, ~has_seal
        )
        return tuple(str(title) for title in self._connection.scalars(decided))

    def log_hash(self, before: Seal | None, last: int) -> str:
        """Return the hash of the changes after those that a seal covers (None: from the first) up to a number."""
        since, start = (before.log_sequence, before.log_hash) if before else (0, NO_HASH)
        return sealed.rows_hash(start, log_rows(self._connection, since, last))

    def has_entry(self, seal: Seal) -> bool:
        """Tell whether the log's entry of a seal stands where it must and says what it must."""
        rows = list(log_rows(self._connection, seal.log_sequence - 1, seal.log_sequence + 1))
        if len(rows) != 2:
            return False
        before, entry = rows
        _at, _actor, session_id = before[1:4]
        at, actor = self._log_values(seal)
        kind, subject = SubjectKind.SEAL.value, seal.assessment.hex
        return bool(
            entry
            == (seal.log_sequence + 1, at, actor, session_id, kind, subject, "", "", ACTION, None, seal.hash, None)
        )

    def entries(self) -> dict[int, str | None]:
        """Return the hashes of the seals that the log speaks of, by the number of the change."""
        chosen = select(change_log.c.sequence, type_coerce(change_log.c.after, NullType())).where(
            change_log.c.kind == SubjectKind.SEAL.value
        )
        return {row[0]: row[1] for row in self._connection.execute(chosen)}

    def log_end(self) -> LogEnd:
        """Return where the change log ends."""
        last, count = self._connection.execute(select(func.max(change_log.c.sequence), func.count())).one()
        given = None
        if self._dialect.name == "sqlite":
            given = self._connection.scalar(text("SELECT seq FROM sqlite_sequence WHERE name = 'change_log'")) or 0
        return LogEnd(last or 0, count, given)

    def newest_version(self) -> int:
        """Return the number of the newest change that a row names as its own."""
        versioned = (
            services, assessments, answers, meetings, templates, remediation_items, waivers, service_events, campaigns,
            saved_views,
        )  # fmt: skip
        newest = (self._connection.scalar(select(func.max(table.c.version))) for table in versioned)
        return max((number for number in newest if isinstance(number, int)), default=0)

    def altered_kept(self) -> dict[str, str]:
        """Return the packs and policies whose row is not what its hash names: title and version by hash."""
        found = {}
        for table, kind, id_column in ((packs, Pack, "pack_id"), (policies, GatePolicy, "policy_id")):
            for row in raw_rows(self._connection, table):
                if not _is_kept_whole(row, kind, id_column):
                    found[str(row["hash"])] = f"{row['title']} {row['version']}"
        return found

    def kept(self) -> frozenset[str]:
        """Return the hashes of all packs and policies."""
        return frozenset(
            str(each) for table in (packs, policies) for each in self._connection.scalars(select(table.c.hash))
        )

    def differences(self, content: SealedContent) -> Iterator[Difference]:
        """Yield the rows of a sealed review that are not what was sealed."""
        assessment = content.assessment
        newest = self._newest_changes(assessment.id)
        yield from self._compare(
            assessments,
            raw_rows(self._connection, assessments, assessments.c.id == assessment.id),
            {(): self._expected_assessment(assessment, newest)},
            (),
        )
        yield from self._compare(
            assessment_packs,
            raw_rows(self._connection, assessment_packs, assessment_packs.c.assessment_id == assessment.id),
            {
                (use.pack_id,): {
                    "assessment_id": assessment.id,
                    "pack_id": use.pack_id,
                    "pack_hash": use.pack_hash,
                    "weight": use.weight,
                    "position": position,
                }
                for position, use in enumerate(assessment.packs)
            },
            ("pack_id",),
        )
        yield from self._compare(
            answers,
            raw_rows(self._connection, answers, answers.c.assessment_id == assessment.id),
            {
                (answer.question, answer.assessor): _values(answer)
                | {
                    "assessment_id": assessment.id,
                    "version": newest.get((SubjectKind.ANSWER.value, answer.question, answer.assessor), (0, 0))[0],
                }
                for answer in content.answers
            },
            ("question", "assessor"),
        )
        yield from self._compare(
            meetings,
            raw_rows(self._connection, meetings, meetings.c.assessment == assessment.id),
            {
                (self._writer.written(meetings, {"id": meeting.id})["id"],): _values(meeting)
                | _numbers(newest.get((SubjectKind.MEETING.value, str(meeting.id), "")))
                for meeting in content.meetings
            },
            ("id",),
        )

    def _compare(
        self, table: Table, found: Iterator[RawRow], expected: Mapping[Key, RawRow], key: tuple[str, ...]
    ) -> Iterator[Difference]:
        return self._writer.compare(table, found, expected, key, expected.__getitem__)

    def _expected_assessment(self, sealed_one: Assessment, newest: Mapping[Key, tuple[int, int]]) -> RawRow:
        """Return what the row of a sealed review must hold: after sealing, only its state may move on, by the log."""
        numbers = newest.get((SubjectKind.ASSESSMENT.value, "", ""))
        row = _values(sealed_one) | _numbers(numbers)
        del row["packs"]
        after = self._connection.scalar(
            select(type_coerce(change_log.c.after, NullType())).where(change_log.c.sequence == row["version"])
        )
        try:
            logged = decode(str(after).encode(), Assessment)
        except ValueError:
            return row
        if logged.state in _SEALED_STATES:
            row |= {"state": logged.state, "state_reason": logged.state_reason}
        return row

    def _newest_changes(self, assessment_id: UUID) -> dict[Key, tuple[int, int]]:
        """Return by kind, part and assessor the number of the newest change, and of the one that made the thing."""
        log = change_log.c
        made = func.max(log.sequence).filter(log.before.is_(None))
        chosen = (
            select(log.kind, log.part, log.assessor, func.max(log.sequence), made)
            .where(log.subject_id == assessment_id)
            .group_by(log.kind, log.part, log.assessor)
        )
        return {(row[0], row[1], row[2]): (row[3], row[4]) for row in self._connection.execute(chosen)}

    def _log_values(self, seal: Seal) -> tuple[Any, Any]:
        written = self._writer.written(change_log, {"at": seal.sealed_at, "actor": seal.sealed_by})
        return as_in_sqlite(written["at"]), written["actor"]


def _values(value: Any) -> RawRow:
    return {field.name: getattr(value, field.name) for field in fields(value)}


def _numbers(numbers: tuple[int, int] | None) -> RawRow:
    newest, made = numbers or (0, 0)
    return {"version": newest, "sequence": made}


def _is_kept_whole(row: RawRow, kind: type[Pack] | type[GatePolicy], id_column: str) -> bool:
    content = row["content"]
    if not isinstance(content, str) or hashlib.sha256(content.encode()).hexdigest() != row["hash"]:
        return False
    value = decode(content.encode(), kind)
    return bool((row[id_column], row["version"], row["title"]) == (value.id, value.version, value.title))
