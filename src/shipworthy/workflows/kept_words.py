"""How a note tells what was not picked in a merge, so that it stays readable to everyone who reads the note."""

from shipworthy.domain.assessment import Answer, Confidence
from shipworthy.domain.merge import Words
from shipworthy.domain.questionnaire import Questionnaire
from shipworthy.text import _
from shipworthy.wording import Wording


def kept_words(questionnaire: Questionnaire, wording: Wording) -> Words:
    """Return the words of a merge, with answers in the words of their questions."""

    def answered(answer: Answer, name: str) -> str:
        said = answer_in_words(questionnaire, answer, wording)
        return _("{name} answered: {answer}").format(name=_one_line(name), answer=said)

    def wrote(note: str, name: str) -> str:
        return f"{_('{name} wrote:').format(name=_one_line(name))}\n\n{note.strip()}" if note.strip() else ""

    return Words(answered, wrote)


def answer_in_words(questionnaire: Questionnaire, answer: Answer, wording: Wording) -> str:
    """Return what was answered with its reason, and how sure the assessor was where that was said."""
    question = questionnaire.asked[answer.question].question
    text = wording.answer_text(question, answer)
    if answer.reason:
        text = _("{answer}: {reason}").format(answer=text, reason=answer.reason)
    if answer.confidence is not Confidence.MEDIUM:
        text = _("{answer} (confidence {confidence})").format(
            answer=text, confidence=wording.confidence(answer.confidence)
        )
    return text


def _one_line(name: str) -> str:
    return " ".join(name.split())
