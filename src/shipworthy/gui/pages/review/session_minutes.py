"""Taking the minutes in session mode: what is parked and decided, written, settled, changed and removed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, Slot

from shipworthy.domain.meeting import Meeting, ParkedItem, Resolution
from shipworthy.errors import UserError
from shipworthy.gui.pages.review.conduct import Conduct
from shipworthy.gui.pages.review.in_place_form import InPlaceForm
from shipworthy.gui.pages.review.review_layout import ReviewLayout
from shipworthy.workflows import meetings
from shipworthy.workflows.meetings import Minuted
from shipworthy.workflows.session import Session


class Write(Protocol):
    """Changes the meeting and shows it as it is then; `done` and `refused` come after that."""

    def __call__(
        self,
        work: Callable[[Session], Minuted],
        done: Callable[[Minuted], object] | None = None,
        refused: Callable[[UserError], None] | None = None,
    ) -> None: ...


class SessionMinutes(QObject):
    """The two forms in the question pane and the list in the panel; `meeting` is the one that is held."""

    def __init__(self, conduct: Conduct, parts: ReviewLayout, write: Write, parent: QObject) -> None:
        super().__init__(parent)
        self._conduct = conduct
        self._parts = parts
        self._pane = parts.question
        self._list = parts.minutes.list
        self._write = write
        self.meeting: Meeting | None = None
        parts.minutes.settle_asked.connect(self._settle)
        parts.minutes.change_asked.connect(self._change)
        parts.minutes.removal_asked.connect(self._remove)
        self._list.left.connect(self._pane.take_focus)
        self._pane.park.saved.connect(self._save_parked)
        self._pane.resolve.saved.connect(self._save_resolution)

    def ask_to_park(self) -> None:
        """Open the form that parks something, attached to the question shown."""
        self._open(self._pane.park, lambda: self._pane.park.open_for(self._conduct.answer()))

    def ask_to_resolve(self) -> None:
        """Open the form that records a decision, attached to the question shown."""
        self._open(self._pane.resolve, lambda: self._pane.resolve.open_for(self._conduct.answer()))

    @Slot()
    def _change(self) -> None:
        item, pane, shown = self._list.item, self._pane, self._conduct.current or ""
        if isinstance(item, ParkedItem):
            self._open(pane.park, lambda: pane.park.open_item(item, shown))
        elif isinstance(item, Resolution):
            self._open(pane.resolve, lambda: pane.resolve.open_item(item, shown))

    def _open(self, form: InPlaceForm, show: Callable[[], None]) -> None:
        if self.meeting is None:
            return
        names = [each.name for each in self.meeting.attendees]
        self._pane.close_forms()
        self._pane.park.show_people(names)
        self._pane.resolve.show_people(names)
        show()
        self._parts.show_widget(form)

    @Slot()
    def _save_parked(self) -> None:
        form = self._pane.park
        item, seen = form.item, form.changes
        if seen is None:
            work = partial(meetings.park, text=item.text, question=item.question, raised_by=item.raised_by)
        else:
            work = partial(meetings.change_parked, seen=seen, changed=item)
        self._save(form, work, was_changed=seen is not None)

    @Slot()
    def _save_resolution(self) -> None:
        form = self._pane.resolve
        said, seen = form.resolution, form.changes
        if seen is None:
            work = partial(meetings.resolve, text=said.text, question=said.question, owner=said.owner, due=said.due)
        else:
            work = partial(meetings.change_resolution, seen=seen, changed=said)
        self._save(form, work, was_changed=seen is not None)

    def _save(self, form: InPlaceForm, work: Callable[..., Minuted], *, was_changed: bool) -> None:
        """Save what a form says; it stays open until that is committed, so that nothing typed is lost."""

        def done(_saved: Minuted) -> None:
            form.hide()
            if was_changed:
                self._parts.minutes.take_focus()

        def refused(error: UserError) -> None:
            form.show_problem(f"{error.message} {error.hint}", form.first_field)

        assert self.meeting is not None
        self._pane.take_focus()
        self._write(partial(work, meeting_id=self.meeting.id), done, refused)

    @Slot()
    def _settle(self) -> None:
        item = self._list.item
        if self.meeting is not None and isinstance(item, ParkedItem):
            work = partial(meetings.settle, meeting_id=self.meeting.id, seen=item, settled=not item.settled)
            self._write(work)

    @Slot()
    def _remove(self) -> None:
        item = self._list.item
        if self.meeting is None:
            return
        if isinstance(item, ParkedItem):
            self._write(partial(meetings.remove_parked, meeting_id=self.meeting.id, seen=item), self._keep_focus)
        elif isinstance(item, Resolution):
            self._write(partial(meetings.remove_resolution, meeting_id=self.meeting.id, seen=item), self._keep_focus)

    def _keep_focus(self, _saved: Minuted) -> None:
        self._parts.minutes.take_focus()  # the list is gone with its last line
