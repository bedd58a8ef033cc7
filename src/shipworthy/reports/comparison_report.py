"""What the report on two reviews of one service says, in plain values; places in bars are thousandths."""

from dataclasses import dataclass

from shipworthy.reports.entries.asks import AskEntry
from shipworthy.reports.entries.method import VersionEntry
from shipworthy.reports.entries.terms import Tone
from shipworthy.reports.report import Report


@dataclass(frozen=True, slots=True)
class SideEntry:
    """One of the two reviews, as of its own time; `when` says of which day it is, `decision` is empty for a draft.

    `seal` is the number of its seal, 0 where nobody decided it; `fingerprint` is then that of what was sealed.
    """

    title: str
    when: str
    decision: str
    verdict: str
    mark: str
    tone: Tone
    score: str
    level: int
    coverage: str
    confidence: str
    blockers: int
    highs: int
    clauses: tuple[str, ...]
    other_clauses: int
    tier: str
    packs: tuple[VersionEntry, ...]
    policy: VersionEntry
    fingerprint: str
    seal: int
    seal_hash: str
    sealed_by: str


@dataclass(frozen=True, slots=True)
class PartEntry:
    """A part of the change, with its step in the waterfall: from `start` to `end`, and what that shows in words."""

    name: str
    meaning: str
    points: str
    tone: Tone
    start: int
    end: int
    alternative: str


@dataclass(frozen=True, slots=True)
class Waterfall:
    """The parts between both scores; `zero` is where the scale begins, `rounded` where the parts as printed do not
    come to the change as printed."""

    before: int
    after: int
    zero: int
    before_text: str
    after_text: str
    parts: tuple[PartEntry, ...]
    rounded: bool


@dataclass(frozen=True, slots=True)
class PrincipleRow:
    """A principle on both sides; None for a bar where nothing of it was applicable."""

    title: str
    before: int | None
    after: int | None
    before_text: str
    after_text: str
    change: str
    tone: Tone
    alternative: str


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question with both of its answers; `said_before` and `said_after` are who said so, and when.

    `remarks` are what changed about its notes and its evidence, each as a line.
    """

    text: str
    principle: str
    kind: str
    before: str
    after: str
    said_before: str
    said_after: str
    change: str
    tone: Tone
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ConcernRow:
    """A question in business words: what it means that it got worse or better."""

    text: str
    severity: str
    is_blocker: bool
    risk: str
    change: str


@dataclass(frozen=True, slots=True)
class FactRow:
    """A fact, or a field of the service, on both sides."""

    text: str
    before: str
    after: str
    changed: bool


@dataclass(frozen=True, slots=True)
class DoneItem:
    """An item that was done, or verified, between the two reviews."""

    title: str
    severity: str
    state: str
    owner: str


@dataclass(frozen=True, slots=True)
class ForLeaders:
    """What leaders read beside page one."""

    asks: tuple[AskEntry, ...]
    worse: tuple[ConcernRow, ...]
    worse_count: int
    better: tuple[ConcernRow, ...]
    better_count: int


@dataclass(frozen=True, slots=True)
class Details:
    """What a design review reads beside page one; each group of questions comes with the largest change first."""

    changed: tuple[QuestionRow, ...]
    not_applicable: tuple[QuestionRow, ...]
    new: tuple[QuestionRow, ...]
    gone: tuple[QuestionRow, ...]
    reweighted: tuple[QuestionRow, ...]
    remarked: tuple[QuestionRow, ...]
    items: tuple[DoneItem, ...]
    facts: tuple[FactRow, ...]


class ComparisonReport(Report, frozen=True, tag=True):
    """The whole report; `summary` says in a sentence what changed, `not_comparable` why the scores cannot be compared.

    `change` is by how many points, `change_alone` without that word. `principles` come with the one that moved most
    first; leaders read the first of `principle_count`. `waterfall` is None where nothing can be compared.
    """

    generated_at: str
    service: str
    tier: str
    team: str
    before: SideEntry
    after: SideEntry
    summary: str
    change: str
    change_alone: str
    tone: Tone
    not_comparable: str
    waterfall: Waterfall | None
    principles: tuple[PrincipleRow, ...]
    principle_count: int
    blockers_gone: tuple[str, ...]
    blockers_new: tuple[str, ...]
    leaders: ForLeaders | None
    details: Details | None
    engine: str
