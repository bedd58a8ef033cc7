"""Exports what is chosen on the Reports page, and notes it in the list of recent exports."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from shipworthy.domain.report_kind import ReportOrder
from shipworthy.gui.context import Context
from shipworthy.gui.file_work import FileWork
from shipworthy.gui.report_words import format_text
from shipworthy.gui.tasks import LongJob
from shipworthy.reports.report_worker import ReportWorker
from shipworthy.text import _
from shipworthy.workflows.reports.making import make_report, report_name
from shipworthy.workflows.reports.recent import RecentExport, note_export


class ReportExporting(FileWork):
    """`noted` after the list of recent exports has another entry."""

    noted = Signal()

    def __init__(self, context: Context, page: QWidget) -> None:
        super().__init__(context, page, "report export")

    def ask(self, order: ReportOrder, what: str) -> None:
        """Ask for the file of a report on `what`, then export into it."""
        self._context.read(
            lambda session: report_name(session, order), lambda name: self._ask_for(order, what, name), owner=self
        )

    def ask_again(self, export: RecentExport) -> None:
        """Ask whether the same report is to go into the same file, or into another, as things stand now."""
        path = Path(export.path)
        if path.parent.is_dir():
            self._folder = path.parent
        self._ask_for(export.order, export.what, path.name)

    def _ask_for(self, order: ReportOrder, what: str, name: str) -> None:
        suffix = order.format.suffix
        kinds = ((f"{format_text(order.format)} (*{suffix})", suffix),)
        title = _("Export the report on {what}").format(what=what)
        self._ask_where(title, name, kinds, lambda path, _kind: self.export(order, what, path))

    def export(self, order: ReportOrder, what: str, target: Path) -> None:
        """Export into a file, with progress and cancel in the notice area."""
        self._folder = target.parent
        session = self._context.session

        def work(job: LongJob) -> Path:
            with ReportWorker() as worker:  # its own: a preview that is cancelled must not take the export with it
                job.on_cancel(worker.cancel)
                return make_report(session, order, target, worker, job.check)

        def done(path: Path) -> None:
            self._say_done(_("Report exported: {file}").format(file=path), path)
            entry = RecentExport(str(path.resolve()), what, order, self._context.now())
            folder = self._context.data_dir
            # Where it cannot be noted, as in a folder that may only be read, the report is there all the same.
            self._context.tasks.run(
                lambda: note_export(folder, entry), lambda _done: self.noted.emit(), lambda _error: None, owner=self
            )

        self._run(
            work, done, _("Export cancelled; nothing was written."), _("Exporting {file}…").format(file=target.name)
        )
