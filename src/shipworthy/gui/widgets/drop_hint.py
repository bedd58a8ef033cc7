"""What lies over a part of the window while something is dragged across it: that it can be dropped, for what."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from shipworthy.gui.theme import Theme

_INSET, _PADDING, _CORNER = 10, 18, 8


class DropHint(QWidget):
    """A dashed frame around the part of the pane that is in sight, and a sentence in its middle."""

    def __init__(self, theme: Theme, pane: QWidget, text: str) -> None:
        super().__init__(pane)
        self._theme = theme
        self._pane = pane
        self.text = text
        self.setAccessibleName(self.text)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)  # what is dropped lands on the pane
        self.hide()

    def show_over_pane(self) -> None:
        """Cover what is in sight of the pane."""
        self.setGeometry(self._pane.visibleRegion().boundingRect())
        self.raise_()
        self.show()

    # Qt overrides

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(_INSET, _INSET, -_INSET, -_INSET)
        ground = self._theme.colour("accent_weak")
        ground.setAlphaF(0.6)
        painter.setBrush(ground)
        painter.setPen(QPen(self._theme.colour("accent"), 2, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(frame, _CORNER, _CORNER)
        painter.setFont(self._theme.font(16, bold=True))
        words = painter.fontMetrics().boundingRect(self.text)
        box = QRectF(words).adjusted(-_PADDING, -_PADDING, _PADDING, _PADDING)
        box.moveCenter(frame.center())
        painter.setBrush(self._theme.colour("surface"))
        painter.setPen(QPen(self._theme.colour("accent"), 1))
        painter.drawRoundedRect(box, _CORNER, _CORNER)
        painter.setPen(self._theme.colour("ink"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.text)
