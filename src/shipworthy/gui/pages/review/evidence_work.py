"""What becomes of evidence on the Review page: added by form, drop and paste, shown, changed, taken away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Slot
from PySide6.QtWidgets import QFileDialog

from shipworthy.domain.assessment import Evidence, EvidenceKind
from shipworthy.errors import UserError
from shipworthy.gui.context import Context
from shipworthy.gui.editing import edits
from shipworthy.gui.pages.review import answering
from shipworthy.gui.pages.review.bringing_back import BringingBack
from shipworthy.gui.pages.review.conduct import Conduct
from shipworthy.gui.pages.review.evidence_dialog import EvidenceDialog
from shipworthy.gui.pages.review.handed import Handed, Piece, attachment, pieces
from shipworthy.gui.pages.review.question_pane import QuestionPane
from shipworthy.storage.evidence_files import FileState
from shipworthy.text import _
from shipworthy.workflows.evidence import broken_files


class EvidenceWork(QObject):
    """Joins the parts of the pane that have to do with evidence to the conduct of the review."""

    def __init__(self, context: Context, conduct: Conduct, pane: QuestionPane) -> None:
        super().__init__(pane)
        self._context = context
        self._conduct = conduct
        self._pane = pane
        self._folder = Path.home()
        pane.evidence.opened.connect(self._show)
        pane.evidence.removed.connect(lambda place: conduct.offer_here(lambda: self._remove(place)))
        pane.handed.connect(self.take)
        pane.evidence_form.choosing_asked.connect(self._choose_file)
        conduct.moved.connect(self._look_for_files)
        conduct.changed.connect(self._look_for_files)

    def save_form(self) -> None:
        """Record what the form says: a step of the conduct."""
        said, piece = self._pane.evidence_form.evidence, self._pane.evidence_form.piece
        assert said is not None, "the form is saved with evidence only"
        if piece is None:
            self._conduct.record(lambda answer: answering.with_evidence(answer, said), move_on=False)
        else:
            self._conduct.attach(lambda: [attachment(piece, said)])

    @Slot(object)
    def take(self, handed: Handed) -> None:
        """Take what was dropped or pasted: one file or picture goes into the form where that is open, several at once.

        A text opens the form, for what else there is to say.
        """
        if not self._context.may_edit():
            return
        form = self._pane.evidence_form
        found = pieces(handed, self._context.now(), self._conduct.answer().evidence)
        if len(found) == 1 and form.isVisible():
            form.show_piece(found[0])
        elif found:
            self._conduct.offer_here(partial(self._attach, found))
        elif handed.links:
            self._conduct.offer_here(partial(self._add_links, handed.links))
        elif handed.text:
            self._pane.close_forms()
            form.open_for(self._conduct.answer())
            form.value.setText(" ".join(handed.text.split()))
        else:
            self._pane.show_problem(
                UserError(
                    _("There is nothing in it that can be evidence."),
                    _("Drop or paste files, a picture, a text, or a link that starts with https, http or mailto."),
                )
            )

    def _attach(self, found: Sequence[Piece]) -> None:
        self._conduct.attach(lambda: [attachment(piece) for piece in found])

    def _add_links(self, links: Sequence[str]) -> None:
        added = tuple(Evidence(EvidenceKind.LINK, each) for each in links)
        self._conduct.record(lambda answer: answering.with_evidence(answer, *added), move_on=False)

    def _remove(self, place: int) -> None:
        self._conduct.record(lambda answer: answering.without_evidence(answer, place), move_on=False)
        self._pane.take_focus()

    def _change(self, place: int, evidence: Evidence) -> None:
        self._conduct.record(lambda answer: answering.with_evidence_changed(answer, place, evidence), move_on=False)

    @Slot()
    def _choose_file(self) -> None:
        dialog = QFileDialog(self._pane.window(), _("Choose a file as evidence"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        documents = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        dialog.setDirectory(str(self._folder if self._folder != Path.home() or not documents.is_dir() else documents))
        dialog.fileSelected.connect(self._take_file)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(str)
    def _take_file(self, chosen: str) -> None:
        self._folder = Path(chosen).parent
        self._pane.evidence_form.show_piece(_piece(Path(chosen)))

    @Slot(int)
    def _show(self, place: int) -> None:
        review, evidence = self._conduct.review, self._conduct.answer().evidence[place]
        dialog = EvidenceDialog(evidence, review.today, self._context.wording, self._pane.window())
        dialog.removal_asked.connect(lambda: self._conduct.offer_here(lambda: self._remove(place)))
        dialog.changed.connect(lambda after: self._conduct.offer_here(lambda: self._change(place, after)))
        fields = (dialog.fields.title, dialog.fields.dated, dialog.fields.expires)
        edits(self._context, dialog.remove_button, dialog.save_button, *fields)
        if evidence.kind is EvidenceKind.FILE:
            back = BringingBack(self._context, dialog, evidence)
            back.came.connect(self._look_for_files)
            back.other_chosen.connect(lambda path: self._conduct.offer_here(partial(self._attach, [_piece(path)])))
            back.look()
        dialog.open()

    @Slot()
    def _look_for_files(self) -> None:
        """Find out whether the files of the answer shown are still there; answers without files ask nothing."""
        if self._conduct.current is None:
            return
        evidence = self._conduct.answer().evidence
        if any(each.kind is EvidenceKind.FILE for each in evidence):
            session, bar = self._context.session, self._pane.evidence
            # Beside the worker: to be known as whole a file must be read, and no answer waits for that.
            self._context.tasks.run_long(
                lambda _job: broken_files(session, evidence), partial(self._show_broken, evidence), owner=bar
            )

    def _show_broken(self, evidence: Sequence[Evidence], broken: Mapping[str, FileState]) -> None:
        if self._conduct.current is not None and self._conduct.answer().evidence == evidence:
            self._pane.evidence.show_broken(broken)


def _piece(path: Path) -> Piece:
    return Piece(path, path.name)
