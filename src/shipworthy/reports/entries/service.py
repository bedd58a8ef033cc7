"""The service that a report is on, and which of its facts decide what is asked."""

from dataclasses import dataclass


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
class HiddenEntry:
    """Questions that do not apply for one reason: facts, fields by name, texts of the questions that decide it."""

    texts: tuple[str, ...]
    facts: tuple[FactEntry, ...]
    fields: tuple[tuple[str, str], ...]
    questions: tuple[str, ...]
