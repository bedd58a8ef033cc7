"""Parked items and decisions as lines of a list: in the panel of session mode, and in the review's summary."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from shipworthy.domain.meeting import Meeting, ParkedItem, Resolution
from shipworthy.gui.models.question_list_model import QuestionLine
from shipworthy.gui.pages.review.course import Course
from shipworthy.text import _
from shipworthy.wording import Wording


@dataclass(frozen=True, slots=True)
class MinutesLine(QuestionLine):
    """A line with the item it shows; `question` may be empty also where it is no heading."""

    item: ParkedItem | Resolution | None = None

    @property
    def is_heading(self) -> bool:
        """Tell whether the line only names those that follow."""
        return self.item is None


def minutes_lines(meeting: Meeting, course: Course, wording: Wording) -> Iterator[MinutesLine]:
    """Yield what was parked and decided in a meeting, each kind under its heading."""
    left = len(meeting.open_items())
    yield MinutesLine("", _("Parking lot ({count} open)").format(count=left))
    yield from (_parked(item, course) for item in meeting.parked)
    yield MinutesLine("", _("Decisions ({count})").format(count=len(meeting.resolutions)))
    yield from (_decided(each, course, wording) for each in meeting.resolutions)


def parked_lines(items: Iterable[ParkedItem], course: Course) -> Iterator[MinutesLine]:
    """Yield parked items that are not settled, under their heading; nothing where there are none."""
    lines = [_parked(item, course) for item in items]
    if lines:
        yield MinutesLine("", f"{_('Parking lot')} ({len(lines)})")
    yield from lines


def _parked(item: ParkedItem, course: Course) -> MinutesLine:
    state = f"✓ {_('settled')}" if item.settled else f"○ {_('open')}"
    raised = _("raised by {name}").format(name=item.raised_by) if item.raised_by else ""
    return MinutesLine(item.question, item.text, _joined(state, raised, _place(item.question, course)), item)


def _decided(each: Resolution, course: Course, wording: Wording) -> MinutesLine:
    due = _("due {date}").format(date=wording.date(each.due)) if each.due else ""
    return MinutesLine(each.question, each.text, _joined(each.owner, due, _place(each.question, course)), each)


def _place(question: str, course: Course) -> str:
    return _("question {number}").format(number=course.position(question).number) if question in course else ""


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
