"""Our own icons: one-colour SVG drawings, coloured by token and drawn for every pixel density."""

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from shipworthy.paths import shipped

_SIZE = 24
_DENSITIES = (1, 2, 3)
_INK = b"currentColor"


def coloured_icon(name: str, colour: QColor, active: QColor) -> QIcon:
    """Return the drawing resources/icons/<name>.svg in one colour, and in another where it is switched on."""
    icon = QIcon()
    for state, ink in ((QIcon.State.Off, colour), (QIcon.State.On, active)):
        for density in _DENSITIES:
            icon.addPixmap(_drawn(name, ink, density), QIcon.Mode.Normal, state)
    return icon


def pixmap(name: str, colour: QColor, size: int, density: float) -> QPixmap:
    """Return a drawing at a size in device-independent pixels."""
    return _drawn(name, colour, density, size)


def _drawn(name: str, colour: QColor, density: float, size: int = _SIZE) -> QPixmap:
    picture = QPixmap(round(size * density), round(size * density))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    svg = _source(name).replace(_INK, colour.name().encode())
    QSvgRenderer(QByteArray(svg)).render(painter, QRectF(picture.rect()))
    painter.end()
    picture.setDevicePixelRatio(density)
    return picture


@cache
def _source(name: str) -> bytes:
    return shipped("resources", "icons", f"{name}.svg").read_bytes()
