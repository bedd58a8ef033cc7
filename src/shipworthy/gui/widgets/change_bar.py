"""A signed change as a bar: to one side of a middle line what was gained, to the other what was lost."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from shipworthy.gui.theme import Theme
from shipworthy.gui.widgets.item_delegate import CELL_ROLE

_HEIGHT = 12
_PADDING = 10
_LEAST = 2  # pixels of a change that is not 0


@dataclass(frozen=True, slots=True)
class ChangeCell:
    """What a model gives for CELL_ROLE in a column of bars; `most` is the change that fills half of the column."""

    change: Fraction
    most: Fraction


class ChangeBarDelegate(QStyledItemDelegate):
    """Paints ChangeCells; the number beside them says the same in words."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        cell = index.data(CELL_ROLE)
        styled = QStyleOptionViewItem(option)
        self.initStyleOption(styled, index)
        styled.text = ""
        styled.widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, styled, painter, styled.widget)
        if not isinstance(cell, ChangeCell):
            return
        place = QRectF(option.rect).adjusted(_PADDING, 0, -_PADDING, 0)
        middle = place.center().x()
        painter.save()
        painter.setPen(QPen(self._theme.colour("edge"), 1))
        painter.drawLine(round(middle), option.rect.top(), round(middle), option.rect.bottom())
        if cell.change:
            self._paint_bar(painter, option, place, cell)
        painter.restore()

    def _paint_bar(self, painter: QPainter, option: QStyleOptionViewItem, place: QRectF, cell: ChangeCell) -> None:
        length = max(float(abs(cell.change) / cell.most) * place.width() / 2, _LEAST)
        height = self._theme.pixels(_HEIGHT)
        bar = QRectF(place.center().x(), place.center().y() - height / 2, length, height)
        gains = cell.change > 0
        if gains is (option.direction is Qt.LayoutDirection.RightToLeft):
            bar.moveRight(place.center().x())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("ok" if gains else "bad"))
        painter.drawRoundedRect(bar, 2, 2)
