"""A list of questions under headings, each of which leads to its question: search results and the summary."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from shipworthy.gui.models.headed_list_model import LINE_ROLE
from shipworthy.gui.models.question_list_model import QuestionLine, QuestionListModel
from shipworthy.gui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
PAD_ACROSS, _PAD_DOWN, _ABOVE_HEADING = 12, 6, 12
_WRAPPED = int(Qt.TextFlag.TextWordWrap)


class QuestionLineDelegate(QStyledItemDelegate):
    """Draws a heading in bold, a question with its detail softly below, in these sizes; long texts wrap."""

    def __init__(self, theme: Theme, parent: QWidget, size: int = 13, detail_size: int = 12) -> None:
        super().__init__(parent)
        self._theme = theme
        self._size, self._detail_size = size, detail_size

    def _heights(self, width: int, line: QuestionLine) -> tuple[int, int]:
        inner = QRect(0, 0, max(width - 2 * PAD_ACROSS, 40), 100_000)
        text = QFontMetrics(self._theme.font(self._size, bold=line.is_heading)).boundingRect(inner, _WRAPPED, line.text)
        if not line.detail:
            return text.height(), 0
        return text.height(), QFontMetrics(self._theme.font(self._detail_size)).boundingRect(
            inner, _WRAPPED, line.detail
        ).height()

    # Qt overrides

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        view = option.widget
        if isinstance(view, QTableView):
            width = view.columnWidth(index.column())
        else:
            width = view.viewport().width() if isinstance(view, QAbstractItemView) else 480
        line: QuestionLine = index.data(LINE_ROLE)
        above = _ABOVE_HEADING if line.is_heading and index.row() else 0
        return QSize(width, sum(self._heights(width, line)) + 2 * _PAD_DOWN + above)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: QuestionLine = index.data(LINE_ROLE)
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        direction: Qt.LayoutDirection = option.direction
        painter.save()
        if isinstance(option.widget, QTableView):  # the style sheet draws it under the other columns only
            painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), self._theme.colour("line"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not line.is_heading and state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            focused = state & QStyle.StateFlag.State_HasFocus
            painter.setPen(QPen(self._theme.colour("accent"), 2) if focused else Qt.PenStyle.NoPen)
            selected = state & QStyle.StateFlag.State_Selected
            painter.setBrush(self._theme.colour("accent_weak" if selected else "none_weak"))
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 6, 6)
        text_height, detail_height = self._heights(rect.width(), line)
        inner = rect.adjusted(PAD_ACROSS, 0, -PAD_ACROSS, -_PAD_DOWN)
        alignment = int(QStyle.visualAlignment(direction, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop))
        text = QRect(inner.left(), inner.bottom() - text_height - detail_height + 1, inner.width(), text_height)
        painter.setFont(self._theme.font(self._size, bold=line.is_heading))
        painter.setPen(self._theme.colour("ink"))
        painter.drawText(text, alignment | _WRAPPED, line.text)
        painter.setFont(self._theme.font(self._detail_size))
        painter.setPen(self._theme.colour("soft"))
        detail = QRect(inner.left(), text.bottom() + 1, inner.width(), detail_height)
        painter.drawText(detail, alignment | _WRAPPED, line.detail)
        painter.restore()


class QuestionList(QListView):
    """The list; `question_chosen` carries the id of a question that was clicked or entered."""

    question_chosen = Signal(str)

    def __init__(self, theme: Theme, accessible_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines = QuestionListModel(self)
        self.setModel(self.lines)
        self.setItemDelegate(QuestionLineDelegate(theme, self))
        self.setAccessibleName(accessible_name)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.clicked.connect(self._choose)
        theme.changed.connect(self.scheduleDelayedItemsLayout)

    def show_lines(self, lines: Sequence[QuestionLine]) -> None:
        """Show lines, the first question among them selected."""
        self.lines.show(lines)
        self.setCurrentIndex(self.lines.index(self.lines.first_question()))

    def choose_current(self) -> None:
        """Choose the selected question, as Enter does."""
        if self.currentIndex().isValid():
            self._choose(self.currentIndex())

    @Slot(QModelIndex)
    def _choose(self, index: QModelIndex) -> None:
        line: QuestionLine = index.data(LINE_ROLE)
        if line.question:
            self.question_chosen.emit(line.question)

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.choose_current()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.scheduleDelayedItemsLayout()
