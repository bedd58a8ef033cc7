"""Session mode: a review held live, from the card that begins a meeting to its end."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from shipworthy.domain.assessment import OPEN_STATES
from shipworthy.domain.meeting import Meeting, ParkedItem
from shipworthy.domain.review import Review
from shipworthy.errors import UserError
from shipworthy.gui.context import Context
from shipworthy.gui.editing import edits
from shipworthy.gui.pages.review.conduct import Conduct
from shipworthy.gui.pages.review.keys import Act
from shipworthy.gui.pages.review.review_layout import ReviewLayout
from shipworthy.gui.pages.review.session_bar import clock_words
from shipworthy.gui.pages.review.session_clock import SessionClock
from shipworthy.gui.pages.review.session_minutes import SessionMinutes
from shipworthy.gui.widgets.notice_area import Notice
from shipworthy.text import _
from shipworthy.workflows import meetings
from shipworthy.workflows.agenda import Agenda, meetings_of, read_agenda
from shipworthy.workflows.meetings import Minuted
from shipworthy.workflows.session import Session
from shipworthy.workflows.undo import TakenBack


class SessionMode(QObject):
    """Switches session mode on and off, and keeps the meeting as the store has it."""

    def __init__(self, context: Context, conduct: Conduct, parts: ReviewLayout, page: QWidget) -> None:
        super().__init__(page)
        self._context = context
        self._conduct = conduct
        self._parts = parts
        self._clock = SessionClock(context, conduct, parts, page)
        self._minutes = SessionMinutes(conduct, parts, self._write, self)
        self._meeting: Meeting | None = None  # shown while session mode is on
        self._held: tuple[Meeting, ...] = ()  # all of the review that is open
        self._of: UUID | None = None
        self._ours: set[UUID] = set()  # begun or continued by this window: F5 goes on with them at once
        self._agenda: Agenda | None = None
        self._toggle = self._action(_("Session &mode"), "F5", self.toggle)
        self._toggle.setCheckable(True)
        self._list = self._action(_("&Parking lot and decisions"), "Ctrl+Shift+P", self._go_to_list)
        self._pause = self._action(_("Pa&use the clock"), "", self._pause_clock)
        self._pause.setCheckable(True)
        self._end = self._action(_("E&nd the meeting"), "", self.end)
        edits(context, self._toggle)
        self._connect()
        self._show_actions()

    @property
    def is_on(self) -> bool:
        """Tell whether session mode is on."""
        return self._meeting is not None

    @property
    def actions(self) -> list[QAction]:
        """Return what the page's menu has of it."""
        return [self._toggle, self._list, self._pause, self._end]

    @property
    def open_items(self) -> tuple[ParkedItem, ...]:
        """Return what was parked in any meeting of the review and is not settled."""
        return tuple(item for meeting in self._held for item in meeting.open_items())

    def show_review(self, review: Review) -> None:
        """Take over the review that is about to be shown: the meetings of another one have nothing to do with it."""
        assessment_id = review.assessment.id
        if assessment_id != self._of or review.assessment.state not in OPEN_STATES:
            self.switch_off()
        if assessment_id != self._of:
            self._of, self._held = assessment_id, ()
        self._show_actions()
        self._read_held()

    def forget(self) -> None:
        """Be switched off: no review is open any more."""
        self.switch_off()
        self._of, self._held = None, ()
        self._show_actions()

    @Slot()
    def toggle(self) -> None:
        """Switch session mode off, or on: into the meeting that goes on, or to the card that begins one."""
        if self._parts.shown_pane() is self._parts.start:
            self._parts.back_asked.emit()
        elif self.is_on:
            self.switch_off()
            self._parts.question.take_focus()
        else:
            self._read_agenda(self._begin)
        self._show_actions()

    def offer(self, assessment_id: UUID) -> None:
        """Offer what to do about a meeting of a review that is being opened: the read comes after its own."""
        self._context.read(
            partial(read_agenda, assessment_id=assessment_id),
            lambda agenda: self._begin(agenda) if self._conduct.shows(assessment_id) and not self.is_on else None,
            owner=self,
        )

    @Slot()
    def end(self) -> None:
        """End the meeting: its minutes are complete."""
        if self._meeting is not None:
            self._clock.hold()
            self._write(partial(meetings.close_meeting, meeting_id=self._meeting.id), self._tell_end)

    def act(self, act: Act) -> None:
        """Act on a key or button of session mode; any other act is none of its business."""
        if not self.is_on:
            return
        match act:
            case Act.PARK:
                self._minutes.ask_to_park()
            case Act.RESOLVE:
                self._minutes.ask_to_resolve()
            case Act.ATTENDANCE:
                self._read_agenda(self._open_attendance)
            case Act.BREAK:
                self._pause_clock()

    @Slot()
    def look_at_clock(self) -> None:
        """Follow the question that is shown; a review that was decided meanwhile has no meeting any more."""
        if self.is_on and self._conduct.is_open and self._conduct.review.assessment.state not in OPEN_STATES:
            self.switch_off()
        self._clock.look()
        self._pause.setChecked(self._clock.is_paused)

    @Slot()
    def _pause_clock(self) -> None:
        self._clock.pause()
        self._pause.setChecked(self._clock.is_paused)

    def leave(self) -> None:
        """Stop the clock and save what it counted: the page is left or the window closes."""
        self._clock.hold()

    @Slot()
    def show_keys(self) -> None:
        """Show on the caps of bar and panel whether their keys act."""
        single, active = self._context.settings.single_key_answers, self._parts.question.takes_keys
        self._parts.bar.show_keys(single, active)
        self._parts.minutes.show_keys(single, active)

    def switch_off(self) -> None:
        """Leave session mode; the meeting goes on, until it is ended."""
        if self._meeting is not None:
            self._clock.end()
            self._meeting = self._minutes.meeting = None
            self._show_mode()

    # What happens

    def _connect(self) -> None:
        parts, conduct = self._parts, self._conduct
        parts.bar.break_asked.connect(self._pause_clock)
        parts.bar.end_asked.connect(self.end)
        parts.minutes.act_asked.connect(lambda act: conduct.offer(lambda: self.act(act)))
        # After the page has followed the way back: the clock runs again at once, not at its next second.
        parts.start.back_asked.connect(lambda: QTimer.singleShot(0, self, self.look_at_clock))
        parts.start.begun.connect(self._start)
        parts.start.saved.connect(self._save_attendance)
        parts.start.continued.connect(self._continue)
        parts.start.ended.connect(self._end_left)
        parts.question.keys_shown.connect(self.show_keys)
        conduct.moved.connect(self.look_at_clock)
        conduct.changed.connect(self.look_at_clock)
        self._clock.saved.connect(self._take)
        self._clock.refused.connect(self._read_held)
        self._clock.refused.connect(lambda: self._pause.setChecked(True))
        self._context.taken_back.connect(self._follow_undo)
        self._context.settings_changed.connect(self.show_keys)

    def _begin(self, agenda: Agenda) -> None:
        self._agenda = agenda
        left = agenda.unfinished
        if left is not None and left.id in self._ours:
            self._switch_on(left)
        elif left is not None:
            began = left.started_at.astimezone(self._context.now().tzinfo)
            wording = self._context.wording
            self._parts.show_start()
            self._parts.start.open_for_left(f"{wording.date(began.date())}, {wording.time(began)}")
        else:
            self._parts.show_start()
            self._parts.start.open_for_start(agenda)

    @Slot()
    def _start(self) -> None:
        card, assessment_id = self._parts.start, self._conduct.review.assessment.id
        attendees, plan = card.attendees, card.plan

        def work(session: Session) -> Minuted:
            return meetings.open_meeting(session, assessment_id, attendees, plan)

        def begun(meeting: Minuted) -> None:
            self._context.note_done(meeting)
            self._switch_on(meeting.meeting)

        self._context.write(work, begun, card.show_problem, owner=self)

    def _left(self) -> Meeting:
        assert self._agenda is not None
        assert self._agenda.unfinished is not None
        return self._agenda.unfinished

    @Slot()
    def _continue(self) -> None:
        self._switch_on(self._left())

    @Slot()
    def _end_left(self) -> None:
        def done(ended: Minuted) -> None:
            self._context.note_done(ended)
            self._read_held()
            self._read_agenda(self._begin)

        work = partial(meetings.close_meeting, meeting_id=self._left().id, was_left=True)
        self._context.write(work, done, self._parts.start.show_problem, owner=self)

    def _switch_on(self, meeting: Meeting) -> None:
        self._meeting = self._minutes.meeting = meeting
        self._ours.add(meeting.id)
        self._clock.begin(meeting)
        self._show_mode()
        if self._parts.shown_pane() is self._parts.start:
            self._parts.back_asked.emit()
        elif self._parts.shows_question:
            self._parts.question.take_focus()
        self._conduct.offer(self.look_at_clock)  # after the way back, which may wait for the commit to be shown
        self._read_held()

    def _tell_end(self, ended: Minuted) -> None:
        spent = sum(ended.meeting.spent_seconds.values())
        clock = clock_words(spent, sum(ended.meeting.planned_minutes.values()), self._context.wording)
        text = _("The meeting has ended: {clock}. Its minutes are part of the report.").format(clock=clock)
        self._context.notify(Notice(text, "ok", topic="meeting"))

    def _open_attendance(self, agenda: Agenda) -> None:
        if self._meeting is not None:
            self._parts.show_start()
            self._parts.start.open_for_change(agenda, self._meeting)
            self.look_at_clock()

    @Slot()
    def _save_attendance(self) -> None:
        assert self._meeting is not None
        card, meeting_id, planned = self._parts.start, self._meeting.id, self._meeting.planned_minutes
        changed = {each: minutes for each, minutes in card.plan.items() if minutes != planned.get(each, 0)}

        def back(_saved: Minuted) -> None:
            self._parts.back_asked.emit()
            self._conduct.offer(self.look_at_clock)

        work = partial(
            meetings.save_attendance, meeting_id=meeting_id, attendees=card.attendees, seen=card.seen_attendees
        )
        if changed:
            self._write(partial(meetings.change_plan, meeting_id=meeting_id, planned_minutes=changed))
        self._write(work, back, card.show_problem)

    @Slot()
    def _go_to_list(self) -> None:
        if self.is_on and self._parts.shows_question:
            self._parts.show_minutes()

    # The store

    def _write(
        self,
        work: Callable[[Session], Minuted],
        done: Callable[[Minuted], object] | None = None,
        refused: Callable[[UserError], None] | None = None,
    ) -> None:
        """Change the meeting, offer it to undo, and show it as it is then."""

        def committed(saved: Minuted) -> None:
            self._context.note_done(saved)
            self._take(saved.meeting)
            if done is not None:
                done(saved)

        def failed(error: UserError) -> None:
            (refused or self._context.failed.emit)(error)
            self._read_held()  # what is shown may be what somebody else changed

        self._context.write(work, committed, failed, owner=self)

    def _read_agenda(self, done: Callable[[Agenda], None]) -> None:
        assessment_id = self._conduct.review.assessment.id
        self._context.read(partial(read_agenda, assessment_id=assessment_id), done, owner=self)

    @Slot()
    def _read_held(self) -> None:
        if self._of is not None:
            self._context.read(partial(meetings_of, assessment_id=self._of), self._show_held, owner=self)

    def _show_held(self, held: tuple[Meeting, ...]) -> None:
        if any(meeting.assessment != self._of for meeting in held):
            return  # of the review that was open before
        self._held = held
        now = next((each for each in held if self._meeting is not None and each.id == self._meeting.id), None)
        if now is not None:
            self._take(now)
        elif self._meeting is not None:  # its start was taken back
            self._clock.forget()
            self.switch_off()
        self._parts.show_parked(self.open_items)

    @Slot(object)
    def _take(self, meeting: Meeting) -> None:
        """Show a meeting as the store has it now; one that is over ends session mode."""
        self._held = tuple(meeting if each.id == meeting.id else each for each in self._held)
        self._parts.show_parked(self.open_items)
        if self._meeting is None or self._meeting.id != meeting.id:
            return
        self._meeting = self._minutes.meeting = meeting
        if meeting.is_over:
            self.switch_off()
            return
        self._parts.minutes.show_meeting(meeting, self._conduct.course)
        self._clock.show_meeting(meeting)

    @Slot(object)
    def _follow_undo(self, taken_back: TakenBack) -> None:
        if taken_back.assessment == self._of and taken_back.review is not None:
            self._read_held()

    # What is shown

    def _show_mode(self) -> None:
        self._parts.set_session(self.is_on)
        self._parts.question.set_session(self.is_on)
        if self._meeting is not None:
            self._parts.minutes.show_meeting(self._meeting, self._conduct.course)
        else:
            self._parts.principles.show_times({})
        self._show_actions()
        self.show_keys()

    @Slot()
    def _show_actions(self) -> None:
        self._toggle.setEnabled(self._of is not None)
        self._toggle.setChecked(self.is_on)
        for action in (self._list, self._pause, self._end):
            action.setEnabled(self.is_on)

    def _action(self, text: str, shortcut: str, act: Callable[[], None]) -> QAction:
        action = QAction(text, self)
        action.setShortcut(QKeySequence(shortcut))
        action.triggered.connect(lambda _checked=False: self._conduct.offer(act))
        return action
