"""What an auditor reads beside the full report: evidence, blind answers, the history, and the chain of fingerprints."""

from dataclasses import dataclass

from shipworthy.reports.entries.terms import Place, Tone


@dataclass(frozen=True, slots=True)
class ProofEntry:
    """One piece of evidence; `kept` tells whether its file is whole in the store, empty where it is no file.

    `text` is the evidence itself, for a file its size; `digest` is the SHA-256 of the file, empty for other kinds.
    The anchor of `place` is empty where its question does not apply.
    """

    place: Place
    kind: str
    title: str
    text: str
    dated: str
    expires: str
    expired: bool
    digest: str
    kept: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class PositionEntry:
    """What one assessor answered blind, and when."""

    assessor: str
    answer: str
    on: str


@dataclass(frozen=True, slots=True)
class BlindEntry:
    """A question with everybody's blind answers and how far apart they are, from 0 to 1; `agreed` is what counts."""

    place: Place
    agreed: str
    spread: str
    positions: tuple[PositionEntry, ...]


@dataclass(frozen=True, slots=True)
class ChangeEntry:
    """One step of the history: its number in the change log, the moment in UTC, who, about what, and what changed."""

    number: int
    at: str
    actor: str
    about: str
    text: str


@dataclass(frozen=True, slots=True)
class SealEntry:
    """A seal of the service, oldest first; hashes are SHA-256."""

    number: int
    title: str
    sealed: str
    content_hash: str
    previous: str
    log_sequence: int
    log_hash: str
    hash: str


@dataclass(frozen=True, slots=True)
class CheckEntry:
    """What was compared when the report was made, and whether it agrees."""

    text: str
    holds: bool


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """What is printed for an auditor alone.

    `blind_note` says why there are no blind answers, `changes` are the newest of `change_count`. `seals` end with that
    of the review, and are those of other reviews alone where it is not decided.
    """

    evidence: tuple[ProofEntry, ...]
    blind: tuple[BlindEntry, ...]
    blind_note: str
    changes: tuple[ChangeEntry, ...]
    change_count: int
    seals: tuple[SealEntry, ...]
    checks: tuple[CheckEntry, ...]
    based_on: str
