"""Words of the portfolio: what services are filtered and grouped by, and what several of them say together."""

from collections.abc import Collection, Iterable
from fractions import Fraction

from shipworthy.domain.gate import Verdict
from shipworthy.domain.line_groups import LineSummary
from shipworthy.domain.line_search import in_order
from shipworthy.domain.portfolio import Concern
from shipworthy.domain.service_filter import Facet, ServiceFilter, Value
from shipworthy.wording.figures import DASH, FigureWording
from shipworthy.wording.names import NameWording


class PortfolioWording(FigureWording, NameWording):
    """Words of the portfolio in one language."""

    def facet(self, facet: Facet) -> str:
        """Return what services can be narrowed by."""
        return {
            Facet.TIER: self._("Tier"),
            Facet.TEAM: self._("Team"),
            Facet.OWNER: self._("Owner"),
            Facet.SYSTEM: self._("System"),
            Facet.DOMAIN: self._("Domain"),
            Facet.TAG: self._("Tag"),
            Facet.LIFECYCLE: self._("Lifecycle"),
            Facet.VERDICT: self._("Verdict"),
            Facet.CONCERN: self._("Concern"),
        }[facet]

    def concern(self, name: str) -> str:
        """Return what worries about a service, by the name of a Concern; one of a later version stands for itself."""
        names = {
            Concern.BLOCKERS: self._("Has blockers"),
            Concern.OVERDUE: self._("Has overdue items"),
            Concern.EXPIRING: self._("Waiver ends within 30 days"),
            Concern.DUE: self._("Review due"),
            Concern.AGED: self._("Review past its age"),
            Concern.CAPPED: self._("Capped by a dependency"),
            Concern.DRAFT: self._("Draft only"),
        }
        return names[Concern(name)] if name in list(Concern) else name

    def facet_value(self, facet: Facet, value: Value) -> str:
        """Return the name of a value of a facet, where it stands without the facet's."""
        match facet:
            case Facet.TIER:
                return self.tier(value)
            case Facet.LIFECYCLE:
                return self.lifecycle(value)
            case Facet.VERDICT:
                return self.verdict(value)
            case Facet.CONCERN:
                return self.concern(value)
        return str(value) or {
            Facet.TEAM: self._("No team"),
            Facet.OWNER: self._("No owner"),
            Facet.SYSTEM: self._("No system"),
            Facet.DOMAIN: self._("No domain"),
        }.get(facet, DASH)

    def tiers(self, tiers: Collection[int]) -> str:
        """Return tiers without the word: "1-3" with an en dash where none is left out, else "1, 3"."""
        ordered = sorted(tiers)
        if len(ordered) > 1 and ordered[-1] - ordered[0] == len(ordered) - 1:
            return f"{ordered[0]}{DASH}{ordered[-1]}"
        return ", ".join(map(str, ordered))

    def narrowed(
        self, facet: Facet, values: Iterable[Value], most: int | None = None, longest: int | None = None
    ) -> str:
        """Return what a facet keeps, as on a chip: "Team: Payments, Search +3" where at most two are named.

        A name of more than `longest` letters is cut.
        """
        ordered = in_order(facet, values)
        if facet is Facet.TIER:
            return self.tier_range(ordered)
        shown = ordered[:most]
        named = ", ".join(_cut(self.facet_value(facet, value), longest) for value in shown)
        rest = len(ordered) - len(shown)
        named = f"{named} +{rest}" if rest else named
        if facet is Facet.CONCERN:
            return named
        return self._("{facet}: {values}").format(facet=self.facet(facet), values=named)

    def tier_range(self, tiers: Collection[int]) -> str:
        """Return tiers with the word, such as "Tier 1-3" with an en dash."""
        return self._("Tier {tier}").format(tier=self.tiers(tiers))

    def filter(self, wanted: ServiceFilter) -> str:
        """Return all that a filter asks in one line; that it keeps everything where it asks nothing."""
        parts = [self.narrowed(facet, wanted.values(facet)) for facet in wanted.facets]
        words = " ".join(wanted.text.split())
        if words:
            parts.append(self._("Words: {words}").format(words=words))
        return " · ".join(parts) or self._("All services")

    def services(self, count: int) -> str:
        """Return "5 services"."""
        return self.count("{count} service", "{count} services", count)

    def mean(self, mean: float | None) -> str:
        """Return a mean of scores as whole percent; a dash for None."""
        return self.percent(None if mean is None else Fraction(mean))

    def group(self, summary: LineSummary) -> str:
        """Return what a group says beside its name: "5 services · mean 71", "4 services, 3 scored · mean 82"."""
        text = self.services(summary.count)
        if summary.mean is None:
            return text
        if summary.scored < summary.count:
            text = self._("{services}, {count} scored").format(services=text, count=summary.scored)
        return f"{text} · {self._('mean {score}').format(score=self.mean(summary.mean))}"

    def selection(self, summary: LineSummary) -> str:
        """Return what the services selected say: "5 selected · mean 71 · 2 not ready · 3 overdue items · tiers 1-3"."""
        not_ready = summary.verdicts[Verdict.NOT_READY]
        several = len(summary.tiers) > 1
        tiers = self._("tiers {tiers}") if several else self._("tier {tiers}")
        parts = (
            self.count("{count} selected", "{count} selected", summary.count),
            self._("mean {score}").format(score=self.mean(summary.mean)) if summary.mean is not None else "",
            self.count("{count} not ready", "{count} not ready", not_ready) if not_ready else "",
            self.count("{count} overdue item", "{count} overdue items", summary.overdue) if summary.overdue else "",
            tiers.format(tiers=self.tiers(summary.tiers)),
        )
        return " · ".join(part for part in parts if part)

    def verdict_counts(self, summary: LineSummary) -> str:
        """Return how many services have each verdict, those that none has left out: "3 Ready, 1 Not ready"."""
        return ", ".join(f"{count} {self.verdict(verdict)}" for verdict, count in summary.verdicts.items() if count)

    def portfolio_summary(self, summary: LineSummary) -> str:
        """Return all that services say together: "12 services, 9 scored · mean 71 · 3 Ready, 1 Not ready · ..."."""
        parts = (
            self.group(summary),
            self.verdict_counts(summary),
            self.count("{count} blocker", "{count} blockers", summary.blockers) if summary.blockers else "",
            self.count("{count} overdue item", "{count} overdue items", summary.overdue) if summary.overdue else "",
            self.count("{count} waiver expiring", "{count} waivers expiring", summary.expiring)
            if summary.expiring
            else "",
            self.count("{count} review due", "{count} reviews due", summary.due) if summary.due else "",
        )
        return " · ".join(part for part in parts if part)

    def unknown(self, gone: Iterable[tuple[Facet, Value]]) -> str:
        """Return what a filter asks for and no service has, as a sentence; nothing where all is found."""
        named = ", ".join(
            self._("{facet} {value}").format(facet=self.facet(facet), value=f"“{self.facet_value(facet, value)}”")
            for facet, value in gone
        )
        return self._("No service has these: {names}.").format(names=named) if named else ""


def _cut(name: str, longest: int | None) -> str:
    return name if longest is None or len(name) <= longest else f"{name[: longest - 1]}…"
