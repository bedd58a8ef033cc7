"""What the report for leaders is made of: read from the store once, by the workflow, and worded by the view."""

from dataclasses import dataclass

from shipworthy.domain.comparison import Comparison
from shipworthy.domain.path_to_ready import Path
from shipworthy.domain.review import Review
from shipworthy.reports.chart_entries import Judged
from shipworthy.reports.decision_entry import Sealing


@dataclass(frozen=True, slots=True)
class LeadershipFigures:
    """A review as it is shown, and as it is today: the same where it is not decided.

    `compared` is None without a decided review before it, `trend` has the decided ones up to it. `path` is the least
    work from today's review to Ready, None where none was found in time.
    """

    review: Review
    live: Review
    sealing: Sealing | None
    compared: Comparison | None
    trend: tuple[Judged, ...]
    path: Path | None
