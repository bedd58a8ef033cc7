"""What a note can be switched to: its preview, and whether it is internal or shared, in words and with a lock."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from shipworthy.domain.assessment import Answer
from shipworthy.gui.pages.review.key_cap import KEY_RING, KeyButton
from shipworthy.gui.pages.review.keys import Act, key_of
from shipworthy.gui.theme import Theme
from shipworthy.gui.widgets.flow_layout import FlowLayout
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.text import _

_LOCK = 16


class NoteBar(FlowLayout):
    """Keys for preview and internal, and who gets to see the note; `asked` carries the Act of one that was pressed."""

    asked = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__(spacing=3, outset=KEY_RING)
        self._theme = theme
        self.buttons: dict[Act, KeyButton] = {}
        for act, text in ((Act.PREVIEW, _("Preview")), (Act.INTERNAL, _("Internal"))):
            button = KeyButton(theme, key_of(act), text)
            button.setCheckable(True)
            button.clicked.connect(lambda _checked=False, act=act: self.asked.emit(act))
            self.addWidget(button)
            self.buttons[act] = button
        self.buttons[Act.PREVIEW].setAccessibleName(_("Preview of the note"))
        self.buttons[Act.INTERNAL].setAccessibleName(_("Internal note"))
        self.lock = PlainLabel()
        self.state = PlainLabel(role="small")
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(8, KEY_RING + 2, 0, KEY_RING + 2)
        line.setSpacing(4)
        line.addWidget(self.lock)
        line.addWidget(self.state)
        self.addWidget(holder)
        theme.changed.connect(self._draw_lock)
        self._draw_lock()

    def show_answer(self, answer: Answer) -> None:
        """Show whether the note of an answer is internal or shared; nothing is said where there is no note."""
        internal = answer.note_internal
        self.buttons[Act.INTERNAL].setChecked(internal)
        self.lock.setVisible(internal)
        if internal:
            self.state.setText(_("Kept out of leadership reports and of bundles for others"))
        else:
            self.state.setText(_("Shared: part of every report") if answer.note.strip() else "")

    def show_preview(self, is_shown: bool) -> None:
        """Show whether the preview is open."""
        self.buttons[Act.PREVIEW].setChecked(is_shown)

    def show_keys(self, single_keys: bool, active: bool) -> None:
        """Show the keys, and whether they act at the moment."""
        for act, button in self.buttons.items():
            button.show_key(key_of(act, single_keys), active)

    @Slot()
    def _draw_lock(self) -> None:
        self.lock.setPixmap(
            self._theme.icon("lock", "ink").pixmap(self._theme.pixels(_LOCK), self._theme.pixels(_LOCK))
        )
