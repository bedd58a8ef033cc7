"""A file of evidence in its dialog: shown where it is whole, else the ways to bring it back."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QSize, QStandardPaths, Signal, Slot
from PySide6.QtWidgets import QFileDialog

from shipworthy.domain.assessment import Evidence
from shipworthy.errors import UserError
from shipworthy.gui.context import Context
from shipworthy.gui.editing import edits
from shipworthy.gui.pages.review.evidence_dialog import PICTURE_BOX, EvidenceDialog
from shipworthy.gui.pictures import Preview, read_preview
from shipworthy.gui.widgets.notice_area import Notice
from shipworthy.text import _
from shipworthy.workflows.evidence import EvidenceFile, evidence_file
from shipworthy.workflows.lost_evidence import bring_back, look_in_backups
from shipworthy.workflows.session import Session

_TOPIC = "evidence"


class BringingBack(QObject):
    """Joined to an open dialog. `came`: the file is there again; `other_chosen(Path)`: another is to be evidence."""

    came = Signal()
    other_chosen = Signal(object)

    def __init__(self, context: Context, dialog: EvidenceDialog, evidence: Evidence) -> None:
        super().__init__(dialog)
        self._context = context
        self._dialog = dialog
        self._evidence = evidence
        edits(context, dialog.backups_button, dialog.again_button)
        dialog.backups_asked.connect(self._look_in_backups)
        dialog.again_asked.connect(self._choose)

    def look(self) -> None:
        """Show the file, or that it is lost or damaged."""
        box = PICTURE_BOX * self._dialog.devicePixelRatioF()
        digest, session = self._evidence.value, self._context.session
        self._context.tasks.run_long(
            lambda _job: _looked_at(session, digest, box),
            lambda found: self._dialog.show_file(*found),
            self._dialog.show_lost,
            owner=self._dialog,
        )

    @Slot()
    def _look_in_backups(self) -> None:
        session, digest = self._context.session, self._evidence.value

        def done(folder: Path | None) -> None:
            if folder is None:
                nowhere = UserError(
                    _("No backup folder holds this file whole."), _("Add the file again, if somebody still has it.")
                )
                self._dialog.show_problem(nowhere)
            else:
                self._show_back(_("Brought back from {folder}.").format(folder=folder))

        self._context.tasks.run_long(
            lambda _job: look_in_backups(session, digest), done, self._dialog.show_problem, owner=self._dialog
        )

    @Slot()
    def _choose(self) -> None:
        chooser = QFileDialog(self._dialog, _("Choose the file that is lost"))
        chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
        documents = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        chooser.setDirectory(str(documents if documents.is_dir() else Path.home()))
        chooser.fileSelected.connect(lambda chosen: self.add_again(Path(chosen)))
        chooser.finished.connect(chooser.deleteLater)
        chooser.open()

    def add_again(self, path: Path) -> None:
        """Take a file back if it is the same to the last bit; another one is offered as new evidence."""
        session, digest = self._context.session, self._evidence.value

        def done(is_same: bool) -> None:
            if is_same:
                self._show_back(_("Brought back: it is the same file."))
            else:
                self._offer_as_new(path)

        self._context.tasks.run_long(
            lambda _job: bring_back(session, digest, path), done, self._dialog.show_problem, owner=self._dialog
        )

    def _show_back(self, words: str) -> None:
        self._context.notify(Notice(words, "ok", topic=_TOPIC))
        self.came.emit()
        self.look()

    def _offer_as_new(self, path: Path) -> None:
        other = UserError(
            _("{file} is another file: its SHA-256 is not that of this evidence.").format(file=path.name),
            _("It was not taken for it."),
        )
        self._dialog.show_problem(other)
        add = (_("Add it as new evidence"), partial(self._add_new, path))
        self._context.notify(Notice(other.message, "warn", action=add, topic=_TOPIC))

    def _add_new(self, path: Path) -> None:
        self._dialog.accept()
        self.other_chosen.emit(path)


def _looked_at(session: Session, digest: str, box: QSize) -> tuple[EvidenceFile, Preview | None]:
    session.evidence.check(digest)
    file = evidence_file(session, digest)
    return file, read_preview(file.path, box)
