"""Several assessors, each answering blind: how far apart they are, and what they may agree on.

An assessor takes part once anything was answered or noted blind. Each who takes part has a position on every question:
the state and choices of the own answer, and as its score the points of the choices (1 for compensated), before the
evidence rule. Unknown and not applicable are kinds of their own. Who has not answered a question has no position yet;
who was not asked it, because of the own other answers, has none either.

The **spread** of a question, in [0, 1], looks at those who have a position:

- 0 where fewer than two have one, and where all are not applicable, or all unknown;
- the largest score less the smallest where all have a score;
- 1 where the kinds differ: "not applicable" beside a score is as far apart as 0 beside 1.

**Unanimous** is stricter: at least two take part, each has a position, and all say the same: state, choices and type of
not applicable. So somebody who has not answered counts as disagreement, though without widening the spread: a gap in
one person's answers must not hide what the others really see differently.

The spread of a principle is the mean of its questions' spreads. Order everywhere: the largest spread first, then what
is not unanimous, then the order of the questionnaire. None of this depends on the order of the assessors.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction

from shipworthy.domain.assessment import Answer, AnswerState, Confidence, Evidence
from shipworthy.domain.questionnaire import AskedQuestion, Questionnaire
from shipworthy.domain.scorecard import ONE, ZERO
from shipworthy.domain.scoring import choice_score, score
from shipworthy.domain.service import Service

_CONFIDENCES = tuple(Confidence)


class PositionKind(StrEnum):
    """What an assessor's answer to a question amounts to."""

    SCORED = "scored"
    NOT_APPLICABLE = "not applicable"
    UNKNOWN = "unknown"
    OPEN = "open"
    NOT_ASKED = "not asked"


@dataclass(frozen=True, slots=True)
class Position:
    """Where one assessor stands on a question; `score` is None unless the kind is scored."""

    assessor: str
    answer: Answer
    kind: PositionKind
    score: Fraction | None

    @property
    def is_taken(self) -> bool:
        """Tell whether the assessor said something that can be compared."""
        return self.kind not in (PositionKind.OPEN, PositionKind.NOT_ASKED)


@dataclass(frozen=True, slots=True)
class QuestionConsensus:
    """One question with everybody's position, in the order of the assessors; `agreed` is the answer that is scored."""

    id: str
    positions: tuple[Position, ...]
    spread: Fraction
    agreed: Answer

    @property
    def taken(self) -> tuple[Position, ...]:
        """Return the positions of those who answered."""
        return tuple(position for position in self.positions if position.is_taken)

    @property
    def open(self) -> tuple[str, ...]:
        """Return who was asked and has not answered."""
        return tuple(position.assessor for position in self.positions if position.kind is PositionKind.OPEN)

    @property
    def unanimous(self) -> bool:
        """Tell whether at least two take part and all of them say the same."""
        said = {_said(position.answer) for position in self.taken}
        return len(self.positions) > 1 and len(self.taken) == len(self.positions) and len(said) == 1

    @property
    def is_agreed(self) -> bool:
        """Tell whether an agreed answer was given in this review, not only carried over."""
        return self.agreed.state is not AnswerState.UNANSWERED and not self.agreed.carried

    @property
    def common(self) -> Answer | None:
        """Return the answer that all who answered give alike; None where they differ, or nobody answered."""
        taken = sorted(self.taken, key=lambda position: _name_order(position.assessor))
        if len({_said(position.answer) for position in taken}) != 1:
            return None
        reasons = _by_text((position.assessor, position.answer.reason) for position in taken)
        reason = next(iter(reasons)) if len(reasons) == 1 else "\n".join(_attributed(reasons))
        first = taken[0].answer
        return replace(
            self.agreed,
            state=first.state,
            choices=first.choices,
            not_applicable_type=first.not_applicable_type,
            reason=reason,
            carried=False,
        )

    @property
    def proposal(self) -> Answer | None:
        """Return what is recorded where all who answered say the same; None where they differ."""
        common = self.common
        return self.with_all_said(common) if common else None

    def differing(self, agreed: Answer) -> tuple[str, ...]:
        """Return whose own answer is not the agreed one."""
        return tuple(position.assessor for position in self.taken if _said(position.answer) != _said(agreed))

    def with_all_said(self, agreed: Answer) -> Answer:
        """Return an agreed answer with everybody's notes, under their names, and evidence; nothing said is lost.

        Its confidence is the lowest of those who say the same, and stays where nobody does. It is internal as soon as
        one of the notes is.
        """
        ordered = sorted(self.positions, key=lambda position: _name_order(position.assessor))
        like = [
            position.answer for position in ordered if position.is_taken and _said(position.answer) == _said(agreed)
        ]
        noted = [position for position in ordered if position.answer.note.strip()]
        internal = any(position.answer.note_internal for position in noted)
        evidence = (each for position in ordered for each in position.answer.evidence)
        return replace(
            agreed,
            note=_with_notes(agreed.note, [(position.assessor, position.answer.note) for position in noted]),
            note_internal=agreed.note_internal or internal,
            evidence=_each_once([*agreed.evidence, *evidence]),
            confidence=min((answer.confidence for answer in like), key=_CONFIDENCES.index, default=agreed.confidence),
            marked=agreed.marked or any(position.answer.marked for position in ordered),
        )


