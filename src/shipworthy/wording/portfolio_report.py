"""Words of the report on a portfolio or one team: titles, what it asks of its readers, and what pictures show."""

from collections.abc import Sequence
from datetime import date

from shipworthy.domain.gate import Verdict
from shipworthy.domain.movement import PortfolioPoint
from shipworthy.domain.portfolio import ServiceLine
from shipworthy.domain.service_filter import Facet
from shipworthy.text import isolated
from shipworthy.wording.wording import Wording

_NAMED = 3  # services named in a sentence; the others are counted


class PortfolioReportWording(Wording):
    """The words of one such report in one language."""

    def portfolio_title(self, team: str) -> str:
        """Return the title of a report, as a document's window shows it; "" for the team means all services."""
        if team:
            return self._("{team}: team readiness report").format(team=team)
        return self._("Portfolio readiness report")

    def portfolio_heading(self, team: str) -> str:
        """Return what page one is headed: the team, else the portfolio."""
        return team or self._("Portfolio")

    def team(self, team: str) -> str:
        """Return the name of a team; that there is none."""
        return self.facet_value(Facet.TEAM, team)

    def all_services(self) -> str:
        """Return the name of the row that sums up all services."""
        return self._("All services")

    def signed(self, change: int) -> str:
        """Return a change with its sign: "+3", "−1", and "=" for none."""
        return "=" if not change else f"{'+' if change > 0 else '−'}{abs(change)}"

    def never(self) -> str:
        """Return when a service without a review was reviewed."""
        return self._("never")

    def days_late(self, due: date, day: date) -> str:
        """Return "41 days"."""
        return self.count("{count} day", "{count} days", (day - due).days)

    def ask_overdue(self, items: int, blockers: int, oldest: str, worst: tuple[str, int] | None) -> tuple[str, str]:
        """Return what is asked about overdue items: the request, and its figures; `worst` is the team with most."""
        what = self.count(
            "Agree a new date, or more people, for {count} overdue item",
            "Agree new dates, or more people, for {count} overdue items",
            items,
        )
        parts = [self.count("{count} closes a blocker", "{count} close blockers", blockers)] if blockers else []
        parts.append(self._("the oldest is {days} late").format(days=oldest))
        if worst:
            parts.append(self._("{team} has the most ({count})").format(team=isolated(worst[0]), count=worst[1]))
        return what, self._sentence(parts)

    def ask_not_ready(self, tier: int, names: Sequence[str]) -> tuple[str, str]:
        """Return what is asked about the weightiest services that are not ready."""
        what = self._translator.ngettext(
            "Decide on {count} service of tier {tier} that is not ready",
            "Decide on {count} services of tier {tier} that are not ready",
            len(names),
        )
        about = self._("Mend before the next release, or accept the risk in writing: {names}.")
        return what.format(count=len(names), tier=tier), about.format(names=self._some(names))

    def ask_expiring(self, count: int, until: date, names: Sequence[str]) -> tuple[str, str]:
        """Return what is asked about accepted risks that end soon."""
        what = self._translator.ngettext(
            "Decide on {count} accepted risk that ends by {day}",
            "Decide on {count} accepted risks that end by {day}",
            count,
        )
        about = self._("Have the gap mended, or extend with a reason: {names}.")
        return what.format(count=count, day=self.date(until)), about.format(names=self._some(names))

    def ask_reviews(self, count: int, tier_1: int, never: int) -> tuple[str, str]:
        """Return what is asked about reviews that are due."""
        what = self.count(
            "Make time for {count} review that is due", "Make time for {count} reviews that are due", count
        )
        parts = [self._("{count} in tier 1").format(count=tier_1)] if tier_1 else []
        if never:
            text = self.count("{count} service was never reviewed", "{count} services were never reviewed", never)
            parts.append(text)
        return what, self._sentence(parts)

    def ask_nothing(self, has_services: bool) -> tuple[str, str]:
        """Return what is asked where nothing is."""
        if not has_services:
            return self._("Name the services to be reviewed"), self._("There is none on this day.")
        about = self._("No work is overdue, no accepted risk ends within 30 days, no review is due.")
        return self._("Nothing this time"), about

    def distribution_text(self, counts: Sequence[tuple[str, Sequence[tuple[Verdict, int]]]]) -> str:
        """Return what the picture of verdicts on some days shows, as a sentence."""
        days = [
            f"{day}: {', '.join(f'{count} {self.inside(self.verdict(verdict))}' for verdict, count in of_day)}"
            for day, of_day in counts
        ]
        return self._("Services by verdict. {days}.").format(days="; ".join(days))

    def portfolio_panels(self) -> tuple[str, str, str]:
        """Return what the panels of a portfolio's trend count, and the name of the line in the first."""
        return self._("Mean score"), self._("Services by verdict"), self._("mean")

    def portfolio_point(self, point: PortfolioPoint) -> str:
        """Return the figures of a day in a line."""
        counts = ", ".join(
            f"{count} {self.inside(self.verdict(each))}" for each, count in point.verdicts.items() if count
        )
        return self._("{day}: mean {score}, {counts}").format(
            day=self.date(point.day), score=self.mean(point.mean), counts=counts
        )

    def portfolio_trend_text(self, first: PortfolioPoint, last: PortfolioPoint) -> str:
        """Return what the picture of a portfolio's trend shows, as a sentence."""
        return self._("Mean score and services by verdict over time. {first}; {last}.").format(
            first=self.portfolio_point(first), last=self.portfolio_point(last)
        )

    def names_of(self, lines: Sequence[ServiceLine]) -> tuple[str, ...]:
        """Return the names of services."""
        return tuple(line.service.name for line in lines)

    def _some(self, names: Sequence[str]) -> str:
        shown = [isolated(_short(name)) for name in names[:_NAMED]]
        rest = len(names) - len(shown)
        if rest:
            shown.append(self.count("and {count} more", "and {count} more", rest))
        return ", ".join(shown)

    def _sentence(self, parts: Sequence[str]) -> str:
        text = "; ".join(parts)
        return f"{text[:1].upper()}{text[1:]}." if text else ""


def _short(name: str, most: int = 36) -> str:
    return name if len(name) <= most else f"{name[: most - 1]}…"
