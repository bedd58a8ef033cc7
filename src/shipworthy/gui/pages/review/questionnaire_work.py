"""Questionnaires on the Review page: out to the team as a file, and back in after a look at what changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from shipworthy.gui.context import Context
from shipworthy.gui.editing import edits
from shipworthy.gui.file_work import FileWork
from shipworthy.gui.pages.review.conduct import Conduct
from shipworthy.gui.pages.review.incoming_answers import incoming_answers
from shipworthy.gui.tasks import LongJob
from shipworthy.gui.widgets.import_dialog import ImportDialog
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


class QuestionnaireWork(FileWork):
    """Joins export and import of questionnaires to the conduct of the review."""

    def __init__(self, context: Context, conduct: Conduct, page: QWidget) -> None:
        super().__init__(context, page, "questionnaire")
        self._conduct = conduct
        self.export_action = self._action(_("Export &questionnaire…"), self._ask_for_export)
        self.import_action = self._action(_("&Import filled questionnaire…"), self._ask_for_import)
        edits(context, self.import_action)

    @property
    def actions(self) -> Sequence[QAction]:
        """Return the actions for the page's menu; they show what is agreed."""
        return self.export_action, self.import_action

    def _action(self, text: str, act: Callable[[], None]) -> QAction:
        action = QAction(text, self._page)
        action.setEnabled(False)
        action.triggered.connect(lambda: self._conduct.offer(act))
        return action

    def _ask_for_export(self) -> None:
        self._conduct.save_note()
        review = self._conduct.review
        title = _("Export the questionnaire of {name}").format(name=review.service.name)
        kinds = (
            (_("Spreadsheet, blank (*.xlsx)"), SHEET),
            (_("Spreadsheet with the answers so far (*.xlsx)"), SHEET),
            (_("Paper, blank (*.pdf)"), PAPER),
        )
        self._ask_where(title, questionnaire_name(review), kinds, lambda path, kind: self.export(path, blank=kind != 1))

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
            self._say_done(_("Questionnaire exported: {file}").format(file=path), path)

        self._run(work, done, _("Export cancelled; nothing was written."), _("Writing the questionnaire…"))

    def _ask_for_import(self) -> None:
        self._conduct.save_note()
        self._ask_which(_("Import a filled questionnaire"), _("Spreadsheets (*.xlsx)"), self.preview)

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
            self._say(_("{file} changes nothing: it says what stands here already.").format(file=preview.path.name))
            return
        incoming = incoming_answers(preview, self._context.wording)
        dialog = ImportDialog(incoming, self._context.theme, self._context.wording, self._page.window())

        def done(recorded: Recorded) -> None:
            count = len(recorded.sequences)
            text = ngettext("Imported {count} answer from {file}", "Imported {count} answers from {file}", count)
            dialog.accept()
            self._say_done(text.format(count=count, file=preview.path.name))

        def store(chosen: frozenset[str]) -> None:
            self._conduct.carry_out(
                lambda session: import_questionnaire(session, preview, chosen),
                lambda recorded: recorded,
                done,
                dialog.show_problem,
            )

        dialog.import_asked.connect(lambda chosen: self._conduct.offer(lambda: store(chosen)))
        dialog.open()
