"""Keys drawn as key caps, and the buttons that carry one."""

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QWidget

from shipworthy.gui.theme import Theme

CAP_HEIGHT = 20
_LEAST_WIDTH = 22
_GAP, KEY_RING = 6, 3


def cap_size(theme: Theme, key: str, least: int = _LEAST_WIDTH, font: int = 12) -> QSize:
    """Return the size of a key cap whose key is written in a `font` of this size."""
    width = QFontMetrics(theme.font(font, bold=True)).horizontalAdvance(key) + 12
    return QSize(max(theme.pixels(least), width), theme.pixels(CAP_HEIGHT + font - 12))


def paint_cap(
    painter: QPainter, theme: Theme, cap: QRect, key: str, *, filled: bool, active: bool, font: int = 12
) -> None:
    """Draw a key cap: `filled` where what it does is the case, strong where it is `active`, else faint."""
    edge = theme.colour("accent" if filled else "edge" if active else "off_line")
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(edge)
    painter.drawRoundedRect(cap.toRectF(), 5, 5)
    if not filled:  # a border that is thicker below, as a key has
        painter.setBrush(theme.colour("surface"))
        painter.drawRoundedRect(cap.toRectF().adjusted(1, 1, -1, -2), 4, 4)
    painter.setFont(theme.font(font, bold=True))
    painter.setPen(theme.colour("on_accent" if filled else "ink" if active else "off"))
    painter.drawText(cap, int(Qt.AlignmentFlag.AlignCenter), key)


def is_pressing(event: QKeyEvent) -> bool:
    """Tell whether a key presses the button that has the focus."""
    return event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat()


class PaneButton(QPushButton):
    """A button in the question pane: Space and Enter press it, all other keys stay those of the pane."""

    def __init__(self, text: str = "", kind: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setAutoDefault(False)
        if kind:
            self.setProperty("kind", kind)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_pressing(event):
            self.click()
        else:
            event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        event.ignore()


class KeyButton(PaneButton):
    """A key cap with what it does beside it. Checked where that is the case; only the page changes that."""

    def __init__(self, theme: Theme, key: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._theme = theme
        self._key = key
        self._text = text
        self._active = False
        self._font_size = 12
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_text(self, text: str) -> None:
        """Change what stands beside the key."""
        self._text = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def show_key(self, key: str, active: bool) -> None:
        """Show which key does it, and whether it acts at the moment."""
        if (key, active) != (self._key, self._active):
            self._key, self._active = key, active
            self.updateGeometry()
            self.update()

    def set_projected(self, projected: bool) -> None:
        """Write larger, to be read from the back of a room, or as usual."""
        self._font_size = 16 if projected else 12
        self.updateGeometry()
        self.update()

    # Qt overrides

    def nextCheckState(self) -> None:
        """Leave the state alone: it changes when the answer is committed."""

    def sizeHint(self) -> QSize:
        cap = cap_size(self._theme, self._key, font=self._font_size)
        metrics = QFontMetrics(self._theme.font(self._font_size))
        width = cap.width() + _GAP + metrics.horizontalAdvance(self._text) + 2 * KEY_RING + 2
        return QSize(width, max(cap.height(), metrics.height()) + 2 * KEY_RING)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus():
            painter.setPen(QPen(self._theme.colour("ink"), 2))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 6, 6)
        inner = self.rect().adjusted(KEY_RING, KEY_RING, -KEY_RING, -KEY_RING)
        cap = QRect(inner.topLeft(), cap_size(self._theme, self._key, font=self._font_size))
        cap.moveTop(inner.center().y() - cap.height() // 2 + 1)
        text = inner.adjusted(cap.width() + _GAP, 0, 0, 0)
        direction = self.layoutDirection()
        visual = QStyle.visualRect(direction, inner, cap)
        filled, font = self.isChecked(), self._font_size
        paint_cap(painter, self._theme, visual, self._key, filled=filled, active=self._active, font=font)
        painter.setFont(self._theme.font(font))
        strong = self.isChecked() or self.underMouse()
        painter.setPen(self._theme.colour("ink" if strong else "soft"))
        alignment = QStyle.visualAlignment(direction, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(QStyle.visualRect(direction, inner, text), int(alignment), self._text)
