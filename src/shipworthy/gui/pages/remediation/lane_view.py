"""One column of the board: what it is, how much is in it, and its cards; it takes what is dropped on it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QListView,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from shipworthy.gui.context import Context
from shipworthy.gui.models.board_model import APART, MIME_TYPE, Lane, LaneModel, carried_ids
from shipworthy.gui.pages.remediation.card_delegate import CardDelegate
from shipworthy.gui.pages.remediation.item_keys import ItemAct, act_of
from shipworthy.gui.remediation_words import effort_words
from shipworthy.gui.widgets.buttons import PushButton, icon_button
from shipworthy.gui.widgets.labels import ElidedLabel, PlainLabel, restyle
from shipworthy.text import _
from shipworthy.wording import Wording
from shipworthy.workflows.item_lists import ItemLine

_LEAST_WIDTH, _STRIP_WIDTH = 180, 40
_ACROSS = (Qt.Key.Key_Left, Qt.Key.Key_Right)
_SIGNS = (Qt.Key.Key_Less, Qt.Key.Key_Greater)
_ACTS = (ItemAct.NEW, ItemAct.SEARCH)
_IGNORED = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier


def lane_mark(wording: Wording, lane: Lane) -> str:
    """Return the sign of a column."""
    return "⏸" if lane is Lane.WAIVED else wording.item_state_mark(lane.value)


def lane_name(wording: Wording, lane: Lane) -> str:
    """Return the name of a column."""
    return wording.waived() if lane is Lane.WAIVED else wording.item_state(lane.value)


class LaneView(QListView):
    """The cards of one column.

    Signals: `opened(UUID)`; `stepped(int)` to the column beside; `carried(int)` with what is chosen; `drop_asked`;
    `acted(ItemAct)` for a new item and for the search.
    """

    opened = Signal(object)
    stepped = Signal(int)
    carried = Signal(int)
    drop_asked = Signal()
    acted = Signal(object)
    focus_changed = Signal(bool)

    def __init__(self, context: Context, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.cards = LaneModel(context.wording, self)
        self.setModel(self.cards)
        self.setItemDelegate(CardDelegate(context.theme, self))
        self.setProperty("kind", "plain")
        self.setAccessibleName(name)
        self.setAccessibleDescription(_("Enter opens an item, Alt with an arrow moves it"))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.doubleClicked.connect(lambda index: self.opened.emit(self.cards.lines[index.row()].item.id))
        context.theme.changed.connect(self.scheduleDelayedItemsLayout)

    @property
    def chosen(self) -> list[UUID]:
        """Return the items that are selected, from the top down."""
        rows = sorted(index.row() for index in self.selectedIndexes())
        return [self.cards.lines[row].item.id for row in rows]

    @property
    def current(self) -> UUID | None:
        """Return the item that has the focus; None in an empty column."""
        index = self.currentIndex()
        return self.cards.lines[index.row()].item.id if index.isValid() else None

    def choose(self, items: Sequence[UUID], current: UUID) -> None:
        """Select items, and give one of them the focus."""
        row = self.cards.row_of(current)
        model = self.selectionModel()
        model.setCurrentIndex(self.cards.index(row), model.SelectionFlag.ClearAndSelect)
        for item in items:
            model.select(self.cards.index(self.cards.row_of(item)), model.SelectionFlag.Select)

    def make_drag(self) -> QDrag:
        """Return the drag of the selected cards, with the picture of the one that was taken hold of."""
        drag = QDrag(self)
        drag.setMimeData(self.cards.mimeData(self.selectedIndexes()))
        drag.setPixmap(self._picture())
        drag.setHotSpot(QPoint(24, 16))
        return drag

    def _picture(self) -> QPixmap:
        picture = self.viewport().grab(self.visualRect(self.currentIndex()))
        number = len(self.selectedIndexes())
        if number > 1:
            painter = QPainter(picture)
            painter.setFont(self._context.theme.font(13, bold=True))
            words = self._context.wording.count("{count} item", "{count} items", number)
            place = QRect(0, 0, painter.fontMetrics().horizontalAdvance(words) + 16, 26)
            painter.fillRect(place, self._context.theme.colour("accent"))
            painter.setPen(self._context.theme.colour("on_accent"))
            painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), words)
            painter.end()
        return picture

    def _step_of(self, event: QKeyEvent) -> int:
        """Return 1 for the key that leads forward, -1 for back, 0 for another; arrows go where they point."""
        forward = 1 if self.layoutDirection() is Qt.LayoutDirection.LeftToRight else -1
        return {
            Qt.Key.Key_Right: forward,
            Qt.Key.Key_Left: -forward,
            Qt.Key.Key_Greater: 1,
            Qt.Key.Key_Less: -1,
        }.get(Qt.Key(event.key()), 0)

    def _carries(self, event: QKeyEvent) -> bool:
        modifiers = event.modifiers() & ~_IGNORED
        if event.key() in _SIGNS:
            with_alt = modifiers == Qt.KeyboardModifier.AltModifier
            plain = modifiers == Qt.KeyboardModifier.NoModifier
            return with_alt or (plain and self._context.settings.single_key_answers)
        return event.key() in _ACROSS and modifiers == Qt.KeyboardModifier.AltModifier

    # Qt overrides

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._carries(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step, current = self._step_of(event), self.current
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier
        act = act_of(event, self._context.settings.single_key_answers)
        if act in _ACTS:
            self.acted.emit(act)
        elif self._carries(event):
            self.carried.emit(step)
        elif event.key() in _ACROSS and plain:
            self.stepped.emit(step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if current is not None:
                self.opened.emit(current)
        elif event.key() == Qt.Key.Key_Delete:
            self.drop_asked.emit()
        else:
            super().keyPressEvent(event)

    def startDrag(self, _actions: Qt.DropAction) -> None:
        self.make_drag().exec(Qt.DropAction.MoveAction)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.scheduleDelayedItemsLayout()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focus_changed.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focus_changed.emit(False)


class LaneStrip(PushButton):
    """A column that is folded to its name, written from top to bottom; pressing it unfolds the column."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._words = ""
        self.setProperty("kind", "strip")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_words(self, words: str) -> None:
        """Show a name."""
        self._words = words
        self.update()

    # Qt overrides

    def sizeHint(self) -> QSize:
        return QSize(self._context.theme.pixels(_STRIP_WIDTH), 120)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setFont(self._context.theme.font(13, bold=True))
        painter.setPen(self._context.theme.colour("soft"))
        painter.translate(self.width(), 0)
        painter.rotate(90)
        place = QRect(14, 0, self.height() - 28, self.width())
        shown = painter.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, place.width())
        alignment = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(place, int(alignment | Qt.AlignmentFlag.AlignAbsolute), shown)  # from the top in any language


