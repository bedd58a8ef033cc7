"""Carrying over: what was answered elsewhere, in the words of another questionnaire, to be confirmed there.

A question is known by its id: the same question of another version of a pack, of a pack that others stand beside now,
or of a template takes over what was said, as long as the choices that were taken are still on offer.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from shipworthy.domain.answering import checked_answer
from shipworthy.domain.assessment import Answer, AnswerState
from shipworthy.domain.pack import Pack, Principle, Question
from shipworthy.domain.questionnaire import AskedQuestion, Questionnaire
from shipworthy.errors import UserError


@dataclass(frozen=True, slots=True)
class PackChange:
    """What another version of a pack brings, as ids of questions.

    `changed` are asked differently: other words, choices, condition or link. `rescored` are asked as before and count
    otherwise: other scores, weight, severity, level, rule for evidence, or threshold. `facts` are ids of facts that are
    new or have another default, which may decide what applies.
    """

    pack_id: str
    before: str
    now: str
    new: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    rescored: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()


def pack_change(before: Pack, now: Pack) -> PackChange:
    """Compare two versions of a pack; what explains a question (why, advice, references) does not make it another."""
    old = {question.id: (principle, question) for principle, question in before.questions()}
    new = {question.id: (principle, question) for principle, question in now.questions()}
    both = [each for each in new if each in old]
    defaults = {fact.id: fact.default for fact in before.facts}
    changed = tuple(each for each in both if _asked(new[each][1]) != _asked(old[each][1]))
    return PackChange(
        now.id,
        before.version,
        now.version,
        new=tuple(each for each in new if each not in old),
        changed=changed,
        removed=tuple(each for each in old if each not in new),
        rescored=tuple(
            each for each in both if each not in changed and _counted(now, *new[each]) != _counted(before, *old[each])
        ),
        facts=tuple(fact.id for fact in now.facts if defaults.get(fact.id) is not fact.default),
    )


def _asked(question: Question) -> tuple[object, ...]:
    labels = tuple((choice.id, choice.label) for choice in question.choices)
    return (question.text, labels, question.select, question.applies_when, question.same_as)


def _counted(pack: Pack, principle: Principle, question: Question) -> tuple[object, ...]:
    scores = tuple(choice.score for choice in question.choices)
    return (
        *(pack.met_at, principle.id, principle.weight, scores),
        *(question.severity, question.level, question.weight, question.evidence_rule),
    )


def earlier_root(asked: AskedQuestion, earlier: Questionnaire) -> str | None:
    """Return the id under which another questionnaire asks a question; None where it does not."""
    return next(
        (earlier.roots[place.question.id] for place in asked.placements if place.question.id in earlier.roots), None
    )


def mapped(answers: Mapping[str, Answer], earlier: Questionnaire, now: Questionnaire) -> dict[str, Answer]:
    """Return the answers of one questionnaire in the words of another, by the ids asked there.

    Left out is what was not answered, what is not asked any more, and what took a choice that is no longer on offer.
    """
    found: dict[str, Answer] = {}
    for asked in now.asked.values():
        for place in asked.placements:
            root = earlier.roots.get(place.question.id)
            answer = answers.get(root) if root else None
            if root is None or answer is None or answer.state is AnswerState.UNANSWERED:
                continue
            fitting = _fitting(_in_place(answer, earlier.asked[root], place.question.id), place.question, asked)
            if fitting is not None:
                found[asked.id] = fitting
                break
    return found


def fitting_answers(answers: Iterable[Answer], now: Questionnaire) -> dict[str, Answer]:
    """Return answers that stand alone, such as a template's, by the ids asked; left out is what does not fit."""
    by_id = {answer.question: answer for answer in answers if answer.state is not AnswerState.UNANSWERED}
    found: dict[str, Answer] = {}
    for asked in now.asked.values():
        for place in asked.placements:
            answer = by_id.get(place.question.id)
            fitting = _fitting(answer, place.question, asked) if answer else None
            if fitting is not None:
                found[asked.id] = fitting
                break
    return found


def carried(answer: Answer) -> Answer:
    """Return an answer as it is brought over: to be confirmed, with its author and time, without mark and dissent."""
    return replace(answer, assessor="", carried=True, marked=False, dissent=(), version=0)


def says_the_same(one: Answer | None, other: Answer | None) -> bool:
    """Tell whether two answers in the words of one questionnaire judge alike, whatever they rest on."""
    return _judgement(one) == _judgement(other)


def _judgement(answer: Answer | None) -> tuple[object, ...]:
    if answer is None or answer.state is AnswerState.UNANSWERED:
        return (AnswerState.UNANSWERED,)
    if answer.state is AnswerState.ANSWERED:
        return (answer.state, answer.choices)
    # Choices may outlive a change to another state and say nothing then.
    return (answer.state, answer.not_applicable_type, answer.reason)


def _in_place(answer: Answer, asked: AskedQuestion, question_id: str) -> Answer:
    """Return an answer in the choices of one of the places of its question: linked choices match by position."""
    there = next(place.question for place in asked.placements if place.question.id == question_id)
    return _translated(answer, asked.question, there)


def _fitting(answer: Answer, place: Question, asked: AskedQuestion) -> Answer | None:
    """Return an answer in the choices of the question asked; None where it took one that is not on offer."""
    on_offer = {choice.id for choice in place.choices}
    if answer.state is AnswerState.ANSWERED and not on_offer.issuperset(answer.choices):
        return None
    try:
        fitting = checked_answer(asked.question, _translated(answer, place, asked.question))
    except UserError:  # such as several choices where one may be taken now
        return None
    return fitting if fitting.state is not AnswerState.UNANSWERED else None


def _translated(answer: Answer, here: Question, there: Question) -> Answer:
    pairs = zip(here.choices, there.choices, strict=True)
    chosen = tuple(other.id for own, other in pairs if own.id in answer.choices)
    return replace(answer, question=there.id, choices=chosen)
