"""From the domain to the plain values of charts, in a language passed in."""

import math
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple, TypeVar

from shipworthy.domain.campaign_progress import plan_line
from shipworthy.domain.campaign_view import CampaignView
from shipworthy.domain.flow import Figures, Point, SeverityFigures, days_between
from shipworthy.domain.gate import Verdict
from shipworthy.domain.scorecard import Band
from shipworthy.reports.chart_data import (
    Bar,
    BarsChart,
    Dash,
    Ink,
    Line,
    LinesChart,
    Panel,
    Tick,
    TrendChart,
    TrendMark,
)
from shipworthy.wording import Wording
from shipworthy.wording.campaigns import CampaignWording

T = TypeVar("T")
_MOST_TICKS = 5
_MOST_WORDS = 12  # lines that stand in for a picture
INKS = {
    Verdict.READY: Ink.OK,
    Verdict.CONDITIONALLY_READY: Ink.WARN,
    Verdict.NOT_READY: Ink.BAD,
    Verdict.NOT_ASSESSED: Ink.NONE,
}


class Judged(NamedTuple):
    """A decided review as a trend shows it: the day of the decision, and what was sealed."""

    day: date
    score: Fraction
    band: Band | None
    level: int
    verdict: Verdict


def burn_down(points: Sequence[Point], wording: Wording) -> LinesChart:
    """Return live and overdue items, and the person-days left, over the days of some points."""
    words, first, last = wording.flow_lines(), points[0], points[-1]
    items = (
        Line(words["live"], tuple(float(each.live) for each in points), Ink.ACCENT),
        Line(words["overdue"], tuple(float(each.overdue) for each in points), Ink.BAD, Dash.DOTTED),
    )
    effort = (Line(words["person_days"], tuple(float(each.effort_left) for each in points), Ink.ACCENT),)
    return LinesChart(
        days=_days(points),
        ticks=_ticks(points, wording),
        panels=(Panel(words["items"], items), Panel(words["days_left"], effort)),
        alternative=wording.burn_down_text(
            wording.date(first.day),
            wording.date(last.day),
            (first.live, last.live),
            last.overdue,
            (wording.effort(first.effort_left), wording.effort(last.effort_left)),
        ),
        words=tuple(
            wording.point_line(wording.date(each.day), each.live, each.overdue, wording.effort(each.effort_left))
            for each in some(points, _MOST_WORDS)
        ),
    )


def burn_up(points: Sequence[Point], wording: Wording) -> LinesChart:
    """Return the items made, done or closed, and closed, over the days of some points."""
    words, last = wording.flow_lines(), points[-1]
    lines = (
        Line(words["made"], tuple(float(each.made) for each in points), Ink.INK),
        Line(words["finished"], tuple(float(each.finished) for each in points), Ink.ACCENT, Dash.DASHED),
        Line(words["closed"], tuple(float(each.closed) for each in points), Ink.OK, Dash.DOTTED),
    )
    return LinesChart(
        days=_days(points),
        ticks=_ticks(points, wording),
        panels=(Panel(words["so_far"], lines),),
        alternative=wording.burn_up_text(wording.date(last.day), last.made, last.finished, last.closed),
        words=tuple(
            wording.progress_line(wording.date(each.day), each.made, each.finished, each.closed)
            for each in some(points, _MOST_WORDS)
        ),
    )


