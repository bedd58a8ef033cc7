"""`shipworthy service`: the services that are reviewed."""

from dataclasses import replace
from typing import Annotated

import typer

from shipworthy.cli.context import AsJson, Name, print_json, say, session_of
from shipworthy.cli.service_blast import service_blast
from shipworthy.cli.service_changes import add_service_changes
from shipworthy.cli.service_import import service_import
from shipworthy.domain.portfolio import ServiceLine
from shipworthy.domain.service import TIERS, Lifecycle, Link, LinkKind
from shipworthy.errors import UserError
from shipworthy.text import _
from shipworthy.wording import Wording
from shipworthy.workflows import facts, services
from shipworthy.workflows.portfolio import list_services


def service_commands() -> typer.Typer:
    """Return the commands on services."""
    group = typer.Typer(help=_("Add, list and show services."), no_args_is_help=True)
    group.command("add")(service_add)
    group.command("list")(service_list)
    group.command("show")(service_show)
    group.command("blast")(service_blast)
    add_service_changes(group)
    group.command("import")(service_import)
    return group


def service_add(
    context: typer.Context,
    name: Name,
    tier: Annotated[int, typer.Option(min=min(TIERS), max=max(TIERS), help="1 (an outage hurts at once) to 4.")] = 3,
    team: Annotated[str, typer.Option(help="Team that owns it.")] = "",
    owner: Annotated[str, typer.Option(help="Person who answers for it.")] = "",
    lifecycle: Annotated[Lifecycle, typer.Option(help="Where it stands in its life.")] = Lifecycle.PRODUCTION,
    system: Annotated[str, typer.Option(help="System it is part of.")] = "",
    domain: Annotated[str, typer.Option(help="Business domain.")] = "",
    description: Annotated[str, typer.Option(help="What it does, in a sentence.")] = "",
    tag: Annotated[list[str] | None, typer.Option(help="A tag; may be given again.")] = None,
    link: Annotated[
        list[str] | None, typer.Option(metavar="KIND=URL", help="A link, such as runbook=https://…")
    ] = None,
    fact: Annotated[list[str] | None, typer.Option(metavar="NAME=true|false", help="A fact about it.")] = None,
    needs: Annotated[list[str] | None, typer.Option(metavar="SERVICE", help="A hard dependency.")] = None,
    uses: Annotated[list[str] | None, typer.Option(metavar="SERVICE", help="A soft dependency.")] = None,
) -> None:
    """Add a service."""
    session = session_of(context)
    known = {line.definition.id for line in facts.blank_facts(session)}
    service = replace(
        services.blank_service(session),
        name=name,
        tier=tier,
        team=team,
        owner=owner,
        lifecycle=lifecycle,
        system=system,
        domain=domain,
        description=description,
        tags=tuple(tag or ()),
        links=tuple(_link(text) for text in link or ()),
        facts=dict(_fact(text, known) for text in fact or ()),
        hard_dependencies=frozenset(services.find_service(session, each).id for each in needs or ()),
        soft_dependencies=frozenset(services.find_service(session, each).id for each in uses or ()),
    )
    saved = services.save_service(session, service)
    say(_("Added {name}, {tier}.").format(name=saved.name, tier=Wording().tier(saved.tier)))


def service_list(context: typer.Context, as_json: AsJson = False) -> None:
    """List the services with where they stand."""
    wording = Wording()
    lines = list_services(session_of(context))
    if as_json:
        print_json([_line_as_json(line) for line in lines])
        return
    if not lines:
        say(_("No services yet. Add one: shipworthy service add NAME."))
    for line in lines:
        standing = line.standing
        figures = wording.score_with_band(standing.score, standing.band) if standing else wording.percent(None)
        mark, verdict = wording.verdict_mark(line.verdict), wording.verdict(line.verdict)
        say(f"{mark} {line.service.name}  {wording.tier(line.service.tier)}  {figures}  {verdict}")


def service_show(context: typer.Context, name: Name, as_json: AsJson = False) -> None:
    """Show one service with its facts and reviews."""
    session = session_of(context)
    view = services.view_service(session, services.find_service(session, name).id)
    if as_json:
        print_json(_line_as_json(view.line) | {"facts": _facts_as_json(view), "assessments": len(view.assessments)})
        return
    wording, service = Wording(), view.service
    say(f"{service.name}  {wording.tier(service.tier)}  {wording.lifecycle(service.lifecycle)}")
    for text in (service.description, service.team, service.owner):
        if text:
            say(text)
    for sentence in (wording.review_due(view.line.due), _merged(view), _earlier(view)):
        if sentence:
            say(sentence)
    for link in service.links:
        say(f"{wording.link_kind(link.kind)}: {link.url}")
    for line in (each for each in view.facts if each.is_asked or each.value is not None):
        value = line.definition.default if line.value is None else line.value
        say(f"{line.definition.text} {_('yes') if value else _('no')}" + ("" if line.value is not None else " *"))
    for assessment in view.assessments:
        figures = wording.score_with_band(assessment.score, assessment.band)
        say(f"{assessment.title}  {figures}  {wording.verdict(assessment.verdict)}")


def _merged(view: services.ServiceView) -> str:
    return _("Merged into {name}").format(name=view.merged_into.name) if view.merged_into else ""


def _earlier(view: services.ServiceView) -> str:
    names = ", ".join(each.name for each in view.earlier)
    return _("Earlier as {names}").format(names=names) if names else ""


def _line_as_json(line: ServiceLine) -> dict[str, object]:
    standing = line.standing
    return {
        "name": line.service.name,
        "team": line.service.team,
        "tier": line.service.tier,
        "lifecycle": str(line.service.lifecycle),
        "verdict": str(line.verdict),
        "own_verdict": str(line.own_verdict),
        "capped_by": list(line.capped_by),
        "score": None if standing is None or standing.score is None else str(standing.score),
        "level": standing.level if standing else None,
        "review_due": [
            {"kind": str(each.kind), "day": each.day.isoformat() if each.day else None, "note": each.note}
            for each in line.due
        ],
        "last_review": line.last_review.isoformat() if line.last_review else None,
    }


def _facts_as_json(view: services.ServiceView) -> dict[str, bool]:
    return {line.definition.id: line.definition.default if line.value is None else line.value for line in view.facts}


def _link(text: str) -> Link:
    kind, separator, url = text.partition("=")
    if not separator or kind not in list(LinkKind):
        raise UserError(
            _("“{text}” is no link.").format(text=text),
            _("Write KIND=URL, where KIND is one of {kinds}.").format(kinds=", ".join(LinkKind)),
        )
    return Link(LinkKind(kind), url)


def _fact(text: str, known: set[str]) -> tuple[str, bool]:
    name, separator, value = text.partition("=")
    if not separator or value not in ("true", "false") or name not in known:
        raise UserError(
            _("“{text}” is no fact.").format(text=text),
            _("Write NAME=true or NAME=false, where NAME is one of {names}.").format(names=", ".join(sorted(known))),
        )
    return name, value == "true"
