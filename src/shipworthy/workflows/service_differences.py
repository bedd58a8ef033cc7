"""What an import would change in a service, field by field, in words."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from shipworthy.domain.service import LinkKind, Service
from shipworthy.text import _
from shipworthy.wording import Wording

Difference = tuple[str, str, str]
"""The title of a field, what stands now, and what would: "" for nothing."""


def differences(before: Service | None, after: Service, names: Mapping[UUID, str]) -> tuple[Difference, ...]:
    """Return what differs between a service and what it would become; all that is said of a new one."""
    wording = Wording()
    now = dict(_fields(before, names, wording)) if before is not None else {}
    then = dict(_fields(after, names, wording))
    titles = dict.fromkeys((*then, *now))
    pairs = ((title, now.get(title, ""), then.get(title, "")) for title in titles)
    return tuple(each for each in pairs if each[1] != each[2])


def _fields(service: Service, names: Mapping[UUID, str], wording: Wording) -> Iterable[tuple[str, str]]:
    yield _("Team"), service.team
    yield _("Owner"), service.owner
    yield _("Tier"), str(service.tier)
    yield _("Lifecycle"), wording.lifecycle(service.lifecycle)
    yield _("System"), service.system
    yield _("Domain"), service.domain
    yield _("Description"), service.description
    yield _("Tags"), ", ".join(service.tags)
    for kind in LinkKind:
        yield wording.link_kind(kind), ", ".join(link.url for link in service.links if link.kind is kind)
    for fact, value in service.facts.items():
        yield fact, _("yes") if value else _("no")
    yield _("Hard dependencies"), _named(service.hard_dependencies, names)
    yield _("Soft dependencies"), _named(service.soft_dependencies, names)


def _named(ids: Iterable[UUID], names: Mapping[UUID, str]) -> str:
    return ", ".join(sorted((names.get(each, _("archived")) for each in ids), key=str.casefold))
