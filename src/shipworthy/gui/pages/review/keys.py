"""The keys of the question pane: one table that it obeys and the sheet of keys prints."""

from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from shipworthy.text import _

KEYED_CHOICES = 9
_IGNORED = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
_PLAIN = Qt.KeyboardModifier.NoModifier


class Act(Enum):
    """What a key does on the Review page."""

    CHOOSE = auto()
    NOT_APPLICABLE = auto()
    UNKNOWN = auto()
    COMPENSATED = auto()
    CONFIRM = auto()
    MOVE_ON = auto()
    MARK = auto()
    NOTE = auto()
    PREVIEW = auto()
    INTERNAL = auto()
    EVIDENCE = auto()
    DISSENT = auto()
    REMEDIATE = auto()
    WAIVE = auto()
    CONFIDENCE = auto()
    NEXT = auto()
    PREVIOUS = auto()
    NEXT_PRINCIPLE = auto()
    PREVIOUS_PRINCIPLE = auto()
    SEARCH = auto()
    FILTER = auto()
    BACK = auto()
    PARK = auto()
    RESOLVE = auto()
    ATTENDANCE = auto()
    BREAK = auto()


@dataclass(frozen=True, slots=True)
class Press:
    """A key that was pressed in the question pane, kept so that it can wait and be passed on unchanged."""

    key: int
    modifiers: Qt.KeyboardModifier
    text: str

    @staticmethod
    def of(event: QKeyEvent) -> "Press":
        """Return what a key event says."""
        return Press(event.key(), event.modifiers(), event.text())

    def replay(self, window: QWidget) -> None:
        """Press it again where the focus is now: it waited while a form or a text opened, and belongs to that."""
        focus = window.focusWidget()
        if focus is not None:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, self.key, self.modifiers, self.text)
                QCoreApplication.sendEvent(focus, event)

    @property
    def choice(self) -> int:
        """Return the position from 0 of the choice that a digit names."""
        return self.key - Qt.Key.Key_1


@dataclass(frozen=True, slots=True)
class Binding:
    """Keys that do one thing. `single`: a letter, digit or sign, which the settings can take away from plain keys.

    `in_session`: acts in session mode alone.
    """

    act: Act
    keys: tuple[Qt.Key, ...]
    single: bool = False
    in_session: bool = False


BINDINGS = (
    Binding(Act.CHOOSE, tuple(Qt.Key(Qt.Key.Key_1 + place) for place in range(KEYED_CHOICES)), single=True),
    Binding(Act.NOT_APPLICABLE, (Qt.Key.Key_N,), single=True),
    Binding(Act.UNKNOWN, (Qt.Key.Key_U,), single=True),
    Binding(Act.COMPENSATED, (Qt.Key.Key_C,), single=True),
    Binding(Act.CONFIRM, (Qt.Key.Key_Space,)),
    Binding(Act.MOVE_ON, (Qt.Key.Key_Return, Qt.Key.Key_Enter)),
    Binding(Act.MARK, (Qt.Key.Key_M,), single=True),
    Binding(Act.NOTE, (Qt.Key.Key_T,), single=True),
    Binding(Act.PREVIEW, (Qt.Key.Key_P,), single=True),
    Binding(Act.INTERNAL, (Qt.Key.Key_I,), single=True),
    Binding(Act.EVIDENCE, (Qt.Key.Key_E,), single=True),
    Binding(Act.CONFIDENCE, (Qt.Key.Key_L,), single=True),
    Binding(Act.DISSENT, (Qt.Key.Key_D,), single=True),
    Binding(Act.REMEDIATE, (Qt.Key.Key_R,), single=True),
    Binding(Act.WAIVE, (Qt.Key.Key_W,), single=True),
    Binding(Act.NEXT, (Qt.Key.Key_Down, Qt.Key.Key_Right)),
    Binding(Act.PREVIOUS, (Qt.Key.Key_Up, Qt.Key.Key_Left)),
    Binding(Act.NEXT_PRINCIPLE, (Qt.Key.Key_PageDown,)),
    Binding(Act.PREVIOUS_PRINCIPLE, (Qt.Key.Key_PageUp,)),
    Binding(Act.SEARCH, (Qt.Key.Key_Slash,), single=True),
    Binding(Act.FILTER, (Qt.Key.Key_F,), single=True),
    Binding(Act.BACK, (Qt.Key.Key_Escape,)),
    Binding(Act.PARK, (Qt.Key.Key_K,), single=True, in_session=True),
    Binding(Act.RESOLVE, (Qt.Key.Key_G,), single=True, in_session=True),
    Binding(Act.ATTENDANCE, (Qt.Key.Key_A,), single=True, in_session=True),
    Binding(Act.BREAK, (Qt.Key.Key_B,), single=True, in_session=True),
)
# What none of does where the database may only be read.
EDITING = frozenset(Act) - {
    *(Act.MOVE_ON, Act.NOTE, Act.PREVIEW, Act.NEXT, Act.PREVIOUS, Act.NEXT_PRINCIPLE, Act.PREVIOUS_PRINCIPLE),
    *(Act.SEARCH, Act.FILTER, Act.BACK, Act.ATTENDANCE),
}
# A key that is held down repeats these, and nothing that answers.
REPEATABLE = frozenset({Act.NEXT, Act.PREVIOUS, Act.NEXT_PRINCIPLE, Act.PREVIOUS_PRINCIPLE})


