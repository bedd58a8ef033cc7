"""Checking: the file's structure, and every row against the change log, which says what must lie there.

The log is walked once: each change must begin where the one before it ended, and what the last one left must be the
row. Only mending writes.
"""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field, fields, replace
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, Table, delete, func, select, type_coerce, update
from sqlalchemy.types import NullType

from shipworthy.domain.assessment import Answer, Assessment
from shipworthy.domain.campaign import Campaign
from shipworthy.domain.canonical import reader
from shipworthy.domain.lineage import SeenState
from shipworthy.domain.meeting import Meeting
from shipworthy.domain.remediation import RemediationItem, Waiver
from shipworthy.domain.service import Service
from shipworthy.domain.service_event import ServiceEvent
from shipworthy.domain.service_filter import SavedView
from shipworthy.domain.template import Template
from shipworthy.storage import log_mark, shape
from shipworthy.storage.changes import SubjectKind, Versioned
from shipworthy.storage.raw_rows import Difference, Key, RawRow, Writer, raw_rows
from shipworthy.storage.schema import recorded
from shipworthy.storage.seals import log_rows
from shipworthy.storage.services import name_key
from shipworthy.storage.shape import ShapeDifference
from shipworthy.storage.tables import (
    answers,
    assessment_packs,
    assessments,
    campaigns,
    meetings,
    meta,
    remediation_items,
    saved_views,
    scores,
    service_dependencies,
    service_events,
    service_facts,
    services,
    standings,
    templates,
    waivers,
)

# What a kind of change speaks of; seals are compared by verifying, and their entries hold no JSON.
_KINDS: dict[str, Any] = {
    SubjectKind.SERVICE: Service,
    SubjectKind.FACT: bool,
    SubjectKind.ASSESSMENT: Assessment,
    SubjectKind.ANSWER: Answer,
    SubjectKind.MEETING: Meeting,
    SubjectKind.TEMPLATE: Template,
    SubjectKind.ITEM: RemediationItem,
    SubjectKind.WAIVER: Waiver,
    SubjectKind.EVENT: ServiceEvent,
    SubjectKind.CAMPAIGN: Campaign,
    SubjectKind.VIEW: SavedView,
    SubjectKind.POLICY: str,
    SubjectKind.SEEN: SeenState,
}
_READERS: dict[str, Callable[[str], Any]] = {str(kind): reader(each) for kind, each in _KINDS.items()}
_POLICY = "policy"
# The columns that name a row of each table, and the changes that tell of it.
_KEYS: dict[Table, tuple[str, ...]] = {
    services: ("id",),
    service_facts: ("service_id", "fact"),
    service_dependencies: ("service_id", "depends_on_id", "hard"),
    assessments: ("id",),
    assessment_packs: ("assessment_id", "pack_id"),
    answers: ("assessment_id", "question", "assessor"),
    meetings: ("id",),
    templates: ("id",),
    remediation_items: ("id",),
    waivers: ("id",),
    service_events: ("id",),
    campaigns: ("id",),
    saved_views: ("id",),
    meta: ("key",),
}
_TOLD_BY: dict[Table, SubjectKind] = {
    services: SubjectKind.SERVICE,
    service_facts: SubjectKind.FACT,
    service_dependencies: SubjectKind.SERVICE,
    assessments: SubjectKind.ASSESSMENT,
    assessment_packs: SubjectKind.ASSESSMENT,
    answers: SubjectKind.ANSWER,
    meetings: SubjectKind.MEETING,
    templates: SubjectKind.TEMPLATE,
    remediation_items: SubjectKind.ITEM,
    waivers: SubjectKind.WAIVER,
    service_events: SubjectKind.EVENT,
    campaigns: SubjectKind.CAMPAIGN,
    saved_views: SubjectKind.VIEW,
    meta: SubjectKind.POLICY,
}
# Derived rows, for which a reference that leads nowhere is no damage.
_ORPHANS = (
    (scores, scores.c.assessment.not_in(select(assessments.c.id))),
    (standings, standings.c.service.not_in(select(services.c.id))),
)
_OF_INDEX = re.compile(r"(?:missing from index|in index) (\S+)")
_DIGEST = re.compile(r"\b[0-9a-f]{64}\b")
_LOOK_UP_EVERY = 1_000  # changes

Subject = tuple[str, str, str, str]
"""Kind, id, part and assessor of a change, as they lie in the database."""


class Told(NamedTuple):
    """The last that the log tells of a thing: which change, which one made it, and what it left (None: nothing)."""

    sequence: int
    made: int
    after: str | None


@dataclass(frozen=True, slots=True)
class LogProblem:
    """A change that cannot be read, or (`follows` is False) that does not begin where the one before it ended."""

    sequence: int
    subject: Subject
    follows: bool = True


@dataclass(slots=True)
class LogTold:
    """What the whole log tells: the last of each thing, what is wrong in it, and every digest that it names.

    `mark_holds` is None where the store has no mark yet; `marked` is the number of the last change that it covers.
    """

    last: dict[Subject, Told] = field(default_factory=dict)
    problems: list[LogProblem] = field(default_factory=list)
    digests: set[str] = field(default_factory=set)
    count: int = 0
    marked: int = 0
    mark_holds: bool | None = None


