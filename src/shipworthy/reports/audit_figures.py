"""What the report for an auditor is made of beside the review: read from the store once, worded by `audit_entries`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from shipworthy.domain.consensus import Consensus
from shipworthy.domain.sealed import Seal


@dataclass(frozen=True, slots=True)
class FileKept:
    """How an evidence file lies in the store: its size in bytes, and whether it is whole; None and None where lost."""

    size: int | None
    whole: bool | None


@dataclass(frozen=True, slots=True)
class Logged:
    """An entry of the change log, read as far as the report tells of it.

    `before` and `after` are the values as the log keeps them, canonical JSON; None where there was none.
    """

    number: int
    at: datetime
    actor: str
    kind: str
    part: str
    assessor: str
    action: str
    before: str | None
    after: str | None
    undoes: bool


@dataclass(frozen=True, slots=True)
class SealOf:
    """A seal of the service, with the title of its review."""

    seal: Seal
    title: str


@dataclass(frozen=True, slots=True)
class AuditFigures:
    """What is told to an auditor alone.

    `blind` is None while the answers are not to be told, `blind_count` counts them. `seals` are those of the service up
    to the review's own, oldest first; `seal` is its own, `previous` the one before it in the store.
    """

    files: Mapping[str, FileKept]
    blind: Consensus | None
    blind_count: int
    log: tuple[Logged, ...]
    seals: tuple[SealOf, ...] = ()
    seal: Seal | None = None
    previous: Seal | None = None
    based_on: str = ""
