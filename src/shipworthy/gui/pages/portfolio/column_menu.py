"""Which columns a table shows and in which order: ticked and moved by key, without the mouse."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QMenu, QWidget

from shipworthy.gui.models.service_columns import ServiceColumn
from shipworthy.gui.widgets.page import Binding
from shipworthy.text import _

_MOVES = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class ColumnMenu(QMenu):
    """One line for each column, those shown first and in their order; stays open for several to be ticked and moved.

    `chosen(ids)` after every change; no ids ask for the usual columns. The first column always stays.
    """

    chosen = Signal(object)

    def __init__(self, columns: Sequence[ServiceColumn], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Columns"))
        self._titles = {column.id: column.title for column in columns[1:]}
        self._first = columns[0].id
        self._shown: list[str] = []
        self.ticks: dict[str, QAction] = {}
        self.usual = QAction(self)

    def open_at(self, place: QPoint, shown: Sequence[str]) -> None:
        """Open at a place of the screen, with the columns that are shown ticked."""
        self._shown = [each for each in shown if each != self._first]
        self._fill([*self._shown, *(each for each in self._titles if each not in self._shown)])
        self.popup(place)
        self.setActiveAction(next(iter(self.ticks.values())))

    def _fill(self, order: Sequence[str]) -> None:
        self.clear()
        self.ticks = {}
        for each in order:
            action = QAction(self._titles[each].replace("&", "&&"), self, checkable=True)
            action.setChecked(each in self._shown)
            action.triggered.connect(lambda on, each=each: self._tick(each, on))
            self.addAction(action)
            self.ticks[each] = action
        self.addSeparator()
        self.usual = self.addAction(_("Usual columns"), lambda: self.chosen.emit(()))
        keys = [_native(f"Ctrl+{key}") for key in ("Up", "Down")]
        hint = self.addAction(_("{up} and {down} move a column").format(up=keys[0], down=keys[1]))
        hint.setEnabled(False)

    def _tick(self, column: str, on: bool) -> None:
        if on:
            self._shown.append(column)
        else:
            self._shown.remove(column)
        self._emit()

    def _move(self, column: str, step: int) -> None:
        """Move a column that is shown past its neighbour."""
        place = self._shown.index(column) + step
        if not 0 <= place < len(self._shown):
            return
        self._shown.remove(column)
        self._shown.insert(place, column)
        self._fill([*self._shown, *(each for each in self.ticks if each not in self._shown)])
        self.setActiveAction(self.ticks[column])
        self._emit()

    def _emit(self) -> None:
        self.chosen.emit((self._first, *self._shown))

    def _active(self) -> str:
        action = self.activeAction()
        return next((each for each, tick in self.ticks.items() if tick is action), "")

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        active = self._active()
        if event.key() == Qt.Key.Key_Space and active:
            self.ticks[active].trigger()
        elif event.key() in _MOVES and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if active in self._shown:
                self._move(active, _MOVES[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        action = self.actionAt(event.position().toPoint())
        if action in self.ticks.values():
            action.trigger()
        else:
            super().mouseReleaseEvent(event)


def column_bindings() -> tuple[Binding, ...]:
    """Return the keys of the menu of columns, for the sheet of keys."""
    return (
        Binding(_("Space"), _("Show or hide the column")),
        Binding(_(" or ").join(map(_native, ("Ctrl+Up", "Ctrl+Down"))), _("Move the column forwards or back")),
    )


def _native(keys: str) -> str:
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
