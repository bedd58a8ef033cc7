"""Editing services: one whole, or a few fields of many at once, with what it does to verdicts worked out first."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from uuid import UUID

from shipworthy.domain.service import Lifecycle, Service
from shipworthy.domain.service_effect import ChangeEffect, ServiceChange, effect_of_changes
from shipworthy.errors import UserError
from shipworthy.storage.changes import SubjectKind
from shipworthy.storage.store import Transaction
from shipworthy.text import _, ngettext
from shipworthy.wording import Wording
from shipworthy.workflows.portfolio import portfolio_on
from shipworthy.workflows.reviews import load_review, review_as_if
from shipworthy.workflows.services import ServicesChanged, change_services_in, check_service
from shipworthy.workflows.session import Session

LONGEST_FIELD = 200  # characters of a team, an owner, a system, a domain, a tag
LONGEST_DESCRIPTION = 20_000
_LINES = ("team", "owner", "system", "domain")
_NOT_IN_A_LINE = ("Cc", "Zl", "Zp")  # as in names of services
# What two people may have changed of a service at once, in the order in which it is told.
_FIELDS = (
    "name", "team", "owner", "tier", "lifecycle", "system", "domain", "description", "tags", "links", "facts",
    "hard_dependencies", "soft_dependencies", "archived",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ValuesInUse:
    """What services already have in a field, in alphabetical order, to be offered while one is typed."""

    team: tuple[str, ...]
    owner: tuple[str, ...]
    system: tuple[str, ...]
    domain: tuple[str, ...]
    tag: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ServiceEdit:
    """What one action changes on many services; None leaves a field as it is."""

    team: str | None = None
    owner: str | None = None
    tier: int | None = None
    lifecycle: Lifecycle | None = None
    system: str | None = None
    domain: str | None = None
    add_tags: tuple[str, ...] = ()
    remove_tags: tuple[str, ...] = ()


class ChangedMeanwhile(UserError):  # noqa: N818 - named for what happened, as UserError's other children are
    """Somebody else changed a service while it was edited; `current` is the service as it is now."""

    def __init__(self, message: str, hint: str, current: Service) -> None:
        super().__init__(message, hint)
        self.args = (message, hint, current)  # exceptions are pickled through these
        self.current = current


def values_in_use(session: Session) -> ValuesInUse:
    """Return what services that are not archived have in their fields."""
    with session.store.read() as tx:
        services = tx.services.all()

    def values(found: set[str]) -> tuple[str, ...]:
        return tuple(sorted(found - {""}, key=lambda value: (value.casefold(), value)))

    return ValuesInUse(
        team=values({each.team for each in services}),
        owner=values({each.owner for each in services}),
        system=values({each.system for each in services}),
        domain=values({each.domain for each in services}),
        tag=values({tag for each in services for tag in each.tags}),
    )


def save_edited(session: Session, original: Service, edited: Service) -> ServicesChanged:
    """Add a service (`original` has version 0), or put `edited` in the place of `original`, as it was read.

    Raises ChangedMeanwhile, which names both values of each field, where somebody else changed the service since, and
    UserError where a field does not fit; nothing is stored then.
    """
    check_fields(edited)
    with session.begin() as tx:
        if not original.version:
            return change_services_in(session, tx, [edited], _("add {service}").format(service=edited.name.strip()))
        current = tx.services.get(original.id)
        if replace(current, version=0) != replace(original, version=0):
            raise _changed_meanwhile(tx, original, current, edited)
        name = _("change {service}").format(service=current.name)
        return change_services_in(session, tx, [replace(edited, version=current.version)], name)


def merged_edits(original: Service, current: Service, edited: Service) -> Service:
    """Return what somebody typed on top of what somebody else stored: only fields that were typed differ from those."""
    typed = {field: getattr(edited, field) for field in _FIELDS if getattr(edited, field) != getattr(original, field)}
    facts = dict(current.facts)
    for fact in original.facts.keys() | edited.facts.keys():
        if original.facts.get(fact) is not edited.facts.get(fact):
            facts.pop(fact, None)
            facts |= {fact: edited.facts[fact]} if fact in edited.facts else {}
    return replace(current, **{**typed, "facts": facts})


def effect_of_change(session: Session, services: Sequence[Service]) -> ChangeEffect:
    """Return what it would do to verdicts if these services were stored; those that are not stored yet do nothing.

    Takes milliseconds for each of them.
    """
    portfolio = portfolio_on(session)
    today = portfolio.today
    with session.store.read() as tx:
        changes = [
            _as_change(session, tx, service, portfolio.standings[service.id].id)
            if service.id in portfolio.standings
            else ServiceChange(service)
            for service in services
            if service.id in today.services
        ]
    return effect_of_changes(today.services, today.own, changes)


def edit_services(session: Session, service_ids: Sequence[UUID], edit: ServiceEdit) -> ServicesChanged:
    """Change the same fields of several services as one action, all or none.

    Raises UserError where a field does not fit, or where nothing would change.
    """
    with session.begin() as tx:
        changed = _edited_in(tx, service_ids, edit)
        if not changed:
            raise UserError(
                _("Nothing changes: the services chosen have these values already."), _("Choose another value.")
            )
        for service in changed:
            check_fields(service)
        return change_services_in(session, tx, changed, _edit_name(changed, edit))


def effect_of_edit(session: Session, service_ids: Sequence[UUID], edit: ServiceEdit) -> ChangeEffect:
    """Return what an edit of several services would do to verdicts."""
    with session.store.read() as tx:
        changed = _edited_in(tx, service_ids, edit)
    for service in changed:
        check_service(service)
    return effect_of_change(session, changed)


def edited(service: Service, edit: ServiceEdit) -> Service:
    """Return a service with an edit made to it."""
    plain = {
        field.name: getattr(edit, field.name)
        for field in fields(edit)
        if field.name not in ("add_tags", "remove_tags") and getattr(edit, field.name) is not None
    }
    plain = {name: " ".join(value.split()) if name in _LINES else value for name, value in plain.items()}
    gone = {tag.casefold() for tag in edit.remove_tags}
    tags = [tag for tag in service.tags if tag.casefold() not in gone]
    tags += [tag for tag in edit.add_tags if tag not in tags]
    return replace(service, **plain, tags=tuple(tags))


def check_fields(service: Service) -> None:
    """Raise UserError for a service with a field that lists cannot show; its name and links are checked elsewhere."""
    for name, value in [
        *((field, getattr(service, field)) for field in _LINES),
        *(("tag", tag) for tag in service.tags),
    ]:
        if len(value) > LONGEST_FIELD or any(unicodedata.category(sign) in _NOT_IN_A_LINE for sign in value):
            raise UserError(
                _("{field} is one line of at most {count} characters.").format(
                    field=Wording().service_field(name), count=LONGEST_FIELD
                ),
                _("Shorten it, and take line breaks, tabs and control characters out."),
            )
    if len(service.description) > LONGEST_DESCRIPTION:
        raise UserError(
            _("The description has {length} characters; {count} are allowed.").format(
                length=len(service.description), count=LONGEST_DESCRIPTION
            ),
            _("Shorten it, and link to the rest."),
        )


def _as_change(session: Session, tx: Transaction, service: Service, assessment_id: UUID) -> ServiceChange:
    return ServiceChange(
        service,
        now=load_review(session, tx, assessment_id),
        then=review_as_if(session, tx, assessment_id, service),
    )


def _edited_in(tx: Transaction, service_ids: Sequence[UUID], edit: ServiceEdit) -> list[Service]:
    before = [tx.services.get(each) for each in dict.fromkeys(service_ids)]
    return [after for service in before if (after := edited(service, edit)) != service]


def _edit_name(changed: Sequence[Service], edit: ServiceEdit) -> str:
    given = [
        Wording().service_field(field.name)
        for field in fields(edit)
        if field.name not in ("add_tags", "remove_tags") and getattr(edit, field.name) is not None
    ]
    if edit.add_tags or edit.remove_tags:
        given.append(Wording().service_field("tags"))
    what = ", ".join(given).lower()
    if len(changed) == 1:
        return _("change {service}: {fields}").format(service=changed[0].name, fields=what)
    words = ngettext("change {count} service: {fields}", "change {count} services: {fields}", len(changed))
    return words.format(count=len(changed), fields=what)


def _changed_meanwhile(tx: Transaction, original: Service, current: Service, typed: Service) -> ChangedMeanwhile:
    wording = Wording()
    names = {each.id: each.name for each in tx.services.all(archived=True)}
    values = [
        (wording.service_field(field), *(getattr(each, field) for each in (original, current, typed)))
        for field in _FIELDS
        if field != "facts"
    ]
    facts = sorted({*original.facts, *current.facts})
    values += [(fact, *(each.facts.get(fact) for each in (original, current, typed))) for fact in facts]
    said = []
    for field, was, now, own in values:
        if was == now:
            continue
        words = _("{field}: now {now}") if own in (was, now) else _("{field}: now {now}, yours {yours}")
        now_said, yours = (wording.service_value(each, names) for each in (now, own))
        said.append(words.format(field=field, now=now_said, yours=yours))
    changes = [
        change
        for kind in (SubjectKind.SERVICE, SubjectKind.FACT)
        for change in tx.changes.for_subject(kind, original.id)
    ]
    actor = max(changes, key=lambda change: change.sequence).actor
    return ChangedMeanwhile(
        _("{actor} changed “{service}” while you edited it, so nothing was saved yet. {changes}.").format(
            actor=actor, service=current.name, changes="; ".join(said)
        ),
        _("What you typed is kept here. Save once more to put it in place."),
        current,
    )
