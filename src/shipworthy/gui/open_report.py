"""“Open report…”: reads what a PDF carries beside everything else, and shows it.

It takes drops from the start, so what reading a report needs is imported when the first one comes.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

from shipworthy.gui.context import Context
from shipworthy.gui.file_work import FileWork
from shipworthy.gui.widgets.drop_target import file_in
from shipworthy.text import _

if TYPE_CHECKING:
    from shipworthy.workflows.reports.check import SealedReport

_ENDING = ".pdf"


class OpenReport(FileWork):
    """Opens one report at a time for a window, from its menu or by a drop on it."""

    def __init__(self, context: Context, window: QWidget) -> None:
        super().__init__(context, window, "open report")
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    @Slot()
    def start(self) -> None:
        """Ask for the file."""
        self._ask_which(_("Open a report"), _("Reports (*{suffix})").format(suffix=_ENDING), self.open)

    def open(self, path: Path) -> None:
        """Read what a report carries, beside whatever else is done, and show it."""
        from shipworthy.workflows.reports.check import read_sealed_report

        self._folder = path.parent
        session = self._context.session
        self._run(
            lambda _job: read_sealed_report(session, path),
            self._show,
            _("Reading cancelled."),
            _("Reading {file}…").format(file=path.name),
        )

    def _show(self, found: SealedReport) -> None:
        from shipworthy.gui.report_dialog import ReportDialog

        ReportDialog(found, self._context, self._page.window()).open()

    # Qt overrides

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDropEvent):  # also the drag that enters, which is one too
            path = file_in(event.mimeData(), (_ENDING,))
            if path is not None and self._context.is_ready:
                event.setDropAction(Qt.DropAction.CopyAction)  # whatever it came from keeps it
                event.accept()
                if event.type() is QEvent.Type.Drop:
                    self.open(path)
                return True
        return super().eventFilter(watched, event)
