"""“Open bundle…”: reads a bundle beside everything else, shows what it would do, and merges it when that is agreed.

It takes drops from the start, so what reading a bundle needs is imported when the first one comes.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from shipworthy.errors import UserError
from shipworthy.exchange.bundle import SUFFIX
from shipworthy.gui.bundles.dropped import bundle_in
from shipworthy.gui.context import Context
from shipworthy.gui.tasks import LongJob
from shipworthy.gui.widgets.notice_area import Notice
from shipworthy.text import _

if TYPE_CHECKING:
    from shipworthy.domain.merge import ConflictKey, Pick
    from shipworthy.workflows.bundles import BundlePreview
    from shipworthy.workflows.reviews import Recorded


class OpenBundle(QObject):
    """Opens one bundle at a time for a window, from its menu or by a drop on it."""

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
        dialog = QFileDialog(self._window, _("Open a bundle from a colleague"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([_("Bundles (*{suffix})").format(suffix=SUFFIX), _("All files (*)")])
        dialog.setDirectory(str(self._folder))
        dialog.fileSelected.connect(lambda chosen: self.open(Path(chosen)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def open(self, path: Path) -> None:
        """Read a bundle and show what it would do."""
        from shipworthy.workflows.bundles import read_bundle

        self._folder = path.parent
        session = self._context.session

        def work(_job: LongJob) -> BundlePreview:
            return read_bundle(session, path)

        def failed(error: UserError) -> None:
            if not job.is_cancelled:
                self._context.failed.emit(error)

        def done(preview: BundlePreview) -> None:
            if not job.is_cancelled:
                self._show(preview)

        job = self._context.tasks.run_long(work, done, failed, owner=self)
        self._context.notify(Notice(_("Reading {file}…").format(file=path.name), job=job))

    def _show(self, preview: BundlePreview) -> None:
        from shipworthy.gui.bundles.bundle_dialog import BundleDialog

        dialog = BundleDialog(preview, self._context.theme, self._context.wording, self._window)
        dialog.agreed.connect(lambda picks: self._store(preview, picks))
        dialog.open()

    def _store(self, preview: BundlePreview, picks: Mapping[ConflictKey, Pick]) -> None:
        from shipworthy.workflows.bundles import merge_bundle, take_over

        if preview.is_here:
            self._context.write(lambda session: merge_bundle(session, preview, picks), self._merged, owner=self)
        else:
            self._context.write(lambda session: take_over(session, preview), self._taken_over, owner=self)

    def _merged(self, recorded: Recorded) -> None:
        self._done(recorded, _("Done: {name}.").format(name=recorded.name))

    def _taken_over(self, recorded: Recorded) -> None:
        self._done(recorded, _("Done: {name}.").format(name=recorded.name))
        self._context.open_review(recorded.review.assessment.id)

    def _done(self, recorded: Recorded, text: str) -> None:
        self._context.note_done(recorded)
        self._context.changed.emit()
        self._context.notify(Notice(text, "ok", action=(_("Undo"), self._context.undo_asked.emit), topic="undo"))

    # Qt overrides

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDropEvent):  # also the drag that enters, which is one too
            path = bundle_in(event.mimeData())
            if path is not None and self._context.is_ready:
                event.setDropAction(Qt.DropAction.CopyAction)  # whatever it came from keeps it
                event.accept()
                if event.type() is QEvent.Type.Drop:
                    self.open(path)
                return True
        return super().eventFilter(watched, event)
