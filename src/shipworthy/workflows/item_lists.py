"""Remediation items as lists show them, found by id, and what happened to each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from shipworthy.domain.assessment import Assessment, last_open, standing
from shipworthy.domain.remediation import UNFINISHED_STATES, RemediationItem, Waiver, under_every_id, waived_questions
from shipworthy.domain.service import Service
from shipworthy.errors import UserError
from shipworthy.storage.changes import Change, SubjectKind
from shipworthy.storage.store import Transaction
from shipworthy.text import _
from shipworthy.workflows.session import Session


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An item as lists show it: `waived` while active waivers stand for all its questions, `overdue` as of today;
    `age_days` since it was made; `waits_for` are the titles of items that must be done first and are not.

    `searched` is what a search looks into, in small letters: made once, because a window asks for it at each keystroke.
    """

    item: RemediationItem
    service: Service
    waived: bool
    overdue: bool
    age_days: int
    waits_for: tuple[str, ...]
    searched: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        item, service = self.item, self.service
        texts = (item.title, item.description, item.owner, item.ticket, *item.tags, service.name, service.team)
        object.__setattr__(self, "searched", " ".join(texts).casefold())


def list_items(session: Session, service_id: UUID | None = None) -> tuple[ItemLine, ...]:
    """Return all items of all services that are not archived, or of one service, oldest first."""
    with session.store.read() as tx:
        everything = {each.id: each for each in tx.items.all()}
        services = {each.id: each for each in tx.services.all()}
        waived = _waived(session, tx)
        return tuple(
            _line(session, item, services[item.service], waived.get(item.service, frozenset()), everything)
            for item in everything.values()
            if item.service in services and service_id in (None, item.service)
        )


def find_item(lines: Sequence[ItemLine], text: str) -> ItemLine:
    """Return the item whose id is or begins with a text; raises UserError where none or more than one does."""
    start = text.strip().lower()
    found = [line for line in lines if start and str(line.item.id).startswith(start)]
    if len(found) == 1:
        return found[0]
    if not found:
        raise UserError(
            _("There is no remediation item “{text}”.").format(text=text),
            _("Name items by their id, or by how it begins: shipworthy remediation list shows them."),
        )
    raise UserError(
        _("“{text}” begins the ids of {count} items, such as “{title}”.").format(
            text=text, count=len(found), title=found[0].item.title
        ),
        _("Write more of the id; shipworthy remediation list --json shows it whole."),
    )


def _waived(session: Session, tx: Transaction) -> Mapping[UUID, frozenset[str]]:
    """Return what is waived today by service, a linked question under each of its ids."""
    of_services: dict[UUID, list[Waiver]] = {}
    for waiver in tx.waivers.all():
        of_services.setdefault(waiver.service, []).append(waiver)
    found = {service_id: waived_questions(waivers, session.today()) for service_id, waivers in of_services.items()}
    reviews = tx.assessments.of_services([service_id for service_id, waived in found.items() if waived])
    return {service_id: _as_asked(session, tx, of_one, found[service_id]) for service_id, of_one in reviews.items()}


def _as_asked(
    session: Session, tx: Transaction, reviews: Sequence[Assessment], waived: frozenset[str]
) -> frozenset[str]:
    for review in (standing(reviews), last_open(reviews)):
        if review is not None:
            waived = under_every_id(waived, session.questionnaire(tx, review.packs).roots)
    return waived


def _line(
    session: Session,
    item: RemediationItem,
    service: Service,
    waived: frozenset[str],
    everything: Mapping[UUID, RemediationItem],
) -> ItemLine:
    waits = [
        everything[each].title
        for each in item.needs
        if each in everything and everything[each].state in UNFINISHED_STATES
    ]
    return ItemLine(
        item,
        service,
        waived=item.is_waived(waived),
        overdue=item.is_overdue(session.today(), waived),
        # None is made in days to come: a clock that went ahead then was set back.
        age_days=max((session.today() - session.day(item.created_at)).days, 0) if item.created_at else 0,
        waits_for=tuple(sorted(waits)),
    )


def item_history(session: Session, item: RemediationItem) -> tuple[Change, ...]:
    """Return what happened to an item, oldest first, from the change log."""
    with session.store.read() as tx:
        return tx.changes.for_subject(SubjectKind.ITEM, item.service, str(item.id))
