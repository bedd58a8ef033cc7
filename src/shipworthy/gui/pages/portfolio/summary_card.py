"""One number of the portfolio as a card that can be pressed."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from shipworthy.gui.widgets.buttons import PushButton
from shipworthy.gui.widgets.labels import PlainLabel

_PADDING = (14, 10, 14, 10)
_BASELINE = 3  # what a large number's line reaches further down than one of text


class SummaryCard(PushButton):
    """A title, a number with something softer beside it, and a remark below; spoken as one."""

    def __init__(self, title: str, tip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self.setProperty("kind", "card")
        self.setAutoDefault(False)
        self.setToolTip(tip)
        self.setAccessibleDescription(tip)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.title, self.number = PlainLabel(title, "small", wrap=True), PlainLabel(role="heading")
        self.beside, self.remark = PlainLabel(role="soft"), PlainLabel(role="soft", wrap=True)
        self.beside.setContentsMargins(0, 0, 0, _BASELINE)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.number)
        line.addWidget(self.beside, 0, Qt.AlignmentFlag.AlignBottom)
        line.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*_PADDING)
        layout.setSpacing(2)
        layout.addWidget(self.title)
        layout.addLayout(line)
        layout.addWidget(self.remark)
        layout.addStretch(1)
        for label in (self.title, self.number, self.beside, self.remark):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_pressed(self, pressed: bool) -> None:
        """Show whether what it counts is what is shown, by a sign too."""
        self.setChecked(pressed)
        self.title.setText(f"✓ {self._title}" if pressed else self._title)

    def show_number(self, number: str, beside: str = "", remark: str = "", spoken: str = "") -> None:
        """Change number and words; `spoken` is said instead of the remark where that has signs."""
        self.number.setText(number)
        self.beside.setText(beside)
        self.remark.setText(remark)
        told = (f"{self._title}: {number}", beside, spoken or remark)
        self.setAccessibleName(", ".join(part for part in told if part))

    # Qt overrides

    def sizeHint(self) -> QSize:
        layout = self.layout()
        return layout.sizeHint() if layout is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        layout = self.layout()
        return layout.minimumSize() if layout is not None else super().minimumSizeHint()
