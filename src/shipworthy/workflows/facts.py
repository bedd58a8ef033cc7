"""Facts of a service: each asked once, whichever packs share it, those of the packs it is reviewed with first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from shipworthy.domain.assessment import OPEN_STATES, Assessment, standing
from shipworthy.domain.pack import FactDefinition, Pack
from shipworthy.domain.service import Service
from shipworthy.packs.shipped import shipped_packs
from shipworthy.storage.store import Transaction
from shipworthy.workflows.own_packs import offered_packs
from shipworthy.workflows.session import Session


@dataclass(frozen=True, slots=True)
class FactLine:
    """A fact with its question; `value` is None where nobody answered and the default stands.

    `pack` is the title of the first pack that declares it; `is_asked` tells whether a pack of the service's standing or
    open reviews does, or of its first review to come.
    """

    definition: FactDefinition
    value: bool | None
    pack: str
    is_asked: bool


def blank_facts(session: Session) -> tuple[FactLine, ...]:
    """Return the facts to ask of a service that is not stored yet."""
    with session.store.read() as tx:
        return _lines(tx, _usual_packs(), {})


def facts_of(tx: Transaction, service: Service, assessments: Iterable[Assessment]) -> tuple[FactLine, ...]:
    """Return the facts to ask of a service, given all of its assessments."""
    of_service = tuple(assessments)
    stands = standing(of_service)
    reviews = [each for each in of_service if each.state in OPEN_STATES or each is stands]
    used = {use.pack_hash: None for each in reversed(reviews) for use in each.packs}
    return _lines(tx, tuple(tx.packs.get(each) for each in used) or _usual_packs(), service.facts)


def _usual_packs() -> tuple[Pack, ...]:
    return shipped_packs()[:1]


def _lines(tx: Transaction, used: tuple[Pack, ...], answered: Mapping[str, bool]) -> tuple[FactLine, ...]:
    lines: dict[str, FactLine] = {}
    for pack in used:
        for fact in pack.facts:
            known = lines.setdefault(fact.id, FactLine(fact, answered.get(fact.id), pack.title, is_asked=True))
            # As in a questionnaire of several packs: where defaults differ, true wins.
            default = known.definition.default or fact.default
            lines[fact.id] = replace(known, definition=replace(known.definition, default=default))
    used_ids = {pack.id for pack in used}
    for pack in offered_packs(tx):
        if pack.id not in used_ids:
            for fact in pack.facts:
                lines.setdefault(fact.id, FactLine(fact, answered.get(fact.id), pack.title, is_asked=False))
    return tuple(lines.values())
