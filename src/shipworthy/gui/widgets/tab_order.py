"""Tab follows the reading order, also for widgets that were made later than those after them."""

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QWidget


def set_reading_order(first: QWidget, layout: QLayout) -> None:
    """Let Tab go from a widget through everything in a layout, in the order in which it lies there."""
    for before, after in pairwise([first, *_focusable(layout)]):
        QWidget.setTabOrder(before, after)


def _focusable(layout: QLayout) -> Iterator[QWidget]:
    for place in range(layout.count()):
        item = layout.itemAt(place)
        widget, inner = (item.widget(), item.layout()) if item is not None else (None, None)
        if widget is not None and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            yield widget
        inner = inner or (widget.layout() if widget is not None else None)
        if inner is not None:
            yield from _focusable(inner)
