"""Paints the dependency graph: cards, the lines between them with their marks, and the frames around circles."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from shipworthy.domain.dependencies import Dependencies, Need
from shipworthy.domain.service import Service
from shipworthy.gui.pages.portfolio.graph_layout import Box, Line
from shipworthy.gui.theme import Theme
from shipworthy.gui.widgets.chips import VERDICT_KINDS
from shipworthy.gui.widgets.text_direction import isolated
from shipworthy.text import _
from shipworthy.wording.dependencies import DependencyWording

CORNER = 8.0
LAXER_MARK = "!"
_BAR = 5.0
_PADDING = 12.0
_BADGE = 9.0
_FROM_END = 22.0  # where along a line its marks stand
_HEAD = 7.0


@dataclass(frozen=True, slots=True)
class CardLook:
    """How a card is shown: what it is to the chosen one, and whether it is drawn beside those that the filter keeps."""

    is_chosen: bool = False
    falls: bool = False
    is_needed: bool = False
    is_beside: bool = False
    has_focus: bool = False


class GraphPainter:
    """Paints in the looks of the theme, at the size of the layout; the view scales."""

    def __init__(self, theme: Theme, words: DependencyWording) -> None:
        self._theme = theme
        self._words = words

    def paint_card(
        self,
        painter: QPainter,
        box: Box,
        service: Service,
        dependencies: Dependencies,
        look: CardLook,
        direction: Qt.LayoutDirection,
    ) -> None:
        """Paint a service: its name, tier, verdict, and what it is to the chosen one."""
        theme, place = self._theme, QRectF(*box)
        kind = VERDICT_KINDS[dependencies.shown[service.id]]
        related = look.falls or look.is_needed
        edge = theme.colour("accent" if look.is_chosen or related else "edge")
        pen = QPen(edge, 2.5 if look.is_chosen else 1.5)
        if service.archived or look.is_beside:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(theme.colour("accent_weak" if look.is_chosen else "surface"))
        painter.drawRoundedRect(place, CORNER, CORNER)
        if look.has_focus:
            painter.setPen(QPen(theme.colour("ink"), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(place.adjusted(-4, -4, 4, 4), CORNER + 3, CORNER + 3)
        rtl = direction is Qt.LayoutDirection.RightToLeft
        self._paint_bar(painter, place, theme.colour(kind), rtl)
        inner = place.adjusted(_PADDING, 5, -_PADDING, -5)
        inner.adjust(0 if rtl else _BAR - 1, 0, 1 - _BAR if rtl else 0, 0)
        upper, lower = QRectF(inner), QRectF(inner)
        upper.setBottom(inner.center().y())
        lower.setTop(inner.center().y())
        self._write(painter, upper, service.name, "ink", 13, direction, bold=True)
        tag = self._tag(service, look)
        room = self._write(painter, lower, tag, "soft", 12, direction, trailing=True) if tag else 0.0
        lower.adjust(room if rtl else 0, 0, 0 if rtl else -room, 0)
        for text in (self._words.tier(service.tier), " · "):
            taken = self._write(painter, lower, text, "soft", 12, direction)
            lower.adjust(0 if rtl else taken, 0, -taken if rtl else 0, 0)
        verdict = dependencies.shown[service.id]
        text = f"{self._words.verdict_mark(verdict)} {self._words.short_verdict(verdict)}"
        self._write(painter, lower, text, kind, 12, direction, bold=True)

    def _paint_bar(self, painter: QPainter, place: QRectF, colour: QColor, rtl: bool) -> None:
        painter.save()
        whole = QPainterPath()
        whole.addRoundedRect(place.adjusted(1.5, 1.5, -1.5, -1.5), CORNER - 1.5, CORNER - 1.5)
        side = QPainterPath()
        side.addRect(
            QRectF(place.right() - _BAR - 1.5 if rtl else place.left(), place.top(), _BAR + 1.5, place.height())
        )
        painter.fillPath(whole.intersected(side), colour)
        painter.restore()

    def _tag(self, service: Service, look: CardLook) -> str:
        if service.archived:
            return _("archived")
        if look.falls and look.is_needed:
            return _("circle")
        if look.falls:
            return _("falls")
        if look.is_needed:
            return _("needed")
        return _("filtered out") if look.is_beside else ""

    def paint_frame(self, painter: QPainter, box: Box, title: str, direction: Qt.LayoutDirection) -> None:
        """Paint the frame around a circle, with its title."""
        theme, place = self._theme, QRectF(*box)
        painter.setPen(QPen(theme.colour("soft"), 1.5, Qt.PenStyle.DotLine))
        painter.setBrush(theme.colour("none_weak"))
        painter.drawRoundedRect(place, CORNER + 4, CORNER + 4)
        head = QRectF(place.left() + _PADDING, place.top() + 4, place.width() - 2 * _PADDING, 24)
        self._write(painter, head, title, "soft", 12, direction, bold=True)

    def line_path(self, line: Line[UUID], card_middle: float) -> QPainterPath:
        """Return the way of a line; `card_middle` is the x of the middle of the card that it comes from."""
        (x, y), *rest = line.points
        path = QPainterPath(QPointF(x, y))
        if line.bends:
            [(end_x, end_y)] = rest
            out = min(26.0, 14 + abs(end_y - y) * 0.06) * (1 if x > card_middle else -1) * 4 / 3
            path.cubicTo(QPointF(x + out, y), QPointF(end_x + out, end_y), QPointF(end_x, end_y))
            return path
        for next_x, next_y in rest:
            half = (next_x - x) / 2
            path.cubicTo(QPointF(x + half, y), QPointF(next_x - half, next_y), QPointF(next_x, next_y))
            x, y = next_x, next_y
        return path

    def paint_line(self, painter: QPainter, path: QPainterPath, need: Need, is_related: bool) -> None:
        """Paint what one service needs of another: solid where it is hard, with the head at the one needed."""
        colour = self._theme.colour("accent" if is_related else "edge")
        pen = QPen(colour, 2.5 if is_related else 1.5)
        if not need.is_hard:
            pen.setDashPattern([4, 3])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)
        self._paint_head(painter, path, colour)

    def _paint_head(self, painter: QPainter, path: QPainterPath, colour: QColor) -> None:
        tip = path.pointAtPercent(1)
        ahead = -1 if path.pointAtPercent(0.97).x() > tip.x() else 1
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        back = tip.x() - ahead * _HEAD
        painter.drawPolygon(QPolygonF([tip, QPointF(back, tip.y() - 4), QPointF(back, tip.y() + 4)]))

    def paint_marks(self, painter: QPainter, path: QPainterPath, need: Need) -> None:
        """Paint what a line says beside: the verdict that it caps at, and that the one needed is of a laxer tier."""
        length = path.length()
        if need.cap is not None:
            at = path.pointAtPercent(path.percentAtLength(min(_FROM_END, length / 2)))
            self._paint_badge(painter, at, self._words.verdict_mark(need.cap), VERDICT_KINDS[need.cap])
        if need.is_laxer:
            at = path.pointAtPercent(path.percentAtLength(max(length - _FROM_END, length / 2)))
            self._paint_badge(painter, at, LAXER_MARK, "warn")

    def _paint_badge(self, painter: QPainter, at: QPointF, mark: str, kind: str) -> None:
        painter.setPen(QPen(self._theme.colour(kind), 1.5))
        painter.setBrush(self._theme.colour(f"{kind}_weak"))
        painter.drawEllipse(at, _BADGE, _BADGE)
        painter.setFont(self._theme.font(12, bold=True))
        painter.drawText(QRectF(at.x() - 10, at.y() - 10, 20, 20), int(Qt.AlignmentFlag.AlignCenter), mark)

    def _write(
        self,
        painter: QPainter,
        place: QRectF,
        text: str,
        token: str,
        size: int,
        direction: Qt.LayoutDirection,
        *,
        bold: bool = False,
        trailing: bool = False,
    ) -> float:
        """Write a line at an edge of a place, and return the width that it took."""
        painter.setFont(self._theme.font(size, bold=bold))
        painter.setPen(self._theme.colour(token))
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(isolated(text), Qt.TextElideMode.ElideRight, int(max(place.width(), 0)) + 1)
        at_left = (direction is Qt.LayoutDirection.LeftToRight) is not trailing
        side = Qt.AlignmentFlag.AlignLeft if at_left else Qt.AlignmentFlag.AlignRight
        flags = side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        painter.drawText(place, int(flags), shown)
        return float(metrics.horizontalAdvance(shown)) + (8.0 if trailing else 0.0)
