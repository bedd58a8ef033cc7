"""Who does the work of a path and by when, and the button that makes it into items."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from shipworthy.errors import UserError
from shipworthy.gui.errors import sentence
from shipworthy.gui.pages.remediation.typed import read_day
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.labels import PlainLabel, restyle
from shipworthy.text import _

_FIELD_WIDTH = 170


class PathForm(QWidget):
    """`submitted` when the plan is to become items; `owner_name` and `due_day` are what was typed, read."""

    submitted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.owner, self.due = QLineEdit(), QLineEdit()
        self.owner.setAccessibleName(_("Owner"))
        self.owner.setPlaceholderText(_("Owner, if any"))
        self.due.setAccessibleName(_("Due"))
        self.due.setPlaceholderText(_("Due: by the policy"))
        self.due.setToolTip(_("A day such as 2026-12-01; empty for what the gate policy gives by severity."))
        self.button = push_button(_("Make these items"), "primary")
        self.button.clicked.connect(self.submit)
        self.problem = PlainLabel(role="problem", wrap=True)
        self.problem.hide()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for field in (self.owner, self.due):
            field.setMaximumWidth(_FIELD_WIDTH)
            field.returnPressed.connect(self.submit)
            layout.addWidget(field)
        layout.addWidget(self.button)

    @property
    def owner_name(self) -> str:
        """Return who is to own what has no owner."""
        return self.owner.text().strip()

    @property
    def due_day(self) -> date | None:
        """Return the due date; None for what the policy gives."""
        return read_day(self.due.text())

    @Slot()
    def submit(self) -> None:
        """Hand on what was typed, or say what is wrong with it."""
        self.show_problem(None)
        try:
            read_day(self.due.text())
        except UserError as error:
            self.show_problem(error)
            self.due.setFocus()
            return
        self.submitted.emit()

    @Slot(object)
    def show_problem(self, error: UserError | None) -> None:
        """Say why nothing was made; what was typed stays."""
        self.problem.setText(f"✕ {sentence(error.message)} {error.hint}" if error else "")
        self.problem.setVisible(error is not None)
        self.due.setProperty("wrong", error is not None)
        restyle(self.due)
