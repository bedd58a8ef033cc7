"""Export of a report: asks for the file, prints it beside everything else, and says where it lies."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QObject, QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from shipworthy.errors import UserError
from shipworthy.gui.context import Context
from shipworthy.gui.tasks import LongJob
from shipworthy.gui.widgets.links import show_in_folder
from shipworthy.gui.widgets.notice_area import Notice
from shipworthy.reports.report_worker import ReportWorker
from shipworthy.text import _
from shipworthy.workflows.reports.making import make_report, report_name, review_order


class ReportExport(QObject):
    """Exports one report at a time for a page."""

    def __init__(self, context: Context, page: QWidget) -> None:
        super().__init__(page)
        self._context = context
        self._page = page
        documents = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        # Without one the dialog would begin wherever the program was started from.
        self._folder = documents if documents.is_dir() else Path.home()

    def ask(self, assessment_id: UUID, service_name: str) -> None:
        """Ask for the file, then export into it."""
        self._context.read(
            lambda session: report_name(session, review_order(assessment_id)),
            lambda name: self._ask_for_file(assessment_id, service_name, name),
            owner=self,
        )

    def _ask_for_file(self, assessment_id: UUID, service_name: str, name: str) -> None:
        dialog = QFileDialog(self._page.window(), _("Export the report of {name}").format(name=service_name))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(_("PDF files (*.pdf)"))
        dialog.setDefaultSuffix("pdf")
        dialog.setDirectory(str(self._folder))
        dialog.selectFile(name)
        dialog.fileSelected.connect(lambda chosen: self.export(assessment_id, service_name, Path(chosen)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def export(self, assessment_id: UUID, service_name: str, target: Path) -> None:
        """Export into a file, with progress and cancel in the notice area."""
        self._folder = target.parent
        session = self._context.session

        def work(job: LongJob) -> Path:
            with ReportWorker() as worker:
                job.on_cancel(worker.cancel)
                return make_report(session, review_order(assessment_id), target, worker)

        def done(path: Path) -> None:
            show = (_("Show in folder"), lambda: show_in_folder(path))
            self._context.notify(Notice(_("Report exported: {file}").format(file=path), "ok", action=show))

        def failed(error: UserError) -> None:
            if job.is_cancelled:
                self._context.notify(Notice(_("Export cancelled; nothing was written.")))
            else:
                self._context.failed.emit(error)

        job = self._context.tasks.run_long(work, done, failed, owner=self)
        text = _("Printing the report of {name}…").format(name=service_name)
        self._context.notify(Notice(text, job=job))
