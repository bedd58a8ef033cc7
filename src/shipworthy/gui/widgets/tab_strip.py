"""Tabs of a page: titles in a row over one part at a time; arrows move between them, Ctrl+PageUp and PageDown too."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QLayoutItem, QSizePolicy, QStackedWidget, QTabBar, QToolButton, QVBoxLayout, QWidget

from shipworthy.gui.widgets.page import Binding
from shipworthy.text import _

_PREVIOUS, _NEXT = "Ctrl+PgUp", "Ctrl+PgDown"


class TabStrip(QWidget):
    """Parts by title, each made when it is first shown; `shown(widget)` after another one came up.

    `leaving(widget)` comes before. With `least`, parts are content with the least height that they can have, where the
    page scrolls that they stand on: else it would scroll for what scrolls by itself.
    """

    shown = Signal(object)
    leaving = Signal(object)

    def __init__(
        self,
        name: str,
        tabs: Sequence[tuple[str, Callable[[], QWidget]]],
        parent: QWidget | None = None,
        *,
        least: bool = False,
    ) -> None:
        super().__init__(parent)
        self.bar = QTabBar(self, drawBase=False, expanding=False, usesScrollButtons=True)
        self.bar.setElideMode(Qt.TextElideMode.ElideNone)
        self.bar.setAccessibleName(name)
        self.bar.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._makers = [make for _title, make in tabs]
        self._made: dict[int, QWidget] = {}
        self._stack = _LeastStack() if least else QStackedWidget()
        for title, _make in tabs:
            self.bar.addTab(title.replace("&", "&&"))
        self.bar.setVisible(len(tabs) > 1)
        for button in self.bar.findChildren(QToolButton):  # they come where there is no room for all
            is_left = button.objectName() == "ScrollLeftButton"
            button.setAccessibleName(_("Tabs before these") if is_left else _("Tabs after these"))
        self._last = -1
        self.bar.currentChanged.connect(self._show)
        for keys, step in ((_PREVIOUS, -1), (_NEXT, 1)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(lambda step=step: self._step(step))
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.addWidget(self.bar)
        self._layout.addWidget(self._stack, 1)

    def add_below_bar(self, widget: QWidget) -> None:
        """Put a widget between the titles and the part shown, whichever that is."""
        self._layout.insertWidget(self._layout.count() - 1, widget)

    @property
    def current(self) -> QWidget | None:
        """Return the part shown; None before the first."""
        return self._made.get(self._last)

    def show_tab(self, place: int) -> None:
        """Show a part by its place."""
        if self.bar.currentIndex() != place or self.current is None:
            self.bar.setCurrentIndex(place)
            self._show(place)

    def _step(self, step: int) -> None:
        self.bar.setCurrentIndex((self.bar.currentIndex() + step) % self.bar.count())

    @Slot(int)
    def _show(self, place: int) -> None:
        if place == self._last:
            return
        before = self.current
        if before is not None:
            self.leaving.emit(before)
        if place not in self._made:
            part = self._makers[place]()
            self._made[place] = part
            self._stack.addWidget(part)
        for each in self._made.values():  # only the part shown asks for room
            _ask_for_room(each, asks=each is self._made[place])
        self._last = place
        self._stack.setCurrentWidget(self._made[place])
        self.shown.emit(self._made[place])


class _LeastStack(QStackedWidget):
    """Asks for no more than the least height of what it shows: stacks in it as low as they can be, bars in full."""

    def _least(self) -> int:
        part = self.currentWidget()
        layout = part.layout() if part is not None else None
        if not isinstance(layout, QVBoxLayout):
            return 0
        margins = layout.contentsMargins()
        room = self.width() - margins.left() - margins.right()
        items = [item for item in map(layout.itemAt, range(layout.count())) if item is not None and not item.isEmpty()]
        between = layout.spacing() * max(len(items) - 1, 0)
        return sum(_height(item, room) for item in items) + between + margins.top() + margins.bottom()

    # Qt overrides

    def hasHeightForWidth(self) -> bool:
        return False  # Qt would ask the layout, which asks for what all parts would like

    def minimumSizeHint(self) -> QSize:
        least = super().minimumSizeHint()
        return QSize(least.width(), max(least.height(), self._least()))

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()


def _height(item: QLayoutItem, width: int) -> int:
    least: int = item.minimumSize().height()
    if isinstance(item.widget(), QStackedWidget) or not item.hasHeightForWidth():
        return least
    return max(least, item.heightForWidth(width))


def _ask_for_room(part: QWidget, *, asks: bool) -> None:
    policy = QSizePolicy.Policy.Preferred if asks else QSizePolicy.Policy.Ignored
    part.setSizePolicy(policy, policy)


def tab_bindings() -> tuple[Binding, ...]:
    """Return the keys of the tabs of a page, for the sheet of keys."""
    native = QKeySequence.SequenceFormat.NativeText
    previous, following = (QKeySequence(keys).toString(native) for keys in (_PREVIOUS, _NEXT))
    return (Binding(previous, _("Previous tab")), Binding(following, _("Next tab")))
