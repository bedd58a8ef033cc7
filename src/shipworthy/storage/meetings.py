"""Meetings: the sittings of an assessment, in the order in which they were opened."""

from dataclasses import fields, replace
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from shipworthy.domain.meeting import Meeting
from shipworthy.storage.changes import Changes, Saved, Subject, SubjectKind, as_text
from shipworthy.storage.errors import Conflict
from shipworthy.storage.tables import meetings

_FIELDS = tuple(field.name for field in fields(Meeting))
_COLUMNS = tuple(meetings.c[name] for name in _FIELDS)


class Meetings:
    """The meetings, as one transaction sees them."""

    def __init__(self, connection: Connection, changes: Changes) -> None:
        self._connection = connection
        self._changes = changes

    def save(self, meeting: Meeting, *, action: str = "", undoes: int | None = None) -> Saved[Meeting]:
        """Store a meeting, stating by its version what was read before; a new one is given its sequence number.

        Raises Conflict when it changed since it was read.
        """
        before = self.find(meeting.id)
        if (before.version if before else 0) != meeting.version:
            raise Conflict
        if before == meeting:
            return Saved(meeting, ())
        sequence = self._changes.append(_subject(meeting), action, as_text(before), as_text(meeting), undoes)
        stored = replace(meeting, sequence=before.sequence if before else sequence, version=sequence)
        row: dict[str, Any] = {name: getattr(stored, name) for name in _FIELDS}
        if before is None:
            self._connection.execute(insert(meetings), row)
        elif self._connection.execute(update(meetings).where(*_as_read(before)).values(row)).rowcount != 1:
            self._changes.refuse()
        return Saved(stored, (sequence,))

    def remove(self, meeting: Meeting, *, action: str = "", undoes: int | None = None) -> int:
        """Take a meeting back as if it had never been opened, and return the change's number.

        For undo alone. Raises Conflict when it changed since it was read.
        """
        sequence = self._changes.append(_subject(meeting), action, as_text(meeting), None, undoes)
        if self._connection.execute(delete(meetings).where(*_as_read(meeting))).rowcount != 1:
            self._changes.refuse()
        return sequence

    def find(self, meeting_id: UUID) -> Meeting | None:
        """Return a meeting, or None where there is none."""
        found = self._where(meetings.c.id == meeting_id)
        return found[0] if found else None

    def of_assessment(self, assessment_id: UUID) -> tuple[Meeting, ...]:
        """Return an assessment's meetings, oldest first."""
        return self._where(meetings.c.assessment == assessment_id)

    def unfinished(self) -> tuple[Meeting, ...]:
        """Return the meetings of all assessments that were never ended, oldest first."""
        return self._where(meetings.c.ended_at.is_(None))

    def _where(self, *conditions: ColumnElement[bool]) -> tuple[Meeting, ...]:
        rows = self._connection.execute(select(*_COLUMNS).where(*conditions).order_by(meetings.c.sequence))
        return tuple(Meeting(*row) for row in rows)


def _subject(meeting: Meeting) -> Subject:
    return Subject(SubjectKind.MEETING, meeting.assessment, str(meeting.id))


def _as_read(meeting: Meeting) -> tuple[ColumnElement[bool], ...]:
    return (meetings.c.id == meeting.id, meetings.c.version == meeting.version)
