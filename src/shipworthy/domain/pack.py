"""The pack: one discipline's questionnaire, as it was written by its author."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Severity(StrEnum):
    """How bad a miss is, worst first."""

    BLOCKER = "blocker"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"

    @property
    def rank(self) -> int:
        """Return 0 for the worst severity and 3 for the mildest."""
        return list(Severity).index(self)


class EvidenceRule(StrEnum):
    """Whether an answer needs evidence, strictest first."""

    REQUIRED = "required"
    EXPECTED = "expected"
    NONE = "none"

    @property
    def rank(self) -> int:
        """Return 0 for the strictest rule and 2 for the laxest."""
        return list(EvidenceRule).index(self)


class Select(StrEnum):
    """How many choices an answer may hold."""

    ONE = "one"
    MANY = "many"


@dataclass(frozen=True, slots=True)
class Reference:
    """A public source that a question rests on; `url` may be empty for a book."""

    title: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer on offer; `score` lies in [0, 1] with at most four decimal places, exactly as written."""

    id: str
    label: str
    score: Fraction


@dataclass(frozen=True, slots=True)
class Advice:
    """What to do about a miss; effort in person-days."""

    title: str
    steps: tuple[str, ...]
    effort_days: Fraction


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to judge; `id` and `same_as` are whole (`pack-id/question-id`), `applies_when` is text of the pack."""

    id: str
    text: str
    why: str
    risk: str
    verify: str
    severity: Severity
    level: int
    weight: int
    select: Select
    evidence_rule: EvidenceRule
    evidence_examples: tuple[str, ...]
    choices: tuple[Choice, ...]
    advice: Advice
    references: tuple[Reference, ...] = ()
    applies_when: str = ""
    same_as: str = ""

    def choice(self, choice_id: str) -> Choice:
        """Return the choice with this id; raises KeyError when there is none."""
        for choice in self.choices:
            if choice.id == choice_id:
                return choice
        raise KeyError(choice_id)


@dataclass(frozen=True, slots=True)
class Principle:
    """A group of questions under one engineering principle; `id` is whole (`pack-id/principle-id`)."""

    id: str
    title: str
    intent: str
    weight: int
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class FactDefinition:
    """A true/false statement about a service, asked once per service and shared across packs by id."""

    id: str
    text: str
    default: bool


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Answers that cannot all hold; `questions` are whole ids, `when` a condition, `message` the reviewer's words."""

    id: str
    questions: tuple[str, ...]
    when: str
    message: str


@dataclass(frozen=True, slots=True)
class Pack:
    """One questionnaire; a question scoring at least `met_at` counts as met for the ladder."""

    id: str
    version: str
    title: str
    summary: str
    licence: str
    met_at: Fraction
    facts: tuple[FactDefinition, ...]
    principles: tuple[Principle, ...]
    contradictions: tuple[Contradiction, ...]

    def questions(self) -> Iterator[tuple[Principle, Question]]:
        """Yield each question with its principle, in the pack's order."""
        for principle in self.principles:
            for question in principle.questions:
                yield principle, question


def whole_id(pack_id: str, question_id: str) -> str:
    """Return `pack-id/question-id`; a bare id means its own pack."""
    return question_id if "/" in question_id else f"{pack_id}/{question_id}"


def bare_id(whole: str) -> str:
    """Return the part of a whole id that the pack's author wrote."""
    return whole.partition("/")[2]
