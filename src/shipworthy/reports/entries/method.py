"""Where the score comes from, and what makes a report checkable."""

from dataclasses import dataclass

from shipworthy.reports.entries.terms import Place


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
