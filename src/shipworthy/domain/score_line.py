"""The score of a service over some days, as a small line shows it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

SPAN = timedelta(days=365)  # a line shows the last year


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """What a service scored at the end of the days on which that changed, oldest first; the last holds until `until`.

    Days without a score are left out.
    """

    until: date
    points: tuple[tuple[date, Fraction], ...] = ()


def score_line(scores: Iterable[tuple[date, Fraction | None]], until: date) -> ScoreLine:
    """Return the line of scores by day, oldest first; a day that changed nothing is no point of it."""
    points: list[tuple[date, Fraction]] = []
    for day, score in scores:
        if score is not None and (not points or points[-1][1] != score):
            points.append((day, score))
    return ScoreLine(until, tuple(points))


def places(line: ScoreLine) -> Sequence[tuple[float, float]]:
    """Return the points of a line as parts of its width (the year) and of its height (the scores from 0 to 1).

    It goes on level until the day it ends on.
    """
    if not line.points:
        return ()
    first = line.until - SPAN
    across = [(max((day - first).days, 0) / SPAN.days, float(score)) for day, score in line.points]
    return (*across, (1.0, across[-1][1]))
