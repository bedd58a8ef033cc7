"""The meetings of a review, as a report tells of them."""

from dataclasses import dataclass

from shipworthy.reports.entries.terms import Place


@dataclass(frozen=True, slots=True)
class TimeEntry:
    """What a meeting planned and spent on a principle, as minutes and seconds; `planned` is empty where nothing was."""

    principle: str
    planned: str
    used: str
    over: bool


@dataclass(frozen=True, slots=True)
class MinutesItem:
    """Something parked or decided in a meeting; `who` raised or owns it.

    `place` is None where it belongs to no question; its anchor is empty where that question is not in the report.
    """

    text: str
    place: Place | None
    who: str
    due: str = ""
    settled: bool = False


@dataclass(frozen=True, slots=True)
class MeetingEntry:
    """The minutes of one meeting; `times` are from and to, with their zone, from alone where it is not over.

    People stand with their roles.
    """

    day: str
    times: str
    is_over: bool
    present: tuple[str, ...]
    apologies: tuple[str, ...]
    time: tuple[TimeEntry, ...]
    total: TimeEntry
    decisions: tuple[MinutesItem, ...]
    parked: tuple[MinutesItem, ...]
