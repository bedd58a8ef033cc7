"""The head of a group of rows in a table: a row of its own, written across all columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QTableView

from shipworthy.gui.theme import Theme
from shipworthy.gui.widgets.text_direction import isolated

_PADDING = 10
_GAP = 6
_SIGN = 12


@dataclass(frozen=True, slots=True)
class GroupCell:
    """What a model gives for CELL_ROLE in the head of a group: what its rows have in common, and `about` them."""

    value: Any
    name: str
    about: str
    is_folded: bool = False


def paint_group(
    painter: QPainter,
    theme: Theme,
    option: QStyleOptionViewItem,
    index: QModelIndex | QPersistentModelIndex,
    cell: GroupCell,
) -> None:
    """Paint a cell's part of a head that goes across: its text begins in the first column."""
    view = option.widget
    assert isinstance(view, QTableView), "heads are rows of tables"
    is_current = view.hasFocus() and view.currentIndex().row() == index.row()
    painter.save()
    painter.setClipRect(option.rect, Qt.ClipOperation.IntersectClip)
    painter.fillRect(option.rect, theme.colour("accent_weak" if is_current else "bg"))
    painter.setPen(theme.colour("line"))
    painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
    _write(painter, theme, _whole(view, option), option.direction, cell)
    painter.restore()


def _whole(view: QTableView, option: QStyleOptionViewItem) -> QRect:
    """Return where the text of the head stands, from the beginning of the first column to the end of the view."""
    start, width = view.columnViewportPosition(0), view.columnWidth(0)
    if option.direction is Qt.LayoutDirection.RightToLeft:
        end = start + width - _PADDING
        return QRect(_PADDING, option.rect.top(), end - _PADDING, option.rect.height() - 1)
    left = start + _PADDING
    return QRect(left, option.rect.top(), view.viewport().width() - left - _PADDING, option.rect.height() - 1)


def _write(painter: QPainter, theme: Theme, whole: QRect, direction: Qt.LayoutDirection, cell: GroupCell) -> None:
    is_mirrored = direction is Qt.LayoutDirection.RightToLeft
    sign = ("◂" if is_mirrored else "▸") if cell.is_folded else "▾"
    rest = QRect(whole)
    for text, ink, bold, room in (
        (sign, "soft", False, theme.pixels(_SIGN)),
        (isolated(cell.name), "ink", True, 0),
        (f"· {isolated(cell.about)}", "soft", False, 0),
    ):
        painter.setFont(theme.font(13, bold=bold))
        painter.setPen(theme.colour(ink))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, max(rest.width(), 0))
        align = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(rest, QStyle.visualAlignment(direction, align), shown)
        step = (room or painter.fontMetrics().horizontalAdvance(shown)) + _GAP
        rest.adjust(0 if is_mirrored else step, 0, -step if is_mirrored else 0, 0)
