"""Exports reports on several services beside everything else, and says what came of each."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from uuid import UUID

from PySide6.QtWidgets import QApplication, QWidget

from shipworthy.domain.report_kind import ReportOrder, Subject, audiences_of
from shipworthy.gui.context import Context
from shipworthy.gui.file_work import FileWork
from shipworthy.gui.pages.reports.batch_dialog import BatchDialog
from shipworthy.gui.pages.reports.not_made_dialog import NotMadeDialog
from shipworthy.gui.tasks import LongJob
from shipworthy.gui.widgets.links import show_in_folder
from shipworthy.gui.widgets.notice_area import Notice
from shipworthy.reports.report_worker import ReportWorker
from shipworthy.text import _, ngettext
from shipworthy.workflows.reports.batch import BatchOrder, BatchOutcome, NotMade, PlannedReport, plan_batch, run_batch
from shipworthy.workflows.reports.batch_choice import BatchMatter, read_batch_matter

USUAL_LOOK = ReportOrder(Subject.ASSESSMENT, audiences_of(Subject.ASSESSMENT)[0])


class BatchExporting(FileWork):
    """Asks which services, then makes their reports; what is finished stays, whatever happens to the others."""

    def __init__(self, context: Context, page: QWidget) -> None:
        super().__init__(context, page, "batch export")

    def ask(self, ticked: Collection[UUID] = (), look: ReportOrder = USUAL_LOOK) -> None:
        """Ask for which services, some of them ticked already, and export; not while somebody answers blind."""
        if not self._is_refused():
            self._context.read(read_batch_matter, lambda matter: self._show_dialog(matter, ticked, look), owner=self)

    def _is_refused(self) -> bool:
        """Refuse while somebody answers blind, and tell whether that is so."""
        if self._context.blind_assessor:
            text, hint = _("Reports show the agreed answers."), _("Stop answering blind first.")
            self._context.notify(Notice(text, hint=hint, topic=self._topic))
        return bool(self._context.blind_assessor)

    def _show_dialog(self, matter: BatchMatter, ticked: Collection[UUID], look: ReportOrder) -> None:
        dialog = BatchDialog(self._context, matter, ticked, look, self._folder, self._page.window())

        def begin(planned: Sequence[PlannedReport], folder: Path) -> None:
            self._folder = folder
            dialog.accept()
            self.export(planned)

        def plan(batch: BatchOrder) -> None:
            self._context.read(
                lambda session: plan_batch(session, batch),
                lambda planned: begin(planned, batch.folder),
                dialog.show_refused,
                owner=dialog,
            )

        dialog.asked.connect(plan)
        dialog.open()

    def export(self, planned: Sequence[PlannedReport]) -> None:
        """Make reports, with progress and cancel in the notice area; not while somebody answers blind."""
        if self._is_refused():
            return
        session = self._context.session

        def work(job: LongJob) -> BatchOutcome:
            with ReportWorker() as worker:
                job.on_cancel(worker.cancel)
                return run_batch(
                    session,
                    planned,
                    worker,
                    lambda number, count, _name: job.report(number - 1, count),
                    lambda: job.is_cancelled,
                )

        job = self._context.tasks.run_long(work, self._tell, owner=self)
        running = ngettext("Exporting {count} report…", "Exporting {count} reports…", len(planned))
        self._context.notify(Notice(running.format(count=len(planned)), job=job))

    def _tell(self, outcome: BatchOutcome) -> None:
        """Say what was made; a list of what was not is offered, and not thrown over what people do by now."""
        made, failed = len(outcome.made), outcome.not_made
        count = made + len(failed) + len(outcome.left)
        texts = []
        if outcome.left:
            texts.append(_("Export cancelled: {made} of {count} reports were finished and are kept"))
        elif failed:
            texts.append(_("{made} of {count} reports exported"))
        else:
            texts.append(ngettext("{made} report exported", "{made} reports exported", made))
        if failed:
            texts.append(ngettext("{failed} could not be made", "{failed} could not be made", len(failed)))
        text = ", ".join(texts).format(made=made, count=count, failed=len(failed))
        action: tuple[str, Callable[[], None]] | None = None
        if failed:
            action = (_("Show which"), lambda: self._list(failed))
        elif made:
            action = (_("Show in folder"), lambda: show_in_folder(outcome.made[0]))
        kind = "warn" if failed else "info" if outcome.left else "ok"
        self._context.notify(Notice(text, kind, action=action, topic=self._topic))

    def _list(self, failed: Sequence[NotMade]) -> None:
        window = self._page.window()
        focus = QApplication.focusWidget()
        if focus is None or not focus.isVisible():
            window.focusNextChild()  # the button of the notice goes with it: the keys must still lead somewhere
        dialog = NotMadeDialog(failed, window)
        dialog.again_asked.connect(lambda: self.export([each.planned for each in failed]))
        dialog.open()
