"""What the report on a portfolio is made of: read from the store once, by the workflow, and worded by the view."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from shipworthy.domain.heat_map import HeatMap
from shipworthy.domain.movement import CommonMiss, PortfolioMovement, PortfolioPoint
from shipworthy.domain.pack import Question
from shipworthy.domain.portfolio import ServiceLine
from shipworthy.domain.remediation import Waiver
from shipworthy.reports.entries.method import VersionEntry


@dataclass(frozen=True, slots=True)
class PortfolioFigures:
    """The services of a report on a day and on the earlier day `since`; the same day where there is none.

    `team` is empty for all. `questions` are those of the packs in use, by whole id. `waivers` are all that count on the
    day, each with the line of its service. `points` are the days of the trend. `policy` is the gate policy in force, by
    name and version, with its SHA-256.
    """

    team: str
    day: date
    since: date
    lines: tuple[ServiceLine, ...]
    before: tuple[ServiceLine, ...]
    moved: PortfolioMovement
    misses: tuple[CommonMiss, ...]
    questions: Mapping[str, Question]
    heat: HeatMap
    waivers: tuple[tuple[ServiceLine, Waiver], ...]
    points: tuple[PortfolioPoint, ...]
    packs: tuple[VersionEntry, ...]
    policy: str
    policy_digest: str
    fingerprint: str

    @property
    def is_compared(self) -> bool:
        """Tell whether there is an earlier day to compare with."""
        return self.since < self.day
