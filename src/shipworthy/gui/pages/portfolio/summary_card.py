"""One number of the portfolio as a card that can be pressed."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from shipworthy.gui.widgets.buttons import PushButton
from shipworthy.gui.widgets.labels import PlainLabel, restyle

_PADDING, _COMPACT_PADDING = (14, 10, 14, 10), (10, 6, 10, 6)
_BASELINE = 3  # what a large number's line reaches further down than one of text


class SummaryCard(PushButton):
    """A title, a number with something softer beside it, and a remark below; spoken as one.

    A compact card has the number beside `short_title`, and what is softer before the remark.
    """

    def __init__(self, title: str, short_title: str, tip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._short_title = title, short_title
        self._beside = self._remark = ""
        self._is_pressed = self._is_compact = False
        self.setProperty("kind", "card")
        self.setAutoDefault(False)
        self.setToolTip(tip)
        self.setAccessibleDescription(tip)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.title, self.number = PlainLabel(title, "small", wrap=True), PlainLabel(role="heading")
        self.beside, self.remark = PlainLabel(role="soft"), PlainLabel(role="soft", wrap=True)
        self.beside.setContentsMargins(0, 0, 0, _BASELINE)
        self._head = QHBoxLayout()
        self._head.setSpacing(4)
        self._head.addWidget(self.title, 1)
        self._line = QHBoxLayout()
        self._line.setSpacing(8)
        self._line.addWidget(self.number)
        self._line.addWidget(self.beside, 0, Qt.AlignmentFlag.AlignBottom)
        self._line.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*_PADDING)
        layout.setSpacing(2)
        layout.addLayout(self._head)
        layout.addLayout(self._line)
        layout.addWidget(self.remark)
        layout.addStretch(1)
        for label in (self.title, self.number, self.beside, self.remark):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_pressed(self, pressed: bool) -> None:
        """Show whether what it counts is what is shown, by a sign too."""
        self.setChecked(pressed)
        self._is_pressed = pressed
        self._show()

    def show_number(self, number: str, beside: str = "", remark: str = "", spoken: str = "") -> None:
        """Change number and words; `spoken` is said instead of the remark where that has signs."""
        self.number.setText(number)
        self._beside, self._remark = beside, remark
        self._show()
        told = (f"{self._title}: {number}", beside, spoken or remark)
        self.setAccessibleName(", ".join(part for part in told if part))

    def be_compact(self, compact: bool) -> None:
        """Take as little height as is possible, or the usual one."""
        if compact == self._is_compact:
            return
        self._is_compact = compact
        self._line.removeWidget(self.number)
        self._head.removeWidget(self.number)
        if compact:
            self._head.addWidget(self.number, 0, Qt.AlignmentFlag.AlignTop)
        else:
            self._line.insertWidget(0, self.number)
        self.beside.setVisible(not compact)
        self.number.setProperty("role", "title" if compact else "heading")
        self.remark.setProperty("role", "small" if compact else "soft")
        for label in (self.number, self.remark):
            restyle(label)
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(*(_COMPACT_PADDING if compact else _PADDING))
        self._show()

    def _show(self) -> None:
        title = self._short_title if self._is_compact else self._title
        self.title.setText(f"✓ {title}" if self._is_pressed else title)
        self.beside.setText(self._beside)
        parts = (self._beside, self._remark) if self._is_compact else (self._remark,)
        self.remark.setText(" · ".join(part for part in parts if part))

    # Qt overrides

    def sizeHint(self) -> QSize:
        layout = self.layout()
        return layout.sizeHint() if layout is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        layout = self.layout()
        return layout.minimumSize() if layout is not None else super().minimumSizeHint()
