"""“Back up now”: copies database and evidence beside everything else, and says where the backup lies."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication, QFileDialog

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
        """Back up into the usual folder; of a database that may only be read, into one that is asked for."""
        if self._context.read_only:
            self._ask_where()
        else:
            self.back_up()

    def _ask_where(self) -> None:
        dialog = QFileDialog(QApplication.activeWindow(), _("Choose a folder for the backup"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setDirectory(str(Path.home()))
        dialog.fileSelected.connect(lambda chosen: self.back_up(Path(chosen)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def back_up(self, folder: Path | None = None) -> None:
        """Back up into a folder; without one, into the usual."""
        session = self._context.session

        def work(job: LongJob) -> BackedUp:
            return back_up(session, folder, before_each=job.check)

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
