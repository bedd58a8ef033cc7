"""Answers: the store's hottest path, one row per assessment, question and assessor."""

from dataclasses import fields, replace
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from shipworthy.domain.assessment import Answer
from shipworthy.storage.changes import Changes, Saved, Subject, SubjectKind
from shipworthy.storage.errors import Conflict
from shipworthy.storage.prepared import Prepared
from shipworthy.storage.tables import answers

_FIELDS = tuple(field.name for field in fields(Answer))
_COLUMNS = tuple(answers.c[name] for name in _FIELDS)
_KEY = (
    answers.c.assessment_id == bindparam("assessment_id"),
    answers.c.question == bindparam("key_question"),
    answers.c.assessor == bindparam("key_assessor"),
)
_AS_READ = (*_KEY, answers.c.version == bindparam("version_read"))

_GET = Prepared(select(*_COLUMNS).where(*_KEY), _COLUMNS)
_INSERT = Prepared(insert(answers))
_UPDATE = Prepared(
    update(answers)
    .where(*_AS_READ)
    .values({name: bindparam(name) for name in _FIELDS if name not in ("question", "assessor")})
)
_DELETE = Prepared(delete(answers).where(*_AS_READ))


class Answers:
    """The answers, as one transaction sees them."""

    def __init__(self, connection: Connection, changes: Changes) -> None:
        self._connection = connection
        self._changes = changes

    def save(
        self, assessment_id: UUID, answer: Answer, *, action: str = "", undoes: int | None = None
    ) -> Saved[Answer]:
        """Store an answer, stating by its version what was read before; raises Conflict when that is no longer so."""
        before = self._as_read(assessment_id, answer)
        subject = Subject(SubjectKind.ANSWER, assessment_id, answer.question, answer.assessor)
        sequence = self._changes.append(subject, action, before, answer, undoes)
        stored = replace(answer, version=sequence)
        values = {name: getattr(stored, name) for name in _FIELDS}
        if before is None:
            _INSERT.count(self._connection, {"assessment_id": assessment_id, **values})
        elif _UPDATE.count(self._connection, {**_key(assessment_id, answer), **values}) != 1:
            raise Conflict
        return Saved(stored, (sequence,))

    def remove(self, assessment_id: UUID, answer: Answer, *, action: str = "", undoes: int | None = None) -> int:
        """Take an answer back as if it had never been given, and return the change's number.

        For undo alone. Raises Conflict when the answer is no longer the one that was read.
        """
        before = self._as_read(assessment_id, answer)
        subject = Subject(SubjectKind.ANSWER, assessment_id, answer.question, answer.assessor)
        sequence = self._changes.append(subject, action, before, None, undoes)
        if _DELETE.count(self._connection, _key(assessment_id, answer)) != 1:
            raise Conflict
        return sequence

    def get(self, assessment_id: UUID, question: str, assessor: str = "") -> Answer | None:
        """Return an answer, or None where none was ever given."""
        found = _GET.rows(self._connection, _key(assessment_id, Answer(question, assessor)))
        return Answer(*found[0]) if found else None

    def of_assessment(self, assessment_id: UUID, assessor: str = "") -> dict[str, Answer]:
        """Return one assessor's answers, or the agreed ones, by the whole id of the question."""
        return {answer.question: answer for answer in self.all_assessors(assessment_id) if answer.assessor == assessor}

    def all_assessors(self, assessment_id: UUID) -> tuple[Answer, ...]:
        """Return all answers of an assessment, agreed and blind, by question and assessor."""
        statement = (
            select(*_COLUMNS)
            .where(answers.c.assessment_id == assessment_id)
            .order_by(answers.c.question, answers.c.assessor)
        )
        return tuple(Answer(*row) for row in self._connection.execute(statement))

    def _as_read(self, assessment_id: UUID, answer: Answer) -> Answer | None:
        before = self.get(assessment_id, answer.question, answer.assessor)
        if (before.version if before else 0) != answer.version:
            raise Conflict
        return before


def _key(assessment_id: UUID, answer: Answer) -> dict[str, Any]:
    return {
        "assessment_id": assessment_id,
        "key_question": answer.question,
        "key_assessor": answer.assessor,
        "version_read": answer.version,
    }
