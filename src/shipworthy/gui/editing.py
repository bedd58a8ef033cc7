"""What edits is switched off where the database may only be read: one mechanism, told once of each button and action.

Pages go on enabling what they please; here that comes to nothing. A database that can be written by and by is opened
anew, in another window.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from shipworthy.text import _

if TYPE_CHECKING:
    from shipworthy.gui.context import Context


def edits(context: Context, *things: QWidget | QAction) -> None:
    """Say that these change the database: buttons, fields and actions are switched off where it may only be read.

    Lines and texts can then still be read and copied.
    """
    for thing in things:
        _hold_of(context, thing)


def _hold_of(context: Context, thing: QWidget | QAction) -> QObject:
    if isinstance(thing, QAction):
        return _ActionHold(context, thing)
    if isinstance(thing, (QLineEdit, QPlainTextEdit)):
        return _TextHold(context, thing)
    return _WidgetHold(context, thing)


class _ActionHold(QObject):
    """Keeps one action off."""

    def __init__(self, context: Context, action: QAction) -> None:
        super().__init__(action)
        self._context = context
        self._action = action
        action.enabledChanged.connect(self._keep)
        context.found_read_only.connect(self._keep)
        self._keep()

    @Slot()
    def _keep(self) -> None:
        if self._context.read_only and self._action.isEnabled():
            self._action.setEnabled(False)
            self._action.setToolTip(_("This database may only be read"))


class _WidgetHold(QObject):
    """Keeps one widget off."""

    _CHANGE = QEvent.Type.EnabledChange

    def __init__(self, context: Context, thing: QWidget) -> None:
        super().__init__(thing)
        self._thing = thing
        context.found_read_only.connect(self._begin)
        if context.read_only:
            self._begin()

    @Slot()
    def _begin(self) -> None:
        self._thing.installEventFilter(self)
        self._keep()
        self._thing.setToolTip(_("This database may only be read"))

    def _keep(self) -> None:
        self._thing.setEnabled(False)

    # Qt overrides

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == self._CHANGE and watched is self._thing:
            self._keep()
        return False


class _TextHold(_WidgetHold):
    """Keeps what is typed in from being changed."""

    _CHANGE = QEvent.Type.ReadOnlyChange
    _thing: QLineEdit | QPlainTextEdit

    def _keep(self) -> None:
        if not self._thing.isReadOnly():  # the setter tells of a change where there is none
            self._thing.setReadOnly(True)
