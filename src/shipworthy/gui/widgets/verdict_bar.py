"""How many services stand at which verdict, as one bar."""

from collections.abc import Iterable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from shipworthy.domain.gate import Verdict
from shipworthy.gui.theme import Theme
from shipworthy.gui.widgets.chips import VERDICT_KINDS

VERDICT_ORDER = (Verdict.READY, Verdict.CONDITIONALLY_READY, Verdict.NOT_READY, Verdict.NOT_ASSESSED)
_BAR_HEIGHT = 10
_GAP = 2


class VerdictBar(QWidget):
    """The bar alone; words beside it say the same, so it has no voice of its own."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._counts: list[tuple[Verdict, int]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_counts(self, counts: Iterable[tuple[Verdict, int]]) -> None:
        """Show how many there are of each verdict, in the order given."""
        self._counts = [(verdict, count) for verdict, count in counts if count]
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, _BAR_HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        total = sum(count for _verdict, count in self._counts)
        if not total:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            painter.translate(self.width(), 0)
            painter.scale(-1, 1)
        room = self.width() - _GAP * (len(self._counts) - 1)
        start = 0.0
        for verdict, count in self._counts:
            width = room * count / total
            painter.setBrush(self._theme.colour(VERDICT_KINDS[verdict]))
            painter.drawRoundedRect(QRectF(start, 0, width, self.height()), 3, 3)
            start += width + _GAP
