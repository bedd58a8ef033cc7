"""Our own icons: one-colour SVG drawings, coloured by token and drawn for the pixel densities in use."""

from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from shipworthy.paths import shipped

_SIZE = 24


def coloured_icon(name: str, colour: QColor, active: QColor, density: float) -> QIcon:
    """Return the drawing resources/icons/<name>.svg in one colour, and in another where it is switched on.

    Drawn for `density` (device pixels per pixel) and for screens that have one pixel per pixel.
    """
    drawing = QSvgRenderer(str(shipped("resources", "icons", f"{name}.svg")))
    icon = QIcon()
    for ratio in {1.0, density}:
        shape = _shape(drawing, round(_SIZE * ratio))
        for state, ink in ((QIcon.State.Off, colour), (QIcon.State.On, active)):
            picture = _inked(shape, ink)
            picture.setDevicePixelRatio(ratio)
            icon.addPixmap(picture, QIcon.Mode.Normal, state)
    return icon


def _shape(drawing: QSvgRenderer, size: int) -> QPixmap:
    picture = QPixmap(size, size)
    picture.fill(QColor("transparent"))
    painter = QPainter(picture)
    drawing.render(painter)
    painter.end()
    return picture


def _inked(shape: QPixmap, ink: QColor) -> QPixmap:
    """Return a shape in another colour, which takes far less time than to draw it in that colour."""
    picture = shape.copy()
    picture.fill(ink)
    painter = QPainter(picture)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationIn)
    painter.drawPixmap(0, 0, shape)
    painter.end()
    return picture