@dataclass(frozen=True, slots=True)
class Structure:
    """What SQLite says of a file: `broken` in its own words; `indexes` only need to be made anew."""

    broken: tuple[str, ...] = ()
    indexes: frozenset[str] = frozenset()
    references: tuple[str, ...] = ()
    """Tables with rows that refer to one that is not there, but for derived ones."""


class Check:
    """What checking reads, as one transaction sees it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._writer = Writer(connection.dialect)

    def structure(self) -> Structure:
        """Return what SQLite's full check finds; a server looks after its own files."""
        if self._connection.dialect.name != "sqlite":
            return Structure()
        lines = [row[0] for row in self._connection.exec_driver_sql("PRAGMA integrity_check") if row[0] != "ok"]
        found = [(line, _OF_INDEX.search(line)) for line in lines]
        references = {str(row[0]) for row in self._connection.exec_driver_sql("PRAGMA foreign_key_check")}
        return Structure(
            tuple(line for line, index in found if index is None),
            frozenset(index[1] for _line, index in found if index is not None),
            tuple(sorted(references - {table.name for table, _is_orphan in _ORPHANS})),
        )

    def about(self) -> dict[str, str]:
        """Return what the store says about itself."""
        return recorded(self._connection)

    def read_log(self, before_each: Callable[[], None] = lambda: None) -> LogTold:
        """Walk the whole log; `before_each` is called now and then, and may raise to stop."""
        told = LogTold()
        about = self.about()
        kept, mark = log_mark.kept(about), log_mark.start(about)
        for row in log_rows(self._connection):
            if told.count % _LOOK_UP_EVERY == 0:
                before_each()
            told.count += 1
            _take(told, row)
            if kept is not None and mark.sequence < kept.sequence:
                mark = log_mark.follow(mark, [row])
        if kept is not None:
            told.marked, told.mark_holds = kept.sequence, mark == kept
        elif log_mark.KEY in about:
            told.mark_holds = False
        return told

    def differences(self, told: LogTold, before_each: Callable[[], None] = lambda: None) -> Iterator[Difference]:
        """Yield every row that is not as the log tells; `before_each` is called before each table."""
        for table, key in _KEYS.items():
            before_each()
            found = raw_rows(self._connection, table, *([meta.c.key == _POLICY] if table is meta else []))
            # Rows are made again one by one: those of a whole table at once would take several times the file's size.
            row_of = self._expected(told, table)
            yield from self._writer.compare(table, found, row_of.subjects, key, row_of)

    def row(self, told: LogTold, found: Difference) -> RawRow | None:
        """Return what the log tells of a row that differs, as the driver gives it; None where it tells of none."""
        table = _table(found)
        row_of = self._expected(told, table)
        for key in row_of.subjects:
            if tuple(map(str, key)) == found.key:
                return self._writer.written(table, row_of(key))
        return None

    def answers(self, told: LogTold) -> Iterator[tuple[str, Answer]]:
        """Yield every answer as the log last tells of it, with the id of its assessment."""
        for (kind, id_, _part, _assessor), each in told.last.items():
            if kind == SubjectKind.ANSWER and each.after is not None:
                yield id_, _value(kind, each.after)

    def holds(self, found: Difference, row: RawRow) -> bool:
        """Tell whether this file has a row as another one's log tells of it; both as the driver gives it."""
        table = _table(found)
        named = (type_coerce(table.c[name], NullType()) == row[name] for name in _KEYS[table])
        return any(each == row for each in raw_rows(self._connection, table, *named))

    def rows(self, table: Table) -> Iterator[RawRow]:
        """Yield the rows of a table as the driver gives them."""
        return raw_rows(self._connection, table)

    def counts(self) -> tuple[int, int]:
        """Return how many services and how many answers there are."""
        counts = (self._connection.scalar(select(func.count()).select_from(each)) for each in (services, answers))
        found = [each or 0 for each in counts]
        return found[0], found[1]

    def shape(self) -> Iterator[ShapeDifference]:
        """Yield how the file's tables, indexes, triggers and views differ from those of a new store."""
        return shape.differences(self._connection)

    def make(self, statement: str) -> None:
        """Make an index or a trigger that is missing, by the statement that makes it in a new store."""
        # An engine that read the file before somebody took the part away still believes it there, until it reads again.
        self._connection.exec_driver_sql("SELECT count(*) FROM sqlite_master")
        self._connection.exec_driver_sql(statement)

    def name_anew(self, ids: Collection[str]) -> None:
        """Put the names of services, by their ids as the driver gives them, as they are compared."""
        for row in [each for each in raw_rows(self._connection, services) if str(each["id"]) in ids]:
            is_meant = type_coerce(services.c.id, NullType()) == row["id"]
            self._connection.execute(update(services).where(is_meant).values(name_key=name_key(row["name"])))

    def count_orphans(self) -> int:
        """Return how many derived rows belong to a review or service that is not there."""
        counts = (self._connection.scalar(select(func.count()).where(each)) for _table, each in _ORPHANS)
        return sum(each or 0 for each in counts)

    def remove_orphans(self) -> None:
        """Take away the derived rows that belong to nothing."""
        for table, is_orphan in _ORPHANS:
            self._connection.execute(delete(table).where(is_orphan))

    def reindex(self) -> bool:
        """Make all indexes anew, and tell whether the file's structure is sound then."""
        self._connection.exec_driver_sql("REINDEX")
        return not any((self.structure().broken, self.structure().indexes))

    def _expected(self, told: LogTold, table: Table) -> "_RowsTold":
        return _RowsTold(told, table, self._writer)