def campaign_burn_up(view: CampaignView, wording: CampaignWording) -> LinesChart | None:
    """Return services done and meant up to the day of a view, and the straight line to the due day.

    None before the start: there is no day to show.
    """
    if not view.points:
        return None
    campaign, words, now = view.campaign, wording.campaign_lines(), view.points[-1]
    first, last = campaign.starts, max(now.day, campaign.due)
    days = sorted({*days_between(first, last), now.day, campaign.due})
    told = [view.points[(day - first).days] for day in days if day <= now.day]
    plan = plan_line(campaign, now.meant, [*days, now.day])
    meant = [*(point.meant for point in told), *[now.meant] * (len(days) - len(told))]
    lines = (
        Line(words["meant"], tuple(map(float, meant)), Ink.INK, Dash.DOTTED),
        Line(words["plan"], tuple(float(round(each, 2)) for each in plan[:-1]), Ink.SOFT, Dash.DASHED),
        Line(words["done"], tuple(float(point.done) for point in told), Ink.ACCENT),
    )
    planned = math.ceil(plan[-1])
    return LinesChart(
        days=tuple((day - first).days for day in days),
        ticks=tuple(Tick((day - first).days, wording.date(day)) for day in some(days, _MOST_TICKS)),
        panels=(Panel(words["services"], lines),),
        alternative=wording.campaign_chart_text(campaign, now.day, (now.done, now.meant), planned),
        words=tuple(wording.campaign_point(each.day, each.done, each.meant) for each in some(told, _MOST_WORDS)),
    )


def severities(figures: Figures, wording: Wording) -> BarsChart:
    """Return the live items by severity: overdue, not overdue, waived, and the age of the oldest."""
    bars = tuple(_bar(each, wording) for each in figures.severities)
    lines = tuple(f"{bar.name}: {bar.text}" for bar in bars)
    return BarsChart(
        parts=wording.severity_parts(),
        bars=bars,
        alternative=wording.severities_text(wording.date(figures.day), "; ".join(lines)),
        words=lines,
    )


def _bar(of: SeverityFigures, wording: Wording) -> Bar:
    text = wording.severity_line(of.live, of.overdue, of.waived, of.oldest_age)
    return Bar(wording.severity(of.severity), (of.overdue, of.live - of.overdue - of.waived, of.waived), text)


def trend(reviews: Sequence[Judged], wording: Wording) -> TrendChart:
    """Return the scores of decided reviews, oldest first, with bands, levels and verdicts."""
    first, last = reviews[0].day, reviews[-1]
    lines = tuple(
        wording.trend_line(
            wording.date(each.day),
            wording.score_with_band(each.score, each.band),
            wording.verdict(each.verdict),
            each.level,
        )
        for each in reviews
    )
    score, level = wording.trend_ends(wording.score_with_band(last.score, last.band), last.level)
    return TrendChart(
        ticks=tuple(Tick((each.day - first).days, wording.date(each.day)) for each in some(reviews, _MOST_TICKS)),
        marks=tuple(_mark(each, first, wording) for each in reviews),
        score=score,
        level=level,
        verdict=f"{wording.verdict_mark(last.verdict)} {wording.short_verdict(last.verdict)}",
        alternative=wording.trend_text(len(reviews), "; ".join(some(lines, _MOST_TICKS))),
        words=lines,
    )


def _mark(review: Judged, first: date, wording: Wording) -> TrendMark:
    low, high = (review.band.low, review.band.high) if review.band else (review.score, review.score)
    return TrendMark(
        day=(review.day - first).days,
        score=_thousandths(review.score),
        low=_thousandths(low),
        high=_thousandths(high),
        text=wording.percent(review.score),
        level=str(review.level),
        mark=wording.verdict_mark(review.verdict),
        ink=INKS[review.verdict],
    )


def _thousandths(part: Fraction) -> int:
    return round(part * 1000)


def _days(points: Sequence[Point]) -> tuple[int, ...]:
    return tuple((each.day - points[0].day).days for each in points)


def _ticks(points: Sequence[Point], wording: Wording) -> tuple[Tick, ...]:
    return tuple(Tick((each.day - points[0].day).days, wording.date(each.day)) for each in some(points, _MOST_TICKS))


def some(things: Sequence[T], count: int) -> tuple[T, ...]:
    """Return so many of some things at most, evenly spread, the first and the last among them."""
    if len(things) <= count:
        return tuple(things)
    return tuple(things[round(index * (len(things) - 1) / (count - 1))] for index in range(count))
