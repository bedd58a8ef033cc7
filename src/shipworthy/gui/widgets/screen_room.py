"""Windows begin no larger than the screen: their buttons must be within reach on a small one, and at twice the size."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

_FRAME = QSize(8, 48)  # about what title bar and borders take; nobody knows before the window is shown


def resize_within_screen(window: QWidget, width: int, height: int) -> None:
    """Give a window that is not shown yet a size in pixels, or as much of it as its screen has room for."""
    room = window.screen().availableGeometry().size() - _FRAME
    window.resize(QSize(width, height).boundedTo(room))
