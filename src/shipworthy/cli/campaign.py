"""`shipworthy campaign`: services to be reviewed with packs by a day; how far that is, and who is missing."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from shipworthy.cli.context import AsJson, print_json, say, session_of
from shipworthy.domain.campaign_progress import CampaignLine, CampaignState, Forecast, Progress
from shipworthy.domain.campaign_view import CampaignView
from shipworthy.domain.line_search import searchable
from shipworthy.domain.portfolio import ServiceLine
from shipworthy.domain.service import TIERS, Lifecycle
from shipworthy.domain.service_filter import Facet, ServiceFilter
from shipworthy.errors import UserError
from shipworthy.exchange.item_words import read_day
from shipworthy.text import _
from shipworthy.untrusted.problems import nearest
from shipworthy.wording.campaigns import CampaignWording
from shipworthy.workflows import campaigns
from shipworthy.workflows.campaign_files import export_campaign, missing_text
from shipworthy.workflows.campaign_progress import list_campaigns, view_campaign
from shipworthy.workflows.portfolio import list_services
from shipworthy.workflows.session import Session

CampaignName = Annotated[str, typer.Argument(metavar="NAME", help="Name of the campaign.")]
AsOf = Annotated[str, typer.Option("--as-of", metavar="DATE", help="At the end of a past day.")]
_Names = list[str] | None


def campaign_commands() -> typer.Typer:
    """Return the commands on campaigns."""
    group = typer.Typer(help=_("Have services reviewed with packs by a day."), no_args_is_help=True)
    group.command("list")(campaign_list)
    group.command("start")(campaign_start)
    group.command("show")(campaign_show)
    group.command("close")(campaign_close)
    group.command("reopen")(campaign_reopen)
    group.command("export")(campaign_export)
    return group


def campaign_list(context: typer.Context, as_of: AsOf = "", as_json: AsJson = False) -> None:
    """List the campaigns with how far each is."""
    session, wording = session_of(context), CampaignWording()
    found = list_campaigns(session, _past_day(session, as_of))
    if as_json:
        print_json([_as_json(view) for view in found.views])
        return
    if not found.views:
        say(_("No campaigns."))
    for view in found.views:
        say(f"{view.campaign.name}  {wording.campaign_standing(view)}")


def campaign_start(
    context: typer.Context,
    name: CampaignName,
    due: Annotated[str, typer.Option("--due", metavar="DATE", help="Last day in time, such as 2027-02-01.")],
    starts: Annotated[str, typer.Option("--starts", metavar="DATE", help="First day that counts; else today.")] = "",
    pack: Annotated[_Names, typer.Option(metavar="PACK", help="With this pack; may be given again.")] = None,
    tier: Annotated[
        list[int] | None, typer.Option(min=min(TIERS), max=max(TIERS), help="Of this tier; may be given again.")
    ] = None,
    team: Annotated[_Names, typer.Option(metavar="TEAM", help='Of this team; "" for none.')] = None,
    owner: Annotated[_Names, typer.Option(metavar="NAME", help='Owned by NAME; "" for nobody.')] = None,
    system: Annotated[_Names, typer.Option(metavar="SYSTEM", help="Of this system.")] = None,
    domain: Annotated[_Names, typer.Option(metavar="DOMAIN", help="Of this business domain.")] = None,
    tag: Annotated[_Names, typer.Option(metavar="TAG", help="With this tag.")] = None,
    lifecycle: Annotated[list[Lifecycle] | None, typer.Option(help="In this lifecycle; else all but retired.")] = None,
    words: Annotated[str, typer.Option(metavar="TEXT", help="With these words in name, team, owner or tags.")] = "",
) -> None:
    """Start a campaign; options of one kind add up, those of several narrow it."""
    session = session_of(context)
    lines = list_services(session)
    scope = ServiceFilter(words, tier=frozenset(tier or ()), lifecycle=frozenset(lifecycle or ()))
    for facet, named in (
        (Facet.TEAM, team),
        (Facet.OWNER, owner),
        (Facet.SYSTEM, system),
        (Facet.DOMAIN, domain),
        (Facet.TAG, tag),
    ):
        scope = scope.with_values(facet, _known(facet, named or (), lines))
    blank = campaigns.blank_campaign(session, scope)
    wanted = replace(
        blank,
        name=name,
        packs=tuple(pack or ()),
        starts=read_day(starts.strip()) if starts else blank.starts,
        due=read_day(due.strip()),
    )
    _say(session, campaigns.save_campaign(session, wanted).campaign.id)


def campaign_show(
    context: typer.Context,
    name: CampaignName,
    as_of: AsOf = "",
    missing: Annotated[bool, typer.Option("--missing", help="Who is missing, by team, as text for a mail.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show one campaign with its services, those to be asked first."""
    session, wording = session_of(context), CampaignWording()
    view = _view(session, name, as_of)
    if as_json:
        print_json(_as_json(view) | {"services": [_line_as_json(line) for line in view.lines]})
    elif missing:
        say(missing_text(view).rstrip("\n"))
    else:
        _print_head(view, wording)
        order = list(CampaignState)
        for line in sorted(view.lines, key=lambda line: order.index(line.state)):
            say("  ".join(part for part in _words(line, wording) if part))


