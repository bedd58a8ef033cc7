"""One campaign at the end of a day, as it is shown everywhere."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from shipworthy.domain.campaign import Campaign
from shipworthy.domain.campaign_progress import (
    BurnPoint,
    CampaignLine,
    Forecast,
    Progress,
    TeamProgress,
    by_team,
    forecast,
    progress_of,
)


@dataclass(frozen=True)
class CampaignView:
    """The services that a campaign means, by name, how far they are, and how they came there.

    `day` is the day shown or, where that came first, the one on which it was closed, which is `closed_on`.
    """

    campaign: Campaign
    day: date
    closed_on: date | None
    pack_titles: tuple[str, ...]
    lines: tuple[CampaignLine, ...]
    points: tuple[BurnPoint, ...]

    @cached_property
    def progress(self) -> Progress:
        """Return how far the services are."""
        return progress_of(self.lines)

    @cached_property
    def forecast(self) -> Forecast | None:
        """Return where the pace leads; None where it cannot be told."""
        return forecast(self.campaign, self.points)

    @cached_property
    def teams(self) -> tuple[TeamProgress, ...]:
        """Return the teams, those that owe most services first."""
        return by_team(self.lines)

    @property
    def is_overdue(self) -> bool:
        """Tell whether the due day has passed with services left."""
        return self.day > self.campaign.due and self.progress.left > 0 and not self.campaign.closed
