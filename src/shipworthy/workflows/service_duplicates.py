"""Services that are likely the same one under two names."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from uuid import UUID

from rapidfuzz import fuzz

from shipworthy.domain.service import Service
from shipworthy.domain.service_merge import duplicate_key
from shipworthy.workflows.session import Session

_ALIKE = 90  # of 100: one slip in ten letters
_NEIGHBOURS = 4  # names that begin alike stand side by side once sorted
_MOST = 100
_NUMBERS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class LikelyDuplicate:
    """Two services whose names read alike; `is_same`: but for capitals, punctuation and an ending they are equal."""

    one: Service
    other: Service
    is_same: bool


def likely_duplicates(session: Session) -> tuple[LikelyDuplicate, ...]:
    """Return pairs of services that look like one, the surest first, at most 100; archived ones are left out."""
    with session.store.read() as tx:
        return duplicates_among(tx.services.all())


def duplicates_of(session: Session, service_id: UUID) -> tuple[Service, ...]:
    """Return the services that look like one service, the surest first."""
    with session.store.read() as tx:
        services = tx.services.all()
    own = next((duplicate_key(each.name) for each in services if each.id == service_id), "")
    keyed = ((duplicate_key(each.name), each) for each in services if each.id != service_id)
    found = [(_likeness(own, key), each) for key, each in keyed]
    alike = [(likeness, each) for likeness, each in found if likeness >= _ALIKE]
    return tuple(each for _likeness, each in sorted(alike, key=lambda pair: (-pair[0], pair[1].name.casefold())))


def duplicates_among(services: Iterable[Service]) -> tuple[LikelyDuplicate, ...]:
    """Return the pairs among services, the surest first."""
    groups: dict[str, list[Service]] = {}
    for service in services:
        groups.setdefault(duplicate_key(service.name), []).append(service)
    same = [LikelyDuplicate(*pair, is_same=True) for group in groups.values() for pair in combinations(group, 2)]
    keys = sorted(groups)
    alike = [
        LikelyDuplicate(groups[key][0], groups[other][0], is_same=False)
        for place, key in enumerate(keys)
        for other in keys[place + 1 : place + 1 + _NEIGHBOURS]
        if _likeness(key, other) >= _ALIKE
    ]
    return (*same, *alike)[:_MOST]


def _likeness(one: str, other: str) -> float:
    """Return how alike two keys are, 0 to 100; worker1 and worker2 are two on purpose."""
    if one == other:
        return 100
    if _NUMBERS.findall(one) != _NUMBERS.findall(other):
        return 0
    return fuzz.ratio(one, other, score_cutoff=_ALIKE)
