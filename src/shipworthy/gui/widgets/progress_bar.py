"""How much of something is done and in progress, as a bar with the words beside it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from shipworthy.gui.theme import Theme

BAR_WIDTH = 96
_HEIGHT = 10
_ROUND = 3


@dataclass(frozen=True, slots=True)
class ProgressCell:
    """What a model gives for CELL_ROLE in a column of progress: counts, of how many, and the words beside the bar."""

    done: int
    in_progress: int
    total: int
    text: str


def paint_progress(
    painter: QPainter, theme: Theme, inner: QRect, cell: ProgressCell, direction: Qt.LayoutDirection
) -> QRect:
    """Paint the bar at the leading edge of a cell; return where it stands, for the words beside it."""
    width, height = min(theme.pixels(BAR_WIDTH), inner.width()), theme.pixels(_HEIGHT)
    place = QRect(inner.left(), inner.center().y() - height // 2, width, height)
    if direction is Qt.LayoutDirection.RightToLeft:
        place.moveRight(inner.right())
    _paint(painter, theme, QRectF(place), cell, direction)
    return place


class ProgressBar(QWidget):
    """The bar alone, as wide as there is room; words beside it say the same, so it has no voice of its own."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._cell = ProgressCell(0, 0, 0, "")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def show_counts(self, done: int, in_progress: int, total: int) -> None:
        """Show other counts."""
        self._cell = ProgressCell(done, in_progress, total, "")
        self.update()

    # Qt overrides

    def sizeHint(self) -> QSize:
        return QSize(200, self._theme.pixels(_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        _paint(painter, self._theme, QRectF(self.rect()), self._cell, self.layoutDirection())


def _paint(painter: QPainter, theme: Theme, place: QRectF, cell: ProgressCell, direction: Qt.LayoutDirection) -> None:
    """Paint what is done in full, what is in progress light and outlined, and an outline around all of it."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if direction is Qt.LayoutDirection.RightToLeft:
        painter.translate(place.left() + place.right(), 0)
        painter.scale(-1, 1)
    frame = place.adjusted(0.5, 0.5, -0.5, -0.5)
    done = frame.width() * cell.done / cell.total if cell.total else 0.0
    begun = frame.width() * cell.in_progress / cell.total if cell.total else 0.0
    painter.setPen(Qt.PenStyle.NoPen)
    if begun:
        painter.setBrush(theme.colour("accent_weak"))
        painter.drawRoundedRect(QRectF(frame.left() + done, frame.top(), begun, frame.height()), _ROUND, _ROUND)
    if done:
        painter.setBrush(theme.colour("accent"))
        painter.drawRoundedRect(QRectF(frame.left(), frame.top(), done, frame.height()), _ROUND, _ROUND)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if begun:
        painter.setPen(QPen(theme.colour("accent"), 1))
        painter.drawRoundedRect(QRectF(frame.left() + done, frame.top(), begun, frame.height()), _ROUND, _ROUND)
    painter.setPen(QPen(theme.colour("none"), 1))
    painter.drawRoundedRect(frame, _ROUND, _ROUND)
    painter.restore()
