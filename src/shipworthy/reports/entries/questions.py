"""The questions of a report: each with its answer, in its principle, or why it is left out."""

from dataclasses import dataclass

from shipworthy.reports.entries.terms import Bar, Place, Standing, Tone


@dataclass(frozen=True, slots=True)
class EvidenceEntry:
    """One piece of evidence; `url` is empty unless it is an address that may be followed.

    `text` says what `title` does not: the evidence itself, or where it lies, shortened to be read and not typed.
    `picture` is the SHA-256 of what is shown beneath it, empty for nothing.
    """

    title: str
    text: str
    url: str
    dated: str
    expires: str
    expired: bool
    picture: str = ""


@dataclass(frozen=True, slots=True)
class AdviceEntry:
    """What to do about a gap."""

    title: str
    steps: tuple[str, ...]
    effort: str


@dataclass(frozen=True, slots=True)
class ReferenceEntry:
    """A public source; `url` may be empty."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class QuestionEntry:
    """One question that applies. `counted` is its score in words, empty where it is not applicable;
    `important` marks the severity of a miss that stands in the way of Ready.
    `note` is Markdown as it was typed; `dissent` holds who does not agree with the answer, and the words. `risk` stands
    for misses alone, `verify` (how to find out) for those of them that nobody answered, `advice` for gaps that somebody
    did answer. `also_in` names the other packs in which a linked question counts.
    `record` says for an auditor in which state the answer is and whether it is confirmed.
    """

    place: Place
    standing: Standing
    tone: Tone
    mark: str
    severity: str
    important: bool
    level: int
    weight: int
    evidence_rule: str
    counted: str
    answers: tuple[str, ...]
    reason: str
    note: str
    note_internal: bool
    dissent: tuple[tuple[str, str], ...]
    confidence: str
    answered_by: str
    answered_on: str
    carried: bool
    marked: bool
    lacks_evidence: bool
    evidence: tuple[EvidenceEntry, ...]
    risk: str
    verify: str
    advice: AdviceEntry | None
    references: tuple[ReferenceEntry, ...]
    also_in: tuple[str, ...]
    record: str = ""


@dataclass(frozen=True, slots=True)
class PrincipleEntry:
    """One principle with the questions asked in it; `bar` is None where nothing in it is applicable.

    `linked` are questions asked under another principle that count here too. `pack` is empty in a report of one pack.
    """

    number: int
    anchor: str
    title: str
    intent: str
    pack: str
    bar: Bar | None
    answered: int
    total: int
    misses: int
    questions: tuple[QuestionEntry, ...]
    linked: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class ReasonEntry:
    """A question with the reason why it is compensated or not applicable."""

    place: Place
    severity: str
    level: int
    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class ContradictionEntry:
    """Answers that cannot all hold, in the pack's words."""

    message: str
    answers: tuple[tuple[Place, str], ...]
