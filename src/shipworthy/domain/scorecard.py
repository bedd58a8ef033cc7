"""What the answers of an assessment count: by question, by principle and overall."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from shipworthy.domain.assessment import AnswerState, Confidence
from shipworthy.domain.pack import EvidenceRule, Severity
from shipworthy.domain.questionnaire import PlacedContradiction

ZERO = Fraction(0)
ONE = Fraction(1)
CONFIDENCE_WORTH = {
    Confidence.LOW: Fraction(1, 2),
    Confidence.MEDIUM: Fraction(3, 4),
    Confidence.HIGH: Fraction(1),
}
_KNOWN_STATES = (AnswerState.ANSWERED, AnswerState.COMPENSATED)


@dataclass(frozen=True, slots=True)
class Band:
    """Between which two scores the truth lies, both in [0, 1]."""

    low: Fraction
    high: Fraction

    @property
    def width(self) -> Fraction:
        """Return how far apart the ends are."""
        return self.high - self.low


@dataclass(frozen=True, slots=True)
class QuestionScore:
    """What one asked question counts.

    `applies`: its conditions hold somewhere; `applicable`: it applies and is not N/A; `carried`: brought over and not
    confirmed; `counted`: its score, None where it is not applicable; `share`: its part of the overall score (all
    shares sum to 1); `severity`, `level`, `evidence_rule` and `met_at` are the strictest of where it applies.
    """

    id: str
    state: AnswerState
    carried: bool
    marked: bool
    applies: bool
    applicable: bool
    counted: Fraction | None
    share: Fraction
    severity: Severity
    level: int
    evidence_rule: EvidenceRule
    met_at: Fraction
    has_evidence: bool
    confidence: Confidence

    @property
    def contribution(self) -> Fraction:
        """Return what the question adds to the overall score."""
        return self.share * (self.counted or ZERO)

    @property
    def loss(self) -> Fraction:
        """Return what the question takes from a full score."""
        return self.share - self.contribution

    @property
    def gap(self) -> bool:
        """Tell whether the question is applicable and scores below 1."""
        return self.applicable and self.counted != ONE

    @property
    def miss(self) -> bool:
        """Tell whether the question is applicable and below its `met_at`, unanswered or unknown."""
        if not self.applicable:
            return False
        return self.state not in _KNOWN_STATES or (self.counted or ZERO) < self.met_at

    @property
    def is_answered(self) -> bool:
        """Tell whether the question counts as covered: answered, compensated or N/A, and confirmed."""
        covered = self.state in _KNOWN_STATES or self.state is AnswerState.NOT_APPLICABLE
        return self.applies and covered and not self.carried

    @property
    def backing(self) -> Fraction:
        """Return 1 where the answer rests on something (valid evidence, a control, or none is asked for), else 0."""
        compensated = self.state is AnswerState.COMPENSATED
        return ONE if self.has_evidence or compensated or self.evidence_rule is EvidenceRule.NONE else ZERO

    @property
    def certainty(self) -> Fraction:
        """Return what the assessor's confidence is worth; 0 where nothing is known."""
        return CONFIDENCE_WORTH[self.confidence] if self.state in _KNOWN_STATES else ZERO

    @property
    def lacks_evidence(self) -> bool:
        """Tell whether an answer counts 0 because its required evidence is missing or has expired."""
        return (
            self.applicable
            and self.state is AnswerState.ANSWERED
            and self.evidence_rule is EvidenceRule.REQUIRED
            and not self.has_evidence
        )


@dataclass(frozen=True, slots=True)
class PrincipleScore:
    """What one principle counts; `score` and `band` are None where nothing in it is applicable.

    `answered` and `total` count the asked questions that stand in it and apply, for progress.
    """

    id: str
    title: str
    score: Fraction | None
    band: Band | None
    answered: int
    total: int


@dataclass(frozen=True, slots=True)
class Scorecard:
    """What an assessment counts; `score` is None where nothing is applicable. All figures lie in [0, 1].

    `contradictions` are those that the answers give rise to; they never change a score.
    """

    score: Fraction | None
    band: Band | None
    coverage: Fraction
    confidence: Fraction
    principles: tuple[PrincipleScore, ...]
    questions: Mapping[str, QuestionScore]
    contradictions: tuple[PlacedContradiction, ...]

    def why(self) -> tuple[QuestionScore, ...]:
        """Return the applicable questions, largest loss first; their contributions sum exactly to the score."""
        applicable = [question for question in self.questions.values() if question.applicable]
        return tuple(sorted(applicable, key=lambda question: (-question.loss, question.id)))
