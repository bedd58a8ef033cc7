"""What the report on a portfolio, or on one team's part of it, says: the contract between figures and their templates.

Everything is worded, counted and put in order here already. "Then" is the day that the report's day is compared with.
"""

from dataclasses import dataclass

from shipworthy.domain.report_kind import Audience
from shipworthy.reports.chart_data import Chart, LinesChart, SharesChart
from shipworthy.reports.entries.asks import AskEntry
from shipworthy.reports.entries.method import VersionEntry
from shipworthy.reports.entries.terms import Tone
from shipworthy.reports.report import Report


@dataclass(frozen=True, slots=True)
class VerdictEntry:
    """How many services have a verdict, on the day and then; `change` is empty where there is no earlier day.

    `short` is the name as a narrow column has room for it.
    """

    name: str
    short: str
    mark: str
    tone: Tone
    now: int
    then: int
    change: str


@dataclass(frozen=True, slots=True)
class MeanEntry:
    """The mean score of the services that have one, in percent with its band; `change` is that of whole percents."""

    score: str
    band: str
    scored: int
    change: str


@dataclass(frozen=True, slots=True)
class MoverEntry:
    """A service whose score moved: both scores in percent, the change with its sign, and why in a phrase or nothing."""

    service: str
    before: str
    after: str
    change: str
    why: str


@dataclass(frozen=True, slots=True)
class MissEntry:
    """A question that many miss: its text, its risk to the business, and how many of those asked miss it."""

    text: str
    risk: str
    services: int
    asked: int


@dataclass(frozen=True, slots=True)
class OverdueEntry:
    """Late items of a team, in the report on one team of a service; how late the oldest is stands in words.

    `blockers` of the `items` close blockers.
    """

    name: str
    items: int
    blockers: int
    oldest: str


@dataclass(frozen=True, slots=True)
class WaiverEntry:
    """A risk accepted until its last day; `ends_soon` within thirty days. `approver` is the name that was given."""

    service: str
    team: str
    question: str
    approver: str
    until: str
    ends_soon: bool


@dataclass(frozen=True, slots=True)
class DueEntry:
    """A service not reviewed lately, with the day of its last review or that there was none."""

    service: str
    tier: int
    last_review: str


@dataclass(frozen=True, slots=True)
class TeamEntry:
    """What a team's services come to; `verdicts` counts them in the order of the report's verdicts.

    `mean` is in percent, a dash without any score, `change` as in a MeanEntry.
    """

    name: str
    services: int
    verdicts: tuple[int, ...]
    mean: str
    change: str
    overdue: int
    due: int


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """Where a service stands; a dash for a figure that is not there.

    `own` is its own verdict where a dependency lowers it, `capped_by` names those dependencies; `draft` names the state
    of a review that is not decided.
    """

    name: str
    tier: int
    verdict: str
    mark: str
    tone: Tone
    own: str
    level: str
    score: str
    band: str
    blockers: str
    overdue: int
    capped_by: str
    last_review: str
    draft: str


@dataclass(frozen=True, slots=True)
class ServiceGroup:
    """The services of one team with what they come to in a line; `title` is empty where all are of one team."""

    title: str
    said: str
    services: tuple[ServiceRow, ...]


@dataclass(frozen=True, slots=True)
class HeatCellEntry:
    """A service's score under a principle in percent: a dash where nothing applies, empty where it is not asked.

    `tint` is a step of the score from 0 to 4, -1 without any; `below` tells that the gate policy asks for more.
    """

    text: str
    tint: int = -1
    below: bool = False


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A service with a cell for each principle of its table."""

    service: str
    cells: tuple[HeatCellEntry, ...]


@dataclass(frozen=True, slots=True)
class HeatTable:
    """Services under as many principles as a page is wide; `principles` are their numbers with titles, `means` last."""

    pack: str
    principles: tuple[tuple[int, str], ...]
    groups: tuple[tuple[str, tuple[HeatRow, ...]], ...]
    means: tuple[HeatCellEntry, ...]


@dataclass(frozen=True, slots=True)
class CapEntry:
    """A service whose verdict is lowered by services that it cannot do without."""

    service: str
    own: str
    verdict: str
    capped_by: str


@dataclass(frozen=True, slots=True)
class PageOne:
    """What calls for attention, each list the weightiest first and with its whole number, of which it shows a few."""

    asks: tuple[AskEntry, ...]
    verdicts: tuple[VerdictEntry, ...]
    mean: MeanEntry
    improved: tuple[MoverEntry, ...]
    improved_count: int
    dropped: tuple[MoverEntry, ...]
    dropped_count: int
    misses: tuple[MissEntry, ...]
    overdue: tuple[OverdueEntry, ...]
    overdue_count: int
    expiring: tuple[WaiverEntry, ...]
    expiring_count: int
    due: tuple[DueEntry, ...]
    due_count: int


@dataclass(frozen=True, slots=True)
class Details:
    """What a design review sees beside the two pages."""

    groups: tuple[ServiceGroup, ...]
    heat: tuple[HeatTable, ...]
    caps: tuple[CapEntry, ...]
    waivers: tuple[WaiverEntry, ...]
    packs: tuple[VersionEntry, ...]


class PortfolioReport(Report, frozen=True, tag=True):
    """The whole report.

    `team` is empty for all services. `as_of` and `since` are the day and the one it is compared with, in words; `since`
    is empty where there is no earlier day. `drafts` services are counted by a review that is not decided. `teams` are
    those of all services, `services` those of one team, for leaders the weightiest; `rest` is the number left out.
    `fingerprint` is the SHA-256 of the figures as `command` writes them. `policy` is the gate policy in force,
    by name and version, with its SHA-256.
    """

    heading: str
    generated_at: str
    engine: str
    audience: Audience
    team: str
    as_of: str
    since: str
    services_count: int
    teams_count: int
    drafts: int
    policy: str
    policy_digest: str
    fingerprint: str
    command: str
    page_one: PageOne
    distribution: SharesChart
    trend: LinesChart | None
    teams: tuple[TeamEntry, ...]
    total: TeamEntry
    services: tuple[ServiceRow, ...]
    rest: int
    details: Details | None

    def charts(self) -> dict[str, Chart]:
        """Return the charts by the names under which the template asks for them."""
        found: dict[str, Chart | None] = {"distribution": self.distribution, "trend": self.trend}
        return {name: chart for name, chart in found.items() if chart is not None}
