"""`shipworthy remediation`: the work that closes gaps, planned and changed from a terminal."""

from dataclasses import replace
from datetime import date
from typing import Annotated

import typer

from shipworthy.cli.context import AsJson, Name, print_json, say, session_of
from shipworthy.cli.remediation_files import remediation_export, remediation_import
from shipworthy.cli.remediation_options import (
    SHORT_ID,
    OfSeverity,
    OfState,
    Overdue,
    Owner,
    Service,
    Team,
    chosen_lines,
)
from shipworthy.cli.remediation_path import remediation_path
from shipworthy.domain.pack import Severity
from shipworthy.domain.remediation import ItemState, RemediationItem
from shipworthy.exchange.item_words import effort_text, read_day, read_effort, read_state
from shipworthy.text import _, ngettext
from shipworthy.wording import Wording
from shipworthy.workflows import item_lists, item_planning, remediation
from shipworthy.workflows.item_lists import ItemLine
from shipworthy.workflows.planning import gaps_of, questions_named, review_to_plan
from shipworthy.workflows.services import find_service
from shipworthy.workflows.session import Session


def remediation_commands() -> typer.Typer:
    """Return the commands on remediation items."""
    group = typer.Typer(help=_("Plan the work that closes gaps, and follow it."), no_args_is_help=True)
    group.command("list")(remediation_list)
    group.command("plan")(remediation_plan)
    group.command("add")(remediation_add)
    group.command("set")(remediation_set)
    group.command("export")(remediation_export)
    group.command("import")(remediation_import)
    group.command("path")(remediation_path)
    return group


def remediation_list(
    context: typer.Context,
    service: Service = None,
    team: Team = None,
    owner: Owner = None,
    severity: OfSeverity = None,
    state: OfState = None,
    overdue: Overdue = False,
    as_json: AsJson = False,
) -> None:
    """List remediation items with where they stand."""
    session = session_of(context)
    lines = chosen_lines(session, service, team, owner, severity, state, overdue)
    if as_json:
        print_json([_as_json(line) for line in lines])
        return
    if not lines:
        chosen = any((service, team, owner, severity, state, overdue))
        none = _("No items. Make them of what a review misses: shipworthy remediation plan SERVICE.")
        say(_("No item is like that.") if chosen else none)
    for line in lines:
        say(_as_text(line))


def remediation_plan(
    context: typer.Context,
    service: Name,
    improvements: Annotated[bool, typer.Option("--improvements", help="Also of gaps that are no misses.")] = False,
    owner: Annotated[str, typer.Option(metavar="NAME", help="Who owns the new items.")] = "",
    due: Annotated[str, typer.Option(metavar="DATE", help="When they are due; else as the gate policy says.")] = "",
) -> None:
    """Make an item of every miss of a service's review that has none."""
    session = session_of(context)
    review = review_to_plan(session, find_service(session, service).id)
    questions = gaps_of(review) if improvements else None
    day = read_day(due) if due else None
    made = item_planning.plan_remediation(session, review.assessment.id, questions, owner=owner, due=day)
    _say_items(session, made.items)
    count = len(made.items)
    text = ngettext("Planned {count} item for {service}.", "Planned {count} items for {service}.", count)
    none = _("Every gap of {service} has an item.") if improvements else _("Every miss of {service} has an item.")
    say((text if count else none).format(count=count, service=review.service.name))


def remediation_add(
    context: typer.Context,
    service: Name,
    title: Annotated[str, typer.Argument(metavar="TITLE", help="What is to be done, in a few words.")],
    severity: Annotated[Severity, typer.Option(help="How bad it is while it is not done.")] = Severity.MEDIUM,
    question: Annotated[
        list[str] | None, typer.Option(metavar="QUESTION", help="Id of a question that it closes; may be given again.")
    ] = None,
    description: Annotated[str, typer.Option(help="How it is to be done.")] = "",
    owner: Annotated[str, typer.Option(metavar="NAME", help="Who does it.")] = "",
    due: Annotated[str, typer.Option(metavar="DATE", help="When it is due; else as the gate policy says.")] = "",
    effort: Annotated[str, typer.Option(metavar="DAYS", help="Person-days.")] = "",
    ticket: Annotated[str, typer.Option(help="Its ticket, such as a link.")] = "",
    tag: Annotated[list[str] | None, typer.Option(help="A tag; may be given again.")] = None,
) -> None:
    """Add an item of your own."""
    session = session_of(context)
    of = find_service(session, service).id
    closes = questions_named(review_to_plan(session, of), question) if question else frozenset()
    blank = item_planning.blank_item(session, of, severity)
    item = replace(
        blank,
        title=title,
        questions=closes,
        description=description,
        owner=owner,
        due=read_day(due) if due else blank.due,
        effort_days=read_effort(effort) if effort else None,
        ticket=ticket,
        tags=tuple(tag or ()),
    )
    _say_items(session, remediation.save_item(session, item).items)


