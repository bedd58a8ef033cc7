"""The frame of dialogs that do something once: what there is to choose, and at the foot Cancel and what does it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from shipworthy.errors import UserError
from shipworthy.gui.errors import sentence
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.text import _


class AskDialog(QDialog):
    """A dialog with a foot below a line: what is wrong with the whole, Cancel, and the button that does it."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self._problem = PlainLabel(role="problem", wrap=True)
        self._problem.hide()
        self.cancel_button = push_button(_("Cancel"))
        self.cancel_button.clicked.connect(self.reject)

    @property
    def problem(self) -> str:
        """Return what is said to be wrong with the whole; "" for nothing."""
        return self._problem.text()

    def say(self, problem: str) -> None:
        """Say what is wrong; "" takes that away."""
        self._problem.setText(f"✕ {problem}" if problem else "")
        self._problem.setVisible(bool(problem))

    def say_refused(self, error: UserError) -> None:
        """Say why it was not done."""
        self.say(f"{sentence(error.message)} {error.hint}")

    def lay_out(self, content: QWidget, button: QPushButton, about: str = "") -> None:
        """Put the content over the foot, in which `about` stands before the buttons."""
        line = QFrame()
        line.setProperty("role", "line")
        line.setFixedHeight(1)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(PlainLabel(about, "small", wrap=True), 1)
        row.addWidget(self.cancel_button)
        row.addWidget(button)
        foot = QVBoxLayout()
        foot.setContentsMargins(24, 12, 24, 12)
        foot.setSpacing(8)
        foot.addWidget(self._problem)
        foot.addLayout(row)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(content, 1)
        outer.addWidget(line)
        outer.addLayout(foot)
