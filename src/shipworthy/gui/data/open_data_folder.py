"""“Open data folder…”: another folder's database in a window of its own; this one stays as it is."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog

from shipworthy.errors import UserError
from shipworthy.gui.context import Context
from shipworthy.gui.open_folder import open_in_new_window
from shipworthy.gui.widgets.notice_area import Notice
from shipworthy.text import _

if TYPE_CHECKING:
    from shipworthy.gui.main_window import MainWindow

_DATABASE = "shipworthy.db"
_TOPIC = "data folder"


class OpenDataFolder(QObject):
    """Asks for the folder; in one without a database, whether to begin there."""

    def __init__(self, context: Context, window: MainWindow) -> None:
        super().__init__(window)
        self._context = context
        self._window = window

    @Slot()
    def ask(self) -> None:
        """Ask for the folder."""
        dialog = QFileDialog(self._window, _("Open data folder"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setDirectory(str(self._context.data_dir.parent))
        dialog.fileSelected.connect(lambda chosen: self.open(Path(chosen)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def open(self, folder: Path) -> None:
        """Open a folder that holds a database; for another, offer to begin one there."""
        if (folder / _DATABASE).exists():
            self._start(folder)
            return
        text = _("There is no Shipworthy database in {folder}.").format(folder=folder)
        begin = (_("Begin one there"), partial(self._start, folder))
        self._context.notify(Notice(text, "warn", action=begin, topic=_TOPIC))

    def _start(self, folder: Path) -> None:
        try:
            open_in_new_window(folder)
        except UserError as error:
            self._context.failed.emit(error)
            return
        text = _("{folder} opens in a window of its own.").format(folder=folder)
        hint = _("The settings say under Data which folder opens at every start.")
        self._context.notify(Notice(text, hint=hint, topic=_TOPIC))