class _RowsTold:
    """The rows that one table must have: which thing of the log each belongs to, and the row itself when asked for."""

    def __init__(self, told: LogTold, table: Table, writer: Writer) -> None:
        self._told = told
        self._table = table
        self._writer = writer
        self._facts: dict[str, int] = {}
        if table is services:
            for subject, each in told.last.items():
                if subject[0] == SubjectKind.FACT:
                    self._facts[subject[1]] = max(self._facts.get(subject[1], 0), each.sequence)
        self.subjects: dict[Key, Subject] = {
            self._key(row): subject
            for subject in told.last
            if subject[0] == _TOLD_BY[table]
            for row in self._rows(subject)
        }

    def __call__(self, key: Key) -> RawRow:
        """Return the row with a key of the driver's, in values of ours."""
        return next(row for row in self._rows(self.subjects[key]) if self._key(row) == key)

    def _key(self, row: RawRow) -> Key:
        return tuple(self._writer.written(self._table, {name: row[name] for name in _KEYS[self._table]}).values())

    def _rows(self, subject: Subject) -> Iterator[RawRow]:
        kind, id_, part, _assessor = subject
        told = self._told.last[subject]
        value = _value(kind, told.after)
        if value is None:
            return
        numbers = {"version": told.sequence, "sequence": told.made}
        match self._table:
            case table if table is services:
                row = _fields(value) | {"name_key": name_key(value.name)}
                row["version"] = max(told.sequence, self._facts.get(id_, 0))
                yield {name: row[name] for name in _names(table)}
            case table if table is service_dependencies:
                for hard, others in ((True, value.hard_dependencies), (False, value.soft_dependencies)):
                    for other in others:
                        yield {"service_id": value.id, "depends_on_id": other, "hard": hard}
            case table if table is service_facts:
                yield {"service_id": UUID(id_), "fact": part, "value": value}
            case table if table is assessment_packs:
                for position, use in enumerate(value.packs):
                    yield _fields(use) | {"assessment_id": value.id, "position": position}
            case table if table is meta:
                yield {"key": _POLICY, "value": value}
            case table:
                row = _fields(value) | {"assessment_id": UUID(id_)} | numbers
                yield {name: row[name] for name in _names(table)}


def _take(told: LogTold, row: tuple[Any, ...]) -> None:
    """Take over one row of the log: what it leaves behind, and whether it follows what was told before."""
    sequence, before, after = row[0], row[9], row[10]
    subject: Subject = (row[4], row[5], row[6], row[7])
    if row[4] == SubjectKind.SEAL:
        return
    known = told.last.get(subject)
    is_text = all(isinstance(each, str) for each in subject) and all(
        each is None or isinstance(each, str) for each in (before, after)
    )
    if not is_text or row[4] not in _READERS or not _can_be_read(row[4], row[5], after):
        told.problems.append(LogProblem(sequence, subject))
        return
    told.digests.update(_DIGEST.findall(after or ""))
    if not _follows(row[4], known, before):
        told.problems.append(LogProblem(sequence, subject, follows=False))
    made = sequence if before is None or known is None else known.made
    told.last[subject] = Told(sequence, made, after)


def _can_be_read(kind: str, id_: str, text: str | None) -> bool:
    try:
        UUID(id_)
        _value(kind, text)
    except ValueError:
        return False
    return True


def _follows(kind: str, known: Told | None, before: str | None) -> bool:
    """Tell whether a change begins where the one before it ended."""
    if known is None:
        # Before the first choice of a policy the shipped one held, which nobody chose.
        return before is None or kind == SubjectKind.POLICY
    if before == known.after:
        return True
    if before is None or known.after is None:
        return False
    try:
        was, left = _value(kind, before), _value(kind, known.after)
    except ValueError:
        return False
    return bool(_without_numbers(was, known.made) == _without_numbers(left, known.made))


def _without_numbers(value: Any, made: int) -> Any:
    """Return a value without the numbers under which it was read, and which say nothing about it."""
    if not isinstance(value, Versioned):
        return value
    if isinstance(value, Service | Answer | Template | SavedView):
        return replace(value, version=0)
    return replace(value, version=0, sequence=value.sequence or made)


def _value(kind: str, text: str | None) -> Any:
    return None if text is None else _READERS[kind](text)


def _table(found: Difference) -> Table:
    return next(each for each in _KEYS if each.name == found.table)


def _names(table: Table) -> list[str]:
    return [column.name for column in table.c]


def _fields(value: Any) -> RawRow:
    return {each.name: getattr(value, each.name) for each in fields(value)}
