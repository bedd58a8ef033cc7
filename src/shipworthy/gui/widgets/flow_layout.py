"""A layout that sets its items side by side and begins a new line where the width ends, so that nothing is cut off."""

from typing import Any

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QStyle, QWidget

# Qt asks beyond the end and wants None then, which the stubs of some versions of PySide6 know and of others do not.
_NO_ITEM: Any = None


class FlowLayout(QLayout):
    """Items in reading order, `spacing` pixels apart in both directions; hidden widgets take no room.

    `outset` lets the items reach out of both sides by some pixels, so that what they show lines up with the texts above
    and not their focus rings; Qt takes a negative margin for none. With `one_line` it would like to have the width of
    all of them, where there is room beside others.
    """

    def __init__(
        self, parent: QWidget | None = None, spacing: int = 8, outset: int = 0, *, one_line: bool = False
    ) -> None:
        super().__init__(parent)
        self._one_line = one_line
        self._outset = outset
        self._items: list[QLayoutItem] = []
        self.setSpacing(spacing)
        self.setContentsMargins(0, 0, 0, 0)

    def insert_widget(self, place: int, widget: QWidget) -> None:
        """Add a widget before the one at a place."""
        self.addWidget(widget)
        self._items.insert(place, self._items.pop())
        self.invalidate()

    def _arrange(self, whole: QRect, moving: bool) -> int:
        """Return the height that the items need in a rectangle; with `moving`, put them there."""
        rect = whole.adjusted(-self._outset, 0, self._outset, 0)
        parent = self.parentWidget()
        direction = parent.layoutDirection() if parent is not None else Qt.LayoutDirection.LeftToRight
        across, down, line_height = rect.x(), rect.y(), 0
        line: list[tuple[QLayoutItem, QRect]] = []
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint().boundedTo(QSize(max(rect.width(), 1), 100_000))
            if line and across + size.width() > rect.right() + 1:
                self._place(line, line_height, rect, direction, moving)
                across, down, line_height, line = rect.x(), down + line_height + self.spacing(), 0, []
            line.append((item, QRect(QPoint(across, down), size)))
            across += size.width() + self.spacing()
            line_height = max(line_height, size.height())
        self._place(line, line_height, rect, direction, moving)
        return down + line_height - rect.y()

    def _place(
        self,
        line: list[tuple[QLayoutItem, QRect]],
        height: int,
        whole: QRect,
        direction: Qt.LayoutDirection,
        moving: bool,
    ) -> None:
        if not moving:
            return
        for item, rect in line:
            rect.moveTop(rect.top() + (height - rect.height()) // 2)
            item.setGeometry(QStyle.visualRect(direction, whole, rect))

    # Qt overrides

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem:
        return self._items[index] if 0 <= index < len(self._items) else _NO_ITEM

    def takeAt(self, index: int) -> QLayoutItem:
        return self._items.pop(index) if 0 <= index < len(self._items) else _NO_ITEM

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), moving=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, moving=True)

    def sizeHint(self) -> QSize:
        least = self.minimumSize()
        if not self._one_line:
            return least
        widths = [item.sizeHint().width() for item in self._items if not item.isEmpty()]
        return QSize(sum(widths) + self.spacing() * max(len(widths) - 1, 0), least.height())

    def minimumSize(self) -> QSize:
        widths = [item.minimumSize().width() for item in self._items if not item.isEmpty()]
        heights = [item.minimumSize().height() for item in self._items if not item.isEmpty()]
        return QSize(max(widths, default=0), max(heights, default=0))
