"""“Back up now”: copies database and evidence beside everything else, and says where the backup lies."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from shipworthy.errors import UserError
from shipworthy.gui.context import Context
from shipworthy.gui.tasks import LongJob
from shipworthy.gui.widgets.links import show_in_folder
from shipworthy.gui.widgets.notice_area import Notice
from shipworthy.text import _
from shipworthy.workflows.backups import BackedUp, back_up, summary


class BackUp(QObject):
    """Makes one backup when asked, with its outcome in the notice area."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context

    @Slot()
    def start(self) -> None:
        """Back up into the usual folder."""
        session = self._context.session

        def work(job: LongJob) -> BackedUp:
            return back_up(session, before_each=job.check)

        def done(made: BackedUp) -> None:
            self._context.backed_up.emit()
            text, damage = summary(made)
            show = (_("Show in folder"), lambda: show_in_folder(made.database))
            self._context.notify(Notice(text, "warn" if damage else "ok", damage, action=show))

        def failed(error: UserError) -> None:
            if job.is_cancelled:
                text = _("Backup stopped; the evidence files that are missing go along with the next one.")
                self._context.notify(Notice(text))
            else:
                self._context.failed.emit(error)

        job = self._context.tasks.run_long(work, done, failed, owner=self)
        self._context.notify(Notice(_("Backing up…"), job=job))
