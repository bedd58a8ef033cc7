"""What the report on one service says, in plain values: the contract between a review and its templates.

Everything is worded and counted here already, so that a template decides on looks alone and the process that draws
it needs to know nothing of the domain. Positions in bars are thousandths of their full length.
"""

from dataclasses import dataclass
from enum import StrEnum

import msgspec

from shipworthy.reports.chart_data import Chart, LinesChart, TrendChart


class Audience(StrEnum):
    """Whom a report is for: a design review sees everything, leadership no internal notes."""

    DESIGN_REVIEW = "design review"
    LEADERSHIP = "leadership"


class Standing(StrEnum):
    """Where an applying question stands, as the mark beside it says."""

    MISS = "miss"
    UNANSWERED = "unanswered"
    UNKNOWN = "unknown"
    IMPROVEMENT = "improvement"
    COMPENSATED = "compensated"
    NOT_APPLICABLE = "not applicable"
    MET = "met"


class Tone(StrEnum):
    """The status colour that stands beside a status word."""

    OK = "ok"
    WARN = "warn"
    BAD = "bad"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Branding:
    """What makes a report one company's: its name and the classification beside the title, a logo, a colour.

    `logo` is the SHA-256 of the picture among the job's assets, empty for none; `accent` is #rrggbb, empty for ours.
    """

    classification: str = ""
    logo: str = ""
    logo_text: str = ""
    organisation: str = ""
    accent: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A score with its band against the minimum; a `minimum` of 0 asks for nothing and draws no line."""

    low: int
    score: int
    high: int
    minimum: int
    score_text: str
    band_text: str
    minimum_text: str
    below_minimum: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Another question of the report, to be linked to."""

    number: str
    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class Hindrance:
    """A miss that keeps the service from Ready, for page one; one that nobody answered is not yet known to be one."""

    place: Place
    standing: Standing
    mark: str
    severity: str
    risk: str
    effort: str


@dataclass(frozen=True, slots=True)
class Overview:
    """Page one. `own_verdict` and `capped_by` are empty where no dependency caps the verdict.

    `backed` counts the answers with valid evidence; `foundations_*` count the level-1 questions that are N/A and
    compensated; `hindrances` are the worst of `hindrance_count`, of which `blocker_count` are blockers.
    `principle_minimum` is empty where the tier asks for none; `principles_shown` are numbers, in order.
    `roomy` tells whether a sentence may take three lines, so that the page still holds everything.
    `unconfirmed` counts the answers brought over and not confirmed; `left_out` are packs with the reasons.
    """

    verdict: str
    verdict_mark: str
    tone: Tone
    own_verdict: str
    capped_by: tuple[str, ...]
    state: str
    signed: bool
    clauses: tuple[str, ...]
    score: str
    band: str
    level: int
    level_minimum: int
    coverage: str
    answered: int
    applying: int
    confidence: str
    backed: int
    hindrances: tuple[Hindrance, ...]
    hindrance_count: int
    blocker_count: int
    principle_minimum: str
    principles_shown: tuple[int, ...]
    roomy: bool
    foundations_not_applicable: int
    foundations_compensated: int
    unconfirmed: int
    left_out: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ConditionEntry:
    """What must be done for a decision to hold, by whom and by when."""

    text: str
    owner: str
    due: str


@dataclass(frozen=True, slots=True)
class DecisionEntry:
    """How a review ended. `live_score` is empty where it is still the sealed one; `live_verdict` is today's.

    `stale` says what changed underneath; `retired` why the review no longer counts, empty while it does.
    """

    outcome: str
    tone: Tone
    decided_on: str
    note: str
    conditions: tuple[ConditionEntry, ...]
    signatories: tuple[str, ...]
    dissent: tuple[tuple[str, str], ...]
    sealed_by: str
    seal: str
    number: int
    live_score: str
    live_verdict: str
    stale: tuple[str, ...]
    retired: str


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
class LinkEntry:
    """An address of the service; `url` is empty unless it may be followed."""

    kind: str
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class FactEntry:
    """A statement about the service; `assumed` where nobody answered it and the pack's default stands."""

    text: str
    holds: bool
    assumed: bool


@dataclass(frozen=True, slots=True)
class ServiceEntry:
    """The service as it was when the report was made; a text that was not given is empty."""

    name: str
    tier: str
    tier_meaning: str
    team: str
    owner: str
    lifecycle: str
    system: str
    domain: str
    description: str
    tags: tuple[str, ...]
    links: tuple[LinkEntry, ...]
    facts: tuple[FactEntry, ...]
    assessors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReasonEntry:
    """A question with the reason why it is compensated or not applicable."""

    place: Place
    severity: str
    level: int
    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class HiddenEntry:
    """Questions that do not apply for one reason: facts, fields by name, texts of the questions that decide it."""

    texts: tuple[str, ...]
    facts: tuple[FactEntry, ...]
    fields: tuple[tuple[str, str], ...]
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ContradictionEntry:
    """Answers that cannot all hold, in the pack's words."""

    message: str
    answers: tuple[tuple[Place, str], ...]


