"""Draws a line of the palette: headings small, commands with the letters that were typed in bold and their keys."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from shipworthy.gui.command import Command
from shipworthy.gui.models.headed_list_model import LINE_ROLE
from shipworthy.gui.models.palette_model import PaletteLine
from shipworthy.gui.theme import Theme

_Index = QModelIndex | QPersistentModelIndex
_ACROSS, _DOWN, _GAP = 12, 6, 12
_ABOVE_HEADING = 8


class PaletteDelegate(QStyledItemDelegate):
    """One line of text for a command, a softer one below it for its detail, its keys at the end."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.words: tuple[str, ...] = ()  # what was typed, in small letters

    def _paint_command(self, painter: QPainter, rect: QRect, direction: Qt.LayoutDirection, command: Command) -> None:
        inner = rect.adjusted(_ACROSS, _DOWN, -_ACROSS, -_DOWN)
        text_font, small = self._theme.font(13), self._theme.font(12)
        keys_width = QFontMetrics(small).horizontalAdvance(command.keys)
        line = QRect(inner.topLeft(), QSize(inner.width(), QFontMetrics(text_font).height()))
        trailing = QStyle.visualAlignment(direction, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        painter.setPen(self._theme.colour("soft"))
        painter.setFont(small)
        painter.drawText(line, trailing, command.keys)
        painter.setPen(self._theme.colour("ink"))
        room = line.width() - (keys_width + _GAP if keys_width else 0)
        mirrored = direction is Qt.LayoutDirection.RightToLeft
        start = line.right() - room + 1 if mirrored else line.left()
        self._write(painter, QRect(start, line.top(), room, line.height()), text_font, command.text, mirrored)
        if command.detail:
            below = QRect(inner.left(), line.bottom() + 1, inner.width(), QFontMetrics(small).height())
            painter.setPen(self._theme.colour("soft"))
            self._write(painter, below, small, command.detail, mirrored)

    def _write(self, painter: QPainter, place: QRect, font: QFont, text: str, mirrored: bool) -> None:
        """Write one line, ending in an ellipsis where there is no room, the letters that were typed in bold."""
        shown = QFontMetrics(font).elidedText(text.replace("\n", " "), Qt.TextElideMode.ElideRight, place.width())
        layout = QTextLayout(shown, font)
        # QTextLayout does not mirror by itself, though it knows the direction.
        option = QTextOption(Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft)
        option.setTextDirection(Qt.LayoutDirection.RightToLeft if mirrored else Qt.LayoutDirection.LeftToRight)
        option.setWrapMode(QTextOption.WrapMode.NoWrap)
        layout.setTextOption(option)
        layout.setFormats([_bold(start, length) for start, length in typed_parts(shown, self.words)])
        layout.beginLayout()
        layout.createLine().setLineWidth(place.width())
        layout.endLayout()
        layout.draw(painter, QPointF(place.topLeft()))

    # Qt overrides

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        line: PaletteLine = index.data(LINE_ROLE)
        text, small = QFontMetrics(self._theme.font(13)).height(), QFontMetrics(self._theme.font(12)).height()
        width = option.rect.width()
        if line.command is None:
            return QSize(width, small + 2 * _DOWN + (_ABOVE_HEADING if index.row() else 0))
        return QSize(width, text + (small + 1 if line.command.detail else 0) + 2 * _DOWN)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        line: PaletteLine = index.data(LINE_ROLE)
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        direction: Qt.LayoutDirection = option.direction
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if line.command is None:
            painter.setFont(self._theme.font(12, bold=True))
            painter.setPen(self._theme.colour("soft"))
            place = rect.adjusted(_ACROSS, 0, -_ACROSS, -_DOWN)
            bottom = QStyle.visualAlignment(direction, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
            painter.drawText(place, bottom, line.text)
        else:
            selected = state & QStyle.StateFlag.State_Selected
            if selected or state & QStyle.StateFlag.State_MouseOver:
                # The edit keeps the focus, so the ring is drawn here: the ground alone would be colour alone.
                painter.setPen(QPen(self._theme.colour("accent"), 2) if selected else Qt.PenStyle.NoPen)
                painter.setBrush(self._theme.colour("accent_weak" if selected else "none_weak"))
                painter.drawRoundedRect(rect.adjusted(2, 1, -2, -1), 6, 6)
            self._paint_command(painter, rect, direction, line.command)
        painter.restore()


def typed_parts(text: str, words: tuple[str, ...]) -> list[tuple[int, int]]:
    """Return where typed words stand in a text, as start and length; none where small letters are of other length."""
    small = text.lower()
    if len(small) != len(text):
        return []
    return [(small.index(word), len(word)) for word in words if word in small]


def _bold(start: int, length: int) -> QTextLayout.FormatRange:
    bold = QTextLayout.FormatRange()
    bold.start, bold.length = start, length
    bold_format = QTextCharFormat()
    bold_format.setFontWeight(QFont.Weight.Bold)
    bold.format = bold_format
    return bold
