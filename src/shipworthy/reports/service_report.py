"""What the report on one service says, in plain values: the contract between a review and its templates.

Everything is worded and counted here already, so that a template decides on looks alone and the process that draws
it needs to know nothing of the domain. Positions in bars are thousandths of their full length.
"""

from dataclasses import dataclass

from shipworthy.reports.chart_data import Chart, LinesChart, TrendChart
from shipworthy.reports.entries.decision import DecisionEntry
from shipworthy.reports.entries.method import Method, Why
from shipworthy.reports.entries.minutes import MeetingEntry
from shipworthy.reports.entries.overview import Overview
from shipworthy.reports.entries.questions import ContradictionEntry, PrincipleEntry, ReasonEntry
from shipworthy.reports.entries.remediation import RemediationEntry
from shipworthy.reports.entries.service import HiddenEntry, ServiceEntry
from shipworthy.reports.report import Report


@dataclass(frozen=True, slots=True)
class OverTimeEntry:
    """How the service came here: its decided reviews, and its items; None where there is too little to draw."""

    trend: TrendChart | None = None
    burn_down: LinesChart | None = None

    def charts(self) -> dict[str, Chart]:
        """Return the charts by the names under which the template asks for them."""
        found: dict[str, Chart | None] = {"trend": self.trend, "burn-down": self.burn_down}
        return {name: chart for name, chart in found.items() if chart is not None}


class ServiceReport(Report, frozen=True, tag=True):
    """The whole report.

    `generated_at` is the time in words.
    """

    generated_at: str
    tier: int
    service: ServiceEntry
    overview: Overview
    decision: DecisionEntry | None
    principles: tuple[PrincipleEntry, ...]
    compensated: tuple[ReasonEntry, ...]
    not_applicable: tuple[ReasonEntry, ...]
    hidden: tuple[HiddenEntry, ...]
    contradictions: tuple[ContradictionEntry, ...]
    meetings: tuple[MeetingEntry, ...]
    why: Why
    method: Method
    over_time: OverTimeEntry = OverTimeEntry()
    remediation: RemediationEntry = RemediationEntry()

    def charts(self) -> dict[str, Chart]:
        """Return the charts of how the service came here."""
        return self.over_time.charts()
