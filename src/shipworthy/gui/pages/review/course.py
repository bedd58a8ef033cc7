"""The way through a questionnaire: which questions are asked, which of them a filter keeps, and what comes next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from shipworthy.domain.assessment import AnswerState
from shipworthy.domain.last_time import LastTime
from shipworthy.domain.pack import Severity
from shipworthy.domain.review import Review


class Filter(StrEnum):
    """Which questions the arrows stop at."""

    ALL = "all"
    UNANSWERED = "unanswered"
    MARKED = "marked"
    GAPS = "gaps"
    BLOCKERS = "blockers"
    CARRIED = "carried"
    CONTRADICTIONS = "contradictions"
    NO_EVIDENCE = "no evidence"
    CHANGED = "changed since last time"


@dataclass(frozen=True, slots=True)
class Position:
    """Where a question stands: `number` of `total` that apply, both from 1."""

    number: int
    total: int


class Course:
    """The questions of a review that apply, in order. Steps lead to ids; None stands for the summary at the end.

    `last_time` is the review that this one is based on, if it is based on one.
    """

    def __init__(self, review: Review, kept: Filter = Filter.ALL, last_time: LastTime | None = None) -> None:
        self._review = review
        self._filter = kept
        self._last_time = last_time
        self._contradictory = {each for placed in review.scorecard.contradictions for each in placed.questions}
        self._order = [item.id for item in review.applying()]
        self._places = {question_id: place for place, question_id in enumerate(self._order)}

    @property
    def filter(self) -> Filter:
        """Return the filter that the steps obey."""
        return self._filter

    def __contains__(self, question_id: str) -> bool:
        return question_id in self._places

    def position(self, question_id: str) -> Position:
        """Return where a question stands among all that apply."""
        return Position(self._places[question_id] + 1, len(self._order))

    def count(self, kept: Filter) -> int:
        """Return how many questions a filter keeps."""
        return sum(self.keeps(kept, question_id) for question_id in self._order)

    def keeps(self, kept: Filter, question_id: str) -> bool:
        """Tell whether a question is among those that a filter asks for."""
        score = self._review.counts(question_id)
        match kept:
            case Filter.ALL:
                return True
            case Filter.UNANSWERED:
                return score.state is AnswerState.UNANSWERED
            case Filter.MARKED:
                return score.marked
            case Filter.GAPS:
                return score.gap
            case Filter.BLOCKERS:
                return score.severity is Severity.BLOCKER and score.miss
            case Filter.CARRIED:
                return score.carried
            case Filter.CONTRADICTIONS:
                return question_id in self._contradictory
            case Filter.NO_EVIDENCE:
                return score.applicable and score.state is AnswerState.ANSWERED and not score.backing
            case Filter.CHANGED:
                return self._last_time is not None and self._last_time.differs(self._review.answer(question_id))

    def first_open(self) -> str | None:
        """Return where a review is taken up: the first question to answer or confirm; the summary for none."""
        open_ones = (Filter.UNANSWERED, Filter.CARRIED)
        return next((each for each in self._order if any(self.keeps(kept, each) for kept in open_ones)), None)

    def first(self) -> str | None:
        """Return the first question that the filter keeps."""
        return self._first(self._order, self._filter)

    def after(self, question_id: str | None) -> str | None:
        """Return the next question that the filter keeps; the summary after the last, and after itself."""
        if question_id is None:
            return None
        start = self._place(question_id) + (question_id in self)
        return self._first(self._order[start:], self._filter)

    def before(self, question_id: str | None) -> str | None:
        """Return the question before that the filter keeps; the same one where there is none."""
        end = len(self._order) if question_id is None else self._place(question_id)
        return self._first(reversed(self._order[:end]), self._filter) or question_id

    def near(self, question_id: str | None) -> str | None:
        """Return the question itself if the filter keeps it, else the next that it keeps, else the one before."""
        if question_id is None or (question_id in self and self.keeps(self._filter, question_id)):
            return question_id
        return self.after(question_id) or self.before(question_id)

    def next_principle(self, question_id: str | None) -> str | None:
        """Return the first question of the next principle; the summary after the last."""
        if question_id is None:
            return None
        here = self._principle(question_id)
        rest = self._order[self._place(question_id) :]
        return self._first((each for each in rest if self._principle(each) != here), Filter.ALL)

    def previous_principle(self, question_id: str | None) -> str | None:
        """Return the first question of this principle, or of the one before when standing there already."""
        end = len(self._order) if question_id is None else self._place(question_id)
        if not end:
            return question_id
        principle = self._principle(self._order[end - 1])
        return self.first_of(principle)

    def first_of(self, principle_id: str) -> str | None:
        """Return the first question of a principle that applies; None where none does."""
        return self._first((each for each in self._order if self._principle(each) == principle_id), Filter.ALL)

    def ends_principle(self, question_id: str) -> bool:
        """Tell whether a question is the last of its principle."""
        following = self._order[self._places[question_id] + 1 :][:1]
        return all(self._principle(each) != self._principle(question_id) for each in following)

    def _principle(self, question_id: str) -> str:
        return self._review.questionnaire.asked[question_id].principle.id

    def _place(self, question_id: str) -> int:
        """Return the place of a question; for one that just stopped applying, that of the next in the packs' order."""
        if question_id in self._places:
            return self._places[question_id]
        asked: Sequence[str] = list(self._review.questionnaire.asked)
        following = (self._places[each] for each in asked[asked.index(question_id) :] if each in self._places)
        return next(following, len(self._order))

    def _first(self, candidates: Iterable[str], kept: Filter) -> str | None:
        return next((each for each in candidates if self.keeps(kept, each)), None)
