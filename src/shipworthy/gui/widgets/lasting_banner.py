"""What must be known as long as it is so: a line below the header that no click takes away, with the ways on."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from shipworthy.gui.theme import Theme
from shipworthy.gui.widgets.flow_layout import FlowLayout
from shipworthy.gui.widgets.labels import PlainLabel

_BESIDE = 900  # the width from which the buttons have room beside the words


class LastingBanner(QFrame):
    """Words, why, and buttons; `kind` is warn or info."""

    def __init__(self, theme: Theme, kind: str, buttons: Sequence[QPushButton], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)  # a low window takes none of it
        self.setProperty("role", "banner")
        self.setProperty("kind", kind)
        self.words, self.reason = PlainLabel(role="strong", wrap=True), PlainLabel(wrap=True)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self.words)
        texts.addWidget(self.reason)
        self._buttons = QWidget()
        self._buttons.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        flow = FlowLayout(self._buttons, spacing=8, one_line=True)
        for button in buttons:
            flow.addWidget(button)
        self._row = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._row.setContentsMargins(16, 8, 16, 8)
        self._row.addLayout(texts, 1)
        self._row.addWidget(self._buttons)
        self.hide()

    def say(self, words: str, reason: str) -> None:
        """Show these words."""
        self.words.setText(words)
        self.reason.setText(reason)
        self.setAccessibleName(f"{words} {reason}")
        self.show()

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = event.size().width() >= self._theme.pixels(_BESIDE)
        self._row.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
        self._row.setSpacing(16 if beside else 6)
