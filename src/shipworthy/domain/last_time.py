"""Last time: the review that a review is based on, seen from the questions of today."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from shipworthy.domain.assessment import Answer, Assessment
from shipworthy.domain.carrying import earlier_root, mapped, says_the_same
from shipworthy.domain.pack import Question
from shipworthy.domain.questionnaire import Questionnaire
from shipworthy.domain.review import Review


@dataclass(frozen=True, slots=True)
class LastAnswer:
    """What was said about a question last time, in the words in which it was asked then."""

    question: Question
    answer: Answer


@dataclass(frozen=True, slots=True)
class LastTime:
    """The assessment that another is based on, with its day and its answers by the ids asked today.

    `comparable` holds those answers that today's choices can say.
    """

    assessment: Assessment
    day: date | None
    answers: Mapping[str, LastAnswer]
    comparable: Mapping[str, Answer]

    def differs(self, answer: Answer) -> bool:
        """Tell whether a question is judged otherwise than last time."""
        return not says_the_same(self.comparable.get(answer.question), answer)


def last_time_of(before: Review, now: Questionnaire, day: date | None) -> LastTime:
    """Return the review that another is based on as its questionnaire sees it."""
    answers = {}
    for asked in now.asked.values():
        root = earlier_root(asked, before.questionnaire)
        if root is not None:
            answers[asked.id] = LastAnswer(before.questionnaire.asked[root].question, before.answer(root))
    return LastTime(before.assessment, day, answers, mapped(before.answers, before.questionnaire, now))
