"""A small window over the page in which values are ticked; where there are many, they are found by typing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from shipworthy.gui.models.values_model import NAME, ValuesModel
from shipworthy.gui.theme import Theme
from shipworthy.gui.widgets.item_delegate import ROW_HEIGHT
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.gui.widgets.page import Binding
from shipworthy.gui.widgets.tick_table import TickTable
from shipworthy.text import _
from shipworthy.wording import Wording

SEARCHED_FROM = 10
"""From so many values on there is a search above them."""

_MOST_ROWS = 10
_WIDTH = 320
Value = Any


class ValuePicker(QFrame):
    """`ticked(value, on)` when a person ticks one; stays open for several, until Esc, Enter or a click elsewhere.

    `closed` when it is gone.
    """

    ticked = Signal(object, bool)
    closed = Signal()

    def __init__(self, theme: Theme, wording: Wording, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("role", "picker")
        self._theme = theme
        self.model = ValuesModel(self)
        self.search = QLineEdit(clearButtonEnabled=True)
        self.search.textChanged.connect(self._search)
        self.search.installEventFilter(self)
        self.table = TickTable(theme, wording, "")
        self.table.horizontalHeader().hide()
        self.table.setModel(self.model)
        self.table.toggled.connect(self.toggle)
        self.table.clicked.connect(self._toggle_clicked)
        self.table.opened.connect(self._take)
        self.nothing = PlainLabel(_("Nothing is called like that."), "soft")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(6)
        for part in (self.search, self.table, self.nothing):
            layout.addWidget(part)

    def open_below(
        self,
        widget: QWidget,
        title: str,
        counts: Mapping[Value, int],
        chosen: Collection[Value],
        name: Callable[[Value], str],
    ) -> None:
        """Show values below a widget, with the focus on the search or on the first of them."""
        self.setAccessibleName(title)
        self.table.setAccessibleName(title)
        self.table.setAccessibleDescription(_("Space ticks a value, Enter ticks it and closes the list"))
        self.search.setAccessibleName(_("Search: {title}").format(title=title))
        self.search.setPlaceholderText(self.search.accessibleName())
        self.search.clear()
        self.model.show_counts(counts, chosen, name)
        is_long = len(counts) > SEARCHED_FROM
        self.search.setVisible(is_long)
        self.setLayoutDirection(widget.layoutDirection())
        self._show_found()
        self._place_below(widget)
        self.show()
        self.table.fit()
        (self.search if is_long else self.table).setFocus(Qt.FocusReason.PopupFocusReason)

    def show_chosen(self, chosen: Collection[Value]) -> None:
        """Tick other values."""
        self.model.show_chosen(chosen)

    @Slot(int)
    def toggle(self, row: int) -> None:
        """Tick the value of a row, or untick it."""
        self.ticked.emit(self.model.value(row), not self.model.is_chosen(row))

    def _place_below(self, widget: QWidget) -> None:
        rows = min(max(self.model.rowCount(), 1), _MOST_ROWS)
        self.table.setFixedHeight(rows * self._theme.pixels(ROW_HEIGHT) + 2 * self.table.frameWidth())
        self.setFixedWidth(self._theme.pixels(_WIDTH))
        size = QSize(self.width(), self.sizeHint().height())
        is_mirrored = widget.isRightToLeft()
        corner = widget.mapToGlobal(widget.rect().bottomRight() if is_mirrored else widget.rect().bottomLeft())
        room = widget.screen().availableGeometry()
        left = corner.x() - size.width() if is_mirrored else corner.x()
        top = corner.y() + 4
        if top + size.height() > room.bottom():
            top = widget.mapToGlobal(QPoint(0, 0)).y() - size.height() - 4
        self.move(max(min(left, room.right() - size.width()), room.left()), max(top, room.top()))

    @Slot(str)
    def _search(self, text: str) -> None:
        self.model.search(text)
        self._show_found()

    def _show_found(self) -> None:
        found = bool(self.model.rowCount())
        self.nothing.setVisible(not found)
        if found:
            self.table.setCurrentIndex(self.model.index(0, NAME))

    @Slot(QModelIndex)
    def _toggle_clicked(self, index: QModelIndex) -> None:
        self.toggle(index.row())

    @Slot(QModelIndex)
    def _take(self, index: QModelIndex) -> None:
        """Tick a value where it is not, and close: whoever presses Enter means it."""
        if not self.model.is_chosen(index.row()):
            self.toggle(index.row())
        self.close()

    # Qt overrides

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self.model.rowCount():
            if event.key() == Qt.Key.Key_Down:
                self.table.setFocus()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take(self.table.currentIndex())
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
            return
        super().keyPressEvent(event)

    def hideEvent(self, event: Any) -> None:
        super().hideEvent(event)
        self.closed.emit()


def picker_bindings() -> tuple[Binding, ...]:
    """Return the keys of the picker, for the sheet of keys."""
    down = QKeySequence("Down").toString(QKeySequence.SequenceFormat.NativeText)
    return (
        Binding(down, _("From the search to the values")),
        Binding(_("Space"), _("Choose the value or leave it, and stay")),
        Binding(_("Enter"), _("Choose the value, and close")),
    )
