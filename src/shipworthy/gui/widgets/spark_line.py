"""How a number went over a year, as a small line in a table's cell; the cell's text says the same in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from shipworthy.gui.theme import Theme

SPARK_WIDTH = 72
_HEIGHT = 22
_PEN = 1.5
_DOT = 2.0


@dataclass(frozen=True, slots=True)
class SparkCell:
    """What a model gives for CELL_ROLE in a column of lines: points as parts of width and height, from the left."""

    points: Sequence[tuple[float, float]] = ()


def paint_spark(painter: QPainter, theme: Theme, inner: QRect, cell: SparkCell, direction: Qt.LayoutDirection) -> None:
    """Paint a line at the leading edge of a cell, with a dot where it ends; time goes as the interface is read."""
    if not cell.points:
        return
    width, height = min(theme.pixels(SPARK_WIDTH), inner.width()), theme.pixels(_HEIGHT)
    place = QRectF(inner.left(), inner.center().y() - height / 2, width, height)
    is_mirrored = direction is Qt.LayoutDirection.RightToLeft
    if is_mirrored:
        place.moveRight(inner.right())
    room = place.adjusted(_DOT, _DOT, -_DOT, -_DOT)
    points = [
        QPointF(
            room.left() + room.width() * ((1 - across) if is_mirrored else across), room.bottom() - room.height() * up
        )
        for across, up in cell.points
    ]
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(theme.colour("accent"), _PEN)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.drawPolyline(points)
    painter.setBrush(theme.colour("accent"))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawEllipse(points[-1], _DOT, _DOT)
    painter.restore()
