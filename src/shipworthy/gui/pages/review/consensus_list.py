"""The list of the consensus: each question with its words and its strip, under its principle."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from shipworthy.gui.models.consensus_model import ConsensusLine, ConsensusModel
from shipworthy.gui.models.headed_list_model import LINE_ROLE
from shipworthy.gui.pages.review.consensus_strip import paint_strip, room_beside, strip_height
from shipworthy.gui.theme import Theme
from shipworthy.text import _

Index = QModelIndex | QPersistentModelIndex
_PAD_ACROSS, _PAD_DOWN, _ABOVE_HEADING, _GAP = 12, 8, 12, 20
_STRIP_PART, _LEAST_STRIP, _MOST_STRIP = 0.42, 230, 360
_SIDE_BY_SIDE, _LEAST_SCALE = 520, 170
_WRAPPED = int(Qt.TextFlag.TextWordWrap)


class ConsensusDelegate(QStyledItemDelegate):
    """Draws a principle with its spread, a question with its state and its strip; long texts wrap."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.room_beside = 0  # the scale: for marks that have no place on it

    def _widths(self, width: int, line: ConsensusLine) -> tuple[int, int]:
        """Return the widths of words and strip; where there is no room for both side by side each has it all."""
        inner = max(width - 2 * _PAD_ACROSS, 80)
        if line.is_heading:
            return inner, 0
        pixels = self._theme.pixels
        strip = min(max(round(inner * _STRIP_PART), pixels(_LEAST_STRIP)), pixels(_MOST_STRIP))
        if width < pixels(_SIDE_BY_SIDE) or strip - self.room_beside < pixels(_LEAST_SCALE):
            return inner, inner
        return inner - strip - _GAP, strip

    def _heights(self, width: int, line: ConsensusLine) -> tuple[int, int]:
        box = QRect(0, 0, width, 100_000)
        text = QFontMetrics(self._theme.font(13, bold=line.is_heading)).boundingRect(box, _WRAPPED, line.text)
        state = QFontMetrics(self._theme.font(12)).boundingRect(box, _WRAPPED, line.state)
        return text.height(), state.height()

    # Qt overrides

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        view = option.widget
        width = view.viewport().width() if isinstance(view, QAbstractItemView) else 640
        line: ConsensusLine = index.data(LINE_ROLE)
        words, strip = self._widths(width, line)
        height = sum(self._heights(words, line))
        if line.is_heading:
            return QSize(width, height + 2 * _PAD_DOWN + (_ABOVE_HEADING if index.row() else 0))
        below = words == strip
        strip_room = strip_height(self._theme)
        return QSize(width, (height + 8 + strip_room if below else max(height, strip_room)) + 2 * _PAD_DOWN)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: ConsensusLine = index.data(LINE_ROLE)
        rect: QRect = option.rect
        direction: Qt.LayoutDirection = option.direction
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, option, line)
        words, strip = self._widths(rect.width(), line)
        text_height, state_height = self._heights(words, line)
        inner = rect.adjusted(_PAD_ACROSS, _PAD_DOWN, -_PAD_ACROSS, -_PAD_DOWN)
        if line.is_heading:
            inner.setTop(inner.bottom() - text_height - state_height + 1)
        alignment = int(QStyle.visualAlignment(direction, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop))
        text = QRect(inner.left(), inner.top(), words, text_height)
        state = QRect(inner.left(), text.bottom() + 1, words, state_height)
        for place, said, size, token in ((text, line.text, 13, "ink"), (state, line.state, 12, "soft")):
            painter.setFont(self._theme.font(size, bold=line.is_heading and size == 13))
            painter.setPen(self._theme.colour(token))
            painter.drawText(QStyle.visualRect(direction, inner, place), alignment | _WRAPPED, said)
        if not line.is_heading:
            beside = words != strip
            top = inner.top() if beside else state.bottom() + 9
            left = inner.right() - strip + 1 if beside else inner.left()
            place = QStyle.visualRect(direction, inner, QRect(left, top, strip, strip_height(self._theme)))
            paint_strip(painter, self._theme, place, line, direction, self.room_beside)
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, line: ConsensusLine) -> None:
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        if line.is_heading:
            return
        painter.setPen(QPen(self._theme.colour("line"), 1))
        painter.drawLine(rect.left() + _PAD_ACROSS, rect.bottom(), rect.right() - _PAD_ACROSS, rect.bottom())
        if state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            focused = state & QStyle.StateFlag.State_HasFocus
            painter.setPen(QPen(self._theme.colour("accent"), 2) if focused else Qt.PenStyle.NoPen)
            selected = state & QStyle.StateFlag.State_Selected
            painter.setBrush(self._theme.colour("accent_weak" if selected else "none_weak"))
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 6, 6)


class ConsensusList(QListView):
    """The list; `question_chosen` carries the id of a question that was clicked or entered."""

    question_chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines = ConsensusModel(self)
        self.setModel(self.lines)
        self._theme = theme
        self._delegate = ConsensusDelegate(theme, self)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName(_("Questions by spread"))
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.clicked.connect(self._choose)
        theme.changed.connect(self.scheduleDelayedItemsLayout)

    def show_lines(self, lines: Sequence[ConsensusLine], question_id: str) -> None:
        """Show lines, a question among them selected; the first where that one is not shown."""
        self._delegate.room_beside = room_beside(self._theme, lines)
        self.lines.show(lines)
        row = self.lines.row_of(question_id)
        self.setCurrentIndex(self.lines.index(row))
        if row == 1:
            self.scrollToTop()  # its heading too

    @Slot(QModelIndex)
    def _choose(self, index: QModelIndex) -> None:
        line: ConsensusLine | None = index.data(LINE_ROLE)
        if line is not None and not line.is_heading:
            self.question_chosen.emit(line.question)

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.scheduleDelayedItemsLayout()
