"""Archiving services and restoring them: they leave the lists and come back, and nothing of them is deleted."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from shipworthy.domain.gate import Verdict
from shipworthy.domain.service import Service
from shipworthy.domain.service_event import EventKind
from shipworthy.errors import UserError
from shipworthy.storage.changes import Change, SubjectKind
from shipworthy.storage.services import name_key
from shipworthy.storage.store import Transaction
from shipworthy.text import _, ngettext
from shipworthy.untrusted.problems import nearest
from shipworthy.workflows.portfolio import portfolio_on
from shipworthy.workflows.services import ServicesChanged, change_services_in
from shipworthy.workflows.session import Session


@dataclass(frozen=True, slots=True)
class Dependent:
    """A service that goes on depending on archived ones: the names of those, and whether one of them caps it now."""

    service: Service
    needs: tuple[str, ...]
    is_hard: bool
    is_capped: bool


@dataclass(frozen=True, slots=True)
class ArchiveEffect:
    """What archiving does: which services go, who depends on them, and how many of their items are still live."""

    services: tuple[Service, ...]
    dependents: tuple[Dependent, ...]
    live_items: int


@dataclass(frozen=True, slots=True)
class ArchivedLine:
    """An archived service: its own verdict, since when and by whom, and what it was merged into, if it was."""

    service: Service
    verdict: Verdict
    archived_on: date
    archived_by: str
    merged_into: Service | None = None


class NameTaken(UserError):  # noqa: N818 - named for what happened, as UserError's other children are
    """Another service bears the name under which an archived one was to be restored."""


def archive_effect(session: Session, service_ids: Sequence[UUID]) -> ArchiveEffect:
    """Return what archiving services would do; nothing is stored."""
    portfolio = portfolio_on(session)
    services, gone = portfolio.today.services, dict.fromkeys(service_ids)
    dependents = []
    for line in portfolio.lines:
        needed = line.service.needs & gone.keys()
        if needed and line.service.id not in gone:
            names = tuple(sorted((services[each].name for each in needed), key=str.casefold))
            is_hard = bool(line.service.hard_dependencies & gone.keys())
            dependents.append(Dependent(line.service, names, is_hard, bool(set(names) & set(line.capped_by))))
    with session.store.read() as tx:
        items = tx.items.of_services(gone.keys())
    return ArchiveEffect(
        tuple(services[each] for each in gone if each in services),
        tuple(dependents),
        sum(item.is_live for item in items),
    )


def archive_services(session: Session, service_ids: Sequence[UUID]) -> ServicesChanged:
    """Take services out of the lists as one action; they still cap what depends on them.

    Raises UserError where all of them are archived already.
    """
    with session.begin() as tx:
        found = [tx.services.get(each) for each in dict.fromkeys(service_ids)]
        going = [replace(each, archived=True) for each in found if not each.archived]
        if not going:
            raise UserError(_("There is nothing to archive."), _("Choose services that are not archived yet."))
        if len(going) == 1:
            name = _("archive {service}").format(service=going[0].name)
        else:
            name = ngettext("archive {count} service", "archive {count} services", len(going)).format(count=len(going))
        return change_services_in(session, tx, going, name)


def restore_service(session: Session, service_id: UUID, name: str = "") -> ServicesChanged:
    """Put an archived service back into the lists, under another name if one is given.

    One that was merged into another is a service of its own again. Raises UserError where it is not archived, NameTaken
    where its name has been taken since.
    """
    with session.begin() as tx:
        service = tx.services.get(service_id)
        if not service.archived:
            raise UserError(_("“{service}” is not archived.").format(service=service.name), _("Nothing to restore."))
        bearer = tx.services.find(name.strip() or service.name)
        if bearer is not None:
            raise NameTaken(
                _("There is a service called “{name}” by now.").format(name=bearer.name),
                _("Give the one you restore another name."),
            )
        action = _("restore {service}").format(service=service.name)
        back = replace(service, archived=False, name=name.strip() or service.name)
        changed = change_services_in(session, tx, [back], action)
        merges = [each for each in tx.events.of_service(service_id) if each.kind is EventKind.MERGED]
        taken_back = [tx.events.remove(each, action=action) for each in merges]
        return replace(changed, sequences=(*changed.sequences, *taken_back))


def list_archived(session: Session) -> tuple[ArchivedLine, ...]:
    """Return the archived services, the last archived first."""
    portfolio = portfolio_on(session)
    with session.store.read() as tx:
        gone = [each for each in tx.services.all(archived=True) if each.archived]
        merges = (each for group in portfolio.events.values() for each in group if each.kind is EventKind.MERGED)
        merged = {each.service: each.other for each in merges if each.other}
        lines = [
            (_archived_at(tx, service), service, portfolio.today.own.get(service.id, Verdict.NOT_ASSESSED))
            for service in gone
        ]
        return tuple(
            ArchivedLine(
                service,
                verdict,
                session.day(change.at),
                change.actor,
                tx.services.find_by_id(merged[service.id]) if service.id in merged else None,
            )
            for change, service, verdict in sorted(lines, key=lambda line: -line[0].sequence)
        )


def find_archived(session: Session, name: str) -> Service:
    """Return the archived service of this name, the last archived of several; raises UserError where there is none."""
    lines = list_archived(session)
    for line in lines:
        if name_key(line.service.name) == name_key(name):
            return line.service
    names = [line.service.name for line in lines]
    raise UserError(
        _("There is no archived service “{name}”.").format(name=name),
        nearest(name, names) if names else _("No service is archived."),
    )


def _archived_at(tx: Transaction, service: Service) -> Change:
    """Return the change that archived a service: the last one that made it so."""
    last = tx.changes.get(service.version)
    before = last.before_as(Service) if last.kind is SubjectKind.SERVICE else None
    if before is not None and not before.archived:
        return last  # as mostly: nothing happens to it afterwards
    changes = tx.changes.for_subject(SubjectKind.SERVICE, service.id)
    archived = changes[0]
    was = False
    for change in changes:
        after = change.after_as(Service)
        is_archived = after is not None and after.archived
        if is_archived and not was:
            archived = change
        was = is_archived
    return archived
