"""“Export everything…”: the whole store as one checked archive, to be carried to another machine."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from shipworthy.exchange.store_archive import SUFFIX
from shipworthy.gui.context import Context
from shipworthy.gui.file_work import FileWork
from shipworthy.gui.widgets.links import show_in_folder
from shipworthy.gui.widgets.notice_area import Notice
from shipworthy.text import _
from shipworthy.workflows.whole_store import Exported, archive_name, export_store, exported_words


class ExportStore(FileWork):
    """Makes one archive when asked, with its outcome in the notice area."""

    def __init__(self, context: Context, window: QWidget) -> None:
        super().__init__(context, window, "export everything")

    @Slot()
    def start(self) -> None:
        """Ask where to."""
        kinds = [(_("Archives of a whole store (*{suffix})").format(suffix=SUFFIX), SUFFIX)]
        name = archive_name(self._context.session)
        self._ask_where(_("Export everything"), name, kinds, lambda path, _kind: self.export(path))

    def export(self, path: Path) -> None:
        """Write the archive beside whatever else is done, and read it back."""
        self._folder = path.parent
        session = self._context.session
        self._run(
            lambda job: export_store(session, path, before_each=job.check),
            self._show,
            _("Export cancelled; nothing was written."),
            _("Exporting everything…"),
        )

    def _show(self, exported: Exported) -> None:
        text, damage = exported_words(exported)
        show = (_("Show in folder"), lambda: show_in_folder(exported.path))
        self._context.notify(Notice(text, "warn" if damage else "ok", damage, action=show, topic=self._topic))
