"""Meetings: hold a sitting of a review, and keep what was said in it.

A meeting is written to from several places at once: its clock, the people in the room, a colleague's window. So every
action says what it does, not what the meeting then looks like, and is applied to the meeting as it is at that moment:
nobody's text or time is lost, and nobody is told of a conflict. Sealed assessments refuse all of it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from shipworthy.domain.meeting import Attendee, Meeting, ParkedItem, Resolution, merged_attendees
from shipworthy.domain.people import same_person
from shipworthy.domain.review import Review
from shipworthy.errors import UserError
from shipworthy.storage.changes import SubjectKind
from shipworthy.storage.errors import Conflict
from shipworthy.storage.store import Transaction
from shipworthy.text import _
from shipworthy.wording import Wording
from shipworthy.workflows.agenda import agenda_in
from shipworthy.workflows.reviews import Recorded, load_review, refuse_sealed
from shipworthy.workflows.session import Session

MOST_MINUTES = 24 * 60
_ATTEMPTS = 10  # a server may let another writer in between; a file never does
_NAME_LENGTH = 60
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Minuted(Recorded):
    """What an action on a meeting left behind, as undo wants it, with the meeting as it is now."""

    meeting: Meeting


def open_meeting(
    session: Session,
    assessment_id: UUID,
    attendees: Sequence[Attendee] | None = None,
    planned_minutes: Mapping[str, int] | None = None,
) -> Minuted:
    """Begin a meeting on an assessment, with the attendees and the plan of its agenda unless others are given."""
    with session.begin() as tx:
        refuse_sealed(tx.assessments.get(assessment_id))
        review = load_review(session, tx, assessment_id)
        start = agenda_in(review, tx.meetings.of_assessment(assessment_id))
        if start.unfinished is not None:
            raise UserError(
                _("A meeting on “{title}” has begun already.").format(title=review.assessment.title),
                _("Continue it, or end it first."),
            )
        meeting = Meeting(
            id=session.new_id(),
            assessment=assessment_id,
            started_at=session.now(),
            attendees=_checked_attendees(start.attendees if attendees is None else attendees),
            planned_minutes=_checked_plan(review, start.plan() if planned_minutes is None else planned_minutes),
        )
        name = _("began the meeting")
        saved = tx.meetings.save(meeting, action=name)
        return Minuted(review, saved.sequences, name, saved.value)


def save_attendance(
    session: Session, meeting_id: UUID, attendees: Sequence[Attendee], seen: Sequence[Attendee] | None = None
) -> Minuted:
    """Record who is at a meeting. `seen` is what was shown when the change began: others may have added to it since."""
    wanted = _checked_attendees(attendees)

    def change(meeting: Meeting, _review: Review) -> Meeting:
        merged = merged_attendees(meeting.attendees if seen is None else seen, wanted, meeting.attendees)
        return replace(meeting, attendees=merged)

    return _change(session, meeting_id, _("changed the attendance"), change)


def change_plan(session: Session, meeting_id: UUID, planned_minutes: Mapping[str, int]) -> Minuted:
    """Plan other minutes for some principles of a meeting, by whole id; those not named keep theirs."""

    def change(meeting: Meeting, review: Review) -> Meeting:
        return replace(meeting, planned_minutes={**meeting.planned_minutes, **_checked_plan(review, planned_minutes)})

    return _change(session, meeting_id, _("changed the plan of the meeting"), change)


def park(session: Session, meeting_id: UUID, text: str, question: str = "", raised_by: str = "") -> Minuted:
    """Put something aside; `question` is the whole id it came up under, or empty."""
    item = _checked_item(ParkedItem(text, question, raised_by))

    def change(meeting: Meeting, review: Review) -> Meeting:
        _check_question(review, question)
        return replace(meeting, parked=(*meeting.parked, item))

    return _change(session, meeting_id, _("parked “{text}”").format(text=_short(item.text)), change)


def change_parked(session: Session, meeting_id: UUID, seen: ParkedItem, changed: ParkedItem) -> Minuted:
    """Write a parked item anew. Where somebody else changed it since it was seen, both stay."""
    item = _checked_item(changed)

    def change(meeting: Meeting, review: Review) -> Meeting:
        if item.question != seen.question:
            _check_question(review, item.question)
        return replace(meeting, parked=_replaced(meeting.parked, seen, item))

    return _change(session, meeting_id, _("changed “{text}”").format(text=_short(item.text)), change)


def settle(session: Session, meeting_id: UUID, seen: ParkedItem, settled: bool = True) -> Minuted:
    """Settle a parked item, or open it again."""
    name = _("settled “{text}”") if settled else _("opened “{text}” again")

    def change(meeting: Meeting, _review: Review) -> Meeting:
        # Settling says nothing about the words: an item that was settled by somebody else meanwhile is the same one.
        same = [item for item in meeting.parked if replace(item, settled=seen.settled) == seen]
        there = seen if seen in same else next(iter(same), None)
        if there is None:
            raise _gone(seen.text)
        return replace(meeting, parked=_replaced(meeting.parked, there, replace(there, settled=settled)))

    return _change(session, meeting_id, name.format(text=_short(seen.text)), change)


def remove_parked(session: Session, meeting_id: UUID, seen: ParkedItem) -> Minuted:
    """Take a parked item out of the minutes."""

    def change(meeting: Meeting, _review: Review) -> Meeting:
        return replace(meeting, parked=_removed(meeting.parked, seen, seen.text))

    return _change(session, meeting_id, _("removed “{text}”").format(text=_short(seen.text)), change)


def resolve(
    session: Session, meeting_id: UUID, text: str, question: str = "", owner: str = "", due: date | None = None
) -> Minuted:
    """Record something that was decided, with who does it until when; `question` as for `park`."""
    resolution = _checked_resolution(Resolution(text, question, owner, due))
    _check_due(session, due)

    def change(meeting: Meeting, review: Review) -> Meeting:
        _check_question(review, question)
        return replace(meeting, resolutions=(*meeting.resolutions, resolution))

    return _change(
        session, meeting_id, _("recorded the decision “{text}”").format(text=_short(resolution.text)), change
    )


def change_resolution(session: Session, meeting_id: UUID, seen: Resolution, changed: Resolution) -> Minuted:
    """Write a decision of a meeting anew. Where somebody else changed it since it was seen, both stay."""
    resolution = _checked_resolution(changed)
    if resolution.due != seen.due:
        _check_due(session, resolution.due)

    def change(meeting: Meeting, review: Review) -> Meeting:
        if resolution.question != seen.question:
            _check_question(review, resolution.question)
        return replace(meeting, resolutions=_replaced(meeting.resolutions, seen, resolution))

    return _change(session, meeting_id, _("changed “{text}”").format(text=_short(resolution.text)), change)


def remove_resolution(session: Session, meeting_id: UUID, seen: Resolution) -> Minuted:
    """Take a decision out of the minutes."""

    def change(meeting: Meeting, _review: Review) -> Meeting:
        return replace(meeting, resolutions=_removed(meeting.resolutions, seen, seen.text))

    return _change(session, meeting_id, _("removed “{text}”").format(text=_short(seen.text)), change)


def close_meeting(session: Session, meeting_id: UUID, *, was_left: bool = False) -> Minuted:
    """End a meeting now; one that `was_left` without an end, as by a crash, ended when it was last written to."""

    def change(meeting: Meeting, tx: Transaction) -> Meeting:
        if meeting.is_over:
            return meeting
        return replace(meeting, ended_at=_last_written(tx, meeting) if was_left else session.now())

    return _change_in(session, meeting_id, _("ended the meeting"), change)


def note_time(session: Session, meeting_id: UUID, principle: str, seconds: int) -> Meeting:
    """Add to the time that a meeting spent on a principle, by whole id. The clock does this: it is no step of undo."""
    assert seconds >= 0, "time does not run backwards"

    def add(tx: Transaction) -> Meeting:
        meeting = _found(tx, meeting_id)
        spent = meeting.spent_seconds.get(principle, 0) + seconds
        changed = replace(meeting, spent_seconds={**meeting.spent_seconds, principle: spent})
        return tx.meetings.save(changed, action=_("noted the time")).value

    return _in_turn(session, add)


def _change(session: Session, meeting_id: UUID, name: str, change: Callable[[Meeting, Review], Meeting]) -> Minuted:
    def with_review(meeting: Meeting, tx: Transaction) -> Meeting:
        return change(meeting, load_review(session, tx, meeting.assessment))

    return _change_in(session, meeting_id, name, with_review)


def _change_in(
    session: Session, meeting_id: UUID, name: str, change: Callable[[Meeting, Transaction], Meeting]
) -> Minuted:
    """Apply one named action to a meeting as it is now."""

    def act(tx: Transaction) -> Minuted:
        meeting = _found(tx, meeting_id)
        saved = tx.meetings.save(change(meeting, tx), action=name)
        return Minuted(load_review(session, tx, meeting.assessment), saved.sequences, name, saved.value)

    return _in_turn(session, act)


def _in_turn(session: Session, act: Callable[[Transaction], T]) -> T:
    """Run an action; where another writer came in between, run it again on what that one left."""
    for _attempt in range(_ATTEMPTS - 1):
        try:
            with session.begin() as tx:
                return act(tx)
        except Conflict:
            continue
    with session.begin() as tx:
        return act(tx)


def _found(tx: Transaction, meeting_id: UUID) -> Meeting:
    meeting = tx.meetings.find(meeting_id)
    if meeting is None:
        raise UserError(_("This meeting is no longer there: its start was taken back."), _("Begin a new one."))
    refuse_sealed(tx.assessments.get(meeting.assessment))
    return meeting


def _last_written(tx: Transaction, meeting: Meeting) -> datetime:
    return tx.changes.for_subject(SubjectKind.MEETING, meeting.assessment, str(meeting.id))[-1].at


def _replaced(items: tuple[T, ...], seen: T, changed: T) -> tuple[T, ...]:
    """Put an item in the place of another; at the end where that one is no longer there as it was seen."""
    if seen not in items:
        return (*items, changed)
    place = items.index(seen)
    return (*items[:place], changed, *items[place + 1 :])


def _removed(items: tuple[T, ...], seen: T, text: str) -> tuple[T, ...]:
    if seen not in items:
        raise _gone(text)
    place = items.index(seen)
    return (*items[:place], *items[place + 1 :])


def _gone(text: str) -> UserError:
    return UserError(
        _("“{text}” was changed or removed in the meantime.").format(text=_short(text)),
        _("Look at the list as it is now, then repeat it."),
    )


def _checked_attendees(attendees: Iterable[Attendee]) -> tuple[Attendee, ...]:
    checked: list[Attendee] = []
    for each in attendees:
        attendee = replace(each, name=each.name.strip(), role=each.role.strip())
        if not attendee.name:
            raise UserError(_("An attendee needs a name."), _("Write the name of the person."))
        if any(same_person(attendee.name, other.name) for other in checked):
            raise UserError(
                _("“{name}” is listed twice.").format(name=attendee.name),
                _("Name each person once, the second one with a surname or a team."),
            )
        checked.append(attendee)
    return tuple(checked)


def _checked_plan(review: Review, planned_minutes: Mapping[str, int]) -> dict[str, int]:
    known = {each.id for each in review.scorecard.principles}
    for principle, minutes in planned_minutes.items():
        if principle not in known:
            raise UserError(
                _("The assessment has no principle “{principle}”.").format(principle=principle),
                _("Use an id of its packs; `shipworthy pack show` lists them."),
            )
        if not 0 <= minutes <= MOST_MINUTES:
            raise UserError(
                _("{minutes} minutes cannot be planned.").format(minutes=minutes),
                _("Choose 0 to {most}.").format(most=MOST_MINUTES),
            )
    return dict(planned_minutes)


def _checked_item(item: ParkedItem) -> ParkedItem:
    checked = replace(item, text=item.text.strip(), raised_by=item.raised_by.strip())
    if not checked.text:
        raise UserError(_("There is nothing to park yet."), _("Write what is put aside, in a line."))
    return checked


def _checked_resolution(resolution: Resolution) -> Resolution:
    checked = replace(resolution, text=resolution.text.strip(), owner=resolution.owner.strip())
    if not checked.text:
        raise UserError(_("There is no decision yet."), _("Write what was decided, in a line."))
    return checked


def _check_due(session: Session, due: date | None) -> None:
    if due is not None and due < session.today():
        raise UserError(_("{date} is in the past.").format(date=Wording().date(due)), _("Choose today or a later day."))


def _check_question(review: Review, question: str) -> None:
    if question and question not in review.questionnaire.asked:
        raise UserError(
            _("The assessment has no question “{question}”.").format(question=question),
            _("Use an id of its packs; `shipworthy pack show` lists them."),
        )


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _NAME_LENGTH else line[: _NAME_LENGTH - 1].rstrip() + "…"
