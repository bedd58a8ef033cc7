"""How many services stand at which verdict: one bar and the same in words."""

from collections import Counter
from collections.abc import Iterable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from shipworthy.domain.gate import Verdict
from shipworthy.gui.theme import Theme
from shipworthy.gui.widgets.chips import VERDICT_KINDS
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.text import _
from shipworthy.wording import Wording

_ORDER = (Verdict.READY, Verdict.CONDITIONALLY_READY, Verdict.NOT_READY, Verdict.NOT_ASSESSED)
_BAR_HEIGHT = 10
_GAP = 2


class VerdictStrip(QFrame):
    """A card with the distribution of verdicts."""

    def __init__(self, theme: Theme, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._wording = wording
        self._bar = _Bar(theme)
        self.legend = PlainLabel(role="soft", wrap=True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(16)
        layout.addWidget(PlainLabel(_("Verdicts"), "label"))
        layout.addWidget(self._bar, 2)
        layout.addWidget(self.legend, 3)

    def show_verdicts(self, verdicts: Iterable[Verdict]) -> None:
        """Count verdicts and show them, best first."""
        counts = Counter(verdicts)
        self._bar.show_counts([(verdict, counts[verdict]) for verdict in _ORDER])
        self.legend.setText("     ".join(self._counted(verdict, counts[verdict]) for verdict in _ORDER))

    def _counted(self, verdict: Verdict, count: int) -> str:
        text = f"{self._wording.verdict_mark(verdict)} {count} {self._wording.short_verdict(verdict).lower()}"
        return text.replace(" ", "\u00a0")  # a line breaks between verdicts, not inside one


class _Bar(QWidget):
    """The bar alone; the words below it say the same, so it has no voice of its own."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._counts: list[tuple[Verdict, int]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_counts(self, counts: list[tuple[Verdict, int]]) -> None:
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
