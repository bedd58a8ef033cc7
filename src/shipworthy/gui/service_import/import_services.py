"""Importing services: asks for a file or a folder, shows what it would do, and tells the outcome."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from shipworthy.errors import UserError
from shipworthy.exchange.received_services import ReceivedServices
from shipworthy.gui.context import Context
from shipworthy.gui.file_work import FileWork
from shipworthy.gui.service_import.services_dialog import Choices, ServicesDialog, Source, remarks_dialog
from shipworthy.gui.tasks import LongJob
from shipworthy.gui.widgets.notice_area import Notice
from shipworthy.text import _, ngettext
from shipworthy.workflows.service_import import (
    ServicesImported,
    ServicesPlan,
    import_services,
    is_table,
    open_table,
    read_sources,
    source_name,
)
from shipworthy.workflows.undo import Step


class ImportServices(FileWork):
    """The ways to import services; its dialogs open over `page`. What was chosen for a file is kept."""

    def __init__(self, context: Context, page: QWidget) -> None:
        super().__init__(context, page, "service-import")
        self._chosen: dict[tuple[Path, ...], Choices] = {}

    @Slot()
    def ask_for_file(self) -> None:
        """Ask for a file of a catalogue or a table."""
        kinds = _("Catalogues and tables (*.yaml *.yml *.csv *.tsv *.xlsx)")
        self._ask_which(_("Import services"), kinds, lambda path: self.read((path,)))

    @Slot()
    def ask_for_folder(self) -> None:
        """Ask for the folder of a catalogue."""
        dialog = QFileDialog(self._page.window(), _("Import a folder of services"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setDirectory(str(self._folder))
        dialog.fileSelected.connect(lambda path: self.read((Path(path),)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def read(self, paths: Sequence[Path]) -> None:
        """Read files and folders and show what they would do."""
        paths = tuple(paths)
        self._folder = paths[0].parent
        session = self._context.session
        name = source_name(paths)

        def work(job: LongJob) -> Source:
            if len(paths) == 1 and is_table(paths[0]):
                return Source(name, paths, open_table(session, paths[0]))

            def progress(done: int, total: int) -> None:
                job.check()
                job.report(done, total)

            return Source(name, paths, read_sources(session, paths, progress=progress))

        self._run(
            work,
            self._show,
            _("Import cancelled; nothing was changed."),
            _("Reading {file}…").format(file=name),
        )

    def _show(self, source: Source) -> None:
        found = source.found
        if isinstance(found, ReceivedServices) and not found.services:
            message = _("No service was found in {source}.").format(source=source.name)
            if found.told:
                remarks_dialog(message, found.told, self._page.window()).open()
                return
            hint = _("Choose the files that describe services: a Component each, or a table with a row each.")
            self._context.failed.emit(UserError(message, hint))
            return
        choices = self._chosen.setdefault(source.paths, Choices())
        dialog = ServicesDialog(source, choices, self._context, self._page.window())
        dialog.import_asked.connect(lambda plan, taken: self._store(dialog, plan, taken))
        dialog.open()

    def _store(self, dialog: ServicesDialog, plan: ServicesPlan, taken: Collection[int]) -> None:
        context = self._context

        def done(imported: ServicesImported) -> None:
            dialog.accept()
            changed = imported.changed
            context.did_step.emit(Step(changed.service.id, changed.sequences, changed.name))
            context.changed.emit()
            context.notify(Notice(_outcome(imported), "ok", action=(_("Undo"), context.undo_asked.emit), topic="undo"))

        context.write(lambda session: import_services(session, plan, taken), done, dialog.show_problem, owner=dialog)


def _outcome(imported: ServicesImported) -> str:
    count, created = len(imported.changed.services), imported.created
    text = ngettext("Imported {count} service: {created} new, {updated} updated.",
                    "Imported {count} services: {created} new, {updated} updated.", count)  # fmt: skip
    said = text.format(count=count, created=created, updated=count - created)
    if imported.omitted:
        left = ngettext(
            "{count} dependency on a service that was left out was left out too.",
            "{count} dependencies on services that were left out were left out too.",
            imported.omitted,
        )
        said = f"{said} {left.format(count=imported.omitted)}"
    return said
