"""The clock of session mode on screen: it counts while a principle is under discussion, and saves what it counted."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from shipworthy.domain.meeting import Meeting
from shipworthy.errors import UserError
from shipworthy.gui.context import Context
from shipworthy.gui.pages.review.conduct import Conduct
from shipworthy.gui.pages.review.meeting_clock import MeetingClock
from shipworthy.gui.pages.review.review_layout import ReviewLayout
from shipworthy.text import _
from shipworthy.workflows.meetings import note_time

SAVED_EVERY = 30  # seconds: what a crash may cost of the time


class SessionClock(QObject):
    """Counts for the principle of the question shown.

    It stands still while a person pauses it, at the summary, on the card of attendance and plan, while another page is
    shown, and while the window is minimised. `saved` carries the Meeting that the store has then; `refused` says that
    it could not be saved, and the time waits.
    """

    saved = Signal(object)
    refused = Signal()

    def __init__(self, context: Context, conduct: Conduct, parts: ReviewLayout, page: QWidget) -> None:
        super().__init__(page)
        self._context = context
        self._conduct = conduct
        self._parts = parts
        self._page = page
        self._meeting: Meeting | None = None
        self._clock = MeetingClock()
        self.is_paused = False
        self._ticking = QTimer(self, interval=1000)
        self._ticking.timeout.connect(self.look)

    def begin(self, meeting: Meeting) -> None:
        """Count for a meeting from now on."""
        self._meeting = meeting
        self._clock = MeetingClock()
        self.is_paused = False

    def show_meeting(self, meeting: Meeting) -> None:
        """Take over the meeting as the store has it now."""
        self._meeting = meeting
        self._show()

    def pause(self) -> None:
        """Stand still, or run again."""
        self.is_paused = not self.is_paused
        self.look()

    def hold(self) -> None:
        """Stop, and save what was counted; `look` lets it run again."""
        self._clock.run("", self._context.now())
        self._ticking.stop()
        self._save()

    def end(self) -> None:
        """Count no more."""
        self.hold()
        self._meeting = None

    def forget(self) -> None:
        """Count no more, for a meeting that is no longer there."""
        self._clock = MeetingClock()

    @Slot()
    def look(self) -> None:
        """Count, show the time, and save it where enough has come together or the principle changed."""
        if self._meeting is None:
            return
        if not self._ticking.isActive() and self._page.isVisible():
            self._ticking.start()
        before, now = self._clock.principle, self._principle()
        self._clock.run(now, self._context.now())
        if now != before or (now and self._clock.unsaved >= SAVED_EVERY):
            self._save()
        self._show()

    def _principle(self) -> str:
        """Return the id of the principle under discussion; "" while it stands still."""
        current = self._conduct.current
        hidden = not self._page.isVisible() or self._page.window().isMinimized()
        on_card = self._parts.shown_pane() is self._parts.start
        if self.is_paused or current is None or hidden or on_card or not self._conduct.is_open:
            return ""
        return self._conduct.review.questionnaire.asked[current].principle.id

    def _save(self) -> None:
        """Save whole seconds. It is no step of undo, and cannot be in the way of anybody who writes something."""
        if self._meeting is None:
            return
        clock = self._clock
        for principle, seconds in clock.hand_out().items():

            def done(meeting: Meeting, principle: str = principle, seconds: int = seconds) -> None:
                clock.saved(principle, seconds)
                self.saved.emit(meeting)

            def failed(error: UserError, principle: str = principle, seconds: int = seconds) -> None:
                clock.given_back(principle, seconds)
                self.is_paused = True  # asked again every second, it would fail again every second
                clock.run("", self._context.now())
                self._show()
                self._context.failed.emit(error)
                self.refused.emit()

            work = partial(note_time, meeting_id=self._meeting.id, principle=principle, seconds=seconds)
            self._context.write(work, done, failed, owner=self)

    def _show(self) -> None:
        meeting, current = self._meeting, self._conduct.current
        if meeting is None or not self._conduct.is_open:
            return
        review, planned, bar = self._conduct.review, meeting.planned_minutes, self._parts.bar
        spent = {
            each.id: meeting.spent_seconds.get(each.id, 0) + self._clock.pending(each.id)
            for each in review.scorecard.principles
        }
        if current is None:
            bar.show_principle("", 0, 0)
        else:
            shown = review.questionnaire.asked[current].principle
            bar.show_principle(shown.title, spent.get(shown.id, 0), planned.get(shown.id, 0))
        bar.show_whole(sum(spent.values()), sum(planned.values()))
        bar.show_running(bool(self._clock.principle), self.is_paused)
        words = {each: _minutes_words(seconds, planned.get(each, 0)) for each, seconds in spent.items()}
        self._parts.principles.show_times({each: text for each, text in words.items() if text})


def _minutes_words(spent: int, planned: int) -> str:
    """Return "7 of 10 min", and that it is over where it is; "" where nothing is planned and nothing spent."""
    minutes = spent // 60
    if planned and spent > planned * 60:
        return _("◐ {minutes} of {planned} min, over").format(minutes=minutes, planned=planned)
    if planned:
        return _("{minutes} of {planned} min").format(minutes=minutes, planned=planned)
    return _("{minutes} min").format(minutes=minutes) if spent else ""
