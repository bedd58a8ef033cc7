"""Items as files on the Remediation page: out as the filter keeps them, and back in after a look at what changes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from shipworthy.gui.context import Context
from shipworthy.gui.editing import edits
from shipworthy.gui.file_work import FileWork
from shipworthy.gui.pages.remediation.filter_state import FilterState
from shipworthy.gui.pages.remediation.incoming_items import incoming_items
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.import_dialog import ImportDialog
from shipworthy.text import _, ngettext
from shipworthy.workflows.item_files import (
    CSV,
    TASKS,
    WORKBOOK,
    ItemsPreview,
    export_items,
    import_items,
    preview_items,
)
from shipworthy.workflows.item_lists import ItemLine, list_items
from shipworthy.workflows.remediation import ItemsChanged
from shipworthy.workflows.undo import Step


class ItemFilesWork(FileWork):
    """Actions to export and import items, and the drop of a file on the page."""

    def __init__(self, context: Context, state: FilterState, page: QWidget) -> None:
        super().__init__(context, page, "items")
        self._state = state
        self.export_action = QAction(_("&Export items…"), page)
        self.export_action.triggered.connect(self.ask_for_export)
        self.import_action = QAction(_("&Import changes…"), page)
        self.import_action.triggered.connect(self.ask_for_import)
        edits(context, self.import_action)
        self._take_drops(_("Drop to see what the file changes"), (CSV, WORKBOOK), self.preview)

    @property
    def actions(self) -> Sequence[QAction]:
        """Return the actions for the page's menu."""
        return self.export_action, self.import_action

    def menu_button(self) -> QPushButton:
        """Return a new button that offers the actions."""
        about = _("Export the items below, or import changes from a file; one may be dropped onto the page too")
        button = push_button(_("Files ▾"), tip=about)
        button.setAccessibleName(_("Files"))
        button.setAccessibleDescription(about)
        menu = QMenu(button)
        menu.addActions(list(self.actions))
        button.clicked.connect(lambda: menu.popup(button.mapToGlobal(QPoint(0, button.height()))))
        return button

    def ask_for_export(self) -> None:
        """Ask for the file, then export the items that the filter keeps."""
        self._context.read(list_items, self._ask_for_export, owner=self)

    def _ask_for_export(self, lines: Sequence[ItemLine]) -> None:
        kept = frozenset(line.item.id for line in self._state.filter.kept(lines))
        if not kept:
            self._say(_("There is no item to export.") if not lines else _("No item is left by the filter."))
            return
        title = ngettext("Export {count} item", "Export {count} items", len(kept)).format(count=len(kept))
        kinds = (
            (_("Spreadsheet (*.xlsx)"), WORKBOOK),
            (_("CSV for programs (*.csv)"), CSV),
            (_("Task list in Markdown (*.md)"), TASKS),
        )
        self._ask_where(title, f"remediation{WORKBOOK}", kinds, lambda path, _kind: self.export(path, kept))

    def export(self, target: Path, items: frozenset[UUID]) -> None:
        """Export items into a file, which its ending makes a spreadsheet, a CSV file or a task list."""
        self._folder = target.parent
        session = self._context.session

        def done(count: int) -> None:
            text = ngettext("{count} item exported: {file}", "{count} items exported: {file}", count)
            self._say_done(text.format(count=count, file=target), target)

        self._run(
            lambda _job: export_items(session, target, items),
            done,
            _("Cancelled; the file may be written already."),
            _("Writing {file}…").format(file=target.name),
        )

    def ask_for_import(self) -> None:
        """Ask for a file that was exported and changed."""
        self._ask_which(_("Import changes of items"), _("Exported items (*.xlsx *.csv)"), self.preview)

    def preview(self, path: Path) -> None:
        """Read a file and show what it would change."""
        self._folder = path.parent
        session = self._context.session
        self._run(
            lambda _job: preview_items(session, path),
            self._show_preview,
            _("Import cancelled; nothing was changed."),
            _("Reading {file}…").format(file=path.name),
        )

    def _show_preview(self, preview: ItemsPreview) -> None:
        if not preview.effects:
            self._say(_("{file} changes nothing: it says what stands here already.").format(file=preview.path.name))
            return
        context = self._context
        dialog = ImportDialog(
            incoming_items(preview, context.wording), context.theme, context.wording, self._page.window()
        )

        def done(imported: ItemsChanged) -> None:
            count = len(imported.items)
            text = ngettext("Imported {count} item from {file}", "Imported {count} items from {file}", count)
            dialog.accept()
            context.did_step.emit(Step(imported.items[0].service, imported.sequences, imported.name))
            context.changed.emit()
            self._say_done(text.format(count=count, file=preview.path.name))

        dialog.import_asked.connect(
            lambda chosen: context.write(
                lambda session: import_items(session, preview, chosen), done, dialog.show_problem, owner=dialog
            )
        )
        dialog.open()
