"""Labels that never take text for markup: everything typed by people or read from files is shown as it is."""

from __future__ import annotations  # naming a type of Qt loads its names: see launch.py

import re

from PySide6 import QtCore
from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QStyle, QWidget

_NARROW = 96
_BREAK = "\u200b"
_LONG_WORD = re.compile(r"\S{30}")


class PlainLabel(QLabel):
    """A label for any text, shown as plain text.

    `role` names its looks in the style sheet: small, soft, strong, label, title, subtitle, heading, figure, problem.
    `selectable` lets people copy it with the mouse or, by Tab, with the keyboard.
    """

    def __init__(
        self,
        text: str = "",
        role: str = "",
        *,
        wrap: bool = False,
        selectable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("textFormat", "PlainText")  # by name: see launch.py on Qt's names
        if self.isRightToLeft():
            self.setAlignment(self.alignment())
        self.setWordWrap(wrap)
        self.setText(text)
        if role:
            self.setProperty("role", role)
        if selectable:
            self.setTextInteractionFlags(QtCore.Qt.TextInteractionFlag.TextSelectableByMouse)

    def setText(self, text: str) -> None:
        """Show a text; where it wraps, overlong words wrap too."""
        super().setText(breakable(text) if self.wordWrap() else text)

    def setAlignment(self, alignment: QtCore.Qt.AlignmentFlag) -> None:
        """Align with the window: Qt would set a Latin text to the left of a window that is read from the right."""
        super().setAlignment(QStyle.visualAlignment(self.layoutDirection(), alignment))

    def text(self) -> str:
        """Return the text as it was given."""
        return super().text().replace(_BREAK, "")

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        # A wrapping label may be as narrow as its column: what it says must not widen the window.
        return QSize(min(hint.width(), _NARROW), hint.height()) if self.wordWrap() else hint


class ElidedLabel(PlainLabel):
    """One line that ends in an ellipsis where there is no room; the whole text is then its tool tip."""

    def __init__(self, text: str = "", role: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, role, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def _shown(self) -> str:
        line = " ".join(self.text().split())
        if not line:
            return ""
        return self.fontMetrics().elidedText(line, QtCore.Qt.TextElideMode.ElideRight, self.contentsRect().width())

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance("…") * 3, super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        line = " ".join(self.text().split())
        return QSize(self.fontMetrics().horizontalAdvance(line) + 2, self.fontMetrics().height() + 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        set_plain_tool_tip(self, "" if self._shown() == self.text() else self.text())

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self.text():
            return
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.contentsRect(), self.alignment(), self._shown())


def restyle(widget: QWidget) -> None:
    """Make the style sheet look again at a widget whose properties changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def set_plain_tool_tip(widget: QWidget, text: str) -> None:
    """Set a tool tip that shows the text as it is: Qt would read anything that looks like markup as such."""
    widget.setToolTip(plain_tool_tip(text))


def plain_tool_tip(text: str) -> str:
    """Return the text as the markup that shows it as it is; "" for "", which is no tool tip."""
    if not text:
        return ""
    import html  # no label of the first paint has a tool tip

    return f"<span style='white-space:pre-wrap'>{html.escape(text)}</span>"


def breakable(text: str) -> str:
    """Return the text with a place to break, of no width, after every 30 signs without a blank."""
    return _LONG_WORD.sub(lambda run: f"{run.group()}{_BREAK}", text)