class LaneColumn(QFrame):
    """A column with its head. `dropped(ids)` on it; `hovered` when a drag comes over it; `folded` when it closes."""

    dropped = Signal(object)
    hovered = Signal()
    folded = Signal()

    def __init__(self, context: Context, lane: Lane, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lane = lane
        self._context = context
        self._wording = context.wording
        self._is_open = lane not in APART
        self._under_drag = False
        self._name = f"{lane_mark(self._wording, lane)} {lane_name(self._wording, lane)}"
        self.setProperty("role", "lane")
        self.setAcceptDrops(True)
        self.view = LaneView(context, lane_name(self._wording, lane))
        self.view.focus_changed.connect(self._show_active)
        self.strip = LaneStrip(context)
        self.strip.clicked.connect(lambda: self.set_open(True))
        self.count = PlainLabel(role="strong")
        self.effort = ElidedLabel(role="small")
        self.fold = icon_button(context.theme, "close", _("Fold “{name}”").format(name=self.view.accessibleName()))
        self.fold.clicked.connect(lambda: self.set_open(False))
        self._lay_out()
        self.fold.setVisible(lane in APART)  # not before it has a parent: it would be a window for a moment
        self._show_open()
        context.theme.changed.connect(self._show_open)

    @property
    def is_open(self) -> bool:
        """Tell whether the cards are shown."""
        return self._is_open

    def show_lines(self, lines: Sequence[ItemLine], today: date) -> None:
        """Show other items, their number and what they take; the place scrolled to stays."""
        bar = self.view.verticalScrollBar()
        place = bar.value()
        self.view.cards.show_lines(lines, today)
        bar.setValue(place)
        items = self._wording.count("{count} item", "{count} items", len(lines))
        self.count.setText(str(len(lines)))
        self.effort.setText(effort_words(self._wording, (line.item for line in lines)) if lines else _("nothing"))
        name = self.view.accessibleName()
        self.strip.show_words(f"{self._name}  {len(lines)}")
        self.strip.setAccessibleName(_("{name}: {items}").format(name=name, items=items))
        self.strip.setAccessibleDescription(_("Folded; Enter shows the items"))

    def set_open(self, opened: bool) -> None:
        """Unfold the column, or fold it; the focus stays in it."""
        had_focus = self.isAncestorOf(self.window().focusWidget())
        self._is_open = opened
        if had_focus and not opened:
            self.strip.show()
            self.strip.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_open()
        if opened and had_focus:
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        if not opened:
            self.folded.emit()

    def _show_open(self) -> None:
        pixels = self._context.theme.pixels
        self._body.setVisible(self._is_open)
        self.strip.setVisible(not self._is_open)
        self.setMinimumWidth(pixels(_LEAST_WIDTH if self._is_open else _STRIP_WIDTH))
        self.setMaximumWidth(16_777_215 if self._is_open else pixels(_STRIP_WIDTH))

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(6)
        top.addStrut(26)  # as high as the button of those that fold: cards of all columns begin alike
        name = ElidedLabel(self._name, "strong")
        for part, stretch in ((name, 1), (self.count, 0), (self.fold, 0)):
            top.addWidget(part, stretch)
        head = QVBoxLayout()
        head.setContentsMargins(6, 0, 6, 0)
        head.setSpacing(0)
        head.addLayout(top)
        head.addWidget(self.effort)
        self._body = QWidget()
        body = QVBoxLayout(self._body)
        body.setContentsMargins(5, 8, 5, 4)
        body.setSpacing(4)
        body.addLayout(head)
        body.addWidget(self.view, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._body)
        whole.addWidget(self.strip)

    def _show_active(self) -> None:
        """Draw the edge of the column that has the focus, or that a drag is over."""
        active = self._under_drag or (self.view.hasFocus() and not self.view.cards.rowCount())
        if self.property("active") != active:
            self.setProperty("active", active)
            restyle(self)

    def _take_drag(self, over: bool) -> None:
        self._under_drag = over
        self._show_active()

    # Qt overrides

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(MIME_TYPE):
            event.setDropAction(Qt.DropAction.MoveAction)
            event.accept()
            self._take_drag(True)
            self.hovered.emit()
        else:
            event.ignore()  # files are the page's

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        event.accept()

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self._take_drag(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._take_drag(False)
        event.setDropAction(Qt.DropAction.MoveAction)
        event.accept()
        self.dropped.emit(carried_ids(event.mimeData()))
