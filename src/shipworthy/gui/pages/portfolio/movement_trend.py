"""The portfolio then and now: two bars of verdicts, and the mean score in between as a line."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QGridLayout, QSizePolicy, QWidget

from shipworthy.domain.movement import PortfolioPoint
from shipworthy.gui.models.heat_map_model import near
from shipworthy.gui.theme import Theme
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.gui.widgets.verdict_bar import VERDICT_ORDER, VerdictBar
from shipworthy.text import _, ngettext
from shipworthy.wording import Wording

_HEIGHT = 56
_DOT = 2.5
_UNBROKEN = "\N{WORD JOINER}\N{NO-BREAK SPACE}"  # alone, the blank lets a line end after the dash of "– 1 not assessed"


class MeanLine(QWidget):
    """Mean scores over days, on a scale from 0 to 100; dots are the days that were looked at."""

    def __init__(self, theme: Theme, wording: Wording) -> None:
        super().__init__()
        self._theme = theme
        self._wording = wording
        self._points: Sequence[PortfolioPoint] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_points(self, points: Sequence[PortfolioPoint]) -> None:
        """Show the mean of each day, in order."""
        self._points = [each for each in points if each.mean is not None]
        told = [
            _("{mean} on {day}").format(mean=self._wording.percent(near(each.mean)), day=self._wording.date(each.day))
            for each in self._points
        ]
        self.setAccessibleName(_("Mean score: {points}").format(points=", ".join(told)))
        self.setToolTip("\n".join(told))
        self.update()

    # Qt overrides

    def sizeHint(self) -> QSize:
        return QSize(200, self._theme.pixels(_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._points:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = QRectF(self.rect()).adjusted(4, 4, -4, -4)
        painter.setPen(QPen(self._theme.colour("line"), 1))
        for part in (0.0, 0.5, 1.0):
            y = room.bottom() - room.height() * part
            painter.drawLine(QPointF(room.left(), y), QPointF(room.right(), y))
        dots = self._places(room)
        painter.setPen(QPen(self._theme.colour("accent"), 1.5))
        painter.drawPolyline(dots)
        painter.setBrush(self._theme.colour("accent"))
        for dot in dots:
            painter.drawEllipse(dot, _DOT, _DOT)

    def _places(self, room: QRectF) -> list[QPointF]:
        first, last = self._points[0].day, self._points[-1].day
        is_mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        places = []
        for each in self._points:
            across = (each.day - first).days / max((last - first).days, 1)
            x = room.left() + room.width() * (1 - across if is_mirrored else across)
            places.append(QPointF(x, room.bottom() - room.height() * (each.mean or 0)))
        return places


class MovementTrend(QFrame):
    """Then and now in words and bars, with the line of means beside them."""

    def __init__(self, theme: Theme, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wording = wording
        self.setProperty("role", "card")
        self._days = (PlainLabel(role="strong"), PlainLabel(role="strong"))
        self._bars = (VerdictBar(theme), VerdictBar(theme))
        self.words = (PlainLabel(role="soft", wrap=True), PlainLabel(role="soft", wrap=True))
        self.line = MeanLine(theme, wording)
        self.mean = PlainLabel(role="soft", wrap=True)
        layout = QGridLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setHorizontalSpacing(16)
        layout.setVerticalSpacing(6)
        layout.setColumnStretch(1, 3)
        layout.setColumnStretch(2, 2)
        for row in range(2):
            layout.addWidget(self._days[row], 2 * row, 0)
            layout.addWidget(self._bars[row], 2 * row, 1)
            layout.addWidget(self.words[row], 2 * row + 1, 1)
        layout.addWidget(self.line, 0, 2, 3, 1)
        layout.addWidget(self.mean, 3, 2)

    def show_points(self, points: Sequence[PortfolioPoint]) -> None:
        """Show the days that are known so far; the first is then, the last now."""
        for place, point in enumerate((points[0], points[-1])):
            self._days[place].setText(self._wording.date(point.day))
            self._bars[place].show_counts((each, point.verdicts[each]) for each in VERDICT_ORDER)
            self.words[place].setText(self._counted(point))
        self.line.show_points(points)
        means = (self._wording.percent(near(each.mean)) for each in (points[0], points[-1]))
        self.mean.setText(
            _("Mean score {before} → {after}").format_map(dict(zip(("before", "after"), means, strict=True)))
        )

    def _counted(self, point: PortfolioPoint) -> str:
        count = ngettext("{count} service", "{count} services", point.services).format(count=point.services)
        verdicts = [
            f"{self._wording.verdict_mark(each)} {point.verdicts[each]} {self._wording.short_verdict(each).lower()}"
            for each in VERDICT_ORDER
            if point.verdicts[each]
        ]
        return "   ".join(each.replace(" ", _UNBROKEN) for each in (count, *verdicts))
