"""The dependency graph on screen: zoomed, moved and walked through along its lines."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPainterPathStroker,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QToolTip, QWidget

from shipworthy.domain.dependencies import Dependencies, Need
from shipworthy.gui.pages.portfolio.graph_layout import Box, Layout, Line
from shipworthy.gui.pages.portfolio.graph_paint import CardLook, GraphPainter
from shipworthy.gui.pages.portfolio.graph_picture import GraphPicture
from shipworthy.gui.pages.portfolio.graph_walk import ARROWS, first_and_last, next_card
from shipworthy.gui.theme import Theme
from shipworthy.gui.widgets.labels import plain_tool_tip
from shipworthy.text import _
from shipworthy.wording.dependencies import DependencyWording

_MARGIN = 28
_STEP = 1.25
_LEAST, _MOST = 0.15, 2.5
_READABLE = 0.75  # no smaller without being asked
_NEAR = 12.0


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A line as it is drawn."""

    need: Need
    path: QPainterPath


class GraphView(QAbstractScrollArea):
    """Cards joined by lines; one card is chosen.

    `chosen(UUID)` when another one is; `opened(UUID)` on Enter and a double click; `around_asked(UUID)` to see only
    what is around it; `search_asked` to look for a service.
    """

    chosen = Signal(object)
    opened = Signal(object)
    around_asked = Signal(object)
    search_asked = Signal()

    def __init__(self, theme: Theme, words: DependencyWording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words = words
        self._painter = GraphPainter(theme, words)
        self._picture: GraphPicture | None = None
        self._cards: dict[UUID, Box] = {}
        self._lines: tuple[_Drawn, ...] = ()
        self._current: UUID | None = None
        self._fall: frozenset[UUID] = frozenset()
        self._needed: frozenset[UUID] = frozenset()
        self._zoom = 1.0
        self._fits = True  # as much as can be read, until somebody zooms
        self._hold: QPoint | None = None
        self.setProperty("role", "graph")
        self.setAccessibleName(_("Dependency graph"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setCursor(Qt.CursorShape.ArrowCursor)
        theme.changed.connect(self.viewport().update)

    @property
    def current(self) -> UUID | None:
        """Return the chosen service."""
        return self._current

    @property
    def cards(self) -> dict[UUID, Box]:
        """Return where the cards stand, unscaled."""
        return self._cards

    @property
    def zoom(self) -> float:
        """Return how much larger than by itself everything is."""
        return self._zoom

    def show_picture(self, picture: GraphPicture, current: UUID | None) -> None:
        """Show a graph with one card chosen; zoom and place stay where the same cards are shown."""
        same = self._picture is not None and set(self._cards) == set(picture.layout.cards if picture.layout else ())
        self._picture = picture
        layout: Layout[UUID] = picture.layout or Layout({}, (), (), 0, 0)
        self._cards = {each: self._mirrored(box) for each, box in layout.cards.items()}
        needs = {(need.service.id, need.needed.id): need for need in picture.needs}
        self._lines = tuple(self._drawn(line, needs[line.source, line.target]) for line in layout.lines)
        self._fits = self._fits or not same
        self._fit_when_wanted()
        if current is not None and current in self._cards:
            self._set_current(current)
            self._show_card(current, in_middle=not same)
        else:
            self._current = None
        self.viewport().update()

    def choose(self, service_id: UUID) -> None:
        """Choose a card and bring it into sight; nothing where there is none."""
        if service_id in self._cards and service_id != self._current:
            self._set_current(service_id)
            self._show_card(service_id)
            self.viewport().update()
            self.chosen.emit(service_id)
            if self.hasFocus():
                QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.accessibleDescription()))

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        """Show everything larger or smaller, with one place of the window staying where it is."""
        self._fits = False
        self._set_zoom(self._zoom * factor, at or QPointF(self.viewport().rect().center()))

    def zoom_in(self) -> None:
        """Show everything larger."""
        self.zoom_by(_STEP)

    def zoom_out(self) -> None:
        """Show everything smaller."""
        self.zoom_by(1 / _STEP)

    def fit(self) -> None:
        """Show the whole graph."""
        self._fits = False
        self._set_zoom(min(1.0, self._fitting()), QPointF(self.viewport().rect().center()))

    # What is shown

    def _drawn(self, line: Line[UUID], need: Need) -> _Drawn:
        if self.isRightToLeft():
            width = self._size().width()
            points = tuple((width - x, y) for x, y in line.points)
            line = line._replace(points=points)
        box = self._cards[line.source]
        return _Drawn(need, self._painter.line_path(line, box.x + box.width / 2))

    def _mirrored(self, box: Box) -> Box:
        if not self.isRightToLeft():
            return box
        return box._replace(x=self._size().width() - box.x - box.width)

    def _size(self) -> QSize:
        layout = self._picture.layout if self._picture else None
        return QSize(round(layout.width), round(layout.height)) if layout else QSize(0, 0)

    def _set_current(self, service_id: UUID) -> None:
        assert self._picture is not None, "there are cards"
        dependencies = self._picture.dependencies
        self._current = service_id
        self._fall = frozenset(each.id for each in dependencies.blast(service_id).fall)
        self._needed = dependencies.all_needed(service_id)
        self.setAccessibleDescription(self._words.summary(dependencies, dependencies.services[service_id]))

    def _look(self, service_id: UUID) -> CardLook:
        assert self._picture is not None, "there are cards"
        chosen = service_id == self._current
        return CardLook(
            is_chosen=chosen,
            falls=service_id in self._fall,
            is_needed=service_id in self._needed,
            is_beside=service_id in self._picture.beside,
            has_focus=chosen and self.hasFocus(),
        )

    def _is_related(self, need: Need) -> bool:
        """Tell whether a line is on a way by which something falls with the chosen card, or which it needs."""
        source, target, current = need.service.id, need.needed.id, self._current
        by_fall = need.is_hard and source in self._fall and (target in self._fall or target == current)
        by_need = target in self._needed and (source in self._needed or source == current)
        return by_fall or by_need

    # Zoom and place

    def _fitting(self) -> float:
        size, room = self._size(), self.viewport().size()
        if size.isEmpty():
            return 1.0
        return min(room.width() / (size.width() + 2 * _MARGIN), room.height() / (size.height() + 2 * _MARGIN))

    def _fit_when_wanted(self) -> None:
        if self._fits:
            self._zoom = max(_READABLE, min(1.0, self._fitting()))
        self._set_bars()

    def _set_zoom(self, zoom: float, at: QPointF) -> None:
        fixed = self._to_graph(at)
        self._zoom = min(max(zoom, _LEAST), _MOST)
        self._set_bars()
        moved = self._to_view(fixed)
        self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() + round(moved.x() - at.x()))
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() + round(moved.y() - at.y()))
        self.viewport().update()

    def _set_bars(self) -> None:
        size, room = self._size(), self.viewport().size()
        for bar, whole, seen in (
            (self.horizontalScrollBar(), size.width(), room.width()),
            (self.verticalScrollBar(), size.height(), room.height()),
        ):
            extent = round((whole + 2 * _MARGIN) * self._zoom)
            bar.setRange(0, max(extent - seen, 0))
            bar.setPageStep(seen)
            bar.setSingleStep(24)

    def _origin(self) -> QPointF:
        """Return where in the window the graph begins: in the middle where there is room to spare."""
        size, room = self._size(), self.viewport().size()
        left, top = (
            max((seen - (whole + 2 * _MARGIN) * self._zoom) / 2, 0) + _MARGIN * self._zoom
            for seen, whole in ((room.width(), size.width()), (room.height(), size.height()))
        )
        bar = self.horizontalScrollBar()
        across = bar.maximum() - bar.value() if self.isRightToLeft() else bar.value()
        return QPointF(left - across, top - self.verticalScrollBar().value())

    def _to_graph(self, at: QPointF) -> QPointF:
        return (at - self._origin()) / self._zoom

    def _to_view(self, at: QPointF) -> QPointF:
        return at * self._zoom + self._origin()

    def card_place(self, service_id: UUID) -> QRectF:
        """Return where in the viewport a card is."""
        box = self._cards[service_id]
        corner = self._to_view(QPointF(box.x, box.y))
        return QRectF(corner.x(), corner.y(), box.width * self._zoom, box.height * self._zoom)

    def _show_card(self, service_id: UUID, *, in_middle: bool = False) -> None:
        if in_middle:
            aside = self.card_place(service_id).center() - QRectF(self.viewport().rect()).center()
            self._scroll_by(aside.x(), aside.y())
        place, room = self.card_place(service_id), QRectF(self.viewport().rect()).adjusted(_NEAR, _NEAR, -_NEAR, -_NEAR)
        across = min(place.left() - room.left(), 0) + max(place.right() - room.right(), 0)
        down = min(place.top() - room.top(), 0) + max(place.bottom() - room.bottom(), 0)
        self._scroll_by(across, down)

    def _scroll_by(self, across: float, down: float) -> None:
        bar = self.horizontalScrollBar()
        bar.setValue(bar.value() + round(-across if self.isRightToLeft() else across))
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() + round(down))

    def card_at(self, at: QPointF) -> UUID | None:
        """Return the service whose card is at a place of the viewport."""
        point = self._to_graph(at)
        return next((each for each, box in self._cards.items() if QRectF(*box).contains(point)), None)

    def _line_at(self, at: QPointF) -> Need | None:
        point, stroker = self._to_graph(at), QPainterPathStroker()
        stroker.setWidth(_NEAR)
        near = (each for each in self._lines if each.path.boundingRect().adjusted(-9, -9, 9, 9).contains(point))
        return next((each.need for each in near if stroker.createStroke(each.path).contains(point)), None)

    # Keys

    def _act(self, event: QKeyEvent) -> bool:
        """Do what a key says; False for one that says nothing here."""
        key, current = Qt.Key(event.key()), self._current
        if key in ARROWS:
            if current is not None:
                needs = (each.need for each in self._lines)
                self.choose(next_card(self._cards, needs, current, key) or current)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and current is not None:
            self.opened.emit(current)
        elif key == Qt.Key.Key_Space and current is not None:
            self.around_asked.emit(current)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and self._cards:
            first, last = first_and_last(self._cards, is_right_to_left=self.isRightToLeft())
            self.choose(first if key == Qt.Key.Key_Home else last)
        elif event.text() in ("+", "="):
            self.zoom_in()
        elif event.text() == "-":
            self.zoom_out()
        elif event.text() == "0":
            self.fit()
        elif event.text() == "/":
            self.search_asked.emit()
        else:
            return False
        return True

    # Qt overrides

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        picture = self._picture
        if picture is None or picture.layout is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(self._origin())
        painter.scale(self._zoom, self._zoom)
        direction, dependencies = self.layoutDirection(), picture.dependencies
        for box, group in picture.layout.frames:
            self._painter.paint_frame(painter, self._mirrored(box), self._frame_title(dependencies, group), direction)
        related = [each for each in self._lines if self._is_related(each.need)]
        others = [each for each in self._lines if not self._is_related(each.need)]
        for drawn, is_related in ((others, False), (related, True)):
            for each in drawn:
                self._painter.paint_line(painter, each.path, each.need, is_related)
        for each in (*others, *related):
            self._painter.paint_marks(painter, each.path, each.need)
        for service_id, box in self._cards.items():
            service, look = dependencies.services[service_id], self._look(service_id)
            self._painter.paint_card(painter, box, service, dependencies, look, direction)

    def _frame_title(self, dependencies: Dependencies, group: tuple[UUID, ...]) -> str:
        hard = {each.id for each in dependencies.circle_of(group[0])}
        return self._words.circle_title(len(group), is_hard=set(group) <= hard)

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_when_wanted()
        if self._current is not None and self._fits:
            self._show_card(self._current)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        if plain != Qt.KeyboardModifier.NoModifier or not self._act(event):
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        found = self.card_at(event.position())
        if found is not None:
            self.choose(found)
        elif event.button() == Qt.MouseButton.LeftButton:
            self._hold = event.position().toPoint()
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._hold is not None:
            moved = event.position().toPoint() - self._hold
            self._hold = event.position().toPoint()
            self._scroll_by(-moved.x(), -moved.y())

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self._hold = None
        self.viewport().setCursor(Qt.CursorShape.ArrowCursor)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        found = self.card_at(event.position())
        if found is not None:
            self.opened.emit(found)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(_STEP ** (event.angleDelta().y() / 120), event.position())
            event.accept()
        else:
            super().wheelEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            self._show_tip(event)
            return True
        return super().viewportEvent(event)

    def _show_tip(self, event: QHelpEvent) -> None:
        at, words = QPointF(event.pos()), self._words
        card, text = self.card_at(at), ""
        if card is not None and self._picture is not None:
            dependencies = self._picture.dependencies
            text = words.summary(dependencies, dependencies.services[card])
        elif (need := self._line_at(at)) is not None:
            text = f"{need.service.name} {words.needs(need)}"
        QToolTip.showText(event.globalPos(), plain_tool_tip(text), self)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()
