"""The assessment: one service, one or more packs, and what was answered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from uuid import UUID

from shipworthy.domain.pack import Pack


class AnswerState(StrEnum):
    """What is known about a question."""

    UNANSWERED = "unanswered"
    ANSWERED = "answered"
    COMPENSATED = "compensated"
    NOT_APPLICABLE = "not_applicable"
    UNKNOWN = "unknown"


class Confidence(StrEnum):
    """How sure the assessor is."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class NotApplicableType(StrEnum):
    """Why a question does not concern a service."""

    OUT_OF_SCOPE = "out of scope"
    BUSINESS_PRIORITY = "business priority"
    ARCHITECTURE_CONSTRAINT = "architecture constraint"
    OTHER = "other"


class EvidenceKind(StrEnum):
    """What a piece of evidence is."""

    LINK = "link"
    FILE = "file"
    TEXT = "text"
    PROBE = "probe"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Something that shows an answer to be true.

    `value` is the address, the text, or for a file its SHA-256; `title` is what people see (a file's name,
    "main.go:412"). `expires` is its last valid day.
    """

    kind: EvidenceKind
    value: str
    title: str = ""
    dated: date | None = None
    expires: date | None = None

    def valid_on(self, day: date) -> bool:
        """Tell whether this evidence still counts on a day."""
        return self.expires is None or day <= self.expires


@dataclass(frozen=True, slots=True)
class Dissent:
    """Who does not agree with what was agreed, and why."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What was said about one question.

    `question` is the whole id. `assessor` names a blind answer's author and is empty for the agreed answer, which is
    the one that is scored; `answered_by` and `answered_at` say who gave it and when. `reason` is the justification of
    a compensating control or of a not-applicable. `choices` may outlive a change to another state, but count only
    when answered. `dissent` is kept beside an agreed answer. `version` is the store's row version, 0 for an answer
    that was never stored.
    """

    question: str
    assessor: str = ""
    state: AnswerState = AnswerState.UNANSWERED
    choices: tuple[str, ...] = ()
    note: str = ""
    note_internal: bool = False
    confidence: Confidence = Confidence.MEDIUM
    evidence: tuple[Evidence, ...] = ()
    marked: bool = False
    not_applicable_type: NotApplicableType | None = None
    reason: str = ""
    dissent: tuple[Dissent, ...] = ()
    carried: bool = False
    answered_by: str = ""
    answered_at: datetime | None = None
    version: int = 0

    def has_valid_evidence(self, day: date) -> bool:
        """Tell whether any evidence still counts on a day."""
        return any(evidence.valid_on(day) for evidence in self.evidence)

    def same_content(self, other: "Answer") -> bool:
        """Tell whether two answers say the same, whoever gave them and whenever."""
        return replace(self, answered_by="", answered_at=None, version=0) == replace(
            other, answered_by="", answered_at=None, version=0
        )


class AssessmentState(StrEnum):
    """Where an assessment stands."""

    DRAFT = "draft"
    IN_REVIEW = "in review"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True)
class PackUse:
    """A pack as an assessment uses it: exactly this content (`pack_hash`, SHA-256), with this weight."""

    pack_id: str
    pack_hash: str
    weight: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True)
class WeightedPack:
    """A pack and its weight in the overall score."""

    pack: Pack
    weight: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True)
class LeftOutPack:
    """A pack of the standing assessment that a new one leaves out, and why."""

    pack_id: str
    reason: str


class Outcome(StrEnum):
    """What a decision says."""

    GO = "go"
    CONDITIONAL_GO = "conditional go"
    NO_GO = "no-go"


@dataclass(frozen=True, slots=True)
class DecisionCondition:
    """What must be done for a decision to hold: by whom, and by its last day."""

    text: str
    owner: str
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who stands behind a decision: a claimed name, and in which role."""

    name: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """How an assessment ended; `note` gives the reasons."""

    outcome: Outcome
    note: str = ""
    conditions: tuple[DecisionCondition, ...] = ()
    signatories: tuple[Signatory, ...] = ()
    dissent: tuple[Dissent, ...] = ()


@dataclass(frozen=True, slots=True)
class Assessment:
    """One review of one service; `sequence` is the store's order, `policy_hash` the gate policy it was made with.

    `based_on` is the assessment whose answers were carried over, `left_out` its packs that this one does without.
    `state_reason` says why it was withdrawn or superseded.
    """

    id: UUID
    service: UUID
    title: str
    packs: tuple[PackUse, ...]
    policy_hash: str
    assessors: tuple[str, ...] = ()
    based_on: UUID | None = None
    left_out: tuple[LeftOutPack, ...] = ()
    state: AssessmentState = AssessmentState.DRAFT
    state_reason: str = ""
    decision: Decision | None = None
    started_at: datetime | None = None
    decided_at: datetime | None = None
    sequence: int = 0
    version: int = 0


OPEN_STATES = (AssessmentState.DRAFT, AssessmentState.IN_REVIEW)


def standing(assessments: Iterable[Assessment]) -> Assessment | None:
    """Return the assessment that speaks for its service.

    The newest decided one that is neither withdrawn nor superseded, else the newest draft; None when there is neither.
    """
    newest_first = sorted(assessments, key=lambda assessment: assessment.sequence, reverse=True)
    for states in ((AssessmentState.DECIDED,), OPEN_STATES):
        for assessment in newest_first:
            if assessment.state in states:
                return assessment
    return None


def last_open(assessments: Sequence[Assessment]) -> Assessment | None:
    """Return the last of them that can still be answered, None where there is none; they come oldest first."""
    return next((each for each in reversed(assessments) if each.state in OPEN_STATES), None)
