"""“Open report…”: reads what a PDF carries beside everything else, and shows it.

It takes drops from the start, so what reading a report needs is imported when the first one comes.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from shipworthy.errors import UserError
from shipworthy.gui.context import Context
from shipworthy.gui.tasks import LongJob
from shipworthy.gui.widgets.drop_target import file_in
from shipworthy.gui.widgets.notice_area import Notice
from shipworthy.text import _

if TYPE_CHECKING:
    from shipworthy.workflows.reports.check import SealedReport

_ENDING = ".pdf"


class OpenReport(QObject):
    """Opens one report at a time for a window, from its menu or by a drop on it."""

    def __init__(self, context: Context, window: QWidget) -> None:
        super().__init__(window)
        self._context = context
        self._window = window
        self._folder = Path.home()
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    @Slot()
    def start(self) -> None:
        """Ask for the file."""
        dialog = QFileDialog(self._window, _("Open a report"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([_("Reports (*{suffix})").format(suffix=_ENDING), _("All files (*)")])
        dialog.setDirectory(str(self._folder))
        dialog.fileSelected.connect(lambda chosen: self.open(Path(chosen)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def open(self, path: Path) -> None:
        """Read what a report carries, beside whatever else is done, and show it."""
        from shipworthy.workflows.reports.check import read_sealed_report

        self._folder = path.parent
        session = self._context.session

        def work(_job: LongJob) -> SealedReport:
            return read_sealed_report(session, path)

        def failed(error: UserError) -> None:
            if not job.is_cancelled:
                self._context.failed.emit(error)

        def done(found: SealedReport) -> None:
            if not job.is_cancelled:
                self._show(found)

        job = self._context.tasks.run_long(work, done, failed, owner=self)
        self._context.notify(Notice(_("Reading {file}…").format(file=path.name), job=job))

    def _show(self, found: SealedReport) -> None:
        from shipworthy.gui.report_dialog import ReportDialog

        ReportDialog(found, self._context, self._window).open()

    # Qt overrides

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDropEvent):  # also the drag that enters, which is one too
            path = file_in(event.mimeData(), (_ENDING,))
            if path is not None and self._context.is_ready:
                event.setDropAction(Qt.DropAction.CopyAction)  # whatever it came from keeps it
                event.accept()
                if event.type() is QEvent.Type.Drop:
                    self.open(path)
                return True
        return super().eventFilter(watched, event)
