"""Files out and in for a page: asks for the file, works beside everything else, and says what came of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from shipworthy.errors import InvalidFile, UserError
from shipworthy.gui.context import Context
from shipworthy.gui.tasks import LongJob
from shipworthy.gui.widgets.drop_target import DropTarget, file_in
from shipworthy.gui.widgets.links import show_in_folder
from shipworthy.gui.widgets.notice_area import Notice
from shipworthy.gui.widgets.problems_dialog import ProblemsDialog
from shipworthy.text import _


class FileWork(QObject):
    """Dialogs and long work of one page; `topic` is that of its notices. The folder used last is offered again."""

    def __init__(self, context: Context, page: QWidget, topic: str) -> None:
        super().__init__(page)
        self._context = context
        self._page = page
        self._topic = topic
        documents = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        # Without one the dialog would begin wherever the program was started from.
        self._folder = documents if documents.is_dir() else Path.home()

    def _ask_where(
        self, title: str, name: str, kinds: Sequence[tuple[str, str]], chosen: Callable[[Path, int], None]
    ) -> None:
        """Ask for a file to write; `kinds` are filters with their ending, and `chosen` gets the path and which."""
        dialog = QFileDialog(self._page.window(), title)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        filters = [kind for kind, _suffix in kinds]
        dialog.setNameFilters(filters)
        dialog.setDefaultSuffix(kinds[0][1])
        endings = frozenset(suffix for _kind, suffix in kinds)
        dialog.filterSelected.connect(lambda kind: _follow_kind(dialog, dict(kinds)[kind], endings))
        dialog.setDirectory(str(self._folder))
        dialog.selectFile(name)
        dialog.fileSelected.connect(lambda path: chosen(Path(path), filters.index(dialog.selectedNameFilter())))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _ask_which(self, title: str, kind: str, chosen: Callable[[Path], None]) -> None:
        """Ask for a file to read."""
        dialog = QFileDialog(self._page.window(), title)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([kind, _("All files (*)")])
        dialog.setDirectory(str(self._folder))
        dialog.fileSelected.connect(lambda path: chosen(Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _take_drops(self, text: str, endings: Collection[str], dropped: Callable[[Path], None]) -> None:
        """Let a file with one of these endings be dropped onto the page; `text` says what for."""
        DropTarget(self._context.theme, self._page, text, lambda data: file_in(data, endings), dropped)

    def _run(self, work: Callable[[LongJob], object], done: Callable[..., None], cancelled: str, running: str) -> None:
        """Work beside everything else; every problem of a file is listed."""

        def failed(error: UserError) -> None:
            if job.is_cancelled:
                self._say(cancelled)
            elif isinstance(error, InvalidFile):
                ProblemsDialog(error, self._page.window()).open()
            else:
                self._context.failed.emit(error)

        def delivered(result: object) -> None:
            if job.is_cancelled:
                self._say(cancelled)
            else:
                done(result)

        job = self._context.tasks.run_long(work, delivered, failed, owner=self)
        self._context.notify(Notice(running, job=job))

    def _say(self, text: str) -> None:
        self._context.notify(Notice(text, topic=self._topic))

    def _say_done(self, text: str, path: Path | None = None) -> None:
        show = (_("Show in folder"), lambda: show_in_folder(path)) if path is not None else None
        self._context.notify(Notice(text, "ok", action=show, topic=self._topic))


def _follow_kind(dialog: QFileDialog, suffix: str, endings: frozenset[str]) -> None:
    """Give the name in the dialog the ending of the kind chosen."""
    dialog.setDefaultSuffix(suffix)
    chosen = dialog.selectedFiles()
    if chosen and Path(chosen[0]).suffix.lower() in endings:
        dialog.selectFile(Path(chosen[0]).with_suffix(suffix).name)
