"""Reading waivers: the register with its exposures, what may be asked for, and the waiver that somebody names."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from shipworthy.domain.assessment import last_open, standing
from shipworthy.domain.pack import bare_id
from shipworthy.domain.remediation import Waiver
from shipworthy.domain.review import Review
from shipworthy.domain.service import Service
from shipworthy.domain.waiver_register import Register, WaivableMiss, register, register_line, stands, waivable_misses
from shipworthy.errors import UserError
from shipworthy.storage.changes import SubjectKind
from shipworthy.storage.store import Transaction
from shipworthy.text import _
from shipworthy.workflows.past_standing import as_kept
from shipworthy.workflows.planning import meant_by
from shipworthy.workflows.reviews import own_reviews
from shipworthy.workflows.services import find_service
from shipworthy.workflows.session import Session
from shipworthy.workflows.waivers import review_with_misses

_SHORTEST_ID = 4  # digits by which a waiver may be named
SHOWN_ID = 8


@dataclass(frozen=True, slots=True)
class WaiverOffer:
    """The misses of a service that no waiver stands or waits for, the most severe first, and who would ask."""

    service: Service
    misses: tuple[WaivableMiss, ...]
    requester: str


def read_register(session: Session, service_id: UUID | None = None, day: date | None = None) -> Register:
    """Return the waivers of all services that are not archived, or of one, as of today or of the end of a past day.

    Their questions are read from the reviews that stand today.
    """
    day = day or session.today()
    with session.store.read() as tx:
        services = {each.id: each for each in tx.services.all() if service_id in (None, each.id)}
        waivers = [each for each in _waivers_on(session, tx, day) if each.service in services]
        reviews = _reviews_of(session, tx, {each.service for each in waivers})
        lines = [
            register_line(each, services[each.service].name, _asking(each, reviews[each.service]), day)
            for each in waivers
        ]
        return register(lines, day)


def _waivers_on(session: Session, tx: Transaction, day: date) -> tuple[Waiver, ...]:
    if day >= session.today():
        return tx.waivers.all()
    told = tx.changes.last_of_remediation(session.store.end_of(day))
    kept = (as_kept(each, Waiver) for each in told if each.kind is SubjectKind.WAIVER)
    return tuple(each for each in kept if each is not None)


def _reviews_of(session: Session, tx: Transaction, service_ids: Collection[UUID]) -> dict[UUID, tuple[Review, ...]]:
    """Return by service the review that stands for it, and the open one where that is another."""
    chosen = {
        service_id: {each.id: each for each in (standing(of_one), last_open(of_one)) if each}
        for service_id, of_one in tx.assessments.of_services(service_ids).items()
    }
    reviews = own_reviews(session, tx, [each for of_one in chosen.values() for each in of_one.values()])
    return {service_id: tuple(reviews[each] for each in of_one) for service_id, of_one in chosen.items()}


def _asking(waiver: Waiver, reviews: tuple[Review, ...]) -> Review | None:
    return next((each for each in reviews if waiver.question in each.questionnaire.roots), None)


def offer_waivers(session: Session, service_id: UUID) -> WaiverOffer:
    """Return what waivers may be asked for; raises UserError where the service has no review.

    The day offered is the last of those that the gate policy gives, from today, to remediate a miss of that severity.
    """
    with session.store.read() as tx:
        service = tx.services.get(service_id)
        review = review_with_misses(session, tx, service)
        return WaiverOffer(service, waivable_misses(review), session.actor)


def find_question(session: Session, service_id: UUID, name: str) -> str:
    """Return the whole id of a question of a service's review that is named by it or by what its author wrote.

    A name that is no question, or that of several, is returned as it is: asking for its waiver says what is wrong.
    """
    with session.store.read() as tx:
        roots = review_with_misses(session, tx, tx.services.get(service_id)).questionnaire.roots
    found = meant_by(name, roots)
    return min(found) if len(found) == 1 else name


def find_waiver(session: Session, name: str, question: str = "") -> Waiver:
    """Return a waiver by the first digits of its id, or by the name of its service and a question.

    Of several for one question it is the one that stands or waits, else the newest. Raises UserError where there is
    none, or where the digits fit several.
    """
    if question:
        return _of_question(session, find_service(session, name), question)
    digits = name.strip().lower().replace("-", "")
    with session.store.read() as tx:
        fitting = [each for each in tx.waivers.all() if each.id.hex.startswith(digits)]
    if len(digits) < _SHORTEST_ID or not fitting:
        raise UserError(
            _("There is no waiver “{name}”.").format(name=name),
            _(
                "Give at least {count} digits of its id, as shipworthy waiver list shows them, or service and question."
            ).format(count=_SHORTEST_ID),
        )
    if len(fitting) > 1:
        raise UserError(
            _("“{name}” fits several waivers.").format(name=name), _("Give more digits of the one you mean.")
        )
    return fitting[0]


def _of_question(session: Session, service: Service, question: str) -> Waiver:
    with session.store.read() as tx:
        fitting = [
            each for each in tx.waivers.of_service(service.id) if question in (each.question, bare_id(each.question))
        ]
    if not fitting:
        raise UserError(
            _("{service} has no waiver of “{question}”.").format(service=service.name, question=question),
            _("List its waivers: shipworthy waiver list {service}.").format(service=service.name),
        )
    return next((each for each in reversed(fitting) if stands(each, session.today())), fitting[-1])
