"""What may be done to a waiver in the register, the key of each, and the table in which these keys act."""

from collections.abc import Callable, Iterator
from enum import Enum, auto

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence

from shipworthy.domain.waiver_register import RegisterLine, WaiverStanding
from shipworthy.gui.theme import Theme
from shipworthy.gui.widgets.page import Binding
from shipworthy.gui.widgets.table_view import TableView
from shipworthy.text import _
from shipworthy.wording import Wording

_IGNORED = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
_NARROWEST = 190  # of the questions


class WaiverAct(Enum):
    """What may be done to a waiver."""

    REQUEST = auto()
    APPROVE = auto()
    REJECT = auto()
    EXTEND = auto()
    REVOKE = auto()


_KEYS = {
    WaiverAct.REQUEST: Qt.Key.Key_W,
    WaiverAct.APPROVE: Qt.Key.Key_A,
    WaiverAct.REJECT: Qt.Key.Key_X,
    WaiverAct.EXTEND: Qt.Key.Key_E,
    WaiverAct.REVOKE: Qt.Key.Key_V,
}


def acts_on(line: RegisterLine | None) -> frozenset[WaiverAct]:
    """Return what may be done while a waiver is selected; another one may always be asked for."""
    found = {WaiverAct.REQUEST}
    if line is not None:
        if line.waits:
            found |= {WaiverAct.APPROVE, WaiverAct.REJECT}
        if line.is_active:
            found |= {WaiverAct.REVOKE} if line.waits else {WaiverAct.REVOKE, WaiverAct.EXTEND}
    return frozenset(found)


def act_name(act: WaiverAct, line: RegisterLine | None = None) -> str:
    """Return the words on the button of an act."""
    is_extension = line is not None and line.standing is not WaiverStanding.REQUESTED
    return {
        WaiverAct.REQUEST: _("Request a waiver"),
        WaiverAct.APPROVE: _("Approve the extension") if is_extension else _("Approve"),
        WaiverAct.REJECT: _("Reject the extension") if is_extension else _("Reject"),
        WaiverAct.EXTEND: _("Extend"),
        WaiverAct.REVOKE: _("Revoke"),
    }[act]


def act_key(act: WaiverAct, single_keys: bool) -> str:
    """Return the key of an act as the keyboard of this system names it; with single keys off it needs Alt."""
    modifier = Qt.KeyboardModifier.NoModifier if single_keys else Qt.KeyboardModifier.AltModifier
    return QKeySequence(modifier.value | _KEYS[act].value).toString(QKeySequence.SequenceFormat.NativeText)


def waiver_bindings(single_keys: bool) -> Iterator[Binding]:
    """Yield the keys of the register for the sheet of keys."""
    what = {
        WaiverAct.REQUEST: _("Waivers: ask for one"),
        WaiverAct.APPROVE: _("Waivers: approve the request or the extension that waits"),
        WaiverAct.REJECT: _("Waivers: reject it"),
        WaiverAct.EXTEND: _("Waivers: ask for a later last day"),
        WaiverAct.REVOKE: _("Waivers: end the waiver before its last day"),
    }
    yield from (Binding(act_key(act, single_keys), what[act]) for act in WaiverAct)


class RegisterTable(TableView):
    """The table of waivers; `acted(WaiverAct)` for the keys that act on the selected one while it has the focus."""

    acted = Signal(object)

    def __init__(
        self, theme: Theme, wording: Wording, elastic: tuple[int, ...], single_keys: Callable[[], bool]
    ) -> None:
        super().__init__(theme, wording, _("Waivers"), elastic, narrowest=_NARROWEST)
        self._single_keys = single_keys

    def _act_of(self, event: QKeyEvent) -> WaiverAct | None:
        modifiers = event.modifiers() & ~_IGNORED
        plain = modifiers == Qt.KeyboardModifier.NoModifier and self._single_keys()
        if not plain and modifiers != Qt.KeyboardModifier.AltModifier:
            return None
        return next((act for act, key in _KEYS.items() if event.key() == key), None)

    # Qt overrides

    def event(self, event: QEvent) -> bool:
        # With single keys switched off, Alt+V is ours before it is a menu's.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._act_of(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        act = self._act_of(event)
        if act is None:
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self.acted.emit(act)
