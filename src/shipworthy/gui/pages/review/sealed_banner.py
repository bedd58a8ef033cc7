"""What is always in sight on a review that can no longer be changed: how it ended, its seal, and what went stale."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout

from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.chips import Chip
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.text import _


class SealedBanner(QFrame):
    """A line above the question, with a second one where the decision is stale; `decision_asked` by its button."""

    decision_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "banner")
        self.words = PlainLabel(role="strong", wrap=True)
        self.chip = Chip(_("◐ Stale"), "warn")
        self.stale = PlainLabel(wrap=True)
        self.decision = push_button(_("Decision"))
        self.decision.setAccessibleName(_("Show the decision"))
        self.decision.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.decision.clicked.connect(self.decision_asked)
        self.words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        second = QHBoxLayout()
        second.setSpacing(8)
        second.addWidget(self.chip)
        second.addWidget(self.stale, 1)
        texts = QVBoxLayout()
        texts.setSpacing(4)
        texts.addWidget(self.words)
        texts.addLayout(second)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(28, 8, 16, 8)
        layout.setSpacing(12)
        layout.addLayout(texts, 1)
        layout.addWidget(self.decision)
        self.hide()

    def show_words(self, words: str, stale: str, has_decision: bool) -> None:
        """Say how a review ended; nothing for "", as while it is open."""
        self.words.setText(words)
        self.stale.setText(stale)
        self.stale.setVisible(bool(stale))
        self.chip.setVisible(bool(stale))
        self.decision.setVisible(has_decision)
        self.setAccessibleName(" ".join(part for part in (words, stale) if part))
        self.setVisible(bool(words))
