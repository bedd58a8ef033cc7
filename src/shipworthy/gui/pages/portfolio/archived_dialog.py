"""The services that are in no list any more: since when, what they were merged into, and the way back."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from shipworthy.gui.context import Context
from shipworthy.gui.editing import edits
from shipworthy.gui.models.lines_model import Column, LinesModel
from shipworthy.gui.pages.service.acts import ServiceActs
from shipworthy.gui.widgets.ask_dialog import AskDialog
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.gui.widgets.screen_room import resize_within_screen
from shipworthy.gui.widgets.table_view import TableView
from shipworthy.text import _
from shipworthy.workflows.service_archive import ArchivedLine, list_archived


class ArchivedDialog(AskDialog):
    """Enter opens the page of a service, Restore brings it back; the list follows."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(_("Archived services"), parent)
        self._context = context
        self._acts = ServiceActs(context, self)
        resize_within_screen(self, context.theme.pixels(720), context.theme.pixels(480))
        self.setMinimumSize(360, 280)
        self.model = LinesModel[ArchivedLine](context.theme, self._columns(), self)
        self.table = TableView(context.theme, context.wording, _("Archived services"), elastic=(0, 3))
        self.table.setModel(self.model)
        self.table.opened.connect(self._open)
        self.nothing = PlainLabel(
            _("No service is archived. Archive one on its page, or several in the list of services."), "soft", wrap=True
        )
        self.restore_button = push_button(_("Restore"), "primary")
        self.restore_button.clicked.connect(self.restore)
        edits(context, self.restore_button)
        self.cancel_button.setText(_("Close"))
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        column.addWidget(self.nothing)
        column.addWidget(self.table, 1)
        column.addStretch(0)
        self.lay_out(content, self.restore_button, _("Archived services still cap who depends on them."))
        self._show(())
        self.cancel_button.setFocus()
        context.changed.connect(self._read)
        context.taken_back.connect(self._read)
        self._read()

    def _columns(self) -> tuple[Column[ArchivedLine], ...]:
        wording = self._context.wording
        return (
            Column(_("Service"), lambda line: line.service.name),
            Column(_("Archived"), lambda line: wording.date(line.archived_on)),
            Column(_("By"), lambda line: line.archived_by),
            Column(_("Merged into"), lambda line: line.merged_into.name if line.merged_into else "", ink=_soft),
        )

    @Slot()
    def _read(self) -> None:
        self._context.read(list_archived, self._show, self.say_refused, owner=self)

    def _show(self, lines: tuple[ArchivedLine, ...]) -> None:
        row = max(self.table.currentIndex().row(), 0)
        self.model.show_rows(lines)
        self.table.fit()
        self.nothing.setVisible(not lines)
        self.table.setVisible(bool(lines))
        self.restore_button.setEnabled(bool(lines))
        if lines:
            self.table.setCurrentIndex(self.model.index(min(row, len(lines) - 1), 0))
            self.table.setFocus()
        else:
            self.cancel_button.setFocus()

    @Slot()
    def restore(self) -> None:
        """Bring the current service back."""
        index = self.table.currentIndex()
        if index.isValid():
            self._acts.restore(self.model.row(index.row()).service)

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        service = self.model.row(index.row()).service
        self.accept()
        self._context.open_service(service.id)

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return  # the table and the buttons have their own
        super().keyPressEvent(event)


def _soft(_line: ArchivedLine) -> str:
    return "soft"
