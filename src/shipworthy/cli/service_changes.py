"""`shipworthy service edit|archive|restore|merge|note`: changes of services, each telling what it does to verdicts."""

from dataclasses import replace
from datetime import date
from typing import Annotated

import typer

from shipworthy.cli.context import Name, say, session_of
from shipworthy.domain.service import TIERS, Lifecycle, Service
from shipworthy.domain.service_effect import ChangeEffect
from shipworthy.domain.service_event import EventKind
from shipworthy.domain.service_merge import FACT, FIELDS
from shipworthy.errors import UserError
from shipworthy.text import _
from shipworthy.wording import Wording
from shipworthy.workflows import service_archive, service_editing, service_events, service_merge, services
from shipworthy.workflows.session import Session

_UNSET = "unset"
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what it would do, and do nothing.")]


def add_service_changes(group: typer.Typer) -> None:
    """Add the commands that change services."""
    group.command("edit")(service_edit)
    group.command("archive")(service_archive_)
    group.command("archived")(service_archived)
    group.command("restore")(service_restore)
    group.command("merge")(service_merge_)
    group.command("note")(service_note)


def service_edit(
    context: typer.Context,
    name: Name,
    rename: Annotated[str | None, typer.Option(help="Its new name.")] = None,
    tier: Annotated[int | None, typer.Option(min=min(TIERS), max=max(TIERS), help="1 to 4.")] = None,
    team: Annotated[str | None, typer.Option(help='Team that owns it; "" for none.')] = None,
    owner: Annotated[str | None, typer.Option(help='Person who answers for it; "" for nobody.')] = None,
    lifecycle: Annotated[Lifecycle | None, typer.Option(help="Where it stands in its life.")] = None,
    system: Annotated[str | None, typer.Option(help="System it is part of.")] = None,
    domain: Annotated[str | None, typer.Option(help="Business domain.")] = None,
    description: Annotated[str | None, typer.Option(help="What it does, in a sentence.")] = None,
    add_tag: Annotated[list[str] | None, typer.Option(help="A tag to add; may be given again.")] = None,
    remove_tag: Annotated[list[str] | None, typer.Option(help="A tag to take away; may be given again.")] = None,
    set_fact: Annotated[
        list[str] | None, typer.Option("--set", metavar="FACT=true|false|unset", help="A fact about it.")
    ] = None,
    needs: Annotated[list[str] | None, typer.Option(metavar="SERVICE", help="A hard dependency to add.")] = None,
    uses: Annotated[list[str] | None, typer.Option(metavar="SERVICE", help="A soft dependency to add.")] = None,
    drops: Annotated[list[str] | None, typer.Option(metavar="SERVICE", help="A dependency to take away.")] = None,
    dry_run: DryRun = False,
) -> None:
    """Change fields of a service; what that does to verdicts is told."""
    session = session_of(context)
    service = services.find_service(session, name)
    edit = service_editing.ServiceEdit(
        team, owner, tier, lifecycle, system, domain, tuple(add_tag or ()), tuple(remove_tag or ())
    )
    changed = service_editing.edited(service, edit)
    changed = replace(
        changed,
        name=service.name if rename is None else rename,
        description=service.description if description is None else description,
        facts=_with_facts(session, service, set_fact or []),
    )
    changed = _with_dependencies(session, changed, needs or [], uses or [], drops or [])
    if changed == service:
        raise UserError(_("Nothing changes."), _("Say what to change, such as --tier 1; --help lists it all."))
    services.check_service(replace(changed, name=changed.name.strip()))
    effect = service_editing.effect_of_change(session, [changed])
    if not dry_run:
        service_editing.save_edited(session, service, changed)
        say(_("Changed {name}.").format(name=changed.name.strip()))
    _say_effect(effect)


def service_archive_(context: typer.Context, name: Name, dry_run: DryRun = False) -> None:
    """Take a service out of the lists; nothing of it is deleted, and it still caps who depends on it."""
    session = session_of(context)
    service = services.find_service(session, name)
    effect = service_archive.archive_effect(session, [service.id])
    if not dry_run:
        service_archive.archive_services(session, [service.id])
        say(_("Archived {name}.").format(name=service.name))
    for each in effect.dependents:
        words = _("{name} depends on it and is capped by it.") if each.is_capped else _("{name} depends on it.")
        say(words.format(name=each.service.name))


def service_archived(context: typer.Context) -> None:
    """List the archived services, the last archived first."""
    wording = Wording()
    lines = service_archive.list_archived(session_of(context))
    if not lines:
        say(_("No service is archived."))
    for line in lines:
        since = _("archived on {day} by {name}").format(day=wording.date(line.archived_on), name=line.archived_by)
        into = _("merged into {name}").format(name=line.merged_into.name) if line.merged_into else ""
        say("  ".join(filter(None, (line.service.name, since, into))))


