"""“Restore to a point”: looks for the points, shows what a return would change, and prepares it beside everything else.

The files change places between two windows, when nothing is open. It works without an open session too: a database that
cannot be opened is what most people restore for.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from uuid import uuid4

from PySide6.QtCore import QObject, QTimeZone, Slot
from PySide6.QtWidgets import QFileDialog

from shipworthy.errors import UserError
from shipworthy.exchange.store_archive import SUFFIX
from shipworthy.gui.context import Context
from shipworthy.gui.data.restore_dialog import RestoreDialog
from shipworthy.gui.errors import sentence
from shipworthy.gui.main_window import MainWindow
from shipworthy.gui.tasks import LongJob
from shipworthy.gui.widgets.notice_area import Notice
from shipworthy.storage.restore import Prepared, discard
from shipworthy.text import _
from shipworthy.wording import Wording
from shipworthy.workflows.restore import (
    Point,
    begin_anew,
    chosen_point,
    newest_sound,
    outlook,
    points,
    prepare_return,
    return_to,
)
from shipworthy.workflows.restore_words import moment_words, restored_words
from shipworthy.workflows.whole_store import is_archive, take_templates, templates_words, unpacked


class Restore(QObject):
    """Opens the dialog when asked, and brings the window back with the data that were restored."""

    def __init__(self, context: Context, window: MainWindow) -> None:
        super().__init__(window)
        self._context = context
        self._window = window
        self._wording = Wording()
        self._unpacked = ExitStack()  # holds the archive that was chosen, until the dialog is closed
        self.dialog: RestoreDialog | None = None

    @Slot()
    def start_import(self) -> None:
        """Ask for an archive of a whole store, and show what it would change among the points."""
        chooser = QFileDialog(self._window, _("Choose an archive of a whole store"))
        chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
        chooser.setNameFilters([_("Archives of a whole store (*{suffix})").format(suffix=SUFFIX), _("All files (*)")])
        chooser.fileSelected.connect(lambda path: self.start(Path(path)))
        chooser.finished.connect(chooser.deleteLater)
        chooser.open()

    @Slot()
    def start(self, chosen: Path | None = None) -> None:
        """Show the points; selected is the file that was chosen, else the newest whose file is whole."""
        if self.dialog is not None:
            return
        if self._window.page is not None:
            self._window.page.leave()  # what was typed belongs to the present data, and is compared as such
        # After what was typed is saved.
        self._context.tasks.run(lambda: None, lambda _saved: self._find_points(chosen), owner=self)

    def _find_points(self, chosen: Path | None) -> None:
        """Beside the store's worker: a folder on a share that does not answer must not hold up what is being saved."""
        data_dir, settings = self._context.data_dir, self._context.settings

        def work(_job: LongJob) -> tuple[tuple[Point, ...], Point | None]:
            found = points(data_dir, settings)
            return found, newest_sound(found, data_dir)

        self._context.tasks.run_long(work, partial(self._open, chosen), self._context.failed.emit, owner=self)

    def find_newest(self, tell: Callable[[str], None]) -> None:
        """Look for the newest backup whose file is whole, and tell its moment in words; nothing where there is none."""
        data_dir, settings = self._context.data_dir, self._context.settings

        def done(point: Point | None) -> None:
            if point is not None:
                tell(moment_words(point.file.made_at, self._context.now(), self._wording))

        self._context.tasks.run_long(lambda _job: newest_sound(points(data_dir, settings), data_dir), done, owner=self)

    def begin_anew(self, done: Callable[[], None]) -> None:
        """Make an empty store in the place of one that is lost."""
        data_dir, now = self._context.data_dir, self._context.now()
        zone = bytes(QTimeZone.systemTimeZoneId().data()).decode()
        self._context.tasks.run(
            lambda: begin_anew(data_dir, now, uuid4, zone), lambda _made: done(), self._context.failed.emit, owner=self
        )

    def _open(self, chosen: Path | None, found: tuple[tuple[Point, ...], Point | None]) -> None:
        if self.dialog is not None:  # asked for twice while the folders were looked into
            return
        shown, newest = found
        dialog = RestoreDialog(shown, self._context.now(), self._context.theme, self._wording, self._window)
        self.dialog = dialog
        dialog.point_chosen.connect(self._look)
        dialog.file_asked.connect(self._ask_for_file)
        dialog.restore_asked.connect(self._restore)
        dialog.finished.connect(self._forget)
        dialog.open()
        dialog.show_points(shown, newest)
        if chosen is not None:
            self.choose(chosen)

    @Slot()
    def _forget(self) -> None:
        self.dialog = None
        self._unpacked.close()

    @Slot(object)
    def _look(self, point: Point) -> None:
        dialog, data_dir = self._shown(), self._context.data_dir
        self._context.tasks.run_long(
            lambda _job: outlook(data_dir, point),
            dialog.show_outlook,
            partial(dialog.show_problem, point),
            owner=dialog,
        )

    @Slot()
    def _ask_for_file(self) -> None:
        chooser = QFileDialog(self._shown(), _("Choose a backup"))
        chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
        chooser.setNameFilters(
            [_("Backups and archives (*.db *.db.* *{suffix})").format(suffix=SUFFIX), _("All files (*)")]
        )
        chooser.fileSelected.connect(lambda path: self.choose(Path(path)))
        chooser.finished.connect(chooser.deleteLater)
        chooser.open()

    def choose(self, path: Path) -> None:
        """Add a backup or an archive of a whole store to the points, and select it."""
        dialog, data_dir = self._shown(), self._context.data_dir

        def read(job: LongJob) -> Point:
            if not is_archive(path):
                return chosen_point(path)
            self._unpacked.close()
            return self._unpacked.enter_context(unpacked(path, data_dir, job.check))

        def done(point: Point) -> None:
            others = [each for each in dialog.model.lines if each.place != path]
            dialog.say("")
            dialog.show_points([point, *others], point)

        dialog.say(_("Reading {file}…").format(file=path.name))
        self._context.tasks.run_long(read, done, dialog.say_refused, owner=dialog)

    @Slot(object)
    def _restore(self, point: Point) -> None:
        dialog = self._shown()
        data_dir, settings, now = self._context.data_dir, self._context.settings, self._context.now

        def work(job: LongJob) -> Prepared:
            return prepare_return(data_dir, settings, point.file.path, now, job.check)

        def done(prepared: Prepared) -> None:
            if job.is_cancelled:
                discard(prepared)
                dialog.done(RestoreDialog.DialogCode.Rejected)
                return
            held = self._unpacked.pop_all()  # its templates are wanted once the data are exchanged
            dialog.accept()
            self._context.reopen(partial(_exchange, point, prepared, held, self._context, self._wording))

        def failed(error: UserError) -> None:
            if job.is_cancelled:
                dialog.done(RestoreDialog.DialogCode.Rejected)
            else:
                dialog.show_refused(error)

        job = self._context.tasks.run_long(work, done, failed, owner=dialog)
        dialog.show_working(job)

    def _shown(self) -> RestoreDialog:
        assert self.dialog is not None, "asked by the dialog"
        return self.dialog


def _exchange(point: Point, prepared: Prepared, held: ExitStack, context: Context, wording: Wording) -> Notice:
    """Change the files, and return what the next window tells of it; `held` is the archive, closed afterwards."""
    with held:
        try:
            restored = return_to(prepared, context.now)
        except UserError as error:
            return Notice(sentence(error.message), "bad", error.hint)
        try:
            added = templates_words(take_templates(point, context.data_dir)) if point.archive is not None else ""
        except UserError as error:
            added = f"{sentence(error.message)} {error.hint}"
    text, kept = restored_words(point, restored, context.now(), wording)
    back = _("To go back: Data > Restore to a point…, the newest “Before a restore”.") if restored.saved else ""
    return Notice(f"{text} {added}".strip(), "ok", f"{back} {kept}".strip(), stays=True)
