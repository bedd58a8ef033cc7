"""Backups that nobody asks for: looked after all the time, made beside everything else, silent while they work."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from shipworthy.errors import UserError
from shipworthy.gui.context import Context
from shipworthy.gui.widgets.notice_area import Notice
from shipworthy.text import _

if TYPE_CHECKING:
    from shipworthy.gui.tasks import LongJob
    from shipworthy.settings import Settings
    from shipworthy.workflows.backups import Looked

_FIRST_LOOK, _NEXT_LOOK = 10_000, 300_000  # milliseconds; the start has the disk to itself
_TOPIC = "automatic backup"


class AutomaticBackups(QObject):
    """Looks whether a backup is due as long as the window is open; what keeps one from being made is said once."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._sent: Path | None = None  # the newest that is known to be in the second folder
        self._told = ""
        self._job: LongJob | None = None
        self._folders = _folders(context.settings)
        self.timer = QTimer(self, singleShot=True)
        self.timer.timeout.connect(self.look)
        if context.safe_mode:  # nothing starts there by itself; “Back up now” does what it says
            return
        context.ready.connect(self._begin)
        context.settings_changed.connect(self._look_again)
        if context.is_ready:
            self._begin()

    @Slot()
    def look(self) -> None:
        """Back up if it is time, unless the last look is still at work."""
        if self._job is not None or self._context.tasks.closed:
            return
        # Imported here: the list of services need not wait for it.
        from shipworthy.workflows.backups import back_up_when_due

        session, sent, folders = self._context.session, self._sent, self._folders

        def work(job: LongJob) -> Looked:
            return back_up_when_due(session, sent, job.check)

        self._job = self._context.tasks.run_long(work, partial(self._note, folders), self._tell_failure, owner=self)
        self._job.ended.connect(self._go_on)

    def _note(self, folders: tuple[str, str], looked: Looked) -> None:
        self._job = None
        if looked.is_new:
            self._context.backed_up.emit()
        if folders != self._folders:  # changed meanwhile: what was found is no longer asked
            self.timer.start(0)
            return
        if looked.problem is not None:
            text = _("Backups do not reach the second folder. Those in the first are made as usual.")
            self._tell(Notice(text, "warn", _in_one_line(looked.problem)))
            return
        self._sent = looked.newest
        self.timer.start(_NEXT_LOOK)
        if self._told:
            self._told = ""
            self._context.notify(Notice(_("Backups are made again."), "ok", topic=_TOPIC))

    def _tell_failure(self, error: UserError) -> None:
        self._job = None
        text = _("No backup could be made. Your work itself is saved.")
        self._tell(Notice(text, "bad", _in_one_line(error)))

    def _tell(self, notice: Notice) -> None:
        """Show what is wrong, but not twice the same; and try again later."""
        self.timer.start(_NEXT_LOOK)
        said = f"{notice.text} {notice.hint}"
        if said != self._told:
            self._told = said
            settings = (_("Open settings"), lambda: self._context.go_to("settings"))
            self._context.notify(notice._replace(topic=_TOPIC, action=settings))

    @Slot()
    def _go_on(self) -> None:
        """Look again later after a bug too, of which neither of the others is told."""
        if self._job is not None:
            self._job = None
            self.timer.start(_NEXT_LOOK)

    @Slot()
    def _begin(self) -> None:
        self.timer.start(_FIRST_LOOK)

    @Slot(object)
    def _look_again(self, settings: Settings) -> None:
        """Look at once where a folder was changed, so that a new one has a backup within a moment."""
        if _folders(settings) != self._folders and self._context.is_ready:
            self._folders = _folders(settings)
            self._sent = None
            self.timer.start(0)


def _folders(settings: Settings) -> tuple[str, str]:
    return settings.backup_folder, settings.second_backup_folder


def _in_one_line(error: UserError) -> str:
    return f"{error.message} {error.hint}".strip()