def act_of(press: Press, single_keys: bool, mirrored: bool = False, in_session: bool = False) -> Act | None:
    """Return what a key in the question pane means; `mirrored` where the interface runs from right to left.

    With single keys switched off, letters, digits and signs need Alt; with them on, Alt does no harm.
    """
    if mirrored and press.key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
        return Act.NEXT if press.key == Qt.Key.Key_Left else Act.PREVIOUS
    modifiers = press.modifiers & ~_IGNORED
    for binding in BINDINGS:
        if press.key not in binding.keys or (binding.in_session and not in_session):
            continue
        with_alt = modifiers == Qt.KeyboardModifier.AltModifier
        if (modifiers == _PLAIN and (single_keys or not binding.single)) or (with_alt and binding.single):
            return binding.act
    return None


def key_of(act: Act, single_keys: bool = True) -> str:
    """Return the first key of an act as the keyboard of this system names it, such as "N" or "Alt+N"."""
    binding = next(each for each in BINDINGS if each.act is act)
    return _named(binding, binding.keys[0], single_keys)


def sheet(single_keys: bool) -> list[tuple[str, str]]:
    """Return each act's keys and what they do, in the order of the table, for the shortcut sheet."""
    rows = []
    for binding in BINDINGS:
        if binding.act is Act.CHOOSE:
            first, last = (_named(binding, key, single_keys) for key in (binding.keys[0], binding.keys[-1]))
            rows.append((f"{first} – {last}", describe(binding.act)))
        else:
            rows.append((" · ".join(_named(binding, key, single_keys) for key in binding.keys), describe(binding.act)))
        if binding.act is Act.EVIDENCE:
            paste = QKeySequence(QKeySequence.StandardKey.Paste).toString(QKeySequence.SequenceFormat.NativeText)
            rows.append((paste, _("Add what was copied as evidence: files, a screenshot, a link or a text")))
    return rows


def describe(act: Act) -> str:
    """Return what an act does, in words."""
    return {
        Act.CHOOSE: _("Answer and move on; in a question with several choices, take or leave one"),
        Act.NOT_APPLICABLE: _("Not applicable, with type and reason"),
        Act.UNKNOWN: _("Unknown, and move on"),
        Act.COMPENSATED: _("Compensated by another control, with its justification"),
        Act.CONFIRM: _("Confirm an answer carried over from the last review"),
        Act.MOVE_ON: _("Next question; confirms several choices"),
        Act.MARK: _("Mark for review, or take the mark away"),
        Act.NOTE: _("Write a note; Esc returns"),
        Act.PREVIEW: _("Show the note as the report prints it, or hide that again"),
        Act.INTERNAL: _("Keep the note internal, or share it again"),
        Act.EVIDENCE: _("Add evidence: a link, a text, a file or a screenshot"),
        Act.CONFIDENCE: _("Next confidence: low, medium, high"),
        Act.DISSENT: _("Record who does not agree with the agreed answer, and why"),
        Act.REMEDIATE: _("Make a remediation item of the gap, or go to the one that stands for it"),
        Act.WAIVE: _("Ask for a waiver of the miss, or go to the one that stands for it"),
        Act.NEXT: _("Next question"),
        Act.PREVIOUS: _("Previous question"),
        Act.NEXT_PRINCIPLE: _("Next principle"),
        Act.PREVIOUS_PRINCIPLE: _("Previous principle"),
        Act.SEARCH: _("Search questions, notes and evidence"),
        Act.FILTER: _("Filter the questions"),
        Act.PARK: _("Session mode: park something, so that the review goes on"),
        Act.RESOLVE: _("Session mode: record a decision of the meeting"),
        Act.ATTENDANCE: _("Session mode: attendance and plan"),
        Act.BREAK: _("Session mode: pause the clock, or let it run again"),
        Act.BACK: _("Back to the question from a note, a form or a list; shows all questions again"),
    }[act]


def _named(binding: Binding, key: Qt.Key, single_keys: bool) -> str:
    modifier = Qt.KeyboardModifier.AltModifier if binding.single and not single_keys else _PLAIN
    return QKeySequence(modifier.value | key.value).toString(QKeySequence.SequenceFormat.NativeText)
