"""What pages share: handed to each of them, never global."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Signal

from shipworthy.errors import UserError
from shipworthy.gui.tasks import Tasks
from shipworthy.gui.theme import Theme
from shipworthy.settings import Settings, save_settings
from shipworthy.text import _

if TYPE_CHECKING:
    from uuid import UUID

    from shipworthy.domain.report_kind import ReportOrder
    from shipworthy.gui.widgets.notice_area import Notice
    from shipworthy.wording import Wording

    # The window shell paints before any workflow, and with it the database library, is imported,
    # and before the domain, which takes as long as the rest of the shell.
    from shipworthy.workflows.reviews import Recorded
    from shipworthy.workflows.session import Session

T = TypeVar("T")


class Saving(Enum):
    """What the saved indicator says."""

    NOTHING_YET = auto()
    SAVING = auto()
    SAVED = auto()
    FAILED = auto()


class SaveState(NamedTuple):
    """The state of the user's work: `at` is the time of the last commit, None before the first."""

    saving: Saving
    at: datetime | None = None


class Context(QObject):
    """The session, the worker, the settings and the signals between pages.

    Signals, to all who care:
    `ready`: the session is open; `found_read_only`: the database may only be read, see `read_only`;
    `changed`: services or assessments changed, read again what you show;
    `did(Recorded)`: something was recorded and can be undone; `did_step(Step)`: the same where no review is concerned;
    `taken_back(TakenBack)`: something was taken back or done again;
    `answering_as_changed`: another person answers blind, or nobody does, see `answering_as`;
    `undo_asked`, `redo_asked`; `history_changed(undo, redo)`: names of what they would do, "" for nothing;
    `save_state_changed(SaveState)`; `settings_changed(Settings)`; `notice_asked(Notice)`;
    `backed_up`: a backup was made, by whatever;
    `failed(UserError)`: an error without a better place to show it; `closing`: end what runs beside the window;
    `reopen_asked`: close the window, another one follows;
    `open_service_asked(UUID)`, `open_review_asked(assessment UUID)`, `open_item_asked(UUID)`,
    `open_waiver_asked(UUID)`, `open_dependencies_asked(service UUID)`,
    `open_report_asked(ReportOrder)`, `open_question_asked(assessment UUID, whole id)`, `place_asked(key of a page)`.
    """

    wording: Wording  # set with the pages, which are the first to need it

    ready = Signal()
    found_read_only = Signal()
    changed = Signal()
    did = Signal(object)
    did_step = Signal(object)
    taken_back = Signal(object)
    history_changed = Signal(str, str)
    answering_as_changed = Signal()
    save_state_changed = Signal(object)
    settings_changed = Signal(object)
    backed_up = Signal()
    failed = Signal(object)
    undo_asked = Signal()
    redo_asked = Signal()
    open_service_asked = Signal(object)
    open_review_asked = Signal(object)
    open_question_asked = Signal(object, str)
    open_item_asked = Signal(object)
    open_waiver_asked = Signal(object)
    open_dependencies_asked = Signal(object)
    open_report_asked = Signal(object)
    place_asked = Signal(str)
    notice_asked = Signal(object)
    closing = Signal()
    reopen_asked = Signal()

    def __init__(
        self,
        settings: Settings,
        settings_folder: Path,
        data_dir: Path,
        theme: Theme,
        tasks: Tasks,
        now: Callable[[], datetime],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.settings = settings
        self.settings_folder = settings_folder
        self.data_dir = data_dir
        self.theme = theme
        self.tasks = tasks
        self.now = now
        self.save_state = SaveState(Saving.NOTHING_YET)
        self.blind_assessor = ""  # who answers the open review blind: no page may show that person what is agreed
        self.answering_as = ""  # who answers blind in front of the screen: undo then reaches that person's answers only
        self.first_notice: Notice | None = None  # what happened before the window opened
        self.in_between: Callable[[], Notice] | None = None  # see `reopen`
        self.kept: Settings | None = None  # in safe mode the stored settings: the looks among them are not in use
        self.restart_asked: bool | None = None  # see `ask_to_restart`
        self._session: Session | None = None
        self._is_ready = False
        self.read_only = False
        self._waiting: list[Callable[[], None]] = []
        self._writes = 0
        tasks.failed.connect(self.failed)

    @property
    def is_ready(self) -> bool:
        """Tell whether the session is open."""
        return self._is_ready

    @property
    def session(self) -> Session:
        """Return the open session; only after `ready`, or inside work on the store's worker."""
        assert self._session is not None, "the session is not open yet"
        return self._session

    def start(self, opening: Callable[[], Session], failed: Callable[[UserError], None] | None = None) -> None:
        """Open the session on the store's worker, then emit `ready`; may be tried again after it failed."""

        def work() -> None:
            self._session = opening()

        def done(_nothing: None) -> None:
            self._is_ready = True
            if self.session.store.read_only:
                self.read_only = True
                self.found_read_only.emit()
            for waiting in self._waiting:
                waiting()
            self._waiting.clear()
            self.ready.emit()

        self.tasks.run(work, done, failed, owner=self, named=opening)

    def may_edit(self) -> bool:
        """Tell whether the database may be changed; where not, say so calmly: a key or a drop asked for it."""
        if self.read_only:
            from shipworthy.gui.widgets.notice_area import Notice  # the window's first frame does without

            text = _("This database may only be read, so nothing was changed.")
            self.notify(
                Notice(text, hint=_("The line below the title says why, and what can be done."), topic="read-only")
            )
        return not self.read_only

    def close(self) -> None:
        """Close the session; after the worker was closed."""
        self.closing.emit()
        if self._session is not None:
            self._session.close()
            self._session = None

    def reopen(self, in_between: Callable[[], Notice]) -> None:
        """Ask the window to close and another one to open after it, which tells what `in_between` returns.

        That runs with nothing open: no session, no worker.
        """
        self.in_between = in_between
        self.reopen_asked.emit()

    @property
    def safe_mode(self) -> bool:
        """Tell whether the window runs in safe mode."""
        return self.kept is not None

    def ask_to_restart(self, *, safely: bool) -> None:
        """Ask the window to close, and for another start after it, in safe mode or as usual.

        A start and not a second window: language, cache and libraries are the process's.
        """
        self.restart_asked = safely
        self.reopen_asked.emit()

    def read(
        self,
        work: Callable[[Session], T],
        done: Callable[[T], None],
        failed: Callable[[UserError], None] | None = None,
        *,
        owner: QObject,
    ) -> None:
        """Run work that only reads, on the store's worker; `done` gets its result on the GUI thread.

        Until the session is open, work waits.
        """
        self._when_ready(lambda: self.tasks.run(lambda: work(self.session), done, failed, owner=owner, named=work))

    def _when_ready(self, start: Callable[[], None]) -> None:
        if self._is_ready:
            start()
        else:
            self._waiting.append(start)

    def write(
        self,
        work: Callable[[Session], T],
        done: Callable[[T], None],
        failed: Callable[[UserError], None] | None = None,
        *,
        owner: QObject,
    ) -> None:
        """Run work that writes, like `read`, and keep the saved indicator true.

        The indicator is set even when the owner is gone by then: the work was done all the same.
        """

        def committed(result: T) -> None:
            self._write_ended(SaveState(Saving.SAVED, self.now()))
            if shiboken6.isValid(owner):
                done(result)

        def broke() -> None:
            self._write_ended(SaveState(Saving.FAILED, self.save_state.at))

        def refused(error: UserError) -> None:
            broke()
            if failed is not None and shiboken6.isValid(owner):
                failed(error)
            else:
                self.failed.emit(error)

        self._writes += 1
        self._set_save_state(SaveState(Saving.SAVING, self.save_state.at))
        self._when_ready(
            lambda: self.tasks.run(lambda: work(self.session), committed, refused, owner=self, broken=broke, named=work)
        )

    def forget_refused(self) -> None:
        """Say again that all is saved: what could not be saved was given up by the person who typed it."""
        if self.save_state.saving is Saving.FAILED:
            at = self.save_state.at
            self._set_save_state(SaveState(Saving.SAVED if at else Saving.NOTHING_YET, at))

    def set_settings(self, **values: Any) -> bool:
        """Change settings by name, save them and apply them at once; False, with a notice, where they cannot be saved.

        In a folder that may only be read they hold for this window.

        Settings are a small file, written in milliseconds, so this does not go through the worker.
        """
        settings = self.settings._replace(**values)
        try:
            save_settings(self.settings_folder, (self.kept or self.settings)._replace(**values))
        except UserError as error:
            if os.access(self.settings_folder, os.W_OK):
                self.failed.emit(error)
                return False
            self._say_not_kept()
        self.settings = settings
        self.kept = self.kept and self.kept._replace(**values)
        if self._session is not None:
            from dataclasses import replace  # the window does without dataclasses until it is on screen

            actor = settings.name or self._session.actor
            self._session = replace(self._session, settings=settings, actor=actor)
        self.theme.choose(settings.theme, settings.text_size)
        self.settings_changed.emit(settings)
        return True

    def _say_not_kept(self) -> None:
        from shipworthy.gui.widgets.notice_area import Notice  # as above

        text = _("This setting holds for this window only.")
        hint = _("The folder of the settings, {folder}, may only be read.").format(folder=self.settings_folder)
        self.notify(Notice(text, hint=hint, topic="settings"))

    def notify(self, notice: Notice) -> None:
        """Ask for a notice at the foot of the window."""
        self.notice_asked.emit(notice)

    def set_answering_as(self, assessor: str) -> None:
        """Say who answers blind in front of the screen; "" for nobody."""
        if assessor != self.answering_as:
            self.answering_as = assessor
            self.answering_as_changed.emit()

    def note_done(self, recorded: Recorded) -> None:
        """Offer what was recorded to undo; nothing when it changed nothing."""
        self.did.emit(recorded)

    def open_service(self, service_id: UUID) -> None:
        """Ask for the page of a service."""
        self.open_service_asked.emit(service_id)

    def open_review(self, assessment_id: UUID) -> None:
        """Ask for the review of an assessment."""
        self.open_review_asked.emit(assessment_id)

    def open_question(self, assessment_id: UUID, question_id: str) -> None:
        """Ask for a question in the review of an assessment, by its whole id."""
        self.open_question_asked.emit(assessment_id, question_id)

    def open_item(self, item_id: UUID) -> None:
        """Ask for a remediation item, on the Remediation page."""
        self.open_item_asked.emit(item_id)

    def open_waiver(self, waiver_id: UUID) -> None:
        """Ask for a waiver, in the register of the Remediation page."""
        self.open_waiver_asked.emit(waiver_id)

    def open_dependencies(self, service_id: UUID) -> None:
        """Ask for the dependency graph of the Portfolio page, around a service."""
        self.open_dependencies_asked.emit(service_id)

    def open_report(self, order: ReportOrder) -> None:
        """Ask for a report on the Reports page."""
        self.open_report_asked.emit(order)

    def go_to(self, place: str) -> None:
        """Ask for a place of the rail by its key."""
        self.place_asked.emit(place)

    def _write_ended(self, state: SaveState) -> None:
        self._writes -= 1
        self._set_save_state(SaveState(Saving.SAVING, state.at) if self._writes else state)

    def _set_save_state(self, state: SaveState) -> None:
        self.save_state = state
        self.save_state_changed.emit(state)
