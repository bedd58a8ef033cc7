"""From the meetings of a review to the minutes that its report prints."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from shipworthy.domain.meeting import Attendee, Meeting
from shipworthy.domain.review import Review
from shipworthy.reports.entries.minutes import MeetingEntry, MinutesItem, TimeEntry
from shipworthy.reports.entries.terms import Place
from shipworthy.wording import DASH, Wording


def minutes(
    review: Review, meetings: Iterable[Meeting], wording: Wording, generated: datetime, places: Mapping[str, Place]
) -> tuple[MeetingEntry, ...]:
    """Return the minutes of meetings, oldest first, their times as the zone of `generated` says them."""
    return tuple(_entry(review, meeting, wording, generated, places) for meeting in meetings)


def _entry(
    review: Review, meeting: Meeting, wording: Wording, generated: datetime, places: Mapping[str, Place]
) -> MeetingEntry:
    def place(question: str) -> Place | None:
        asked = review.questionnaire.asked.get(question)
        return places.get(question) or (Place("", "", asked.question.text) if asked else None)

    return MeetingEntry(
        day=wording.long_date(meeting.started_at.astimezone(generated.tzinfo).date()),
        times=_times(meeting, wording, generated),
        is_over=meeting.is_over,
        present=tuple(_named(each) for each in meeting.attendees if each.present),
        apologies=tuple(_named(each) for each in meeting.attendees if not each.present),
        time=tuple(_time(review, meeting, wording)),
        total=_line("", sum(meeting.planned_minutes.values()), sum(meeting.spent_seconds.values()), wording),
        decisions=tuple(
            MinutesItem(each.text, place(each.question), each.owner, wording.date(each.due) if each.due else "")
            for each in meeting.resolutions
        ),
        parked=tuple(
            MinutesItem(each.text, place(each.question), each.raised_by, settled=each.settled)
            for each in meeting.parked
        ),
    )


def _times(meeting: Meeting, wording: Wording, generated: datetime) -> str:
    started = meeting.started_at.astimezone(generated.tzinfo)
    zone = started.tzname() or ""
    if meeting.ended_at is None:
        return f"{wording.time(started)} {zone}".strip()
    ended = meeting.ended_at.astimezone(generated.tzinfo)
    day = "" if ended.date() == started.date() else f"{wording.long_date(ended.date())} "
    return f"{wording.time(started)}{DASH}{day}{wording.time(ended)} {zone}".strip()


def _named(attendee: Attendee) -> str:
    return f"{attendee.name} ({attendee.role})" if attendee.role else attendee.name


def _time(review: Review, meeting: Meeting, wording: Wording) -> Iterator[TimeEntry]:
    for principle in review.scorecard.principles:
        planned, spent = meeting.planned_minutes.get(principle.id, 0), meeting.spent_seconds.get(principle.id, 0)
        if planned or spent:
            yield _line(principle.title, planned, spent, wording)


def _line(title: str, planned: int, spent: int, wording: Wording) -> TimeEntry:
    over = bool(planned) and spent > planned * 60
    return TimeEntry(title, wording.clock(planned * 60) if planned else "", wording.clock(spent), over)
