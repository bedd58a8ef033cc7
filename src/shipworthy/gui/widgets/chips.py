"""Chips: a word on its status colour, with a sign where it is a verdict; as labels, and painted into table cells."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from shipworthy.domain.gate import Verdict
from shipworthy.domain.pack import Severity
from shipworthy.gui.theme import Theme
from shipworthy.gui.widgets.labels import PlainLabel, restyle
from shipworthy.wording import Wording

VERDICT_KINDS = {
    Verdict.READY: "ok",
    Verdict.CONDITIONALLY_READY: "warn",
    Verdict.NOT_READY: "bad",
    Verdict.NOT_ASSESSED: "none",
}
SEVERITY_KINDS = {Severity.BLOCKER: "bad", Severity.HIGH: "warn", Severity.MEDIUM: "none", Severity.LOW: "none"}
_PADDING = 9


class Chip(PlainLabel):
    """A short word on a coloured ground; `kind` is ok, warn, bad, none or accent."""

    def __init__(self, text: str = "", kind: str = "none", parent: QWidget | None = None) -> None:
        super().__init__(text, parent=parent)
        self.setProperty("chip", kind)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_chip(self, text: str, kind: str) -> None:
        """Change word and colour."""
        self.setText(text)
        if self.property("chip") != kind:
            self.setProperty("chip", kind)
            restyle(self)


class VerdictChip(Chip):
    """A verdict with its sign."""

    def __init__(
        self, wording: Wording, verdict: Verdict = Verdict.NOT_ASSESSED, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent=parent)
        self._wording = wording
        self.show_verdict(verdict)

    def show_verdict(self, verdict: Verdict) -> None:
        """Change the verdict."""
        self.show_chip(verdict_text(self._wording, verdict), VERDICT_KINDS[verdict])
        self.setAccessibleName(self._wording.verdict(verdict))


def verdict_text(wording: Wording, verdict: Verdict) -> str:
    """Return sign and word of a verdict."""
    return f"{wording.verdict_mark(verdict)} {wording.short_verdict(verdict)}"


def chip_size(theme: Theme, text: str) -> QSize:
    """Return the size of a painted chip."""
    metrics = QFontMetrics(theme.font(12, bold=True))
    return QSize(metrics.horizontalAdvance(text) + 2 * _PADDING, metrics.height() + 3)


def paint_chip(
    painter: QPainter, theme: Theme, cell: QRect, text: str, kind: str, direction: Qt.LayoutDirection
) -> QRect:
    """Paint a chip at the leading edge of a cell, in the middle of its height; returns where it stands."""
    size = chip_size(theme, text)
    place = QRect(cell.left(), cell.center().y() - size.height() // 2, min(size.width(), cell.width()), size.height())
    if direction is Qt.LayoutDirection.RightToLeft:
        place.moveRight(cell.right())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(f"{kind}_weak"))
    painter.drawRoundedRect(QRectF(place), size.height() / 2, size.height() / 2)
    painter.setPen(theme.colour(kind))
    painter.setFont(theme.font(12, bold=True))
    inner = place.adjusted(_PADDING, 0, -_PADDING + 1, 0)
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
    painter.drawText(inner, Qt.AlignmentFlag.AlignCenter, shown)
    painter.restore()
    return place
