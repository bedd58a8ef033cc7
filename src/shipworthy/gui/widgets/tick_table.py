"""A table whose rows have boxes."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from shipworthy.gui.widgets.table_view import TableView


class TickTable(TableView):
    """A table in which Space ticks the box of the row, whatever column is current; `toggled` carries the row."""

    toggled = Signal(int)

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            self.toggled.emit(self.currentIndex().row())
            return
        super().keyPressEvent(event)
