"""Words for campaigns: what one asks, how far it is, and where its pace leads."""

from collections.abc import Sequence
from datetime import date

from shipworthy.domain.campaign import Campaign
from shipworthy.domain.campaign_progress import PACE_DAYS, CampaignLine, CampaignState, Forecast, Progress, TeamProgress
from shipworthy.domain.campaign_view import CampaignView
from shipworthy.wording.figures import DASH
from shipworthy.wording.wording import Wording

_WEEKS = PACE_DAYS // 7


class CampaignWording(Wording):
    """Words for campaigns in one language."""

    def campaign_state(self, line: CampaignLine) -> str:
        """Return where a service stands; of one that is done, whether late."""
        if line.is_late:
            return self._("Done late")
        return {
            CampaignState.MISSING: self._("Missing"),
            CampaignState.IN_PROGRESS: self._("In progress"),
            CampaignState.DONE: self._("Done"),
        }[line.state]

    def campaign_packs(self, titles: Sequence[str]) -> str:
        """Return with what services are to be reviewed."""
        return ", ".join(titles) or self._("any pack")

    def campaign_asks(self, view: CampaignView) -> str:
        """Return which services are to be reviewed with what, and from when: "Tier 1 · with Security · from 1 Oct"."""
        parts = (
            self.filter(view.campaign.scope),
            self._("with {packs}").format(packs=self.campaign_packs(view.pack_titles)),
            self._("from {day}").format(day=self.date(view.campaign.starts)),
        )
        return " · ".join(parts)

    def campaign_progress(self, progress: Progress) -> str:
        """Return "9 of 12 done, 75 %"."""
        if progress.part is None:
            return self._("no service is meant")
        words = self._("{done} of {meant} done, {percent} %")
        return words.format(done=progress.done, meant=progress.meant, percent=self.percent(progress.part))

    def campaign_count(self, progress: Progress) -> str:
        """Return the same shortly: "9 of 12, 75 %"."""
        if progress.part is None:
            return DASH
        words = self._("{done} of {meant}, {percent} %")
        return words.format(done=progress.done, meant=progress.meant, percent=self.percent(progress.part))

    def campaign_parts(self, progress: Progress) -> str:
        """Return "9 done, 2 of them late · 1 in progress · 2 missing"; nothing where no service is meant."""
        if not progress.meant:
            return ""
        done = self._("{count} done").format(count=progress.done)
        if progress.late:
            done = self._("{done}, {count} of them late").format(done=done, count=progress.late)
        in_progress = self._("{count} in progress").format(count=progress.in_progress)
        return f"{done} · {in_progress} · {self._('{count} missing').format(count=progress.missing)}"

    def campaign_due(self, view: CampaignView) -> str:
        """Return the due day, and how it lies to the day shown: "1 Feb 2027, in 70 days"; of a closed one, its end."""
        due = self.date(view.campaign.due)
        if view.closed_on is not None:
            return self._("{due}, closed on {day}").format(due=due, day=self.date(view.closed_on))
        if view.day < view.campaign.starts:
            return self._("{due}, begins {day}").format(due=due, day=self.date(view.campaign.starts))
        days = (view.campaign.due - view.day).days
        if days < 0 and not view.is_overdue:
            return due
        if days < 0:
            ago = self._translator.ngettext("{due}, {count} day ago", "{due}, {count} days ago", -days)
            return ago.format(due=due, count=-days)
        if not days:
            return self._("{due}, today").format(due=due)
        to_come = self._translator.ngettext("{due}, in {count} day", "{due}, in {count} days", days)
        return to_come.format(due=due, count=days)

    def campaign_standing(self, view: CampaignView) -> str:
        """Return how far a campaign is in one line: "Due 1 Feb 2027, in 70 days · 9 done · ..."."""
        progress = self.campaign_parts(view.progress) or self.campaign_progress(view.progress)
        return f"{self._('Due {when}').format(when=self.campaign_due(view))} · {progress}"

    def campaign_end(self, view: CampaignView) -> str:
        """Return in a few words when all will be done at the pace of late; a dash where that cannot be told."""
        if view.progress.meant and not view.progress.left:
            return self._("all done")
        return self.forecast_day(view.forecast) if view.forecast else DASH

    def campaign_outlook(self, view: CampaignView) -> str:
        """Return the same as a sentence that says what it rests on."""
        return self.campaign_forecast(view.forecast) if view.forecast else self.campaign_end(view)

    def forecast_day(self, forecast: Forecast) -> str:
        """Return "3 Feb 2027, 12 days late"."""
        if not forecast.late_days:
            return self._("{day}, in time").format(day=self.date(forecast.day))
        days = forecast.late_days
        late = self._translator.ngettext("{day}, {count} day late", "{day}, {count} days late", days)
        return late.format(day=self.date(forecast.day), count=days)

    def campaign_forecast(self, forecast: Forecast) -> str:
        """Return "At the pace of the last four weeks (8 done): 3 Feb 2027, 12 days late"."""
        if forecast.days == PACE_DAYS:
            pace = self._("At the pace of the last {weeks} weeks ({count} done): {end}")
        else:
            pace = self._("At the pace of the {days} days so far ({count} done): {end}")
        return pace.format(weeks=_WEEKS, days=forecast.days, count=forecast.gained, end=self.forecast_day(forecast))

    def campaign_team(self, team: TeamProgress) -> str:
        """Return a team as it is called, with the owners of what is not done."""
        name = team.team or self._("No team")
        return f"{name} ({', '.join(team.owners)})" if team.owners else name

    def coverage_so_far(self, line: CampaignLine) -> str:
        """Return how far a review in progress is; "" where that cannot be told."""
        if line.coverage is None:
            return ""
        return self._("{percent} % answered").format(percent=self.percent(line.coverage))

    def campaign_lines(self) -> dict[str, str]:
        """Return what stands at the ends of the lines of a burn-up, and over them."""
        return {
            "services": self._("Services"),
            "meant": self._("meant"),
            "done": self._("done"),
            "plan": self._("planned"),
        }

    def campaign_chart_text(self, campaign: Campaign, day: date, progress: tuple[int, int], planned: int) -> str:
        """Return in a sentence what a burn-up shows; `progress` are services done and meant on the day."""
        words = self._(
            "Burn-up of “{name}” from {first} to {day}: {done} of {meant} services done; on a straight line to {due}"
            " it would be {planned}."
        )
        return words.format(
            name=campaign.name,
            first=self.date(campaign.starts),
            day=self.date(day),
            done=progress[0],
            meant=progress[1],
            due=self.date(campaign.due),
            planned=planned,
        )

    def campaign_point(self, day: date, done: int, meant: int) -> str:
        """Return one day of a burn-up as a line."""
        return self._("{day}: {done} of {meant} done").format(day=self.date(day), done=done, meant=meant)
