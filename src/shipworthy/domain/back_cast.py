"""Back-cast: an old assessment scored once more under packs of today, to stand beside what it scored then."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from shipworthy.domain.assessment import AnswerState, WeightedPack
from shipworthy.domain.carrying import earlier_root, mapped
from shipworthy.domain.gate import level
from shipworthy.domain.pack import Pack
from shipworthy.domain.questionnaire import Questionnaire
from shipworthy.domain.remediation import asked_as, waived_questions
from shipworthy.domain.review import Review
from shipworthy.domain.scorecard import Band
from shipworthy.domain.scoring import score


@dataclass(frozen=True, slots=True)
class BackCast:
    """What an old assessment would have scored under the packs of today, with the facts and on the day of its own.

    `not_mapped` counts the answers that found no place: the question is gone, or the choice that was taken. `new`
    counts the applying questions that were not asked then, which are unanswered here.
    """

    score: Fraction | None
    band: Band | None
    level: int
    not_mapped: int
    new: int


def current_packs(review: Review, current: Iterable[Pack]) -> tuple[WeightedPack, ...]:
    """Return the packs of an assessment in the versions of today, each with its own weight.

    The first pack of an id counts; a pack that is not among them stays as it was.
    """
    newest: dict[str, Pack] = {}
    for pack in current:
        newest.setdefault(pack.id, pack)
    return tuple(WeightedPack(newest.get(each.pack.id, each.pack), each.weight) for each in review.questionnaire.packs)


def back_cast(review: Review, now: Questionnaire) -> BackCast:
    """Score an assessment's answers, mapped by id as in an upgrade, under another questionnaire."""
    answers = mapped(review.answers, review.questionnaire, now)
    card = score(now, review.service, answers, review.today)
    waived = waived_questions(asked_as(review.waivers, now.roots), review.today)
    given = {
        question
        for question in review.questionnaire.asked
        if review.answer(question).state is not AnswerState.UNANSWERED
    }
    roots = {each: earlier_root(now.asked[each], review.questionnaire) for each in now.asked}
    found = {roots[question] for question in answers}
    return BackCast(
        card.score,
        card.band,
        level(card, waived),
        not_mapped=len(given - found),
        new=sum(card.questions[each].applies for each, root in roots.items() if root is None),
    )
