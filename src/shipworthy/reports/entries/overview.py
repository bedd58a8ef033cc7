"""Page one of a report."""

from dataclasses import dataclass

from shipworthy.reports.entries.terms import Place, Standing, Tone


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
    `roomy` tells whether a sentence may take three lines, so that the page still holds everything, and `shown_lines`
    how many conditions, dissents and packs left out it has room for.
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
    shown_lines: int
    foundations_not_applicable: int
    foundations_compensated: int
    unconfirmed: int
    left_out: tuple[tuple[str, str], ...]
