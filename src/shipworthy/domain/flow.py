"""Remediation over time: burn-down, age, time to close, throughput and reopened share, as of any day.

What each figure means is written down in docs/remediation.md, "Over time".
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import accumulate
from typing import NamedTuple

from shipworthy.domain.item_history import CLAIMED_STATES, History, ItemLife, ItemThen, lasting
from shipworthy.domain.pack import Severity
from shipworthy.domain.remediation import UNFINISHED_STATES, ItemState, RemediationItem

WEEK = timedelta(days=7)
MOST_POINTS = 100  # of a line; a year is then told by its weeks
_MOST = Fraction(85, 100)


class Point(NamedTuple):
    """All items at the end of a day: how many were live, unfinished, overdue and there at all.

    `effort_left` is in person-days: the estimates of the unfinished ones.
    """

    day: date
    made: int
    live: int
    unfinished: int
    overdue: int
    effort_left: Fraction

    @property
    def closed(self) -> int:
        """Return how many were verified or dropped."""
        return self.made - self.live

    @property
    def finished(self) -> int:
        """Return how many were done, verified or dropped: no work is left on them, or none that is to be done."""
        return self.made - self.unfinished


class Spread(NamedTuple):
    """How long something took, in days: the median, and what 85 of 100 did not exceed; None where nothing happened."""

    times: int
    median: Fraction | None
    most: int | None


class Week(NamedTuple):
    """How many items were claimed done and how many were verified in the seven days up to a day."""

    last_day: date
    done: int
    verified: int


class SeverityFigures(NamedTuple):
    """The live items of one severity at the end of a day; ages in days since they were made, None without any."""

    severity: Severity
    live: int
    overdue: int
    waived: int
    median_age: Fraction | None
    oldest_age: int | None


@dataclass(frozen=True, slots=True)
class Figures:
    """Remediation as of a day, and what happened in the days from `first` up to it.

    `unestimated` counts the unfinished items without an effort. `made`, `done`, `verified` and `reopened` count items
    to which that happened in these days; `reopened_of_done` those of the done ones that were reopened since.
    """

    first: date
    day: date
    now: Point
    waived: int
    unestimated: int
    severities: tuple[SeverityFigures, ...]
    made: int
    done: int
    verified: int
    reopened: int
    reopened_of_done: int
    to_done: Spread
    to_verified: Spread
    weeks: tuple[Week, ...]

    @property
    def reopened_share(self) -> Fraction | None:
        """Return the part of the items claimed done in these days that was reopened; None where none was done."""
        return Fraction(self.reopened_of_done, self.done) if self.done else None


def days_between(first: date, last: date) -> tuple[date, ...]:
    """Return the days that a line from one day to another is drawn of: each, or one a week or in so many, ending last.

    The first day is among them, whatever the step.
    """
    count = (last - first).days
    step = 1 if count < MOST_POINTS else 7
    while count // step >= MOST_POINTS:
        step += 7
    days = [last - timedelta(days=back) for back in range(0, count + 1, step)]
    return tuple(sorted({first, *days}))


def points(history: History, days: Sequence[date]) -> tuple[Point, ...]:
    """Return all items at the end of each of some days, which come in order.

    Each version is counted where it begins and taken out where it ends, so that long lives cost no more than short.
    """
    made, live, unfinished, overdue = (_Count(len(days)) for _ in range(4))
    effort = [Fraction(0)] * (len(days) + 1)
    for life in history.lives:
        for item, first, last in lasting(life):
            start, end = bisect_left(days, first), bisect_right(days, last)
            if item is None or start == end:
                continue
            made.add(start, end)
            if item.is_live:
                live.add(start, end)
            if item.state in UNFINISHED_STATES:
                unfinished.add(start, end)
                if item.effort_days:
                    effort[start] += item.effort_days
                    effort[end] -= item.effort_days
                _count_overdue(history, item, days, range(start, end), overdue)
    lines = (made.line(), live.line(), unfinished.line(), overdue.line(), accumulate(effort[:-1]))
    return tuple(Point(*each) for each in zip(days, *lines, strict=True))


class _Count:
    """A line of counts that is raised between places, and summed up at the end."""

    def __init__(self, length: int) -> None:
        self._steps = [0] * (length + 1)

    def add(self, start: int, end: int) -> None:
        self._steps[start] += 1
        self._steps[end] -= 1

    def line(self) -> Iterable[int]:
        return accumulate(self._steps[:-1])


def _count_overdue(
    history: History, item: RemediationItem, days: Sequence[date], places: range, overdue: _Count
) -> None:
    if item.due is None:
        return
    start = max(places.start, bisect_right(days, item.due))
    if not history.is_ever_waived(item):
        overdue.add(start, max(start, places.stop))
        return
    for place in range(start, places.stop):
        if not history.waived_on(item, days[place]):
            overdue.add(place, place + 1)


def figures(history: History, first: date, day: date) -> Figures:
    """Return the figures as of a day, for the days from `first` up to it."""
    then = history.on(day)
    [now] = points(history, [day])
    span = _Span(first, day)
    lives = [life for life in history.lives if life.state_on(day) is not None]
    done = [life for life in lives if span.of(life.claims)]
    verified = [life for life in lives if span.of(life.verifications)]
    return Figures(
        first=first,
        day=day,
        now=now,
        waived=sum(each.waived for each in then),
        unestimated=sum(each.item.state in UNFINISHED_STATES and each.item.effort_days is None for each in then),
        severities=tuple(_of_severity(then, severity, day) for severity in Severity),
        made=sum(bool(span.of((life.made_on,))) for life in lives),
        done=len(done),
        verified=len(verified),
        reopened=sum(bool(span.of(life.reopenings)) for life in lives),
        reopened_of_done=sum(_was_reopened(life, span) for life in done),
        to_done=_spread(_age(life, span.of(life.claims)) for life in done if life.state_on(day) in CLAIMED_STATES),
        to_verified=_spread(
            _age(life, span.of(life.verifications)) for life in verified if life.state_on(day) is ItemState.VERIFIED
        ),
        weeks=_weeks(lives, span),
    )


class _Span(NamedTuple):
    """Some days in a row, both ends included."""

    first: date
    last: date

    def of(self, days: Iterable[date]) -> tuple[date, ...]:
        """Return those of some days that lie among these."""
        return tuple(day for day in days if self.first <= day <= self.last)


def _was_reopened(life: ItemLife, span: _Span) -> bool:
    claimed = span.of(life.claims)[0]
    return any(day >= claimed for day in span.of(life.reopenings))


def _age(life: ItemLife, days: Sequence[date]) -> int:
    return (days[-1] - life.made_on).days


def _of_severity(then: Iterable[ItemThen], severity: Severity, day: date) -> SeverityFigures:
    live = [each for each in then if each.item.is_live and each.item.severity is severity]
    ages = _spread((day - each.made_on).days for each in live)
    return SeverityFigures(
        severity,
        live=len(live),
        overdue=sum(each.overdue for each in live),
        waived=sum(each.waived for each in live),
        median_age=ages.median,
        oldest_age=max(((day - each.made_on).days for each in live), default=None),
    )


def _spread(lengths: Iterable[int]) -> Spread:
    """Return median and 85th percentile; the latter by nearest rank: the least that 85 of 100 do not exceed."""
    ordered = sorted(lengths)
    if not ordered:
        return Spread(0, None, None)
    count = len(ordered)
    median = Fraction(ordered[(count - 1) // 2] + ordered[count // 2], 2)
    return Spread(count, median, ordered[math.ceil(count * _MOST) - 1])


def _weeks(lives: Iterable[ItemLife], span: _Span) -> tuple[Week, ...]:
    """Return the weeks from the first day to the last, counted back from the last; the first may begin earlier."""
    count = (span.last - span.first).days // 7 + 1
    done, verified = [0] * count, [0] * count
    for life in lives:
        for days, counts in ((life.claims, done), (life.verifications, verified)):
            for back in {(span.last - day).days // 7 for day in span.of(days)}:
                counts[back] += 1
    return tuple(Week(span.last - back * WEEK, done[back], verified[back]) for back in reversed(range(count)))
