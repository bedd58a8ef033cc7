"""Asks under which name an archived service is restored, where its own has been taken."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from shipworthy.domain.service import Service
from shipworthy.errors import UserError
from shipworthy.gui.context import Context
from shipworthy.gui.widgets.ask_dialog import AskDialog
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.form import Field
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.gui.widgets.screen_room import resize_within_screen
from shipworthy.text import _
from shipworthy.workflows.service_archive import restore_service
from shipworthy.workflows.services import LONGEST_NAME, ServicesChanged
from shipworthy.workflows.undo import Step


class RestoreDialog(AskDialog):
    """One name; Enter restores the service under it."""

    def __init__(self, context: Context, service: Service, parent: QWidget) -> None:
        super().__init__(_("Restore service"), parent)
        self._context = context
        self._service = service
        resize_within_screen(self, context.theme.pixels(480), context.theme.pixels(240))
        self.setMinimumSize(320, 200)
        self.name = QLineEdit(service.name, maxLength=LONGEST_NAME)
        self.field = Field(_("Name"), self.name)
        self.restore_button = push_button(_("Restore"), "primary")
        self.restore_button.setDefault(True)
        self.restore_button.clicked.connect(self.submit)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        said = _("“{name}” cannot come back under its name: another service bears it. Give it another.")
        column.addWidget(PlainLabel(said.format(name=service.name), wrap=True))
        column.addWidget(self.field)
        column.addStretch(1)
        self.lay_out(content, self.restore_button)
        self.name.setFocus()
        self.name.selectAll()

    @Slot()
    def submit(self) -> None:
        """Restore it under the name typed."""
        name = self.name.text().strip()
        if not name:
            self.field.show_problem(_("Type the name that people use for it."))
            self.name.setFocus()
            return
        self.restore_button.setEnabled(False)
        service_id = self._service.id
        self._context.write(
            lambda session: restore_service(session, service_id, name), self._done, self._refused, owner=self
        )

    def _done(self, changed: ServicesChanged) -> None:
        self.accept()
        self._context.did_step.emit(Step(changed.service.id, changed.sequences, changed.name))
        self._context.changed.emit()

    def _refused(self, error: UserError) -> None:
        self.restore_button.setEnabled(True)
        self._context.forget_refused()
        self.field.show_problem(f"{error.message} {error.hint}")
        self.name.setFocus()

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.restore_button.isEnabled():
            self.submit()
            return
        super().keyPressEvent(event)