def remediation_set(
    context: typer.Context,
    item: Annotated[list[str], typer.Argument(metavar="ITEM...", help="Ids of items, or how they begin.")],
    state: Annotated[str | None, typer.Option(help="open, planned, in-progress, done or dropped.")] = None,
    owner: Annotated[str | None, typer.Option(metavar="NAME", help='Who does it; "" for nobody.')] = None,
    due: Annotated[str | None, typer.Option(metavar="DATE", help='Such as 2026-12-01; "" for none.')] = None,
    effort: Annotated[str | None, typer.Option(metavar="DAYS", help='Person-days; "" for none.')] = None,
    ticket: Annotated[str | None, typer.Option(help='Its ticket; "" for none.')] = None,
    reason: Annotated[str | None, typer.Option(metavar="TEXT", help="Why it is dropped or open again.")] = None,
    needs: Annotated[
        list[str] | None,
        typer.Option(metavar="ITEM", help='Items to be done first, instead of those so far; "": none.'),
    ] = None,
) -> None:
    """Change items, all or none."""
    session = session_of(context)
    lines = item_lists.list_items(session)
    found = list(dict.fromkeys(item_lists.find_item(lines, each).item for each in item))
    first = None if needs is None else frozenset(item_lists.find_item(lines, each).item.id for each in needs if each)
    wanted = None if state is None else read_state(state, Wording())
    day = read_day(due) if due else None
    days = read_effort(effort) if effort else None

    def changed(each: RemediationItem) -> RemediationItem:
        if wanted not in (None, each.state):
            each = replace(each, state=wanted or each.state, state_reason="")
        return replace(
            each,
            owner=each.owner if owner is None else owner,
            due=each.due if due is None else day,
            effort_days=each.effort_days if effort is None else days,
            ticket=each.ticket if ticket is None else ticket,
            state_reason=each.state_reason if reason is None else reason,
            needs=each.needs if first is None else first,
        )

    name = ngettext("changed {count} item", "changed {count} items", len(found)).format(count=len(found))
    saved = remediation.save_items(session, [changed(each) for each in found], name)
    _say_items(session, saved.items)
    if not saved.sequences:
        say(_("Nothing was changed."))


def _say_items(session: Session, items: tuple[RemediationItem, ...]) -> None:
    ids = {item.id for item in items}
    for line in item_lists.list_items(session):
        if line.item.id in ids:
            say(_as_text(line))


def _as_text(line: ItemLine) -> str:
    item, wording = line.item, Wording()
    state = wording.waived() if line.waived else wording.item_state(item.state)
    due = _due_text(item.due, line.overdue, wording)
    parts = (line.service.name, wording.severity(item.severity), state, item.title, item.owner, due)
    effort = wording.days(item.effort_days) if item.effort_days is not None else ""
    waits = _("after {items}").format(items=", ".join(f"“{each}”" for each in line.waits_for)) if line.waits_for else ""
    reason = item.state_reason if item.state is ItemState.DROPPED else ""
    return "  ".join(
        [str(item.id)[:SHORT_ID], *(" ".join(part.split()) for part in (*parts, effort, waits, reason) if part)]
    )


def _due_text(due: date | None, overdue: bool, wording: Wording) -> str:
    if due is None:
        return ""
    text = _("due {day}, overdue") if overdue else _("due {day}")
    return text.format(day=wording.date(due))


def _as_json(line: ItemLine) -> dict[str, object]:
    item = line.item
    return {
        "id": str(item.id),
        "service": line.service.name,
        "team": line.service.team,
        "title": item.title,
        "description": item.description,
        "severity": str(item.severity),
        "state": str(item.state),
        "reason": item.state_reason,
        "waived": line.waived,
        "overdue": line.overdue,
        "owner": item.owner,
        "due": item.due.isoformat() if item.due else None,
        "effort_days": effort_text(item.effort_days) or None,
        "ticket": item.ticket,
        "tags": list(item.tags),
        "questions": sorted(item.questions),
        "needs": sorted(str(each) for each in item.needs),
        "origin": str(item.origin),
        "age_days": line.age_days,
        "version": item.version,
    }
