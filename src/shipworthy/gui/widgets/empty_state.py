"""What an empty page shows: what it is for, and the first thing to do."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from shipworthy.gui.widgets.labels import PlainLabel

_WIDTH = 480


class EmptyState(QWidget):
    """A heading, a paragraph and buttons, in the middle of the page; the first button is the one suggested."""

    def __init__(
        self, heading: str, text: str, buttons: Sequence[QPushButton] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._heading = PlainLabel(heading, "heading", wrap=True)
        self._text = PlainLabel(text, "soft", wrap=True)
        for label in (self._heading, self._text):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setMaximumWidth(_WIDTH)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        for button in buttons:
            row.addWidget(button)
        row.addStretch(1)
        if buttons:
            buttons[0].setProperty("kind", "primary")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(8)
        layout.addStretch(2)
        for label in (self._heading, self._text):
            centred = QHBoxLayout()
            centred.addStretch(1)
            centred.addWidget(label, 8)
            centred.addStretch(1)
            layout.addLayout(centred)
        layout.addSpacing(16)
        layout.addLayout(row)
        layout.addStretch(3)

    def show_texts(self, heading: str, text: str) -> None:
        """Change the words."""
        self._heading.setText(heading)
        self._text.setText(text)
