"""What the minutes of a review's meetings say as a document of their own, in plain values."""

from shipworthy.reports.entries.minutes import MeetingEntry
from shipworthy.reports.report import Report


class MinutesReport(Report, frozen=True, tag=True):
    """The minutes of all meetings on a review, oldest first.

    `generated_at` is the time in words, `state` where the review stands. Places of questions have no anchor: the
    questions themselves stand in the report on the review.
    """

    generated_at: str
    service: str
    review: str
    state: str
    meetings: tuple[MeetingEntry, ...]
    engine: str
