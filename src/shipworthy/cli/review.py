"""`shipworthy review`: begin a review from the one before it, from templates, or from nothing; list those there are."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Annotated

import typer

from shipworthy.cli.context import AsJson, Name, print_json, say, session_of
from shipworthy.domain.assessment import LeftOutPack
from shipworthy.domain.pack import Pack
from shipworthy.errors import UserError
from shipworthy.exchange.comparison_json import point_as_json
from shipworthy.text import _
from shipworthy.wording.comparison import ComparisonWording
from shipworthy.workflows.comparison import ID_SIGNS
from shipworthy.workflows.decisions import open_assessment
from shipworthy.workflows.own_packs import find_offered
from shipworthy.workflows.services import find_service
from shipworthy.workflows.session import Session
from shipworthy.workflows.start_preview import change_lines, preview_lines
from shipworthy.workflows.starting import StartOffer, StartPlan, offer_start, preview_start, start_review
from shipworthy.workflows.templates import find_template
from shipworthy.workflows.trend import service_trend
from shipworthy.workflows.upgrading import newer_packs, preview_upgrade, upgrade_lines, upgrade_packs


class Origin(StrEnum):
    """Where the answers of a new review come from."""

    STANDING = "standing"
    NOTHING = "nothing"


def review_commands() -> typer.Typer:
    """Return the commands on reviews."""
    group = typer.Typer(help=_("Start, upgrade and list reviews."), no_args_is_help=True)
    group.command("start")(review_start)
    group.command("upgrade")(review_upgrade)
    group.command("list")(review_list)
    return group


def review_start(
    context: typer.Context,
    service: Name,
    pack: Annotated[list[str] | None, typer.Option(metavar="ID-or-FILE", help="A pack to add, by id or file.")] = None,
    without: Annotated[
        list[str] | None, typer.Option(metavar="PACK=REASON", help="A pack of the standing review to leave out.")
    ] = None,
    origin: Annotated[Origin, typer.Option("--from", help="Carry the standing review's answers, or none.")] = (
        Origin.STANDING
    ),
    template: Annotated[list[str] | None, typer.Option(metavar="NAME", help="A template to fill in from.")] = None,
    title: Annotated[str, typer.Option(help='Title; else "Review of" and the day.')] = "",
    assessor: Annotated[list[str] | None, typer.Option(metavar="NAME", help="Who assesses; else you.")] = None,
    another: Annotated[bool, typer.Option("--another", help="Although a review of it is open already.")] = False,
) -> None:
    """Start a review of a service from its standing one."""
    session = session_of(context)
    offer = offer_start(session, find_service(session, service).id)
    left_out = tuple(_left_out(text, offer) for text in without or ())
    gone = {each.pack_id for each in left_out}
    added = _added(session, pack or ())
    usual = () if added and offer.standing is None else offer.usual_plan.packs
    plan = StartPlan(
        packs=(
            *(added.get(each.id, each) for each in usual if each.id not in gone),
            *(found for found in added.values() if found.id not in {each.id for each in usual}),
        ),
        title=title,
        left_out=left_out,
        carry=origin is Origin.STANDING,
        templates=tuple(find_template(session, name).id for name in template or ()),
        assessors=tuple(assessor or ()),
        beside_open=another,
    )
    preview = preview_start(session, offer.service.id, plan)
    started = start_review(session, offer.service.id, plan).review
    say(_("Started “{title}” of {service}.").format(title=started.assessment.title, service=offer.service.name))
    for line in preview_lines(preview):
        say(line)


def _added(session: Session, names: Sequence[str]) -> Mapping[str, Pack]:
    """Return the packs to add by id; raises UserError where two of them have the same one."""
    found: dict[str, Pack] = {}
    for name in names:
        pack = find_offered(session, name)
        if pack.id in found:
            raise UserError(
                _("The pack {pack} is named twice.").format(pack=pack.id),
                _("A review has one version of a pack: keep one --pack of that id."),
            )
        found[pack.id] = pack
    return found


def _left_out(text: str, offer: StartOffer) -> LeftOutPack:
    pack_id, _separator, reason = text.partition("=")
    known = [use.pack_id for use in offer.standing.assessment.packs] if offer.standing else []
    if pack_id not in known:
        raise UserError(
            _("“{pack}” is no pack of the standing review.").format(pack=pack_id),
            _("Write PACK=REASON, where PACK is one of {packs}.").format(packs=", ".join(known))
            if known
            else _("The service has no review yet; name the packs that you want with --pack."),
        )
    return LeftOutPack(pack_id, reason)


def review_upgrade(
    context: typer.Context,
    service: Name,
    pack: Annotated[
        list[str] | None, typer.Option(metavar="ID-or-FILE", help="A pack to upgrade to; else all newer ones.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")] = False,
) -> None:
    """Let the open review of a service go on with newer versions of its packs."""
    session = session_of(context)
    found = find_service(session, service)
    review = open_assessment(session, found.id)
    if review is None:
        raise UserError(
            _("{service} has no open review.").format(service=found.name),
            _("Start one with shipworthy review start; it takes the newest packs."),
        )
    packs = tuple(_added(session, pack).values()) if pack else newer_packs(session, review.id)
    if not packs:
        say(_("“{title}” uses the newest version of its packs.").format(title=review.title))
        return
    preview = preview_upgrade(session, review.id, packs)
    if not dry_run:
        upgrade_packs(session, review.id, packs)
        say(_("Upgraded “{title}” of {service}.").format(title=review.title, service=found.name))
    for line in (*(line for change in preview.changes for line in change_lines(change)), *upgrade_lines(preview)):
        say(line)


def review_list(context: typer.Context, service: Name, as_json: AsJson = False) -> None:
    """List the reviews of a service with their ids, the oldest first."""
    session = session_of(context)
    points, wording = service_trend(session, find_service(session, service).id), ComparisonWording()
    if as_json:
        print_json([point_as_json(point) for point in points])
        return
    if not points:
        say(_("“{name}” has no review yet.").format(name=service))
    for point in points:
        score = wording.score_with_band(point.score, point.band)
        stands = f"{wording.assessment_state(point.state)}, {wording.verdict(point.verdict)}"
        say(
            f"{str(point.assessment)[:ID_SIGNS]}  {wording.date(point.day):>11}  {score:>11}  "
            + _("level {level}").format(level=point.level)
            + f"  {stands}  {point.title}"
        )
        if point.back_cast is not None:
            say(f"{'':10}{wording.back_cast(point.back_cast)}")
