"""A campaign as text: a table in Markdown, and who is missing, for a mail; what people typed stays text in both."""

from collections.abc import Sequence

from shipworthy.domain.campaign_progress import CampaignLine, CampaignState
from shipworthy.domain.campaign_view import CampaignView
from shipworthy.reports.markdown_text import markdown_text
from shipworthy.text import _
from shipworthy.wording.campaigns import CampaignWording
from shipworthy.wording.figures import DASH


def campaign_table(view: CampaignView, lines: Sequence[CampaignLine], wording: CampaignWording) -> str:
    """Return a campaign with its services as a table in Markdown."""
    heads = (_("Service"), _("Team"), _("Owner"), _("Tier"), _("State"), _("Answered"), _("Done on"))
    rows = [
        [
            markdown_text(line.service.name),
            markdown_text(line.service.team) or DASH,
            markdown_text(line.service.owner) or DASH,
            str(line.service.tier),
            wording.campaign_state(line),
            DASH if line.coverage is None else f"{wording.percent(line.coverage)} %",
            wording.date(line.day) if line.day else DASH,
        ]
        for line in lines
    ]
    said = [f"# {markdown_text(view.campaign.name)}", "", markdown_text(wording.campaign_asks(view)), ""]
    said += [_standing(view, wording), ""]
    return "\n".join([*said, *(f"| {' | '.join(row)} |" for row in (heads, ["---"] * len(heads), *rows))]) + "\n"


def who_is_missing(view: CampaignView, lines: Sequence[CampaignLine], wording: CampaignWording) -> str:
    """Return the services that are not done as plain text by team, those that owe most first, to be sent around."""
    said = [view.campaign.name, wording.campaign_asks(view), _standing(view, wording)]
    owed = [line for line in lines if line.state is not CampaignState.DONE]
    if not owed:
        return "\n".join([*said, "", _("Nobody is missing.")]) + "\n"
    for team in (each for each in view.teams if each.progress.left):
        of_team = [line for line in owed if line.service.team == team.team]
        if of_team:
            said += ["", wording.campaign_team(team), *(_owed(line, wording) for line in of_team)]
    return "\n".join(said) + "\n"


def _standing(view: CampaignView, wording: CampaignWording) -> str:
    forecast = f" · {wording.campaign_forecast(view.forecast)}" if view.forecast else ""
    return f"{wording.campaign_standing(view)}{forecast}"


def _owed(line: CampaignLine, wording: CampaignWording) -> str:
    service = line.service
    said = ", ".join(
        part
        for part in (
            wording.campaign_state(line).lower(),
            wording.coverage_so_far(line),
            _("owner {name}").format(name=service.owner) if service.owner else "",
        )
        if part
    )
    return f"- {service.name}: {said}"
