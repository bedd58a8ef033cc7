"""What leaders read of a review: the parts of their two pages, in words of the business."""

from dataclasses import dataclass

from shipworthy.reports.entries.terms import Tone


@dataclass(frozen=True, slots=True)
class StandingEntry:
    """The decision and the verdict, each with what it means.

    `decision` says too that there is none yet; `decided` who decided and when, or what the figures point to. `notes`
    are what else a reader of the decision must know: that it is stale, no longer in use, that somebody dissents.
    `meaning` tells what the verdict means, `unmet` a few of the `unmet_count` demands that are not met. `held_back`
    names the services that lower the verdict, empty where none does.
    """

    decision: str
    decision_tone: Tone
    decided: str
    notes: tuple[str, ...]
    verdict: str
    verdict_mark: str
    tone: Tone
    meaning: str
    unmet: tuple[str, ...]
    unmet_count: int
    held_back: str


@dataclass(frozen=True, slots=True)
class FiguresEntry:
    """The figures of page one, each with what stands beneath it, and sentences on how far they can be trusted.

    `foundations` tells how many level-1 questions are not applicable or compensated. `left_out` is empty where no pack
    was left out.
    """

    score: str
    band: str
    score_of: str
    change: str
    change_of: str
    answered: str
    answered_of: str
    effort: str
    effort_of: str
    open_answers: str
    backing: str
    foundations: str
    left_out: str


@dataclass(frozen=True, slots=True)
class RiskEntry:
    """A miss as a risk to the business; `known` is False where nobody answered whether it is one.

    `state` says what is done about it, `owner` who does it, a dash for nobody.
    """

    mark: str
    severity: str
    serious: bool
    known: bool
    risk: str
    question: str
    state: str
    tone: Tone
    owner: str


@dataclass(frozen=True, slots=True)
class PartEntry:
    """What moved a score: what it was, in words, and by how many points."""

    cause: str
    points: str


@dataclass(frozen=True, slots=True)
class MovementEntry:
    """How the review differs from the decided one before it: a sentence, and the parts that moved the score most.

    `told` says too that there is nothing to compare with; `also` what became of verdict and blockers.
    """

    told: str
    also: str
    parts: tuple[PartEntry, ...]


@dataclass(frozen=True, slots=True)
class LateEntry:
    """Overdue work, with its owner and how late it is."""

    title: str
    owner: str
    late: str


@dataclass(frozen=True, slots=True)
class AcceptedEntry:
    """A risk accepted until its last day, by whom; `ends_soon` within thirty days."""

    question: str
    approver: str
    until: str
    ends_soon: bool


@dataclass(frozen=True, slots=True)
class StepEntry:
    """A piece of work on the path, and the score with the verdict after it."""

    title: str
    planned: bool
    owner: str
    effort: str
    after: str


@dataclass(frozen=True, slots=True)
class PathEntry:
    """The least work that makes the service Ready; `rest` counts the steps that are not shown, empty for none.

    `notes` say why there is no path, or what no work here mends.
    """

    outcome: str
    steps: tuple[StepEntry, ...]
    rest: str
    notes: tuple[str, ...]
