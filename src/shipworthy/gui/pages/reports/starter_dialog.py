"""The name of a new report template, which is that of its folder too."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from shipworthy.errors import UserError
from shipworthy.gui.widgets.ask_dialog import AskDialog
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.form import Field
from shipworthy.text import _

_WIDTH = 480
_LONGEST_NAME = 60


class StarterDialog(AskDialog):
    """`asked(name)` asks for it; the dialog is closed by whoever did it, or `show_problem` says why not."""

    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("New report template"), parent)
        self.name = QLineEdit(maxLength=_LONGEST_NAME)
        about = _("A starter is copied into a folder of this name: pages and a style sheet, for you to change.")
        self.name_field = Field(_("Name"), self.name, about)
        self.copy_button = push_button(_("Copy the starter"), "primary")
        self.name.textEdited.connect(self._forget_problem)
        self.name.returnPressed.connect(self._ask)
        self.copy_button.clicked.connect(self._ask)
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.addWidget(self.name_field)
        layout.addStretch(1)
        self.lay_out(content, self.copy_button)
        self.setFixedWidth(_WIDTH)
        self.adjustSize()
        self.name.setFocus()

    @Slot(object)
    def show_problem(self, error: UserError) -> None:
        """Say beneath the name why it was not done; what was typed stays."""
        self.copy_button.setEnabled(True)
        self.name_field.show_problem(f"✕ {error.message} {error.hint}")
        self.adjustSize()
        self.name.setFocus()
        self.name.selectAll()

    @Slot()
    def _ask(self) -> None:
        if self.copy_button.isEnabled():
            self.copy_button.setEnabled(False)  # until the outcome is there: a second press would do it twice
            self.asked.emit(self.name.text().strip())

    @Slot()
    def _forget_problem(self) -> None:
        self.name_field.show_problem("")
