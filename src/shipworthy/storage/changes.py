"""The change log: every change to a service, fact, answer, item or waiver, in order, for history, undo and audit.

Rows are only ever added. Values are kept as canonical JSON.
"""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, fields, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Generic, NamedTuple, NoReturn, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, bindparam, func, insert, select

from shipworthy.domain.assessment import Answer, Assessment
from shipworthy.domain.campaign import Campaign
from shipworthy.domain.canonical import decode, encode
from shipworthy.domain.lineage import SeenState
from shipworthy.domain.meeting import Meeting
from shipworthy.domain.remediation import RemediationItem, Waiver
from shipworthy.domain.service import Service
from shipworthy.domain.service_event import ServiceEvent
from shipworthy.domain.service_filter import SavedView
from shipworthy.domain.template import Template
from shipworthy.errors import UserError
from shipworthy.storage.errors import Conflict
from shipworthy.storage.prepared import Driver, Prepared
from shipworthy.storage.tables import OF_REMEDIATION, OF_SERVICES, change_log
from shipworthy.text import _

T = TypeVar("T")
Versioned = (
    Service | Assessment | Answer | Meeting | Template | RemediationItem | Waiver | ServiceEvent | Campaign | SavedView
)


class SubjectKind(StrEnum):
    """What a change is about."""

    SERVICE = "service"
    FACT = "fact"
    ASSESSMENT = "assessment"
    ANSWER = "answer"
    MEETING = "meeting"
    TEMPLATE = "template"
    ITEM = "item"
    WAIVER = "waiver"
    EVENT = "event"
    CAMPAIGN = "campaign"
    VIEW = "view"
    POLICY = "policy"
    SEAL = "seal"
    SEEN = "seen"


class Subject(NamedTuple):
    """What exactly a change is about, in the order in which the log has it.

    `id` is that of the service (kinds service, fact, item, waiver and event), of the assessment (kinds assessment,
    answer, meeting, seal, seen), of the template, the campaign, the saved view or of the store (kind policy); `part`
    is the fact's id, the question's whole id, that of the item, the waiver, the event, the meeting or of the other
    store whose state was seen; `assessor` names the author of a blind answer.
    """

    kind: SubjectKind
    id: UUID
    part: str = ""
    assessor: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of the log; `before` and `after` are canonical JSON, None where the thing did not exist."""

    sequence: int
    at: datetime
    actor: str
    session_id: UUID | None
    kind: SubjectKind
    subject_id: UUID
    part: str
    assessor: str
    action: str
    before: str | None
    after: str | None
    undoes: int | None

    @property
    def mark(self) -> str:
        """Return a short fingerprint by which another store names this change."""
        said = (self.sequence, self.at, self.actor, self.part, self.assessor, self.before, self.after)
        return hashlib.sha256(encode(said)).hexdigest()[:16]

    def before_as(self, kind: type[T]) -> T | None:
        """Return the value before the change; its row version is 0."""
        return _from_text(self.before, kind)

    def after_as(self, kind: type[T]) -> T | None:
        """Return the value after the change; its row version is 0."""
        return _from_text(self.after, kind)


@dataclass(frozen=True, slots=True)
class Saved(Generic[T]):
    """What was stored, as the store now has it, and the log's numbers for it; none where nothing had changed."""

    value: T
    sequences: tuple[int, ...]

    @property
    def sequence(self) -> int:
        """Return the number of the last change."""
        return self.sequences[-1]


_COLUMNS = tuple(change_log.c[field.name] for field in fields(Change))
_GIVEN = ("at", "actor", "session_id", "kind", "subject_id", "part", "assessor", "action", "after", "undoes")
_values: dict[str, Any] = {name: bindparam(name) for name in _GIVEN}
_APPEND = Prepared(
    insert(change_log).values({**_values, "before": bindparam("before")}),
    (*_GIVEN, "before"),
    numbers=change_log.c.sequence,
)
_BY_SEQUENCE = Prepared(
    select(*_COLUMNS).where(change_log.c.sequence == bindparam("sequence")), ("sequence",), returned=_COLUMNS
)
# What an earlier change left behind is what this one finds; taken within the engine, not through us.
_earlier = change_log.alias()
_left = select(_earlier.c.after).where(_earlier.c.sequence == bindparam("follows")).scalar_subquery()
_APPEND_AFTER = Prepared(
    insert(change_log).values({**_values, "before": _left}), (*_GIVEN, "follows"), numbers=change_log.c.sequence
)