@dataclass(frozen=True, slots=True)
class PrincipleConsensus:
    """One principle with its questions, largest spread first; `spread` is their mean."""

    id: str
    title: str
    spread: Fraction
    questions: tuple[QuestionConsensus, ...]

    @property
    def largest(self) -> Fraction:
        """Return the largest spread of its questions."""
        return max((question.spread for question in self.questions), default=ZERO)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one assessor is: `answered` of `total` questions that the own answers lead to."""

    assessor: str
    answered: int
    total: int
    takes_part: bool

    @property
    def open(self) -> int:
        """Return how many questions are left."""
        return self.total - self.answered


@dataclass(frozen=True, slots=True)
class Consensus:
    """Everybody's blind answers side by side: `progress` of all assessors, `principles` largest spread first."""

    progress: tuple[Progress, ...]
    principles: tuple[PrincipleConsensus, ...]

    @property
    def participants(self) -> tuple[str, ...]:
        """Return who answered blind."""
        return tuple(each.assessor for each in self.progress if each.takes_part)

    @property
    def unfinished(self) -> tuple[Progress, ...]:
        """Return who has questions left, or has not begun."""
        return tuple(each for each in self.progress if each.open)

    def questions(self) -> Iterator[QuestionConsensus]:
        """Yield the questions in the order in which they are shown."""
        for principle in self.principles:
            yield from principle.questions

    def question(self, question_id: str) -> QuestionConsensus | None:
        """Return one question; None where nobody who takes part was asked it."""
        return next((each for each in self.questions() if each.id == question_id), None)

    def ready(self) -> tuple[QuestionConsensus, ...]:
        """Return the questions on which all say the same and that have no agreed answer yet."""
        return tuple(each for each in self.questions() if each.unanimous and not each.is_agreed)


def compare(
    questionnaire: Questionnaire,
    service: Service,
    assessors: Sequence[str],
    answers: Iterable[Answer],
    today: date,
) -> Consensus:
    """Put the blind answers of an assessment side by side.

    `answers` are those of all assessors and the agreed ones (their assessor is empty); an author who is not among the
    named assessors comes after them, by name.
    """
    given: dict[str, dict[str, Answer]] = {}
    for answer in answers:
        given.setdefault(answer.assessor, {})[answer.question] = answer
    agreed = given.pop("", {})
    others = sorted(set(given) - set(assessors), key=_name_order)
    names = [*assessors, *others]
    part = {name: any(map(_says_something, given.get(name, {}).values())) for name in names}
    asked = {name: _asked_of(questionnaire, service, given.get(name, {}), today) for name in names}
    questions = {
        item.id: _question(
            item, [_position(name, item, given[name], asked[name]) for name in names if part[name]], agreed
        )
        for item in questionnaire.asked.values()
        if any(item.id in asked[name] for name in names if part[name])
    }
    progress = tuple(_progress(name, given.get(name, {}), asked[name], part[name]) for name in names)
    return Consensus(progress, _principles(questionnaire, questions))