def service_restore(
    context: typer.Context,
    name: Name,
    under: Annotated[str, typer.Option("--as", metavar="NAME", help="Another name, where its own is taken.")] = "",
) -> None:
    """Put an archived service back into the lists."""
    session = session_of(context)
    service = service_archive.find_archived(session, name)
    restored = service_archive.restore_service(session, service.id, under)
    say(_("Restored {name}.").format(name=restored.service.name))


def service_merge_(
    context: typer.Context,
    kept: Annotated[str, typer.Argument(metavar="KEPT", help="Name of the service that is kept.")],
    other: Annotated[str, typer.Argument(metavar="OTHER", help="Name of the service merged into it.")],
    take: Annotated[
        list[str] | None, typer.Option(metavar="FIELD", help="A field to take from the other; may be given again.")
    ] = None,
    dry_run: DryRun = False,
) -> None:
    """Merge two services that are one: the other one is archived, what it has goes to the kept one."""
    session = session_of(context)
    one, two = services.find_service(session, kept), services.find_service(session, other)
    usual = service_merge.preview_merge(session, one.id, two.id)
    chosen = usual.usual | _checked_fields(take or [], two)
    preview = service_merge.preview_merge(session, one.id, two.id, chosen)
    wording = Wording()
    if not dry_run:
        service_merge.merge_services(session, one.id, two.id, chosen)
        say(_("Merged {other} into {kept}.").format(other=two.name, kept=preview.result.name))
    if preview.suggests_other_way:
        say(_("Only {other} has reviews; they stay with it.").format(other=two.name))
    for each in preview.differences:
        winner = each.other if each.field in chosen else each.kept
        field = each.field.removeprefix(FACT) if each.field.startswith(FACT) else wording.service_field(each.field)
        say(f"{field}: {wording.service_value(winner, {})}")
    _say_effect(preview.effect)


def service_note(
    context: typer.Context,
    name: Name,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What happened, in one line.")],
    incident: Annotated[bool, typer.Option("--incident", help="It was an incident.")] = False,
    major_change: Annotated[bool, typer.Option("--major-change", help="It was a major change.")] = False,
    day: Annotated[str, typer.Option(metavar="DATE", help="When it happened, such as 2026-11-03; today if not.")] = "",
) -> None:
    """Note an incident or a major change: a review is due until one is decided later."""
    if incident is major_change:
        raise UserError(_("Say what it was."), _("Give either --incident or --major-change."))
    session = session_of(context)
    service = services.find_service(session, name)
    kind = EventKind.INCIDENT if incident else EventKind.MAJOR_CHANGE
    (event,) = service_events.note_event(session, [service.id], kind, text, _read_day(day)).events
    wording = Wording()
    said = _("Noted of {name}: {what} on {day}.")
    say(said.format(name=service.name, what=wording.event_kind(kind).lower(), day=wording.date(event.day)))


def _say_effect(effect: ChangeEffect) -> None:
    wording = Wording()
    for changed in effect.changed:
        if changed.matters or len(effect.changed) == 1:
            say(f"{changed.after.name.strip()}: {'; '.join(wording.effect_lines(changed))}")
    for line in wording.reached_lines(effect):
        say(line)


def _with_facts(session: Session, service: Service, given: list[str]) -> dict[str, bool]:
    known = sorted({line.definition.id for line in services.view_service(session, service.id).facts})
    answers = dict(service.facts)
    for text in given:
        name, separator, value = text.partition("=")
        if not separator or name not in known or value not in ("true", "false", _UNSET):
            raise UserError(
                _("“{text}” is no fact.").format(text=text),
                _("Write FACT=true, FACT=false or FACT=unset, where FACT is one of {names}.").format(
                    names=", ".join(known)
                ),
            )
        answers.pop(name, None)
        if value != _UNSET:
            answers[name] = value == "true"
    return answers


def _with_dependencies(
    session: Session, service: Service, needs: list[str], uses: list[str], drops: list[str]
) -> Service:
    hard, soft, gone = (
        frozenset(services.find_service(session, each).id for each in names) for names in (needs, uses, drops)
    )
    if (hard | soft) & gone or hard & soft:
        raise UserError(_("One service is named in two ways."), _("Name it once, after --needs, --uses or --drops."))
    return replace(
        service,
        hard_dependencies=(service.hard_dependencies | hard) - soft - gone,
        soft_dependencies=(service.soft_dependencies | soft) - hard - gone,
    )


def _checked_fields(given: list[str], other: Service) -> frozenset[str]:
    known = {*FIELDS, *(FACT + fact for fact in other.facts)}
    for field in given:
        if field not in known:
            raise UserError(
                _("“{field}” is no field that can be taken.").format(field=field),
                _("Take one of {names}.").format(names=", ".join(sorted(known))),
            )
    return frozenset(given)


def _read_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise UserError(_("“{text}” is not a date.").format(text=text), _("Write it like 2026-11-03.")) from error
