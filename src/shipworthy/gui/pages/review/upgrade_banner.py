"""What is in sight while a newer version of a pack of the review is there: which, and the way to it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.text import _


class UpgradeBanner(QFrame):
    """A line above the question; `upgrade_asked` by its button."""

    upgrade_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "banner")
        self.words = PlainLabel(wrap=True)
        self.upgrade = push_button(_("Upgrade…"))
        self.upgrade.setAccessibleName(_("Upgrade the packs of this review"))
        self.upgrade.clicked.connect(self.upgrade_asked)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(28, 8, 16, 8)
        layout.setSpacing(12)
        layout.addWidget(self.words, 1)
        layout.addWidget(self.upgrade)
        self.hide()

    def show_words(self, words: str) -> None:
        """Say what is newer; nothing for ""."""
        self.words.setText(words)
        self.setAccessibleName(words)
        self.setVisible(bool(words))