class Changes:
    """The log, as one transaction sees it; `actor`, `at` and `session_id` are those of the transaction."""

    def __init__(
        self, connection: Connection, driver: Driver, actor: str, at: datetime | None, session_id: UUID | None
    ) -> None:
        self._connection = connection
        self._driver = driver
        self._actor = actor
        self._at = at
        self._session_id = session_id
        self._spoilt = False
        self._first = self._last = self._count = 0

    def append(self, subject: Subject, action: str, before: str | None, after: str | None, undoes: int | None) -> int:
        """Add an entry, its values as `as_text` gives them, and return its number."""
        who = (self._at, self._actor, self._session_id)
        return self._counted(_APPEND.number(self._driver, (*who, *subject, action, after, undoes, before)))

    def append_after(self, subject: Subject, action: str, follows: int, after: str | None, undoes: int | None) -> int:
        """Add an entry whose value before is what change number `follows` left (0: nothing), and return its number."""
        who = (self._at, self._actor, self._session_id)
        return self._counted(_APPEND_AFTER.number(self._driver, (*who, *subject, action, after, undoes, follows)))

    def refuse(self) -> NoReturn:
        """Raise Conflict for a change whose entry is written already; the transaction can no longer be stored."""
        self._spoilt = True
        raise Conflict

    def must_be_sound(self) -> None:
        """Raise Conflict where one was raised before, so that nobody who caught it stores half a change."""
        if self._spoilt:
            raise Conflict

    def figures(self) -> dict[str, int]:
        """Return what the program's log may say of the entries added: how many, and their first and last number."""
        return {"changes": self._count, "first": self._first, "last": self._last} if self._count else {"changes": 0}

    def get(self, sequence: int) -> Change:
        """Return one change; raises UserError when there is none of that number."""
        found = _BY_SEQUENCE.rows(self._driver, (sequence,))
        if not found:
            raise UserError(
                _("The history has no change number {number}.").format(number=sequence),
                _("Open the history again; it may belong to another database."),
            )
        change = Change(*found[0])
        return replace(change, kind=SubjectKind(change.kind))

    def since(self, sequence: int) -> tuple[Change, ...]:
        """Return the changes after a number, in order."""
        return self._where(change_log.c.sequence > sequence)

    def for_subject(self, kind: SubjectKind, subject_id: UUID, part: str | None = None) -> tuple[Change, ...]:
        """Return the changes of one kind to a subject in order; `part` narrows to one fact or question."""
        conditions = [change_log.c.subject_id == subject_id, change_log.c.kind == kind.value]
        if part is not None:
            conditions.append(change_log.c.part == part)
        return self._where(*conditions)

    def newest_of(self, subjects: Collection[UUID], before: int | None, most: int) -> tuple[Change, ...]:
        """Return the changes to any of these subjects, the newest first: at most `most` with a number below `before`.

        None for `before` begins with the newest.
        """
        chosen = select(*_COLUMNS).where(change_log.c.subject_id.in_(subjects))
        if before is not None:
            chosen = chosen.where(change_log.c.sequence < before)
        rows = self._connection.execute(chosen.order_by(change_log.c.sequence.desc()).limit(most))
        return tuple(Change(**{**row, "kind": SubjectKind(row["kind"])}) for row in rows.mappings())

    def first_moment(self) -> datetime | None:
        """Return when the first change was made; None where there is none."""
        first = select(change_log.c.at).order_by(change_log.c.sequence).limit(1)
        return self._connection.scalar(first)

    def removals(self, kind: SubjectKind) -> tuple[Change, ...]:
        """Return the changes by which things of a kind were taken back to never having been; reads the whole log."""
        return self._where(change_log.c.kind == kind.value, change_log.c.after.is_(None))

    def of_remediation(self) -> tuple[Change, ...]:
        """Return the changes to all items and waivers in order."""
        return self._where(OF_REMEDIATION)

    def of_services(self, since: datetime, before: datetime) -> tuple[Change, ...]:
        """Return the changes to services themselves from one moment on and before another, in order."""
        is_service = change_log.c.kind == SubjectKind.SERVICE.value
        return self._where(OF_SERVICES, is_service, change_log.c.at >= since, change_log.c.at < before)

    def last_of_services(self, before: datetime) -> tuple[Change, ...]:
        """Return the last change of each service, fact and event before a moment, in order."""
        return self._newest(OF_SERVICES, change_log.c.at < before)

    def last_of_remediation(self, before: datetime) -> tuple[Change, ...]:
        """Return the last change of each item and waiver before a moment, in order."""
        return self._newest(OF_REMEDIATION, change_log.c.at < before)

    def last_for(self, kind: SubjectKind, subjects: Collection[UUID], before: datetime) -> tuple[Change, ...]:
        """Return the last change of one kind of each part of some subjects before a moment, in order."""
        is_meant = (change_log.c.kind == kind.value, change_log.c.subject_id.in_(subjects))
        return self._newest(*is_meant, change_log.c.at < before)

    def _counted(self, sequence: int) -> int:
        self._first = self._first or sequence
        self._last = sequence
        self._count += 1
        return sequence

    def _newest(self, *conditions: ColumnElement[bool]) -> tuple[Change, ...]:
        of_one = (change_log.c.kind, change_log.c.subject_id, change_log.c.part, change_log.c.assessor)
        last = select(func.max(change_log.c.sequence)).where(*conditions).group_by(*of_one)
        return self._where(change_log.c.sequence.in_(last))

    def _where(self, *conditions: ColumnElement[bool]) -> tuple[Change, ...]:
        rows = self._connection.execute(select(*_COLUMNS).where(*conditions).order_by(change_log.c.sequence))
        return tuple(Change(**{**row, "kind": SubjectKind(row["kind"])}) for row in rows.mappings())


def as_text(value: Versioned | SeenState | bool | str | None) -> str | None:
    """Return a value as the log keeps it: canonical JSON; None where there is none."""
    return None if value is None else encode(value).decode()


def _from_text(text: str | None, kind: type[T]) -> T | None:
    if text is None:
        return None
    value = decode(text.encode(), kind)
    # The version in the text is the one that was read before the change; it says nothing about this value.
    return replace(value, version=0) if isinstance(value, Versioned) else value
