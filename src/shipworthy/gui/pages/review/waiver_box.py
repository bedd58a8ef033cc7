"""The waiver of the question shown: how it stands, with who and why, and the key that asks for one."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from shipworthy.gui.pages.review.callout import Callout
from shipworthy.gui.pages.review.key_cap import KEY_RING, KeyButton, PaneButton
from shipworthy.gui.pages.review.keys import Act, key_of
from shipworthy.gui.theme import Theme
from shipworthy.gui.widgets.flow_layout import FlowLayout
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.text import _


class WaiverBox(QWidget):
    """The key for a miss without a waiver; `words` says how a waiver stands and lies where the answer is judged."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = Callout(theme, "accent")
        self.ask = KeyButton(theme, key_of(Act.WAIVE), _("Request a waiver"))
        self._none_yet = PlainLabel(_("The miss is not waived"), role="soft")
        row = FlowLayout(self, 12 - KEY_RING)
        row.addWidget(self._none_yet)
        row.addWidget(self.ask)
        self.hide()

    @property
    def link(self) -> PaneButton:
        """Return the way to the waiver in the register."""
        return self.words.links[0]

    def show_waiver(self, title: str, text: str, open_it: Callable[[], None] | None, *, offered: bool) -> None:
        """Show how a waiver stands, with the way to it, and whether one may be asked for; nothing without a title."""
        links = [(_("Open it in the register"), open_it)] if open_it else []
        self.words.show_words(title, text, links)
        self.setVisible(offered)