@dataclass(frozen=True, slots=True)
class TimeEntry:
    """What a meeting planned and spent on a principle, as minutes and seconds; `planned` is empty where nothing was."""

    principle: str
    planned: str
    used: str
    over: bool


@dataclass(frozen=True, slots=True)
class MinutesItem:
    """Something parked or decided in a meeting; `who` raised or owns it.

    `place` is None where it belongs to no question; its anchor is empty where that question is not in the report.
    """

    text: str
    place: Place | None
    who: str
    due: str = ""
    settled: bool = False


@dataclass(frozen=True, slots=True)
class MeetingEntry:
    """The minutes of one meeting; `times` are from and to, with their zone, from alone where it is not over.

    People stand with their roles.
    """

    day: str
    times: str
    is_over: bool
    present: tuple[str, ...]
    apologies: tuple[str, ...]
    time: tuple[TimeEntry, ...]
    total: TimeEntry
    decisions: tuple[MinutesItem, ...]
    parked: tuple[MinutesItem, ...]


@dataclass(frozen=True, slots=True)
class ItemEntry:
    """A remediation item; `state` says too that it is waived or overdue. What nobody gave is a dash."""

    title: str
    severity: str
    state: str
    tone: Tone
    owner: str
    due: str
    effort: str


@dataclass(frozen=True, slots=True)
class WaiverEntry:
    """A waiver; the anchor of `place` is empty where its question is not in the report.

    `extended` says how often, empty for never; `ended_because` is the reason of whoever rejected or revoked it, empty
    otherwise; `asks_for_more` tells of an extension that waits.
    """

    place: Place
    state: str
    tone: Tone
    requester: str
    approver: str
    until: str
    extended: str
    reason: str
    ended_because: str
    asks_for_more: str


@dataclass(frozen=True, slots=True)
class RemediationEntry:
    """What is done about the gaps; `accepted` counts the misses waived and planned and the overdue items, in words."""

    accepted: tuple[str, ...] = ()
    items: tuple[ItemEntry, ...] = ()
    waivers: tuple[WaiverEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class LossEntry:
    """What one question takes from a full score; `share` and `loss` are in points of 100."""

    place: Place
    counted: str
    share: str
    loss: str


@dataclass(frozen=True, slots=True)
class Why:
    """Where the score comes from: 100 less all losses is the score.

    `other_loss`, empty for none, is that of the questions left out and of the rounding of the others, so that the
    column adds up as it is printed.
    """

    losses: tuple[LossEntry, ...]
    other_count: int
    other_loss: str
    total_loss: str
    exact_score: str


@dataclass(frozen=True, slots=True)
class ClauseEntry:
    """One clause of the gate: what the tier asks, what the service has, and whether that meets it."""

    kind: str
    limit: str
    actual: str
    met: bool


@dataclass(frozen=True, slots=True)
class VersionEntry:
    """A pack or policy as it was used."""

    title: str
    id: str
    version: str
    digest: str


@dataclass(frozen=True, slots=True)
class Method:
    """The numbers that the explanation of the method quotes, and what makes the report checkable."""

    questions: int
    applicable: int
    not_applicable: int
    hidden: int
    open_answers: int
    lacking_evidence: int
    met_at: tuple[tuple[str, str], ...]
    gate: tuple[ClauseEntry, ...]
    remediate_days: tuple[tuple[str, int], ...]
    packs: tuple[VersionEntry, ...]
    policy: VersionEntry
    engine: str
    fingerprint: str
    sealed: bool


@dataclass(frozen=True, slots=True)
class OverTimeEntry:
    """How the service came here: its decided reviews, and its items; None where there is too little to draw."""

    trend: TrendChart | None = None
    burn_down: LinesChart | None = None

    def charts(self) -> dict[str, Chart]:
        """Return the charts by the names under which the template asks for them."""
        found: dict[str, Chart | None] = {"trend": self.trend, "burn-down": self.burn_down}
        return {name: chart for name, chart in found.items() if chart is not None}


class ServiceReport(msgspec.Struct, frozen=True, tag=True):
    """The whole report.

    `generated` is the moment in W3C form for the document's metadata; `generated_on` and `generated_at` are its day
    and time in words. `packs` are titles with versions.
    """

    language: str
    title: str
    generated: str
    generated_on: str
    generated_at: str
    tier: int
    branding: Branding
    packs: tuple[str, ...]
    service: ServiceEntry
    overview: Overview
    decision: DecisionEntry | None
    principles: tuple[PrincipleEntry, ...]
    compensated: tuple[ReasonEntry, ...]
    not_applicable: tuple[ReasonEntry, ...]
    hidden: tuple[HiddenEntry, ...]
    contradictions: tuple[ContradictionEntry, ...]
    meetings: tuple[MeetingEntry, ...]
    why: Why
    method: Method
    over_time: OverTimeEntry = OverTimeEntry()
    remediation: RemediationEntry = RemediationEntry()
