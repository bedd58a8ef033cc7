"""Meetings: the sittings of an assessment, in the order in which they were opened."""

from uuid import UUID

from shipworthy.domain.meeting import Meeting
from shipworthy.storage.changes import Subject, SubjectKind
from shipworthy.storage.tables import meetings
from shipworthy.storage.versioned_rows import VersionedRows


class Meetings(VersionedRows[Meeting]):
    """The meetings, as one transaction sees them."""

    table = meetings
    order = (meetings.c.sequence,)
    kind = Meeting

    def subject(self, value: Meeting) -> Subject:
        """Return what the log calls a meeting."""
        return Subject(SubjectKind.MEETING, value.assessment, str(value.id))

    def of_assessment(self, assessment_id: UUID) -> tuple[Meeting, ...]:
        """Return an assessment's meetings, oldest first."""
        return self.where(meetings.c.assessment == assessment_id)

    def unfinished(self) -> tuple[Meeting, ...]:
        """Return the meetings of all assessments that were never ended, oldest first."""
        return self.where(meetings.c.ended_at.is_(None))
