"""What is always in sight while somebody answers blind: who, that colleagues' answers are hidden, and the way out."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from shipworthy.domain.assessment import AnswerState
from shipworthy.domain.review import Review
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.text import _


class BlindBanner(QFrame):
    """A line above the question; `stop_asked` by its button."""

    stop_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "banner")
        self.words = PlainLabel(role="strong", wrap=True)
        self.stop = push_button(_("Stop"))
        self.stop.setAccessibleName(_("Stop answering blind"))
        self.stop.clicked.connect(self.stop_asked)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(28, 8, 16, 8)
        layout.setSpacing(12)
        layout.addWidget(self.words, 1)
        layout.addWidget(self.stop)
        self.hide()

    def show_assessor(self, assessor: str, keys: str) -> None:
        """Say who answers and which keys stop it; nothing for ""."""
        self.words.setText(_("Answering as {name}, blind: colleagues' answers are hidden").format(name=assessor))
        self.stop.setText(_("Stop ({keys})").format(keys=keys))
        self.setAccessibleName(self.words.text())
        self.setVisible(bool(assessor))


class BlindProgress(QWidget):
    """What stands in the score's place: how far this person is, and no figure that could sway."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = PlainLabel(role="strong", wrap=True)
        self.progress = PlainLabel(role="soft", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(4)
        layout.addWidget(self._name)
        layout.addWidget(self.progress)
        layout.addWidget(PlainLabel(_("Score and verdict are not shown while you answer blind."), "small", wrap=True))
        self.hide()

    def show_progress(self, assessor: str, review: Review) -> None:
        """Show how many questions a person has answered."""
        self._name.setText(assessor)
        self.progress.setText(progress_words(review))


def progress_words(review: Review) -> str:
    """Return "12 of 56 answered" by the answers of a review; unknown is an answer too."""
    states = [review.counts(item.id).state for item in review.applying()]
    answered = sum(state is not AnswerState.UNANSWERED for state in states)
    return _("{answered} of {total} answered").format(answered=answered, total=len(states))
