"""Two services that are one: what differs, what the merged one is, and which names look like the same service."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from shipworthy.domain.remediation import ItemOrigin, RemediationItem, Waiver
from shipworthy.domain.service import Service

FIELDS = ("name", "team", "owner", "tier", "lifecycle", "system", "domain", "description")
FACT = "fact:"  # before the id of a fact, where a field is named
_NOT_LETTERS = re.compile(r"[\W_]+")
_SUFFIXES = ("microservice", "service", "svc")


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that the two have otherwise, or `FACT` and the id of a fact that both answered otherwise."""

    field: str
    kept: str | int | bool
    other: str | int | bool


def differences(kept: Service, other: Service) -> tuple[Difference, ...]:
    """Return what can be chosen between: fields in the order of the service, then facts by id."""
    fields = [
        Difference(field, getattr(kept, field), getattr(other, field))
        for field in FIELDS
        if getattr(kept, field) != getattr(other, field)
    ]
    facts = [
        Difference(FACT + fact, value, other.facts[fact])
        for fact, value in sorted(kept.facts.items())
        if fact in other.facts and other.facts[fact] is not value
    ]
    return (*fields, *facts)


def usual_choice(kept: Service, other: Service) -> frozenset[str]:
    """Return the fields taken from the other one unless somebody chooses: those that the kept one leaves empty."""
    return frozenset(each.field for each in differences(kept, other) if each.kept == "")


def merged(kept: Service, other: Service, from_other: Collection[str]) -> Service:
    """Return the kept service with what the other one adds; `from_other` are the fields taken from that one.

    Tags, links, facts and dependencies are those of both. A dependency of one on the other goes; one that is hard for
    either is hard.
    """
    taken = {field: getattr(other, field) for field in FIELDS if field in from_other}
    facts = {**other.facts, **kept.facts}
    facts |= {fact: value for fact, value in other.facts.items() if FACT + fact in from_other}
    both = {kept.id, other.id}
    hard = (kept.hard_dependencies | other.hard_dependencies) - both
    return replace(
        kept,
        **taken,
        tags=tuple(dict.fromkeys((*kept.tags, *other.tags))),
        links=tuple(dict.fromkeys((*kept.links, *other.links))),
        facts=facts,
        hard_dependencies=hard,
        soft_dependencies=(kept.soft_dependencies | other.soft_dependencies) - both - hard,
    )


def turned(service: Service, kept: UUID, other: UUID) -> Service:
    """Return a service that depends on the kept one where it depended on the other."""
    hard, soft = service.hard_dependencies, service.soft_dependencies
    if other in hard:
        hard = hard - {other} | {kept}
    if other in soft:
        soft = soft - {other} | {kept}
    return replace(service, hard_dependencies=hard, soft_dependencies=soft - hard)


@dataclass(frozen=True, slots=True)
class ItemMove:
    """A live item of the other service, and how the kept one takes it over; None where it has one for it already."""

    item: RemediationItem
    taken: RemediationItem | None


def moved_items(
    items: Iterable[RemediationItem],
    of_kept: Iterable[RemediationItem],
    kept: UUID,
    new_ids: Mapping[UUID, UUID],
    roots: Mapping[str, str] | None,
) -> tuple[ItemMove, ...]:
    """Return what becomes of the live items of the other service.

    A question with a live item gets no second. `roots` are the questions that the kept service's reviews ask, by every
    id they go by, with the id they are asked as; None without a review. An item of which none is asked stays as one
    made by hand. `new_ids` are the ids for the copies, by the id of the item.
    """
    known = roots or {}
    covered = {known.get(each, each) for item in of_kept if item.is_live for each in item.questions}
    left: dict[UUID, frozenset[str]] = {}
    live = [item for item in items if item.is_live]
    for item in live:
        open_ones = frozenset(each for each in item.questions if known.get(each, each) not in covered)
        if open_ones or not item.questions:
            left[item.id] = open_ones if roots is None else open_ones & roots.keys()
    # Waiting for an item that is taken over is waiting for its copy.
    copies = {item_id: new_ids[item_id] for item_id in left}
    return tuple(
        ItemMove(
            item,
            replace(
                item,
                id=copies[item.id],
                service=kept,
                questions=left[item.id],
                origin=item.origin if left[item.id] else ItemOrigin.MANUAL,
                needs=frozenset(copies.get(each, each) for each in item.needs),
                sequence=0,
                version=0,
            )
            if item.id in left
            else None,
        )
        for item in live
    )


def uncovered(waivers: Iterable[Waiver], of_kept: Iterable[Waiver], roots: Mapping[str, str]) -> tuple[Waiver, ...]:
    """Return the waivers for whose question none of the kept service's stands; both are given as they stand."""
    covered = {roots.get(each.question, each.question) for each in of_kept}
    found = []
    for waiver in waivers:
        asked = roots.get(waiver.question, waiver.question)
        if asked not in covered:
            covered.add(asked)
            found.append(waiver)
    return tuple(found)


def duplicate_key(name: str) -> str:
    """Return what is left of a name without capitals, punctuation and "service" or "svc" at its end."""
    plain = _NOT_LETTERS.sub("", unicodedata.normalize("NFKC", name).casefold())
    for suffix in _SUFFIXES:
        shorter = plain.removesuffix(suffix)
        if shorter and shorter != plain:
            return shorter
    return plain or name.strip()