def campaign_close(context: typer.Context, name: CampaignName) -> None:
    """Close a campaign: it stays as it stands at the end of the day."""
    session = session_of(context)
    _say(session, campaigns.close_campaign(session, campaigns.find_campaign(session, name).id).campaign.id)


def campaign_reopen(context: typer.Context, name: CampaignName) -> None:
    """Go on with a campaign that was closed."""
    session = session_of(context)
    _say(session, campaigns.reopen_campaign(session, campaigns.find_campaign(session, name).id).campaign.id)


def campaign_export(
    context: typer.Context,
    name: CampaignName,
    file: Annotated[Path, typer.Argument(help="FILE.xlsx, FILE.csv or FILE.md.")],
    as_of: AsOf = "",
) -> None:
    """Write the services of a campaign as a spreadsheet, as CSV or as a table in Markdown."""
    session = session_of(context)
    export_campaign(session, file, _view(session, name, as_of))
    say(file.resolve())


def _view(session: Session, name: str, as_of: str) -> CampaignView:
    return view_campaign(session, campaigns.find_campaign(session, name).id, _past_day(session, as_of))


def _past_day(session: Session, text: str) -> date | None:
    if not text:
        return None
    day = read_day(text.strip())
    if day > session.today():
        raise UserError(_("{day} has not come yet.").format(day=day.isoformat()), _("Name today or a past day."))
    return day


def _known(facet: Facet, named: Iterable[str], lines: Sequence[ServiceLine]) -> list[str]:
    """Return the names meant, whatever the capitals; raises UserError for one that no service has."""
    services = [line.service for line in lines]
    known = {tag for each in services for tag in each.tags} if facet is Facet.TAG else set()
    if facet is not Facet.TAG:
        known = {getattr(each, facet.value) for each in services}
    found: list[str] = []
    for name in named:
        meant = [each for each in known if searchable(each) == searchable(" ".join(name.split()))]
        if not meant and name.strip():
            raise UserError(
                _("No service has the {facet} “{name}”.").format(
                    facet=CampaignWording().facet(facet).lower(), name=name
                ),
                nearest(name, sorted(filter(None, known))) or _("Look at shipworthy service list."),
            )
        found += meant or [""]
    return found


def _say(session: Session, campaign_id: UUID) -> None:
    _print_head(view_campaign(session, campaign_id), CampaignWording())


def _print_head(view: CampaignView, wording: CampaignWording) -> None:
    say(view.campaign.name)
    say(wording.campaign_asks(view))
    say(wording.campaign_standing(view))
    if view.forecast is not None:
        say(wording.campaign_forecast(view.forecast))


def _words(line: CampaignLine, wording: CampaignWording) -> tuple[str, ...]:
    service = line.service
    who = ", ".join(part for part in (service.team, service.owner) if part)
    day = wording.date(line.day) if line.day else wording.coverage_so_far(line)
    return f"[{wording.campaign_state(line)}]", service.name, wording.tier(service.tier), who, day


def _as_json(view: CampaignView) -> dict[str, object]:
    campaign = view.campaign
    return {
        "name": campaign.name,
        "as_of": view.day.isoformat(),
        "starts": campaign.starts.isoformat(),
        "due": campaign.due.isoformat(),
        "closed": campaign.closed,
        "closed_on": view.closed_on.isoformat() if view.closed_on else None,
        "packs": list(campaign.packs),
        "scope": _scope_as_json(campaign.scope),
        "overdue": view.is_overdue,
        **_progress_as_json(view.progress),
        "forecast": _forecast_as_json(view.forecast) if view.forecast else None,
        "burn_up": [{"day": each.day.isoformat(), "meant": each.meant, "done": each.done} for each in view.points],
        "teams": [
            {"team": each.team, "owners": list(each.owners), **_progress_as_json(each.progress)} for each in view.teams
        ],
    }


def _scope_as_json(scope: ServiceFilter) -> dict[str, object]:
    narrowed = {facet.value: sorted(scope.values(facet)) for facet in scope.facets}
    return narrowed | ({"words": scope.text} if scope.text else {})


def _progress_as_json(progress: Progress) -> dict[str, int]:
    return {
        "meant": progress.meant,
        "done": progress.done,
        "late": progress.late,
        "in_progress": progress.in_progress,
        "missing": progress.missing,
    }


def _forecast_as_json(forecast: Forecast) -> dict[str, object]:
    return {
        "day": forecast.day.isoformat(),
        "days_late": forecast.late_days,
        "gained": forecast.gained,
        "in_days": forecast.days,
    }


def _line_as_json(line: CampaignLine) -> dict[str, object]:
    return {
        "service": line.service.name,
        "team": line.service.team,
        "owner": line.service.owner,
        "tier": line.service.tier,
        "state": str(line.state),
        "late": line.is_late,
        "review": str(line.review.id) if line.review else None,
        "done_on": line.day.isoformat() if line.day else None,
        "coverage": None if line.coverage is None else str(line.coverage),
    }
