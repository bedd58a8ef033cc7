"""What the report on remediation and waivers says: the contract between figures and their templates.

Everything is worded, counted and put in order here already. What nobody gave is a dash.
"""

from dataclasses import dataclass

from shipworthy.domain.report_kind import Audience
from shipworthy.reports.chart_data import BarsChart, Chart, LinesChart
from shipworthy.reports.entries.asks import AskEntry
from shipworthy.reports.entries.terms import Tone
from shipworthy.reports.portfolio_report import OverdueEntry
from shipworthy.reports.report import Report


@dataclass(frozen=True, slots=True)
class FigureEntry:
    """A figure of page one: what it counts, the number, and what to know of it."""

    label: str
    number: str
    said: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class BlockerEntry:
    """An open item that closes a blocker."""

    title: str
    service: str
    due: str
    overdue: bool


@dataclass(frozen=True, slots=True)
class EndingEntry:
    """An accepted risk that ends within thirty days, with what it means for the business."""

    service: str
    risk: str
    until: str


@dataclass(frozen=True, slots=True)
class ExposureEntry:
    """What one person answers for: accepted risks, the severe ones in words, percents of scores, the next last day."""

    approver: str
    active: int
    severe: str
    share: str
    next_end: str


@dataclass(frozen=True, slots=True)
class OwnerEntry:
    """The work and the risks of a team, in the report on one team of a service."""

    name: str
    unfinished: int
    days: str
    overdue: int
    blockers: int
    risks: int


@dataclass(frozen=True, slots=True)
class WayEntry:
    """The least effort, in person-days, that brings a service to ready."""

    service: str
    tier: int
    days: str


@dataclass(frozen=True, slots=True)
class AgeEntry:
    """The live items of a severity; ages in days since they were made, a dash without any."""

    severity: str
    live: int
    overdue: int
    waived: int
    median: str
    oldest: str


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item; `questions` and `after` say what it closes and what must be done first, `why` is the reason of a state.

    `anchor` is where its history stands, empty where the report has none; `settled` the day on which it got there;
    `is_done` where no work is left on it.
    """

    id: str
    anchor: str
    title: str
    service: str
    severity: str
    state: str
    mark: str
    tone: Tone
    owner: str
    due: str
    effort: str
    age: str
    questions: tuple[str, ...]
    after: str
    why: str
    ticket: str
    settled: str
    is_done: bool


@dataclass(frozen=True, slots=True)
class ItemGroup:
    """The items of one service, unfinished ones first, with what they come to in a line."""

    title: str
    team: str
    said: str
    items: tuple[ItemRow, ...]


@dataclass(frozen=True, slots=True)
class WaiverRow:
    """A waiver: why, asked for and decided by whom, until when, and each extension in a line."""

    id: str
    anchor: str
    service: str
    question: str
    severity: str
    state: str
    tone: Tone
    requester: str
    approver: str
    until: str
    reason: str
    decision: str
    extensions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EventRow:
    """An entry of the change log: its number, when, under which claimed name, and what changed."""

    number: str
    when: str
    who: str
    what: str


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """What happened to an item or a waiver, oldest first."""

    anchor: str
    id: str
    title: str
    service: str
    events: tuple[EventRow, ...]


@dataclass(frozen=True, slots=True)
class CountRow:
    """A count of the store with its name; `is_sum` of those before it."""

    name: str
    count: str
    is_sum: bool = False


@dataclass(frozen=True, slots=True)
class RemediationPage:
    """What calls for attention; each list the weightiest first, with its whole number, of which it shows a few."""

    asks: tuple[AskEntry, ...]
    figures: tuple[FigureEntry, ...]
    overdue: tuple[OverdueEntry, ...]
    overdue_groups: int
    blockers: tuple[BlockerEntry, ...]
    blockers_count: int
    ending: tuple[EndingEntry, ...]
    ending_count: int
    exposures: tuple[ExposureEntry, ...]
    exposures_count: int


@dataclass(frozen=True, slots=True)
class RemediationDetails:
    """What a design review and an auditor see beside the two pages."""

    groups: tuple[ItemGroup, ...]
    ages: tuple[AgeEntry, ...]
    flow: tuple[CountRow, ...]
    settled: tuple[ItemRow, ...]
    dropped: tuple[ItemRow, ...]
    waivers: tuple[WaiverRow, ...]
    exposures: tuple[ExposureEntry, ...]


@dataclass(frozen=True, slots=True)
class RemediationAudit:
    """What an auditor sees beside the details: every history, and counts that sum up to those of the store."""

    items: tuple[HistoryEntry, ...]
    waivers: tuple[HistoryEntry, ...]
    counts: tuple[CountRow, ...]


class RemediationReport(Report, frozen=True, tag=True):
    """The whole report.

    `team` and `service` are empty where the report is on all services. `as_of` and `since` are the day and the one from
    which on is told what happened, in words. `owners` are teams, or services in the report on a team; for leaders the
    weightiest, and `rest` is the number left out. `ways` are services that are not ready, `together` the least effort
    for all of them, empty where it is not told, and `ways_left_out` how many were not worked out. `fingerprint` is the
    SHA-256 of the JSON file that `command` writes.
    """

    kind: str
    heading: str
    generated_at: str
    engine: str
    audience: Audience
    team: str
    service: str
    as_of: str
    since: str
    services_count: int
    items_count: int
    waivers_count: int
    fingerprint: str
    command: str
    page_one: RemediationPage
    burn_down: LinesChart | None
    ageing: BarsChart | None
    owners: tuple[OwnerEntry, ...]
    rest: int
    has_ways: bool
    ways: tuple[WayEntry, ...]
    together: str
    ways_left_out: int
    details: RemediationDetails | None
    audit: RemediationAudit | None

    def charts(self) -> dict[str, Chart]:
        """Return the charts by the names under which the template asks for them."""
        found: dict[str, Chart | None] = {"burn-down": self.burn_down, "ageing": self.ageing}
        return {name: chart for name, chart in found.items() if chart is not None}
