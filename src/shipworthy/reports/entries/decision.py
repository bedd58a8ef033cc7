"""How a review ended, as a report says it."""

from dataclasses import dataclass

from shipworthy.reports.entries.terms import Tone


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
