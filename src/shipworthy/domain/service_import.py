"""Services that come in from a file: what it says of each, and what becomes of the service that is there."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Any
from uuid import UUID

from shipworthy.domain.service import Link, LinkKind, Service
from shipworthy.errors import Problem


class ServiceField(StrEnum):
    """What a file can say of a service, beside its facts. Needs are hard dependencies, uses soft ones."""

    NAME = "name"
    TEAM = "team"
    OWNER = "owner"
    TIER = "tier"
    LIFECYCLE = "lifecycle"
    SYSTEM = "system"
    DOMAIN = "domain"
    DESCRIPTION = "description"
    TAGS = "tags"
    NEEDS = "needs"
    USES = "uses"
    REPOSITORY = "repository"
    RUNBOOK = "runbook"
    DASHBOARD = "dashboard"
    ON_CALL = "on-call"
    LINK = "link"


TEXTS = (
    ServiceField.TEAM,
    ServiceField.OWNER,
    ServiceField.SYSTEM,
    ServiceField.DOMAIN,
    ServiceField.DESCRIPTION,
)
LINKS = {
    ServiceField.REPOSITORY: LinkKind.REPOSITORY,
    ServiceField.RUNBOOK: LinkKind.RUNBOOK,
    ServiceField.DASHBOARD: LinkKind.DASHBOARD,
    ServiceField.ON_CALL: LinkKind.ON_CALL,
    ServiceField.LINK: LinkKind.OTHER,
}
Said = Mapping[ServiceField, Any]
"""What a file says, by field: a text, a tier, a lifecycle, a tuple of tags, addresses or names of services.

A field that it says nothing about is missing; one that it leaves empty is "" or ().
"""


class ServiceEffect(StrEnum):
    """What an import would do with a service of a file."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class ReceivedService:
    """A service as a file says it; `places` are line and column of its fields.

    `facts` has None for one that is left empty. `notes` are what was read otherwise than it stands there, or left out;
    `refusal` is why the whole cannot be taken.
    """

    name: str
    file: str
    place: tuple[int, int]
    sheet: str = ""
    said: Said = field(default_factory=lambda: MappingProxyType({}))
    facts: Mapping[str, bool | None] = field(default_factory=lambda: MappingProxyType({}))
    named: Mapping[str, tuple[int, int]] = field(default_factory=lambda: MappingProxyType({}))
    notes: tuple[Problem, ...] = ()
    refusal: Problem | None = None

    def problem(self, message: str, fix: str, place: tuple[int, int] | None = None) -> Problem:
        """Return a problem at a place of its file, of its name unless given."""
        return Problem(self.file, *(place or self.place), message, fix, self.sheet)


@dataclass(frozen=True, slots=True)
class Needed:
    """The services that one depends on, as a file says it; None where it says nothing that could be found."""

    hard: frozenset[UUID] | None = None
    soft: frozenset[UUID] | None = None


def merged(service: Service, received: ReceivedService, needed: Needed, *, clear_empty: bool = False) -> Service:
    """Return a service with what a file says of it.

    What the file does not mention stays, and so does what it leaves empty, unless that is to be cleared. Links are
    taken kind by kind. A service is never needed both hard and soft: hard wins.
    """
    said = {key: value for key, value in received.said.items() if clear_empty or value not in ("", ())}
    fields: dict[str, Any] = {str(key): said[key] for key in TEXTS if key in said}
    for key in (ServiceField.TIER, ServiceField.LIFECYCLE, ServiceField.TAGS):
        if key in said:
            fields[str(key)] = said[key]
    kinds = {kind: said[key] for key, kind in LINKS.items() if key in said}
    hard = service.hard_dependencies if needed.hard is None else needed.hard
    soft = service.soft_dependencies if needed.soft is None else needed.soft
    return replace(
        service,
        **fields,
        links=_links(service.links, kinds),
        facts=_facts(service.facts, received.facts, clear_empty),
        hard_dependencies=hard - {service.id},
        soft_dependencies=soft - hard - {service.id},
    )


def _links(links: tuple[Link, ...], said: Mapping[LinkKind, tuple[str, ...]]) -> tuple[Link, ...]:
    """Return links with those of some kinds replaced; where nothing of a kind changes, its links keep their places."""
    changed = {
        kind: [Link(kind, url) for url in dict.fromkeys(urls)]
        for kind, urls in said.items()
        if {link.url for link in links if link.kind is kind} != set(urls)
    }
    kept = [link for link in links if link.kind not in changed]
    return (*kept, *(link for of_kind in changed.values() for link in of_kind))


def _facts(facts: Mapping[str, bool], said: Mapping[str, bool | None], clear_empty: bool) -> Mapping[str, bool]:
    known = dict(facts)
    for fact, value in said.items():
        if value is not None:
            known[fact] = value
        elif clear_empty:
            known.pop(fact, None)
    return dict(sorted(known.items()))
