"""The name of a saved view: asked for, and asked again where it is taken."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from shipworthy.errors import UserError
from shipworthy.gui.widgets.ask_dialog import AskDialog
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.form import Field
from shipworthy.text import _
from shipworthy.workflows.saved_views import LONGEST_NAME, NameRefused

_WIDTH = 480


class ViewNameDialog(AskDialog):
    """`asked(name, replaces)` asks for it; the dialog is closed by whoever did it, or `show_problem` says why not."""

    asked = Signal(str, bool)

    def __init__(self, title: str, button: str, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self._is_rename = bool(name)
        self.name = QLineEdit(name, maxLength=LONGEST_NAME)
        about = _("Filter, grouping, columns and order are kept under this name for everybody.")
        self.name_field = Field(_("Name"), self.name, "" if name else about)
        self.save_button = push_button(button, "primary")
        self.replace_button = push_button(_("Replace that view"))
        self.replace_button.hide()
        self.name.textEdited.connect(self._forget_problem)
        self.name.returnPressed.connect(lambda: self._ask(False))
        self.save_button.clicked.connect(lambda: self._ask(False))
        self.replace_button.clicked.connect(lambda: self._ask(True))
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(8)
        layout.addWidget(self.name_field)
        layout.addWidget(self.replace_button, 0, Qt.AlignmentFlag.AlignLeading)
        layout.addStretch(1)
        self.lay_out(content, self.save_button)
        self.setFixedWidth(_WIDTH)
        self.adjustSize()
        self.name.selectAll()
        self.name.setFocus()

    def _ask(self, replaces: bool) -> None:
        if self.save_button.isEnabled():
            self._let(False)  # until the outcome is there: a second press would do it twice
            self.asked.emit(self.name.text(), replaces)

    @Slot(object)
    def show_problem(self, error: UserError) -> None:
        """Say why it was not done, beneath the name where it is the name; what was typed stays."""
        self._let(True)
        if not isinstance(error, NameRefused):
            self.say_refused(error)
            return
        self.name_field.show_problem(f"✕ {error.message} {error.hint}")
        self.replace_button.setVisible(error.taken_by is not None and not self._is_rename)
        self.adjustSize()
        self.name.setFocus()
        self.name.selectAll()

    @Slot()
    def _forget_problem(self) -> None:
        self.name_field.show_problem("")
        self.replace_button.hide()
        self.say("")

    def _let(self, enabled: bool) -> None:
        self.save_button.setEnabled(enabled)
        self.replace_button.setEnabled(enabled)
