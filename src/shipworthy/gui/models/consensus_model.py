"""The consensus as a list: principles with their spread, below each its questions, the largest spread first."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from shipworthy.domain.assessment import AnswerState
from shipworthy.domain.consensus import Consensus, Position, PositionKind, QuestionConsensus
from shipworthy.domain.pack import Question
from shipworthy.domain.review import Review
from shipworthy.gui.models.headed_list_model import HeadedListModel
from shipworthy.text import _, ngettext
from shipworthy.wording import Wording


@dataclass(frozen=True, slots=True)
class Mark:
    """Assessors who stand at one place of the strip: `score` in [0, 1], or None for a kind without one."""

    initials: tuple[str, ...]
    kind: PositionKind
    score: Fraction | None


@dataclass(frozen=True, slots=True)
class ConsensusLine:
    """One line: a question with its strip, or a principle as heading where `question` is empty.

    `state` says how far it is agreed, `ticks` are the scores on offer, `agreed` is that of the agreed answer; `spoken`
    says all of it in words.
    """

    question: str
    text: str
    state: str
    marks: tuple[Mark, ...] = ()
    ticks: tuple[Fraction, ...] = ()
    agreed: Fraction | None = None
    spoken: str = ""

    @property
    def is_heading(self) -> bool:
        """Tell whether the line only names those that follow."""
        return not self.question


class ConsensusModel(HeadedListModel[ConsensusLine]):
    """A list of ConsensusLine; headings cannot be selected. LINE_ROLE gives the line itself to the delegate."""

    def row_of(self, question_id: str) -> int:
        """Return the row of a question, or of the first one where it is not shown; -1 where there is none."""
        rows = {line.question: row for row, line in enumerate(self._lines) if not line.is_heading}
        return rows.get(question_id, min(rows.values(), default=-1))


def consensus_lines(consensus: Consensus, review: Review, wording: Wording) -> Iterator[ConsensusLine]:
    """Yield the lines of a consensus in the order in which they are shown."""
    short = initials(consensus.participants)
    for principle in consensus.principles:
        state = _("mean spread {mean} · largest {largest}").format(
            mean=spread_words(principle.spread, wording), largest=spread_words(principle.largest, wording)
        )
        yield ConsensusLine("", principle.title, state, spoken=f"{principle.title}: {state}")
        for item in principle.questions:
            yield _question_line(item, review.questionnaire.asked[item.id].question, short, wording)


def _question_line(
    item: QuestionConsensus, question: Question, short: Mapping[str, str], wording: Wording
) -> ConsensusLine:
    state = f"{standing_words(item, wording)} · {agreed_words(item, question, wording)}"
    said = [f"{each.assessor}: {position_words(each, question, wording)}" for each in item.positions]
    return ConsensusLine(
        item.id,
        question.text,
        state,
        tuple(_marks(item.positions, short)),
        tuple(sorted({choice.score for choice in question.choices})),
        _agreed_score(item, question),
        "\n".join([question.text, state, *said]),
    )


def _marks(positions: Sequence[Position], short: Mapping[str, str]) -> Iterator[Mark]:
    kinds = list(PositionKind)

    def place(position: Position) -> tuple[int, Fraction]:
        return kinds.index(position.kind), position.score or Fraction(0)

    for (kind, _score), group in groupby(sorted(positions, key=place), key=place):
        held = list(group)
        yield Mark(tuple(short[each.assessor] for each in held), kinds[kind], held[0].score)


def _agreed_score(item: QuestionConsensus, question: Question) -> Fraction | None:
    if not item.is_agreed:
        return None
    if item.agreed.state is AnswerState.COMPENSATED:
        return Fraction(1)
    if item.agreed.state is not AnswerState.ANSWERED:
        return None
    chosen = sum((choice.score for choice in question.choices if choice.id in item.agreed.choices), Fraction(0))
    return min(chosen, Fraction(1))


def standing_words(item: QuestionConsensus, wording: Wording) -> str:
    """Return how far apart the assessors are on a question, in a few words."""
    if item.unanimous:
        words = _("All say the same")
    elif item.spread:
        words = _("Spread {spread}").format(spread=spread_words(item.spread, wording))
    elif len(item.taken) > 1:
        words = _("No spread")
    else:
        words = ngettext("{count} answer", "{count} answers", len(item.taken)).format(count=len(item.taken))
    if not item.open:
        return words
    missing = ngettext("{count} has not answered", "{count} have not answered", len(item.open))
    return f"{words} · {missing.format(count=len(item.open))}"


def agreed_words(item: QuestionConsensus, question: Question, wording: Wording) -> str:
    """Return what is agreed on a question, and how many dissent."""
    if not item.is_agreed:
        return _("not agreed yet")
    words = _("✓ agreed: {answer}").format(answer=wording.answer_text(question, item.agreed))
    if not item.agreed.dissent:
        return words
    return f"{words} · {wording.count('{count} dissents', '{count} dissent', len(item.agreed.dissent))}"


def position_words(position: Position, question: Question, wording: Wording) -> str:
    """Return what an assessor answered, with its score."""
    match position.kind:
        case PositionKind.NOT_ASKED:
            return _("not asked, because of other answers")
        case PositionKind.OPEN:
            return _("not answered yet")
        case PositionKind.SCORED if position.score is not None:
            answer = wording.answer_text(question, position.answer)
            return f"{answer} ({wording.choice_score(position.score)})"
    return wording.answer_text(question, position.answer)


def spread_words(spread: Fraction, wording: Wording) -> str:
    """Return a spread with at most two decimals, rounded half up; "0" only for exactly 0."""
    if spread.denominator in (1, 2, 4):
        return wording.choice_score(spread)
    hundredths = int(spread * 100 + Fraction(1, 2))
    return f"{min(hundredths, 99) / 100:.2f}" if hundredths else "<0.01"


def initials(names: Sequence[str]) -> dict[str, str]:
    """Return two signs for each name, different for each: "JW" of Jonas Weber, "JO" of Jonas."""
    short: dict[str, str] = {}
    for name in names:
        words = name.split() or ["?"]
        first, rest = words[0][0], [words[-1][0]] if len(words) > 1 else []
        letters = [each for each in [*rest, *words[0][1:], *words[-1][1:]] if each.isalnum()]
        candidates = [f"{first}{letter}".upper() for letter in letters] or [first.upper()]
        numbered = (f"{first.upper()}{number}" for number in range(2, len(names) + 3))
        used = set(short.values())
        short[name] = next(each for each in [*candidates, *numbered] if each not in used)
    return short
