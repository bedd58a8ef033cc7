"""Draws the cards of the board, all of one height: five hundred are measured once."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from shipworthy.gui.models.board_model import CARD_ROLE, Card
from shipworthy.gui.theme import Theme
from shipworthy.gui.widgets.chips import chip_size, paint_chip
from shipworthy.gui.widgets.text_direction import isolated

_Index = QModelIndex | QPersistentModelIndex
_BETWEEN, _PAD, _GAP = 3, 10, 5
_TITLE_LINES = 2


class CardDelegate(QStyledItemDelegate):
    """Title, service, severity, owner, due date and effort on a card; what is chosen has a thicker edge."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def _line(self, size: int = 12, *, bold: bool = False) -> int:
        return QFontMetrics(self._theme.font(size, bold=bold)).height()

    def _height(self) -> int:
        chip = chip_size(self._theme, "X").height()
        lines = _TITLE_LINES * self._line(13, bold=True) + 2 * self._line() + chip
        return lines + 3 * _GAP + 2 * _PAD + 2 * _BETWEEN

    def _paint_title(self, painter: QPainter, place: QRect, title: str, direction: Qt.LayoutDirection) -> None:
        """Draw the first lines of a title, the last of them cut with an ellipsis."""
        font = self._theme.font(13, bold=True)
        metrics = QFontMetrics(font)
        layout = QTextLayout(" ".join(title.split()), font)
        option = QTextOption(Qt.AlignmentFlag.AlignLeft)
        option.setTextDirection(direction)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        starts: list[tuple[int, int]] = []
        while len(starts) <= _TITLE_LINES and (line := layout.createLine()).isValid():
            line.setLineWidth(place.width())
            starts.append((line.textStart(), line.textLength()))
        layout.endLayout()
        painter.setFont(font)
        painter.setPen(self._theme.colour("ink"))
        for number, (start, length) in enumerate(starts[:_TITLE_LINES]):
            text = layout.text()[start : start + length].rstrip()
            if number == _TITLE_LINES - 1 and len(starts) > _TITLE_LINES:
                text = layout.text()[start:]
            self._write(painter, place.translated(0, number * metrics.height()), text, direction)

    def _write(
        self, painter: QPainter, place: QRect, text: str, direction: Qt.LayoutDirection, *, end: bool = False
    ) -> None:
        """Draw one line at the leading or trailing edge."""
        metrics = painter.fontMetrics()
        line = QRect(place.left(), place.top(), max(place.width(), 0), metrics.height())
        shown = metrics.elidedText(isolated(text), Qt.TextElideMode.ElideRight, line.width())
        side = Qt.AlignmentFlag.AlignRight if end else Qt.AlignmentFlag.AlignLeft
        alignment = QStyle.visualAlignment(direction, side | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(line, int(alignment | Qt.AlignmentFlag.AlignAbsolute), shown)

    def _paint_ground(self, painter: QPainter, card: QRect, state: QStyle.StateFlag, *, focused: bool) -> None:
        selected = bool(state & QStyle.StateFlag.State_Selected)
        hovered = state & QStyle.StateFlag.State_MouseOver
        edge = "ink" if focused else "accent" if selected else "edge" if hovered else "line"
        width = 2.0 if focused or selected else 1.0
        painter.setPen(QPen(self._theme.colour(edge), width))
        painter.setBrush(self._theme.colour("surface"))
        half = width / 2
        painter.drawRoundedRect(card.toRectF().adjusted(half, half, -half, -half), 8, 8)
        if selected and focused:  # inside the edge, so that it shows both
            painter.setPen(QPen(self._theme.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(card.toRectF().adjusted(3, 3, -3, -3), 6, 6)

    # Qt overrides

    def sizeHint(self, option: QStyleOptionViewItem, _index: _Index) -> QSize:
        view = option.widget
        width = view.viewport().width() if isinstance(view, QAbstractItemView) else 200
        return QSize(width, self._height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        card: Card = index.data(CARD_ROLE)
        rect: QRect = option.rect
        direction: Qt.LayoutDirection = option.direction
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = rect.adjusted(1, _BETWEEN, -1, -_BETWEEN)
        view = option.widget
        focused = isinstance(view, QAbstractItemView) and view.hasFocus() and view.currentIndex() == index
        self._paint_ground(painter, ground, option.state, focused=focused)
        inner = ground.adjusted(_PAD, _PAD, -_PAD, -_PAD)
        self._paint_title(painter, inner, card.title, direction)
        top = inner.top() + _TITLE_LINES * self._line(13, bold=True) + _GAP
        painter.setFont(self._theme.font(12))
        painter.setPen(self._theme.colour("soft"))
        self._write(painter, QRect(inner.left(), top, inner.width(), 0), f"{card.service} · {card.owner}", direction)
        top += self._line() + _GAP
        chip = QRect(inner.left(), top, inner.width(), chip_size(self._theme, card.severity).height())
        shown = paint_chip(painter, self._theme, chip, card.severity, card.kind, direction)
        painter.setFont(self._theme.font(12))
        painter.setPen(self._theme.colour("soft"))
        free = chip.adjusted(shown.width() + _GAP, 2, 0, 0)
        if direction is Qt.LayoutDirection.RightToLeft:
            free = chip.adjusted(0, 2, -shown.width() - _GAP, 0)
        self._write(painter, free, card.effort, direction, end=True)
        top = chip.bottom() + 1 + _GAP
        painter.setPen(self._theme.colour("bad" if card.is_late else "soft"))
        self._write(painter, QRect(inner.left(), top, inner.width(), 0), card.due, direction)
        painter.restore()
