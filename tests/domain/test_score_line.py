"""The small line of a score."""

from datetime import date, timedelta
from fractions import Fraction

from shipworthy.domain.score_line import SPAN, ScoreLine, places, score_line

UNTIL = date(2026, 11, 22)
HALF = Fraction(1, 2)


def test_only_what_changed_is_a_point() -> None:
    days = [UNTIL - timedelta(days=back) for back in (90, 60, 30, 10, 0)]
    line = score_line(zip(days, (HALF, HALF, None, HALF, Fraction(3, 4)), strict=True), UNTIL)
    assert line == ScoreLine(UNTIL, ((days[0], HALF), (days[4], Fraction(3, 4))))


def test_points_stand_where_their_day_is_in_the_year() -> None:
    line = ScoreLine(UNTIL, ((UNTIL - SPAN, HALF), (UNTIL - timedelta(days=73), Fraction(1))))
    assert places(line) == ((0.0, 0.5), (0.8, 1.0), (1.0, 1.0))


def test_without_a_score_there_is_no_line() -> None:
    line = score_line([(UNTIL, None)], UNTIL)
    assert places(line) == ()
