"""The principles with their progress; choosing one goes to its first question."""

from collections.abc import Mapping

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from shipworthy.domain.review import Review
from shipworthy.gui.models.principle_model import LINE_ROLE, PrincipleLine, PrincipleModel, principle_lines
from shipworthy.gui.theme import Theme
from shipworthy.text import _

Index = QModelIndex | QPersistentModelIndex
_PAD_ACROSS, _PAD_DOWN, _NUMBER, _GAP, _BAR = 8, 6, 20, 4, 3
_WRAPPED = int(Qt.TextFlag.TextWordWrap)


class PrincipleDelegate(QStyledItemDelegate):
    """Draws number, title, "7/9" and a bar; the current principle stands on the accent's ground, in bold.

    Above the first principle of each of several packs stands the title of the pack.
    """

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def _title_width(self, width: int, line: PrincipleLine) -> int:
        return width - 2 * _PAD_ACROSS - self._theme.pixels(_NUMBER) - 2 * _GAP - self._count_width(line)

    def _count_width(self, line: PrincipleLine) -> int:
        return QFontMetrics(self._theme.font(12, bold=True)).horizontalAdvance(_count(line)) + 4

    def _pack_title(self, line: PrincipleLine, width: int) -> str:
        room = width - 2 * _PAD_ACROSS
        return QFontMetrics(self._theme.font(12, bold=True)).elidedText(line.pack, Qt.TextElideMode.ElideRight, room)

    def _height_above(self, line: PrincipleLine) -> int:
        return QFontMetrics(self._theme.font(12, bold=True)).lineSpacing() + 2 * _PAD_DOWN if line.pack else 0

    def _height_below(self, line: PrincipleLine) -> int:
        return QFontMetrics(self._theme.font(12)).lineSpacing() * len(line.below)

    # Qt overrides

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        line: PrincipleLine = index.data(LINE_ROLE)
        view = option.widget
        width = view.viewport().width() if isinstance(view, QAbstractItemView) else 224
        # The bold of the current principle is the widest it gets: the row keeps its height when it becomes current.
        metrics = QFontMetrics(self._theme.font(13, bold=True))
        text = metrics.boundingRect(QRect(0, 0, max(self._title_width(width, line), 40), 10_000), _WRAPPED, line.title)
        around = self._height_above(line) + self._height_below(line)
        return QSize(width, text.height() + around + _BAR + 5 + 2 * _PAD_DOWN)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: PrincipleLine = index.data(LINE_ROLE)
        whole: QRect = option.rect
        rect = whole.adjusted(0, self._height_above(line), 0, 0)
        state: QStyle.StateFlag = option.state
        direction: Qt.LayoutDirection = option.direction
        current = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, rect, current, bool(state & QStyle.StateFlag.State_HasFocus))
        inner = rect.adjusted(_PAD_ACROSS, _PAD_DOWN, -_PAD_ACROSS, -_PAD_DOWN)
        number = QRect(inner.left(), inner.top(), self._theme.pixels(_NUMBER), inner.height())
        count = QRect(inner.right() - self._count_width(line) + 1, inner.top(), self._count_width(line), inner.height())
        title = QRect(number.right() + _GAP, inner.top(), self._title_width(rect.width(), line), inner.height())

        def write(
            place: QRect, text: str, size: int, token: str, *, trailing: bool = False, bold: bool = current
        ) -> None:
            side = Qt.AlignmentFlag.AlignRight if trailing else Qt.AlignmentFlag.AlignLeft
            alignment = QStyle.visualAlignment(direction, side | Qt.AlignmentFlag.AlignTop)
            painter.setFont(self._theme.font(size, bold=bold))
            painter.setPen(self._theme.colour(token))
            painter.drawText(QStyle.visualRect(direction, inner, place), int(alignment) | _WRAPPED, text)

        if line.pack:
            head = QRect(inner.left(), whole.top() + _PAD_DOWN, inner.width(), self._height_above(line))
            write(head, self._pack_title(line, whole.width()), 12, "soft", bold=True)
        write(number, str(line.number), 13, "soft", bold=False)
        write(title, line.title, 13, "ink")
        write(count.translated(0, 1), _count(line), 12, "soft", trailing=True)
        if line.below:
            below = title.adjusted(0, title.height() - _BAR - 5 - self._height_below(line), 0, 0)
            write(below, "\n".join(line.below), 12, "soft", bold=False)
        self._paint_bar(
            painter,
            QRect(title.left(), inner.bottom() - _BAR + 1, inner.right() - title.left() + 1, _BAR),
            inner,
            line,
            direction,
        )
        painter.restore()

    def _paint_ground(self, painter: QPainter, rect: QRect, current: bool, focused: bool) -> None:
        painter.setPen(QPen(self._theme.colour("accent"), 2) if focused else Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("accent_weak") if current else Qt.BrushStyle.NoBrush)
        if current or focused:
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 6, 6)

    def _paint_bar(
        self, painter: QPainter, bar: QRect, inner: QRect, line: PrincipleLine, direction: Qt.LayoutDirection
    ) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("none_weak"))
        painter.drawRoundedRect(QStyle.visualRect(direction, inner, bar), 1.5, 1.5)
        done = QRect(bar.topLeft(), QSize(round(bar.width() * line.progress), bar.height()))
        if line.progress and line.total:
            painter.setBrush(self._theme.colour("accent"))
            painter.drawRoundedRect(QStyle.visualRect(direction, inner, done), 1.5, 1.5)


class PrincipleList(QListView):
    """The list; `principle_chosen` carries the id of a principle that was clicked or entered.

    `current_shown` carries the rectangle of the current one, for the column around the list to keep it in sight.
    """

    principle_chosen = Signal(str)
    current_shown = Signal(QRect)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = PrincipleModel(self)
        self._review: Review | None = None
        self._times: Mapping[str, str] = {}
        self.setModel(self._model)
        self.setItemDelegate(PrincipleDelegate(theme, self))
        self.setProperty("kind", "plain")
        self.setAccessibleName(_("Principles"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.clicked.connect(self._choose)
        self.activated.connect(self._choose)
        theme.changed.connect(self._lay_out_anew)

    def show_review(self, review: Review) -> None:
        """Show the principles of a review with their progress."""
        self._review = review
        self._model.show(principle_lines(review, self._times))
        self._fit()

    def show_times(self, times: Mapping[str, str]) -> None:
        """Show below each principle what a meeting spent on it, in words by its id; nothing outside of a meeting."""
        if times != self._times and self._review is not None:
            taller = times.keys() != self._times.keys()
            self._times = dict(times)
            self.show_review(self._review)
            if taller:
                self._lay_out_anew()

    def show_current(self, principle_id: str) -> None:
        """Show in which principle the question stands; "" for none."""
        index = self._model.index(self._model.row_of(principle_id))
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if index.isValid():
            self.current_shown.emit(self.visualRect(index))

    @Slot(QModelIndex)
    def _choose(self, index: QModelIndex) -> None:
        self.principle_chosen.emit(self._model.line(index.row()).id)

    @Slot()
    def _lay_out_anew(self) -> None:
        self.scheduleDelayedItemsLayout()
        self._fit()

    def _fit(self) -> None:
        """Be as high as all rows: the column around the list scrolls, not the list."""
        height = sum(self.sizeHintForRow(row) for row in range(self._model.rowCount()))
        self.setFixedHeight(height + 2 * self.frameWidth() + 2)

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._lay_out_anew()


def _count(line: PrincipleLine) -> str:
    return f"{line.answered}/{line.total}"
