"""Pictures from outside: looked at only within limits, because a small file may claim to be a very large picture."""

from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QBuffer, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from shipworthy.text import _

MOST_PIXELS = 40_000_000  # 160 MB in memory
_FORMATS = frozenset({"png", "jpeg", "gif", "bmp", "webp"})


class Preview(NamedTuple):
    """A picture, no larger than asked for; null, with the reason in words, where it cannot be shown."""

    picture: QImage
    problem: str = ""


def read_preview(path: Path, box: QSize) -> Preview | None:
    """Return a picture file scaled into a box; None for a file that is no picture. Callable from any thread."""
    reader = QImageReader(str(path))
    reader.setDecideFormatFromContent(True)
    if bytes(reader.format().data()).decode() not in _FORMATS:
        return None
    reader.setAutoTransform(True)
    size = reader.size()  # of what the file claims to hold, before any of it is unpacked
    if not size.isValid() or size.width() * size.height() > MOST_PIXELS:
        problem = _("Too large to be shown here: {width} × {height} pixels.")
        return Preview(QImage(), problem.format(width=size.width(), height=size.height()))
    if size.width() > box.width() or size.height() > box.height():
        reader.setScaledSize(size.scaled(box, Qt.AspectRatioMode.KeepAspectRatio))
    picture = reader.read()
    return Preview(picture, _("The picture is damaged and cannot be shown.") if picture.isNull() else "")


def as_png(picture: QImage) -> bytes:
    """Return a picture as PNG; callable from any thread, as it may take a second."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    saved = picture.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs want the format as bytes
    assert saved, "Qt writes every picture as PNG"
    return bytes(buffer.data().data())
