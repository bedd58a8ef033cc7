"""Questionnaires on the Review page: out to the team as a file, and back in after a look at what changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QWidget

from shipworthy.errors import InvalidFile, UserError
from shipworthy.gui.context import Context
from shipworthy.gui.pages.review.conduct import Conduct
from shipworthy.gui.pages.review.import_dialog import ImportDialog
from shipworthy.gui.tasks import LongJob
from shipworthy.gui.widgets.links import show_in_folder
from shipworthy.gui.widgets.notice_area import Notice
from shipworthy.gui.widgets.problems_dialog import ProblemsDialog
from shipworthy.reports.report_worker import ReportWorker
from shipworthy.text import _, ngettext
from shipworthy.workflows.questionnaires import (
    PAPER,
    SHEET,
    Preview,
    export_questionnaire,
    import_questionnaire,
    preview_questionnaire,
    questionnaire_name,
)
from shipworthy.workflows.reviews import Recorded

_TOPIC = "questionnaire"


class QuestionnaireWork(QObject):
    """Joins export and import of questionnaires to the conduct of the review."""

    def __init__(self, context: Context, conduct: Conduct, page: QWidget) -> None:
        super().__init__(page)
        self._context = context
        self._conduct = conduct
        self._page = page
        documents = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        # Without one the dialog would begin wherever the program was started from.
        self._folder = documents if documents.is_dir() else Path.home()
        self.export_action = self._action(_("Export &questionnaire…"), self._ask_where)
        self.import_action = self._action(_("&Import filled questionnaire…"), self._ask_which)

    @property
    def actions(self) -> Sequence[QAction]:
        """Return the actions for the page's menu; they show what is agreed."""
        return self.export_action, self.import_action

    def _action(self, text: str, act: Callable[[], None]) -> QAction:
        action = QAction(text, self._page)
        action.setEnabled(False)
        action.triggered.connect(lambda: self._conduct.offer(act))
        return action

    def _ask_where(self) -> None:
        self._conduct.save_note()
        review = self._conduct.review
        dialog = QFileDialog(
            self._page.window(), _("Export the questionnaire of {name}").format(name=review.service.name)
        )
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        blank, filled, paper = _kinds()
        dialog.setNameFilters([blank, filled, paper])
        dialog.setDefaultSuffix(SHEET)
        dialog.filterSelected.connect(lambda kind: _follow_kind(dialog, PAPER if kind == paper else SHEET))
        dialog.setDirectory(str(self._folder))
        dialog.selectFile(questionnaire_name(review))
        dialog.fileSelected.connect(
            lambda chosen: self.export(Path(chosen), blank=dialog.selectedNameFilter() != filled)
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def export(self, target: Path, *, blank: bool) -> None:
        """Export into a file, with progress and cancel in the notice area; paper is always blank."""
        self._folder = target.parent
        session, assessment_id = self._context.session, self._conduct.review.assessment.id
        blank = blank or target.suffix.lower() == PAPER

        def work(job: LongJob) -> Path:
            if target.suffix.lower() != PAPER:
                return export_questionnaire(session, assessment_id, target, blank=blank)
            with ReportWorker() as worker:
                job.on_cancel(worker.cancel)
                return export_questionnaire(session, assessment_id, target, worker=worker)

        def done(path: Path) -> None:
            show = (_("Show in folder"), lambda: show_in_folder(path))
            text = _("Questionnaire exported: {file}").format(file=path)
            self._context.notify(Notice(text, "ok", action=show, topic=_TOPIC))

        self._run(work, done, _("Export cancelled; nothing was written."), _("Writing the questionnaire…"))

    def _ask_which(self) -> None:
        self._conduct.save_note()
        dialog = QFileDialog(self._page.window(), _("Import a filled questionnaire"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([_("Spreadsheets (*.xlsx)"), _("All files (*)")])
        dialog.setDirectory(str(self._folder))
        dialog.fileSelected.connect(lambda chosen: self.preview(Path(chosen)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def preview(self, path: Path) -> None:
        """Read a filled questionnaire and show what it would change."""
        self._folder = path.parent
        session, assessment_id = self._context.session, self._conduct.review.assessment.id

        def show(preview: Preview) -> None:
            if self._conduct.shows(assessment_id):
                self._show_preview(preview)

        self._run(
            lambda _job: preview_questionnaire(session, assessment_id, path),
            show,
            _("Import cancelled; nothing was changed."),
            _("Reading {file}…").format(file=path.name),
        )

    def _show_preview(self, preview: Preview) -> None:
        if not preview.effects:
            text = _("{file} changes nothing: it says what stands here already.").format(file=preview.path.name)
            self._context.notify(Notice(text, topic=_TOPIC))
            return
        dialog = ImportDialog(preview, self._context.theme, self._context.wording, self._page.window())

        def done(recorded: Recorded) -> None:
            count = len(recorded.sequences)
            text = ngettext("Imported {count} answer from {file}", "Imported {count} answers from {file}", count)
            dialog.accept()
            self._context.notify(Notice(text.format(count=count, file=preview.path.name), "ok", topic=_TOPIC))

        def store(chosen: frozenset[str]) -> None:
            self._conduct.carry_out(
                lambda session: import_questionnaire(session, preview, chosen),
                lambda recorded: recorded,
                done,
                dialog.show_problem,
            )

        dialog.import_asked.connect(lambda chosen: self._conduct.offer(lambda: store(chosen)))
        dialog.open()

    def _run(self, work: Callable[[LongJob], object], done: Callable[..., None], cancelled: str, running: str) -> None:
        def failed(error: UserError) -> None:
            if job.is_cancelled:
                self._context.notify(Notice(cancelled, topic=_TOPIC))
            elif isinstance(error, InvalidFile):
                ProblemsDialog(error, self._page.window()).open()
            else:
                self._context.failed.emit(error)

        def delivered(result: object) -> None:
            if job.is_cancelled:
                self._context.notify(Notice(cancelled, topic=_TOPIC))
            else:
                done(result)

        job = self._context.tasks.run_long(work, delivered, failed, owner=self)
        self._context.notify(Notice(running, job=job))


def _kinds() -> tuple[str, str, str]:
    """Return what can be exported, as the dialog offers it."""
    return (
        _("Spreadsheet, blank (*.xlsx)"),
        _("Spreadsheet with the answers so far (*.xlsx)"),
        _("Paper, blank (*.pdf)"),
    )


def _follow_kind(dialog: QFileDialog, suffix: str) -> None:
    """Give the name in the dialog the ending of the kind chosen."""
    dialog.setDefaultSuffix(suffix)
    chosen = dialog.selectedFiles()
    if chosen and Path(chosen[0]).suffix.lower() in (SHEET, PAPER):
        dialog.selectFile(Path(chosen[0]).with_suffix(suffix).name)
