"""What leaders read of one review, on two pages: the contract between its figures and their templates.

Everything is worded, counted and put in order here already, and every list is as short as its place on the page.
"""

from shipworthy.reports.chart_data import Chart, TrendChart
from shipworthy.reports.entries.asks import AskEntry
from shipworthy.reports.entries.leadership import (
    AcceptedEntry,
    FiguresEntry,
    LateEntry,
    MovementEntry,
    PathEntry,
    RiskEntry,
    StandingEntry,
)
from shipworthy.reports.report import Report


class LeadershipReport(Report, frozen=True, tag=True):
    """The whole report.

    `about` tells what the service is, `as_of` the day of what is asked, late, accepted and planned: today, while
    decision, score and risks are those of the review. Each list has its whole number beside it.
    """

    heading: str
    about: str
    as_of: str
    generated_at: str
    engine: str
    fingerprint: str
    sealed: bool
    standing: StandingEntry
    asks: tuple[AskEntry, ...]
    figures: FiguresEntry
    risks: tuple[RiskEntry, ...]
    risk_count: int
    movement: MovementEntry
    trend: TrendChart | None
    late: tuple[LateEntry, ...]
    late_count: int
    accepted: tuple[AcceptedEntry, ...]
    accepted_count: int
    path: PathEntry

    def charts(self) -> dict[str, Chart]:
        """Return the charts by the names under which the template asks for them."""
        return {} if self.trend is None else {"trend": self.trend}
