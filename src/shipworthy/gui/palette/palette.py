"""The palette itself: a field and a list over the window, which give the focus back when they go."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QRect, QSize, Qt, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QLineEdit,
    QListView,
    QMainWindow,
    QVBoxLayout,
    QWidget,
)

from shipworthy.gui.command import Command
from shipworthy.gui.models.palette_model import PaletteModel
from shipworthy.gui.palette.found import Finder
from shipworthy.gui.palette.palette_delegate import PaletteDelegate
from shipworthy.gui.theme import Theme
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.gui.widgets.page import Binding
from shipworthy.text import _

_WIDTH, _HEIGHT = 640, 480
_MARGIN, _PAD, _GAP = 8, 12, 8
_FRAME = 2  # of the list, all round
_PAGE = 8


class Palette(QFrame):
    """Opened over a window by `open`; `offers` returns what can be done at that moment.

    The field keeps the focus all the time. The command that Enter would run is announced, and is the field's
    accessible description: that is how a screen reader hears a list that never has the focus.
    """

    def __init__(self, window: QMainWindow, theme: Theme, offers: Callable[[], Sequence[Command]]) -> None:
        super().__init__(window)
        self._window = window
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        self._application = application
        self._theme = theme
        self._offers = offers
        self._before: QWidget | None = None
        self._finder = Finder()
        self.model = PaletteModel(self)
        self.field = QLineEdit()
        self.list = QListView()
        self.nothing = PlainLabel(role="soft", wrap=True)
        self._delegate = PaletteDelegate(theme, self.list)
        self.setProperty("role", "palette")
        self.setAccessibleName(_("Search or command"))
        self._lay_out()
        self.field.textChanged.connect(self._search)
        self.list.clicked.connect(self._run_clicked)
        self._application.focusChanged.connect(self._follow_focus)
        theme.changed.connect(self._place)
        self.hide()

    @Slot()
    def open(self) -> None:
        """Come up with an empty field; asked for again, go."""
        if self.isVisible():
            self.close_palette()
            return
        focus = QApplication.focusWidget()
        self._before = focus if focus is not None and self._window.isAncestorOf(focus) else None
        self.take_offers()
        self.field.clear()
        self._search()
        self._place()
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)
        self._application.installEventFilter(self)

    def take_offers(self) -> None:
        """Look again at what can be done; what was typed and chosen stays."""
        self._finder.take(self._offers())
        if self.isVisible():
            row = self.list.currentIndex().row()
            self._search()
            if self.model.command(row) is not None:
                self._choose(row)

    @Slot()
    def close_palette(self) -> None:
        """Go, and give the focus back to whatever had it."""
        if not self.isVisible():
            return
        before = self._before
        self._hide()
        if before is not None and before.isVisible():
            before.setFocus(Qt.FocusReason.PopupFocusReason)

    @property
    def current(self) -> Command | None:
        """Return the command that Enter would run."""
        return self.model.command(self.list.currentIndex().row())

    def _lay_out(self) -> None:
        self.field.setPlaceholderText(_("Search commands, questions, services, items and settings"))
        self.field.setAccessibleName(_("Search or command"))
        self.field.setClearButtonEnabled(True)
        self.list.setModel(self.model)
        self.list.setItemDelegate(self._delegate)
        self.list.setAccessibleName(_("Found"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setProperty("kind", "plain")
        self.list.setMouseTracking(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_PAD, _PAD, _PAD, _PAD)
        layout.setSpacing(_GAP)
        layout.addWidget(self.field)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.nothing)
        layout.addStretch(0)

    @Slot()
    def _search(self) -> None:
        query = self.field.text()
        lines = self._finder.lines(query)
        self._delegate.words = tuple(query.lower().split())
        self.model.show(lines)
        self.list.setVisible(bool(lines))
        self.nothing.setVisible(not lines)
        self.nothing.setText("" if lines else _("Nothing has “{words}”. Try fewer letters.").format(words=query))
        if lines:
            self.list.scrollToTop()
            self._choose(self.model.choosable[0])
        else:
            self._tell(self.nothing.text())
        self._place()

    def _choose(self, row: int) -> None:
        index = self.model.index(row)
        self.list.setCurrentIndex(index)
        if row and row == self.model.choosable[0]:
            self.list.scrollToTop()  # with the heading above it
        rows = self.model.choosable
        place = _("{place} of {count}").format(place=rows.index(row) + 1, count=len(rows))
        command = self.model.command(row)
        assert command is not None
        self._tell(f"{command.spoken}, {place}")

    def _tell(self, text: str) -> None:
        if text != self.field.accessibleDescription():
            self.field.setAccessibleDescription(text)
            if self.isVisible():
                QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.field, text))

    def _step(self, key: int) -> bool:
        """Move in the list by a key; False for a key that moves nothing."""
        rows = self.model.choosable
        if not rows:
            return False
        row = self.list.currentIndex().row()
        place = rows.index(row) if row in rows else 0
        last = len(rows) - 1
        places = {
            Qt.Key.Key_Down: 0 if place == last else place + 1,
            Qt.Key.Key_Up: last if place == 0 else place - 1,
            Qt.Key.Key_PageDown: min(place + _PAGE, last),
            Qt.Key.Key_PageUp: max(place - _PAGE, 0),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        if key not in places:
            return False
        self._choose(rows[places[Qt.Key(key)]])
        return True

    @Slot(QModelIndex)
    def _run_clicked(self, index: QModelIndex) -> None:
        command = self.model.command(index.row())
        if command is not None:
            self._run(command)

    def _run(self, command: Command) -> None:
        self._finder.note_run(command)
        self.close_palette()  # first: what the command opens takes the focus from where it was
        command.act()

    def _hide(self) -> None:
        self._application.removeEventFilter(self)
        self._before = None
        self.hide()

    @Slot(QWidget, QWidget)
    def _follow_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        """Go when something else in the window gets the focus; not while another window is in front."""
        if self.isVisible() and new is not None and new is not self and not self.isAncestorOf(new):
            self._hide()

    @Slot()
    def _place(self) -> None:
        """Stand at the top, in the middle, no larger than the window."""
        window = self._window
        top = window.menuBar().height() + _MARGIN
        width = min(self._theme.pixels(_WIDTH), window.width() - 2 * _MARGIN)
        room = min(self._theme.pixels(_HEIGHT), window.height() - top - _MARGIN)
        height = min(self.sizeHint().height() + self._list_height(room), room)
        self.setGeometry(QRect((window.width() - width) // 2, top, width, height))

    def _list_height(self, most: int) -> int:
        """Return how high the whole list is, or a height above `most`: measuring thousands of lines would take time."""
        height = 0
        for row in range(self.model.rowCount()):
            height += self.list.sizeHintForRow(row)
            if height > most:
                break
        return height

    # Qt overrides

    def sizeHint(self) -> QSize:
        """Return the size without the list."""
        rest = self.nothing if not self.nothing.isHidden() else None
        height = self.field.sizeHint().height() + 2 * _PAD + _GAP
        width = self._theme.pixels(_WIDTH)
        return QSize(width, height + (rest.heightForWidth(width - 2 * _PAD) if rest else 2 * _FRAME))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._handle_key(event)
        if watched is self._window and event.type() == QEvent.Type.Resize:
            self._place()
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonPress:
            inside = isinstance(watched, QWidget) and (watched is self or self.isAncestorOf(watched))
            if isinstance(watched, QWidget) and not inside and self.isVisible():
                self.close_palette()
        return False

    def _handle_key(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape:
            self.close_palette()
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.current is not None:
                self._run(self.current)
            return True
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        return plain and self._step(event.key())


def palette_bindings() -> tuple[Binding, ...]:
    """Return the keys of the palette; they are those of `_step` and `_handle_key`."""
    return (
        Binding(" · ".join((_("Up"), _("Down"))), _("Previous and next; from the last to the first")),
        Binding(" · ".join((_("Page Up"), _("Page Down"))), _("{count} further").format(count=_PAGE)),
        Binding(" · ".join((_("Home"), _("End"))), _("First and last")),
        Binding(_("Enter"), _("Run the chosen command, or go to it")),
        Binding(_("Esc"), _("Close; the focus goes back to where it was")),
    )
