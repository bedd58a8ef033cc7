"""The keys of the lists of items, as one table: lists obey it, and the sheet of keys shows it."""

from enum import Enum

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from shipworthy.gui.widgets.page import Binding
from shipworthy.text import _

_IGNORED = Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.GroupSwitchModifier


class ItemAct(Enum):
    """What a single key does in a list of items."""

    NEW = Qt.Key.Key_N
    OWNER = Qt.Key.Key_O
    DUE = Qt.Key.Key_D
    STATE = Qt.Key.Key_S
    SEARCH = Qt.Key.Key_Slash


def act_of(event: QKeyEvent, single_keys: bool) -> ItemAct | None:
    """Return what a key in a list of items means; with single keys switched off it needs Alt, which never harms."""
    modifiers = event.modifiers() & ~_IGNORED
    if event.key() == Qt.Key.Key_Slash:
        modifiers &= ~Qt.KeyboardModifier.ShiftModifier  # many keyboards have it above a digit
    with_alt = modifiers == Qt.KeyboardModifier.AltModifier
    if not with_alt and not (single_keys and modifiers == Qt.KeyboardModifier.NoModifier):
        return None
    return next((act for act in ItemAct if act.value == event.key()), None)


def key_of(act: ItemAct, single_keys: bool) -> str:
    """Return the key of an act as the keyboard of this system names it, such as "N" or "Alt+N"."""
    modifier = Qt.KeyboardModifier.NoModifier if single_keys else Qt.KeyboardModifier.AltModifier
    return QKeySequence(modifier.value | act.value.value).toString(QKeySequence.SequenceFormat.NativeText)


def list_bindings(single_keys: bool) -> tuple[Binding, ...]:
    """Return the keys of a list of items, for the sheet of keys."""
    native = QKeySequence.SequenceFormat.NativeText
    words = {
        ItemAct.NEW: _("New item, by hand"),
        ItemAct.OWNER: _("Owner of the chosen items"),
        ItemAct.DUE: _("Due date of the chosen items"),
        ItemAct.STATE: _("State of the chosen items"),
        ItemAct.SEARCH: _("Search items"),
    }
    return (
        Binding(_("Enter"), _("Open the item beside the list")),
        *(Binding(key_of(act, single_keys), text) for act, text in words.items()),
        Binding(QKeySequence("Ctrl+A").toString(native), _("Choose all items that are shown")),
        Binding(_("Esc"), _("Back to the list, then choose one item only")),
    )
