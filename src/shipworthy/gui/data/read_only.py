"""While the database may only be read: says so below the header, why, and how to go on where it can be changed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog

from shipworthy.errors import UserError
from shipworthy.gui.context import Context
from shipworthy.gui.open_folder import open_in_new_window
from shipworthy.gui.tasks import LongJob
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.lasting_banner import LastingBanner
from shipworthy.gui.widgets.notice_area import Notice
from shipworthy.storage.backup import Backup
from shipworthy.text import _
from shipworthy.workflows.read_only import save_copy, why

if TYPE_CHECKING:
    from shipworthy.gui.main_window import MainWindow

_TOPIC = "read-only"


class ReadOnly(QObject):
    """Made once the database was found to be read-only; the window that follows a mended one does without."""

    def __init__(self, context: Context, window: MainWindow) -> None:
        super().__init__(window)
        self._context = context
        self._window = window
        self.copy = push_button(_("Save a copy elsewhere and open it…"))
        self.again = push_button(_("Try again"))
        self.again.setAccessibleDescription(_("Opens the database anew, once its file and folder may be written"))
        self.copy.clicked.connect(self.ask_where)
        self.again.clicked.connect(self.try_again)
        self.banner = LastingBanner(context.theme, "warn", (self.copy, self.again))
        window.add_banner(self.banner)
        self._show()

    @Slot()
    def _show(self) -> None:
        self.banner.say(_("This database may only be read: nothing can be changed here."), why(self._context.session))

    @Slot()
    def ask_where(self) -> None:
        """Ask for the folder of the copy."""
        dialog = QFileDialog(self._window, _("Choose a folder for the copy"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setDirectory(str(Path.home()))
        dialog.fileSelected.connect(lambda chosen: self.save_copy(Path(chosen)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save_copy(self, folder: Path) -> None:
        """Copy everything into a folder, and open it in a window of its own."""
        session = self._context.session

        def work(job: LongJob) -> Backup:
            return save_copy(session, folder, job.check)

        def done(_made: Backup) -> None:
            try:
                open_in_new_window(folder)
            except UserError as error:
                self._context.failed.emit(error)
                return
            text = _("Copied to {folder}, which opens in a window of its own.").format(folder=folder)
            self._context.notify(Notice(text, "ok", topic=_TOPIC))

        def failed(error: UserError) -> None:
            if not job.is_cancelled:
                self._context.failed.emit(error)

        job = self._context.tasks.run_long(work, done, failed, owner=self)
        self._context.notify(Notice(_("Copying…"), job=job))

    @Slot()
    def try_again(self) -> None:
        """Open the database anew if it can be written by now; say calmly that it cannot otherwise."""
        reason = why(self._context.session)
        if reason:
            self._show()
            text = _("It still may only be read.")
            self._context.notify(Notice(text, hint=reason, topic=_TOPIC))
            return
        self._context.reopen(lambda: Notice(_("The database can be changed now."), "ok"))
