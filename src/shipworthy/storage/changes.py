"""The change log: every change to a service, fact, assessment or answer, in order, for history, undo and audit.

Rows are only ever added. Values are kept as canonical JSON without row versions, which are the log's own numbers.
"""

from dataclasses import dataclass, fields, replace
from datetime import datetime
from enum import StrEnum
from typing import Generic, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, bindparam, insert, select

from shipworthy.domain.assessment import Answer, Assessment
from shipworthy.domain.canonical import decode, encode
from shipworthy.domain.service import Service
from shipworthy.errors import UserError
from shipworthy.storage.prepared import Prepared
from shipworthy.storage.tables import change_log
from shipworthy.text import _

T = TypeVar("T")
Logged = Service | Assessment | Answer | bool | None


class SubjectKind(StrEnum):
    """What a change is about."""

    SERVICE = "service"
    FACT = "fact"
    ASSESSMENT = "assessment"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Subject:
    """What exactly a change is about.

    `id` is that of the service (kinds service and fact) or of the assessment (kinds assessment and answer); `part` is
    the fact's id or the question's whole id; `assessor` names the author of a blind answer.
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

    def before_as(self, kind: type[T]) -> T | None:
        """Return the value before the change; its row version is 0."""
        return None if self.before is None else decode(self.before.encode(), kind)

    def after_as(self, kind: type[T]) -> T | None:
        """Return the value after the change; its row version is 0."""
        return None if self.after is None else decode(self.after.encode(), kind)


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
_APPEND = Prepared(
    insert(change_log)
    .values({column.name: bindparam(column.name) for column in _COLUMNS if column.name != "sequence"})
    .returning(change_log.c.sequence)
)


class Changes:
    """The log, as one transaction sees it; `actor`, `at` and `session_id` are those of the transaction."""

    def __init__(self, connection: Connection, actor: str, at: datetime | None, session_id: UUID | None) -> None:
        self._connection = connection
        self._actor = actor
        self._at = at
        self._session_id = session_id

    def append(self, subject: Subject, action: str, before: Logged, after: Logged, undoes: int | None) -> int:
        """Add an entry and return its number."""
        [(sequence,)] = _APPEND.rows(
            self._connection,
            {
                "at": self._at,
                "actor": self._actor,
                "session_id": self._session_id,
                "kind": subject.kind.value,
                "subject_id": subject.id,
                "part": subject.part,
                "assessor": subject.assessor,
                "action": action,
                "before": _as_text(before),
                "after": _as_text(after),
                "undoes": undoes,
            },
        )
        return int(sequence)

    def get(self, sequence: int) -> Change:
        """Return one change; raises UserError when there is none of that number."""
        found = self._where(change_log.c.sequence == sequence)
        if not found:
            raise UserError(
                _("The history has no change number {number}.").format(number=sequence),
                _("Open the history again; it may belong to another database."),
            )
        return found[0]

    def since(self, sequence: int) -> tuple[Change, ...]:
        """Return the changes after a number, in order."""
        return self._where(change_log.c.sequence > sequence)

    def for_subject(self, kind: SubjectKind, subject_id: UUID, part: str | None = None) -> tuple[Change, ...]:
        """Return the changes of one kind to a subject in order; `part` narrows to one fact or question."""
        conditions = [change_log.c.subject_id == subject_id, change_log.c.kind == kind.value]
        if part is not None:
            conditions.append(change_log.c.part == part)
        return self._where(*conditions)

    def _where(self, *conditions: ColumnElement[bool]) -> tuple[Change, ...]:
        rows = self._connection.execute(select(*_COLUMNS).where(*conditions).order_by(change_log.c.sequence))
        return tuple(Change(**{**row, "kind": SubjectKind(row["kind"])}) for row in rows.mappings())


def _as_text(value: Logged) -> str | None:
    if value is None:
        return None
    return encode(value if isinstance(value, bool) else replace(value, version=0)).decode()
