"""What was said about a question last time, beside what is asked today."""

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from shipworthy.domain.assessment import Answer, AnswerState
from shipworthy.domain.last_time import LastAnswer, LastTime
from shipworthy.domain.pack import Question
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.text import _
from shipworthy.wording import Wording

_LONGEST = 400  # characters of a note; the whole one is in that review's report
_WITH_CONFIDENCE = (AnswerState.ANSWERED, AnswerState.COMPENSATED)


class LastTimeCard(QFrame):
    """A quiet card with last time's answer, note and author; hidden where a review began from nothing."""

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wording = wording
        self.setProperty("role", "quiet")
        self.title = PlainLabel(role="label", wrap=True)
        self.answer = PlainLabel(wrap=True, selectable=True)
        self.note = PlainLabel(role="soft", wrap=True, selectable=True)
        self.other_words = PlainLabel(role="small", wrap=True, selectable=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 10)
        layout.setSpacing(4)
        for label in (self.title, self.answer, self.note, self.other_words):
            layout.addWidget(label)
        self.hide()

    def show_last_time(self, last_time: LastTime | None, question: Question) -> None:
        """Show what the review before this one says about a question."""
        self.setVisible(last_time is not None)
        if last_time is None:
            return
        day = last_time.day
        self.title.setText(
            _("Last time ({date})").format(date=self._wording.date(day)) if day is not None else _("Last time")
        )
        last = last_time.answers.get(question.id)
        self.answer.setText(self._answer_text(last))
        note = said_words(last.answer) if last else ""
        self.note.setText(note)
        self.note.setVisible(bool(note))
        reworded = last is not None and last.question.text != question.text
        self.other_words.setText(_("Asked then: {question}").format(question=last.question.text) if last else "")
        self.other_words.setVisible(reworded)

    def _answer_text(self, last: LastAnswer | None) -> str:
        if last is None:
            return _("This question was not asked.")
        text = self._wording.answer_text(last.question, last.answer)
        if last.answer.state not in _WITH_CONFIDENCE:
            return text
        confidence = self._wording.confidence(last.answer.confidence)
        return _("{answer}; {confidence} confidence").format(answer=text, confidence=confidence)


def said_words(answer: Answer) -> str:
    """Return reason and note of an answer in quotation marks, then who gave it; "" where nothing was said."""
    texts = [" ".join(text.split()) for text in (answer.reason, answer.note)]
    quoted = [f"“{text if len(text) <= _LONGEST else text[: _LONGEST - 1] + '…'}”" for text in texts if text]
    if not quoted and not answer.answered_by:
        return ""
    return " – ".join(part for part in (" ".join(quoted), answer.answered_by) if part)
