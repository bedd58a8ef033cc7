"""Answers: the store's hottest path, one row per assessment, question and assessor."""

from collections.abc import Collection
from dataclasses import fields
from operator import attrgetter
from uuid import UUID

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from shipworthy.domain.assessment import Answer
from shipworthy.storage.changes import Changes, Saved, Subject, SubjectKind, as_text
from shipworthy.storage.prepared import Driver, Prepared
from shipworthy.storage.tables import answers

# The last is the version.
_FIELDS = tuple(field.name for field in fields(Answer))
_COLUMNS = tuple(answers.c[name] for name in _FIELDS)
_CONTENT = attrgetter(*_FIELDS)
_KEY = ("assessment_id", "question", "assessor")
_CHANGED = tuple(name for name in _FIELDS if name not in _KEY)
_is_key = tuple(answers.c[name] == bindparam(name) for name in _KEY)
_is_as_read = (*_is_key, answers.c.version == bindparam("version_read"))

_GET = Prepared(select(*_COLUMNS).where(*_is_key), _KEY, returned=_COLUMNS)
_INSERT = Prepared(insert(answers), ("assessment_id", *_FIELDS))
_UPDATE = Prepared(
    update(answers).where(*_is_as_read).values({name: bindparam(name) for name in _CHANGED}),
    ("assessment_id", *_FIELDS, "version_read"),
)
_DELETE = Prepared(delete(answers).where(*_is_as_read), (*_KEY, "version_read"))


class Answers:
    """The answers, as one transaction sees them."""

    def __init__(self, connection: Connection, driver: Driver, changes: Changes) -> None:
        self._connection = connection
        self._driver = driver
        self._changes = changes

    def save(
        self, assessment_id: UUID, answer: Answer, *, action: str = "", undoes: int | None = None
    ) -> Saved[Answer]:
        """Store an answer, stating by its version what was read before; raises Conflict when that is no longer so."""
        sequence = self._append(assessment_id, answer, action, as_text(answer), undoes)
        content = (*_CONTENT(answer)[:-1], sequence)
        if not answer.version:
            _INSERT.count(self._driver, (assessment_id, *content))
        elif _UPDATE.count(self._driver, (assessment_id, *content, answer.version)) != 1:
            self._changes.refuse()
        return Saved(Answer(*content), (sequence,))

    def remove(self, assessment_id: UUID, answer: Answer, *, action: str = "", undoes: int | None = None) -> int:
        """Take an answer back as if it had never been given, and return the change's number.

        For undo, and for what lies under another id since. Raises Conflict when the answer is no longer the one read.
        """
        sequence = self._append(assessment_id, answer, action, None, undoes)
        if _DELETE.count(self._driver, (assessment_id, answer.question, answer.assessor, answer.version)) != 1:
            self._changes.refuse()
        return sequence

    def get(self, assessment_id: UUID, question: str, assessor: str = "") -> Answer | None:
        """Return an answer, or None where none was ever given."""
        found = _GET.rows(self._driver, (assessment_id, question, assessor))
        return Answer(*found[0]) if found else None

    def of_assessment(self, assessment_id: UUID, assessor: str = "") -> dict[str, Answer]:
        """Return one assessor's answers, or the agreed ones, by the whole id of the question."""
        return {answer.question: answer for answer in self.all_assessors(assessment_id) if answer.assessor == assessor}

    def agreed_in(self, assessment_ids: Collection[UUID]) -> dict[UUID, dict[str, Answer]]:
        """Return the agreed answers of several assessments, by assessment and by the whole id of the question."""
        found: dict[UUID, dict[str, Answer]] = {each: {} for each in assessment_ids}
        chosen = select(answers.c.assessment_id, *_COLUMNS).where(
            answers.c.assessment_id.in_(list(assessment_ids)), answers.c.assessor == ""
        )
        for assessment_id, *values in self._connection.execute(chosen):
            answer = Answer(*values)
            found[assessment_id][answer.question] = answer
        return found

    def all_assessors(self, assessment_id: UUID) -> tuple[Answer, ...]:
        """Return all answers of an assessment, agreed and blind, by question and assessor."""
        statement = (
            select(*_COLUMNS)
            .where(answers.c.assessment_id == assessment_id)
            .order_by(answers.c.question, answers.c.assessor)
        )
        return tuple(Answer(*row) for row in self._connection.execute(statement))

    def _append(self, assessment_id: UUID, answer: Answer, action: str, after: str | None, undoes: int | None) -> int:
        subject = Subject(SubjectKind.ANSWER, assessment_id, answer.question, answer.assessor)
        # The version an answer was read in is the number of the change that made it. Should the row be of another by
        # now, it will not be found under this one and the transaction fails with all it wrote.
        return self._changes.append_after(subject, action, answer.version, after, undoes)