def spread_of(positions: Iterable[Position]) -> Fraction:
    """Return how far apart positions are, in [0, 1], by the rule above."""
    taken = [position for position in positions if position.is_taken]
    if len({position.kind for position in taken}) > 1:
        return ONE
    scores = [position.score for position in taken if position.score is not None]
    return max(scores) - min(scores) if scores else ZERO


def _asked_of(questionnaire: Questionnaire, service: Service, own: Mapping[str, Answer], today: date) -> set[str]:
    card = score(questionnaire, service, own, today)
    return {question_id for question_id, counts in card.questions.items() if counts.applies}


def _position(name: str, item: AskedQuestion, own: Mapping[str, Answer], asked: set[str]) -> Position:
    answer = own.get(item.id) or Answer(item.id, name)
    if item.id not in asked:
        return Position(name, answer, PositionKind.NOT_ASKED, None)
    match answer.state:
        case AnswerState.ANSWERED:
            return Position(name, answer, PositionKind.SCORED, choice_score(item.question, answer) or ZERO)
        case AnswerState.COMPENSATED:
            return Position(name, answer, PositionKind.SCORED, ONE)
        case AnswerState.NOT_APPLICABLE:
            return Position(name, answer, PositionKind.NOT_APPLICABLE, None)
        case AnswerState.UNKNOWN:
            return Position(name, answer, PositionKind.UNKNOWN, None)
    return Position(name, answer, PositionKind.OPEN, None)


def _question(item: AskedQuestion, positions: list[Position], agreed: Mapping[str, Answer]) -> QuestionConsensus:
    return QuestionConsensus(item.id, tuple(positions), spread_of(positions), agreed.get(item.id) or Answer(item.id))


def _progress(name: str, own: Mapping[str, Answer], asked: set[str], takes_part: bool) -> Progress:
    said = [each for each in asked if each in own and own[each].state is not AnswerState.UNANSWERED]
    return Progress(name, len(said), len(asked), takes_part)


def _principles(
    questionnaire: Questionnaire, questions: Mapping[str, QuestionConsensus]
) -> tuple[PrincipleConsensus, ...]:
    groups: dict[str, list[QuestionConsensus]] = {}
    for item in questionnaire.asked.values():
        if item.id in questions:
            groups.setdefault(item.principle.id, []).append(questions[item.id])
    found = []
    for _weighted, principle in questionnaire.principles():
        held = groups.get(principle.id, [])
        if held:
            mean = sum((each.spread for each in held), ZERO) / len(held)
            ordered = tuple(sorted(held, key=lambda each: (-each.spread, each.unanimous)))
            found.append(PrincipleConsensus(principle.id, principle.title, mean, ordered))
    return tuple(sorted(found, key=lambda each: (-each.spread, -each.largest)))


def _says_something(answer: Answer) -> bool:
    return answer.state is not AnswerState.UNANSWERED or bool(answer.note.strip() or answer.evidence)


def _said(answer: Answer) -> tuple[AnswerState, frozenset[str], object]:
    """Return what an answer says, without the words around it."""
    chosen = answer.choices if answer.state is AnswerState.ANSWERED else ()
    kind = answer.not_applicable_type if answer.state is AnswerState.NOT_APPLICABLE else None
    return answer.state, frozenset(chosen), kind


def _with_notes(note: str, noted: list[tuple[str, str]]) -> str:
    """Return a note with those of others under their names; what it holds already is not repeated."""
    added = [text for text in _attributed(_by_text(noted)) if text not in note]
    return "\n\n".join([note.strip(), *added] if note.strip() else added)


def _by_text(said: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Return who said each text."""
    by_text: dict[str, list[str]] = {}
    for name, text in said:
        if text.strip():
            by_text.setdefault(text.strip(), []).append(name)
    return by_text or {"": []}


def _attributed(by_text: Mapping[str, list[str]]) -> list[str]:
    return [f"{', '.join(names)}: {text}" for text, names in by_text.items() if text]


def _each_once(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    return tuple(dict.fromkeys(evidence))


def _name_order(name: str) -> tuple[str, str]:
    return name.casefold(), name
