"""What is noted of services by hand: incidents and major changes, each of which calls for a new review."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from shipworthy.domain.service_event import EventKind, ServiceEvent
from shipworthy.errors import UserError
from shipworthy.text import _, ngettext
from shipworthy.wording import Wording
from shipworthy.workflows.session import Session

LONGEST_NOTE = 200
_NOT_IN_A_LINE = ("Cc", "Zl", "Zp")


@dataclass(frozen=True, slots=True)
class EventsChanged:
    """What an action did to events: those it noted, the places in the log, the service it goes by, and its name."""

    events: tuple[ServiceEvent, ...]
    service: UUID
    sequences: tuple[int, ...]
    name: str


def note_event(
    session: Session, service_ids: Sequence[UUID], kind: EventKind, note: str, day: date | None = None
) -> EventsChanged:
    """Note that something happened to services on a day, today unless said, as one action.

    A review of each is due until one is decided on a later day. Raises UserError for a day to come, and for a note that
    is missing or no single line.
    """
    said = _checked_note(note)
    happened = day or session.today()
    if happened > session.today():
        raise UserError(
            _("{day} is still to come.").format(day=Wording().date(happened)),
            _("Note what happened, on the day on which it did."),
        )
    with session.begin() as tx:
        services = [tx.services.get(each) for each in dict.fromkeys(service_ids)]
        what = Wording().event_kind(kind).lower()
        if len(services) == 1:
            name = _("note {what} of {service}").format(what=what, service=services[0].name)
        else:
            words = ngettext("note {what} of {count} service", "note {what} of {count} services", len(services))
            name = words.format(what=what, count=len(services))
        saved = [
            tx.events.save(ServiceEvent(session.new_id(), service.id, kind, happened, said), action=name)
            for service in services
        ]
        sequences = tuple(one for each in saved for one in each.sequences)
        return EventsChanged(tuple(each.value for each in saved), services[0].id, sequences, name)


def remove_event(session: Session, event_id: UUID) -> EventsChanged:
    """Take a noted incident or major change away again; raises UserError where somebody did, and for a merge."""
    with session.begin() as tx:
        event = tx.events.find(event_id)
        if event is None:
            raise UserError(_("Somebody removed this note meanwhile."), _("Nothing is left to do."))
        service = tx.services.get(event.service)
        if event.kind is EventKind.MERGED:
            raise UserError(
                _("“{service}” was merged; that is no note to remove.").format(service=service.name),
                _("Restore it, and it is a service of its own again."),
            )
        name = _("remove {what} of {service}").format(
            what=Wording().event_kind(event.kind).lower(), service=service.name
        )
        return EventsChanged((), service.id, (tx.events.remove(event, action=name),), name)


def _checked_note(note: str) -> str:
    said = note.strip()
    if not said:
        raise UserError(_("A note says what happened."), _("Write it in one line, such as “Payments failed for 2 h”."))
    if len(said) > LONGEST_NOTE or any(unicodedata.category(sign) in _NOT_IN_A_LINE for sign in said):
        raise UserError(
            _("A note is one line of at most {count} characters.").format(count=LONGEST_NOTE),
            _("Shorten it, and take line breaks out."),
        )
    return said
