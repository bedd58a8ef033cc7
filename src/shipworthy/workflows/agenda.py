"""What a meeting on a review begins with, and which meetings there are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from shipworthy.domain.assessment import OPEN_STATES
from shipworthy.domain.meeting import Attendee, Meeting, shared_minutes
from shipworthy.domain.people import same_person
from shipworthy.domain.review import Review
from shipworthy.workflows.reviews import load_review, refuse_sealed
from shipworthy.workflows.session import Session

USUAL_MINUTES = 60


@dataclass(frozen=True, slots=True)
class Agenda:
    """What a meeting on a review begins with.

    `unfinished` is one that was never ended, None where there is none. `questions` counts, by the whole id of each
    principle in order, those that apply; principles without one are left out. `titles` names them.
    """

    review: Review
    unfinished: Meeting | None
    attendees: tuple[Attendee, ...]
    questions: Mapping[str, int]
    titles: Mapping[str, str]

    def plan(self, total: int = USUAL_MINUTES) -> dict[str, int]:
        """Return minutes per principle: the total, shared out by numbers of questions."""
        return shared_minutes(self.questions, total)


def read_agenda(session: Session, assessment_id: UUID) -> Agenda:
    """Return what a meeting on an assessment begins with: its assessors, and who was at the last meeting.

    Raises UserError where the assessment is sealed.
    """
    with session.store.read() as tx:
        refuse_sealed(tx.assessments.get(assessment_id))
        return agenda_in(load_review(session, tx, assessment_id), tx.meetings.of_assessment(assessment_id))


def agenda_in(review: Review, held: Sequence[Meeting]) -> Agenda:
    questions: dict[str, int] = {}
    for item in review.applying():
        questions[item.principle.id] = questions.get(item.principle.id, 0) + 1
    titles = {each.id: each.title for each in review.scorecard.principles if each.id in questions}
    attendees = [Attendee(name) for name in review.assessment.assessors]
    for each in held[-1].attendees if held else ():
        known = next((place for place, other in enumerate(attendees) if same_person(other.name, each.name)), None)
        if known is None:
            attendees.append(replace(each, present=True))
        else:
            attendees[known] = replace(each, present=True)
    return Agenda(
        review,
        next((meeting for meeting in reversed(held) if not meeting.is_over), None),
        tuple(attendees),
        questions,
        titles,
    )


def meetings_of(session: Session, assessment_id: UUID) -> tuple[Meeting, ...]:
    """Return the meetings of an assessment, oldest first."""
    with session.store.read() as tx:
        return tx.meetings.of_assessment(assessment_id)


def find_meeting(session: Session, meeting_id: UUID) -> Meeting | None:
    """Return a meeting as it is now; None where its start was taken back."""
    with session.store.read() as tx:
        return tx.meetings.find(meeting_id)


def unfinished_meetings(session: Session) -> tuple[Review, ...]:
    """Return the reviews, still open, with a meeting that was never ended, such as after a crash; the latest first."""
    with session.store.read() as tx:
        left = dict.fromkeys(meeting.assessment for meeting in reversed(tx.meetings.unfinished()))
        reviews = [load_review(session, tx, assessment_id) for assessment_id in left]
    return tuple(review for review in reviews if review.assessment.state in OPEN_STATES)
