"""The charts of the report on a portfolio, in plain values: verdicts on two days, and how all went over time."""

from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction

from shipworthy.domain.gate import Verdict
from shipworthy.domain.movement import PortfolioPoint
from shipworthy.domain.portfolio import ServiceLine
from shipworthy.reports.chart_data import Dash, Ink, Line, LinesChart, Panel, Share, ShareRow, SharesChart, Tick
from shipworthy.reports.chart_entries import INKS, some
from shipworthy.wording.figures import whole_percent
from shipworthy.wording.portfolio_report import PortfolioReportWording

VERDICTS = (Verdict.READY, Verdict.CONDITIONALLY_READY, Verdict.NOT_READY, Verdict.NOT_ASSESSED)
"""In the order in which they are shown: what was judged, the best first, and what was not."""
_DASHES = {
    Verdict.READY: Dash.SOLID,
    Verdict.CONDITIONALLY_READY: Dash.DASHED,
    Verdict.NOT_READY: Dash.SOLID,
    Verdict.NOT_ASSESSED: Dash.DOTTED,
}
_MOST_TICKS, _MOST_WORDS = 5, 12


def counted(lines: Iterable[ServiceLine]) -> tuple[tuple[Verdict, int], ...]:
    """Return how many services have each verdict, in the order shown."""
    found = Counter(line.verdict for line in lines)
    return tuple((verdict, found[verdict]) for verdict in VERDICTS)


def distribution(days: Sequence[tuple[str, Sequence[ServiceLine]]], wording: PortfolioReportWording) -> SharesChart:
    """Return the services of some days by verdict, each day by its name."""
    rows = [(name, counted(lines)) for name, lines in days]
    return SharesChart(
        rows=tuple(
            ShareRow(
                name,
                tuple(Share(count, f"{wording.verdict_mark(each)} {count}", INKS[each]) for each, count in counts),
            )
            for name, counts in rows
        ),
        alternative=wording.distribution_text(rows),
        words=tuple(wording.distribution_text([row]) for row in rows),
    )


def trend(points: Sequence[PortfolioPoint], wording: PortfolioReportWording) -> LinesChart | None:
    """Return mean score and services by verdict over some days; None for fewer than two days with a score."""
    told = [(point, point.mean) for point in points if point.mean is not None]
    if len(told) < 2:
        return None
    points = [point for point, _mean in told]
    first = points[0].day
    score, verdicts, mean = wording.portfolio_panels()
    means = tuple(float(whole_percent(Fraction(each))) for _point, each in told)
    lines = tuple(
        Line(
            wording.inside(wording.short_verdict(each)),
            tuple(float(point.verdicts[each]) for point in points),
            INKS[each] if each is not Verdict.NOT_ASSESSED else Ink.SOFT,
            _DASHES[each],
        )
        for each in VERDICTS
    )
    return LinesChart(
        days=tuple((point.day - first).days for point in points),
        ticks=tuple(Tick((each.day - first).days, wording.date(each.day)) for each in some(points, _MOST_TICKS)),
        panels=(Panel(score, (Line(mean, means, Ink.ACCENT),)), Panel(verdicts, lines)),
        alternative=wording.portfolio_trend_text(points[0], points[-1]),
        words=tuple(wording.portfolio_point(each) for each in some(points, _MOST_WORDS)),
    )
