"""Comparing two assessments of a service: the five parts of the change, and what moved, question by question."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from shipworthy.domain.assessment import Answer, AnswerState
from shipworthy.domain.carrying import earlier_root, says_the_same
from shipworthy.domain.delta import Factor, Side, as_asked, attribute
from shipworthy.domain.pack import Question
from shipworthy.domain.questionnaire import Questionnaire
from shipworthy.domain.review import Review
from shipworthy.domain.scorecard import ZERO, PrincipleScore, QuestionScore


class Moved(StrEnum):
    """What changed about a question, in the order in which it is told."""

    NEW = "new"
    GONE = "gone"
    APPLIES = "applies"
    NOT_APPLICABLE = "not applicable"
    ANSWER = "answer"
    EVIDENCE = "evidence"


@dataclass(frozen=True, slots=True)
class Stand:
    """How one question stood on one side."""

    question: Question
    answer: Answer
    counts: QuestionScore


@dataclass(frozen=True, slots=True)
class Movement:
    """One question on both sides; None where it is not asked there.

    `moved` is empty where the question itself stayed as it was and only weighs differently.
    """

    before: Stand | None
    after: Stand | None
    moved: tuple[Moved, ...]

    @property
    def question(self) -> Question:
        """Return the question in its later words."""
        stand = self.after or self.before
        assert stand is not None, "a question of neither side"
        return stand.question

    @property
    def contribution_before(self) -> Fraction:
        """Return what it added to the score before."""
        return self.before.counts.contribution if self.before else ZERO

    @property
    def contribution_after(self) -> Fraction:
        """Return what it added to the score after."""
        return self.after.counts.contribution if self.after else ZERO

    @property
    def change(self) -> Fraction:
        """Return what it added to the change; over all questions these sum exactly to it."""
        return self.contribution_after - self.contribution_before


@dataclass(frozen=True, slots=True)
class PrincipleChange:
    """One principle on both sides; None where nothing in it was applicable or it did not exist."""

    id: str
    title: str
    before: Fraction | None
    after: Fraction | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two assessments of a service, side by side, each as of its own time.

    `parts` and `change` are None where a side has no score: not comparable. `movements` come with the largest change
    first. `blockers_gone` and `blockers_new` are whole ids as asked before and after.
    """

    before: Review
    after: Review
    parts: Mapping[Factor, Fraction] | None
    movements: tuple[Movement, ...]
    principles: tuple[PrincipleChange, ...]
    blockers_gone: tuple[str, ...]
    blockers_new: tuple[str, ...]

    @property
    def change(self) -> Fraction | None:
        """Return by how much the score moved."""
        before, after = self.before.scorecard.score, self.after.scorecard.score
        return None if before is None or after is None else after - before


def compare(before: Review, after: Review) -> Comparison:
    """Compare two assessments of one service, each frozen at its own time."""
    pairs = question_pairs(before.questionnaire, after.questionnaire)
    later = {one: other for one, other in pairs if one is not None}
    earlier = {other: one for one, other in pairs if other is not None}
    return Comparison(
        before,
        after,
        attribute(_side(before), _side(after)),
        _movements(before, after, pairs),
        _principles(before, after),
        tuple(each for each in before.judgement.blockers if later[each] not in after.judgement.blockers),
        tuple(each for each in after.judgement.blockers if earlier[each] not in before.judgement.blockers),
    )


def _side(review: Review) -> Side:
    return Side(review.questionnaire, review.service, review.answers, review.today)


def question_pairs(before: Questionnaire, after: Questionnaire) -> list[tuple[str | None, str | None]]:
    """Pair the questions by id, in the later order; each stands in one pair, so that no contribution counts twice."""
    left = dict.fromkeys(before.asked)
    pairs: list[tuple[str | None, str | None]] = []
    for asked in after.asked.values():
        root = earlier_root(asked, before)
        if root is None or root not in left:
            pairs.append((None, asked.id))
            continue
        del left[root]
        pairs.append((root, asked.id))
    return [*pairs, *((root, None) for root in left)]


def _movements(before: Review, after: Review, pairs: list[tuple[str | None, str | None]]) -> tuple[Movement, ...]:
    told = as_asked(before.answers, before.questionnaire, after.questionnaire)
    found = []
    for one, other in pairs:
        stood, stands = _stand(before, one), _stand(after, other)
        movement = Movement(stood, stands, _moved(stood, stands, told))
        if movement.change or movement.moved:
            found.append(movement)
    return tuple(sorted(found, key=lambda each: (-abs(each.change), each.question.id)))


def _stand(review: Review, root: str | None) -> Stand | None:
    if root is None:
        return None
    return Stand(review.questionnaire.asked[root].question, review.answer(root), review.counts(root))


def _moved(before: Stand | None, after: Stand | None, told: Mapping[str, Answer]) -> tuple[Moved, ...]:
    """Say what changed about a question; what applies on neither side counts nowhere, so nothing is said of it."""
    if before is None or after is None:
        there = after or before
        assert there is not None, "a question of neither side"
        return (Moved.NEW if before is None else Moved.GONE,) if there.counts.applies else ()
    if not (before.counts.applies or after.counts.applies):
        return ()
    was_out, is_out = (each.answer.state is AnswerState.NOT_APPLICABLE for each in (before, after))
    same_choice = says_the_same(told.get(after.counts.id), after.answer) and not _was_lost(before, after, told)
    said = {
        Moved.APPLIES: before.counts.applies is not after.counts.applies,
        Moved.NOT_APPLICABLE: was_out is not is_out,
        Moved.ANSWER: was_out is is_out and not same_choice,
        Moved.EVIDENCE: not (was_out or is_out) and before.counts.has_evidence is not after.counts.has_evidence,
    }
    return tuple(kind for kind, holds in said.items() if holds)


def _was_lost(before: Stand, after: Stand, told: Mapping[str, Answer]) -> bool:
    """Tell whether an answer could not come over, because the choice that it took is not on offer any more."""
    return before.answer.state is not AnswerState.UNANSWERED and after.counts.id not in told


def _principles(before: Review, after: Review) -> tuple[PrincipleChange, ...]:
    earlier = {each.id: each for each in before.scorecard.principles}
    later = {each.id: each for each in after.scorecard.principles}
    return tuple(
        PrincipleChange(name, principle.title, _score(earlier.get(name)), _score(later.get(name)))
        for name, principle in {**later, **{name: each for name, each in earlier.items() if name not in later}}.items()
    )


def _score(principle: PrincipleScore | None) -> Fraction | None:
    return principle.score if principle else None
