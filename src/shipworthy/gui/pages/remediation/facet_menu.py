"""The values that a list can be narrowed to, each with how many it would keep; stays open for several to be ticked."""

from collections.abc import Callable, Collection, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu, QWidget

from shipworthy.gui.models.item_filter import Value
from shipworthy.text import ngettext

MOST_VALUES = 40


class FacetMenu(QMenu):
    """One line per value; `ticked(value, on)` when a person ticks one. Those beyond 40 are found by the search."""

    ticked = Signal(object, bool)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.values: dict[Value, QAction] = {}

    def show_counts(self, counts: Mapping[Value, int], chosen: Collection[Value], name: Callable[[Value], str]) -> None:
        """Show values with their counts; those chosen are ticked."""
        if counts.keys() != self.values.keys() & counts.keys() or len(counts) != len(self.values):
            self._make(counts, chosen)
        for value, action in self.values.items():
            # A tab sets the number apart; an ampersand would underline the next letter.
            action.setText(f"{name(value).replace('&', '&&')}\t{counts[value]}")
            action.setChecked(value in chosen)

    def _make(self, counts: Mapping[Value, int], chosen: Collection[Value]) -> None:
        self.clear()
        self.values.clear()
        shown = list(counts)
        if len(shown) > MOST_VALUES:
            most = sorted(shown, key=lambda value: (value not in chosen, -counts[value]))[:MOST_VALUES]
            shown = [value for value in shown if value in most]
        for value in shown:
            action = QAction(self, checkable=True)
            action.triggered.connect(lambda on, value=value: self.ticked.emit(value, on))
            self.addAction(action)
            self.values[value] = action
        left_out = len(counts) - len(shown)
        if left_out:
            text = ngettext(
                "{count} more: type its name in the search", "{count} more: type the name in the search", left_out
            )
            self.addAction(text.format(count=left_out)).setEnabled(False)

    def _tick(self, action: QAction | None) -> bool:
        if action is None or not action.isCheckable():
            return False
        action.trigger()
        return True

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Space or not self._tick(self.activeAction()):
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not self._tick(self.actionAt(event.position().toPoint())):
            super().mouseReleaseEvent(event)
