"""One conflict side by side: before, yours and theirs, and what is to hold."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QRadioButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from shipworthy.domain.merge import Pick
from shipworthy.gui.bundles.conflict_text import ConflictText, Side
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.text import _

_LONGEST = 16  # of a name on a button, which does not wrap
PICKS = (Pick.MINE, Pick.THEIRS, Pick.BOTH)


class _SideFrame(QFrame):
    """One version with the button that picks it."""

    def __init__(self, number: int, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)  # the two are equally wide
        self.title = title
        self.button = QRadioButton(f"{number}  {title}".replace("&", "&&"))
        self.by = PlainLabel(role="small", wrap=True)
        self.said = PlainLabel(wrap=True, selectable=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 12)
        layout.setSpacing(6)
        layout.addWidget(self.button)
        layout.addWidget(self.by)
        layout.addWidget(self.said)
        layout.addStretch(1)

    def show_side(self, side: Side) -> None:
        self.said.setText(side.text)
        self.by.setText(side.by)
        self.by.setVisible(bool(side.by))
        self.button.setAccessibleName(self.title)
        self.button.setAccessibleDescription(side.text)


def sender_words(sender: str) -> str:
    """Return whose the other version is, on a line that no column is too narrow for."""
    return _("From {name}").format(name=sender) if len(sender) <= _LONGEST else _("Theirs")


class ConflictCard(QScrollArea):
    """Shows one conflict; `picked(Pick)` when somebody picks, also what is offered already."""

    picked = Signal(object)

    def __init__(self, sender: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setProperty("role", "focusable")  # long notes are read on by keys
        self.setAccessibleName(_("The conflict side by side"))
        self._question = PlainLabel(role="title", wrap=True)
        self._about = PlainLabel(role="small", wrap=True)
        self._before = PlainLabel(wrap=True, selectable=True)
        self.mine = _SideFrame(1, _("Yours"))
        self.theirs = _SideFrame(2, sender_words(sender))
        self.both = QRadioButton(_("3  Both"))
        self.both.setAccessibleName(_("Both"))
        self.both.setAccessibleDescription(_("Each under its author's name"))
        self._hint = PlainLabel(role="small", wrap=True)
        self._buttons = QButtonGroup(self)
        for number, button in enumerate((self.mine.button, self.theirs.button, self.both)):
            self._buttons.addButton(button, number)
        self._buttons.idClicked.connect(self._pick)
        self.setWidget(self._laid_out())

    @property
    def buttons(self) -> Sequence[QRadioButton]:
        """Return the buttons in the order of their numbers."""
        return self.mine.button, self.theirs.button, self.both

    def show_conflict(self, text: ConflictText, pick: Pick) -> None:
        """Show a conflict with what is picked or offered."""
        self._question.setText(text.question)
        self._about.setText(text.about)
        self._before.setText(text.before.text)
        self.mine.show_side(text.mine)
        self.theirs.show_side(text.theirs)
        self.both.setVisible(Pick.BOTH in text.picks)
        self._hint.setText(
            _("Both stand under their authors' names. Of one alone, the other stays below it, under its author's name.")
            if Pick.BOTH in text.picks
            else _("The answer that you do not pick stays in the note, in words.")
        )
        self.show_pick(pick)
        self.verticalScrollBar().setValue(0)

    def show_pick(self, pick: Pick) -> None:
        """Mark what is to hold."""
        self.buttons[PICKS.index(pick)].setChecked(True)

    def _laid_out(self) -> QWidget:
        before = QFrame()
        before.setProperty("role", "quiet")
        inside = QVBoxLayout(before)
        inside.setContentsMargins(12, 8, 12, 10)
        inside.setSpacing(4)
        inside.addWidget(PlainLabel(_("Before"), "label"))
        inside.addWidget(self._before)
        sides = QHBoxLayout()
        sides.setSpacing(12)
        sides.addWidget(self.mine, 1)
        sides.addWidget(self.theirs, 1)
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(4, 0, 8, 0)
        layout.setSpacing(10)
        for part in (self._question, self._about, before):
            layout.addWidget(part)
        layout.addLayout(sides)
        layout.addWidget(self.both)
        layout.addWidget(self._hint)
        layout.addStretch(1)
        return content

    @Slot(int)
    def _pick(self, number: int) -> None:
        self.picked.emit(PICKS[number])
