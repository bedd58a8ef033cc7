"""Charts as SVG: every text in place, nothing from elsewhere, the same bytes again, and meaning beside colour."""

import re
import subprocess
import sys
import warnings
from datetime import timedelta
from fractions import Fraction
from itertools import pairwise
from uuid import UUID
from xml.etree import ElementTree as ET

import pytest
from tests.domain.builders import TODAY

from shipworthy.domain.campaign import Campaign
from shipworthy.domain.campaign_progress import BurnPoint
from shipworthy.domain.campaign_view import CampaignView
from shipworthy.domain.flow import Figures, Point, SeverityFigures, Spread
from shipworthy.domain.gate import Verdict
from shipworthy.domain.pack import Severity
from shipworthy.domain.scorecard import Band
from shipworthy.errors import UserError
from shipworthy.reports import chart_entries
from shipworthy.reports.chart_data import PAPER, Chart, Ink, Line, LinesChart, Panel
from shipworthy.reports.chart_entries import Judged
from shipworthy.reports.charts import png, svg
from shipworthy.reports.job import ChartJob, Drawn, Order, decode_order, decode_reply, encode
from shipworthy.reports.pictures import dimensions
from shipworthy.reports.report_worker import ReportWorker
from shipworthy.wording import Wording
from shipworthy.wording.campaigns import CampaignWording

WORDING = Wording()
COUNTS = (0, 1, 12, 500)
SVG = "{http://www.w3.org/2000/svg}"


def weeks(top: int) -> list[Point]:
    """Return the points of some weeks, up to so many items."""
    count = min(top, 53) or 1
    made = [top * (index + 1) // count for index in range(count)]
    first = TODAY - timedelta(days=7 * (count - 1))
    return [
        Point(first + timedelta(days=7 * week), each, each - each // 3, each // 2, each // 5, Fraction(each, 2))
        for week, each in enumerate(made)
    ]


def figures(live: int) -> Figures:
    rows = [SeverityFigures(each, live, live // 3, live // 4, Fraction(live), live * 9 or None) for each in Severity]
    nothing = Spread(0, None, None)
    now = Point(TODAY, live, live, live, 0, Fraction(0))
    return Figures(TODAY, TODAY, now, 0, 0, tuple(rows), 0, 0, 0, 0, 0, nothing, nothing, ())


def judged(count: int) -> list[Judged]:
    verdicts = (Verdict.NOT_READY, Verdict.CONDITIONALLY_READY, Verdict.READY)
    return [
        Judged(
            TODAY - timedelta(days=11 * (count - index)),
            score := Fraction(index + 1, count + 1),
            Band(score / 2, (1 + score) / 2) if index % 2 else None,
            index % 4,
            verdicts[index % 3],
        )
        for index in range(count)
    ]


def campaign(meant: int, days: int) -> Chart:
    """Return the burn-up of a campaign of a hundred days, so many days after its start."""
    first = TODAY - timedelta(days=days)
    points = tuple(BurnPoint(first + timedelta(days=each), meant, meant * each // 150) for each in range(days + 1))
    asked = Campaign(UUID(int=1), "Tier 1", (), first, first + timedelta(days=100))
    found = chart_entries.campaign_burn_up(CampaignView(asked, TODAY, None, (), (), points), CampaignWording())
    assert found is not None
    return found


CHARTS: dict[str, Chart] = {
    **{f"burn-down of {count}": chart_entries.burn_down(weeks(count), WORDING) for count in COUNTS},
    **{f"burn-up of {count}": chart_entries.burn_up(weeks(count), WORDING) for count in COUNTS},
    **{f"severities of {count}": chart_entries.severities(figures(count), WORDING) for count in COUNTS},
    **{f"campaign of {count}": campaign(count, days) for count, days in ((0, 0), (1, 0), (12, 40), (10_000, 140))},
    **{f"trend of {count}": chart_entries.trend(judged(count), WORDING) for count in (1, 2, 12, 60)},
}


@pytest.fixture(params=CHARTS)
def chart(request: pytest.FixtureRequest) -> Chart:
    """Return one chart after the other."""
    return CHARTS[request.param]


def texts(picture: str) -> list[str]:
    """Return the texts of a picture in the order in which they are drawn."""
    return ["".join(each.itertext()) for each in ET.fromstring(picture).iter(f"{SVG}text")]


def test_a_chart_is_self_contained_and_the_same_again(chart: Chart) -> None:
    picture = svg(chart, PAPER)
    assert picture == svg(chart, PAPER)
    root = ET.fromstring(picture)
    assert root.tag == f"{SVG}svg"
    assert (root.get("width"), root.get("viewBox")) == ("672", f"0 0 672 {root.get('height')}")
    addresses = re.findall(r'(?:href="|url\()([^")]*)', picture)
    assert all(each.startswith("#") for each in addresses)
    assert not re.search(r"clip-path|<pattern|<image|<script|DOCTYPE|\d{4}-\d\d-\d\dT", picture)
    assert set(re.findall(r"font-family: ([^;\"]*)", picture)) <= {"'Noto Sans', 'DejaVu Sans', sans-serif"}


def test_no_text_begins_outside_the_picture(chart: Chart) -> None:
    root = ET.fromstring(svg(chart, PAPER))
    for text in root.iter(f"{SVG}text"):
        assert 0 <= float(text.get("x", "-1")) <= PAPER.width
        assert PAPER.text * 0.5 <= float(text.get("y", "-1")) <= float(root.get("height", "0"))


def test_another_process_draws_the_same_bytes(chart: Chart, chart_worker: ReportWorker) -> None:
    assert chart_worker.draw(ChartJob(chart, PAPER)).decode() == svg(chart, PAPER)


def test_lines_have_names_and_values_at_their_ends_and_differ_by_more_than_colour() -> None:
    picture = svg(CHARTS["burn-up of 12"], PAPER)
    assert {"12 made", "6 done or closed", "4 closed", "Items so far", "22 Nov 2026"} <= set(texts(picture))
    dashes = set(re.findall(r"stroke-dasharray: ([\d.,]+)", picture))
    assert len(dashes) == 2  # and the third is solid
    down = texts(svg(CHARTS["burn-down of 500"], PAPER))
    assert {"334 live", "100 overdue", "250 person-days", "Items", "Person-days left"} <= set(down)


def test_a_line_may_end_before_the_others() -> None:
    picture = svg(CHARTS["campaign of 12"], PAPER)
    assert {"12 meant", "12 planned", "3 done"} <= set(texts(picture))
    places = [float(each) for each in re.findall(r'<use xlink:href="#\w+" x="([\d.]+)"', picture)]
    # The dot at its end stands after 40 of 100 days.
    assert len(places) == 1
    assert 0.3 < places[0] / PAPER.width < 0.5


def test_names_at_ends_of_lines_that_meet_stand_apart() -> None:
    lines = tuple(Line(str(index), (5.0, 0.0), Ink.INK) for index in range(4))
    picture = svg(LinesChart((0, 1), (), (Panel("x", lines),), "", ()), PAPER)
    root = ET.fromstring(picture)
    ends = [each for each in root.iter(f"{SVG}text") if "".join(each.itertext()).startswith("0 ")]
    heights = sorted(float(each.get("y", "")) for each in ends)
    assert len(heights) == 4
    assert all(high - low >= PAPER.text for low, high in pairwise(heights))


def test_a_trend_says_score_level_and_verdict_by_signs() -> None:
    shown = texts(svg(CHARTS["trend of 2"], PAPER))
    assert {"33", "67", "✕", "◐", "0", "1", "Level 1", "◐ Conditional", "Score 67 (33–83)"} <= set(shown)
    crowded = texts(svg(CHARTS["trend of 60"], PAPER))
    assert sum(each in "✕◐✓" for each in crowded) < 30  # those without room are left out
    assert "98" in crowded  # never the last


def test_bars_say_their_counts_and_name_their_parts() -> None:
    shown = texts(svg(CHARTS["severities of 12"], PAPER))
    assert shown.count("12 live, 4 overdue, 3 waived, oldest 108 days") == 4
    assert {"Overdue", "Live, not overdue", "Waived", "Blocker", "Low"} <= set(shown)
    assert texts(svg(CHARTS["severities of 0"], PAPER)).count("none live") == 4


def test_words_tell_what_the_picture_shows() -> None:
    down = CHARTS["burn-down of 12"]
    assert down.alternative == (
        "Burn-down from 6 Sep 2026 to 22 Nov 2026: live items went from 1 to 8, 2 of them overdue;"
        " person-days left went from 0.5 to 6."
    )
    assert down.words[-1] == "22 Nov 2026: 8 live, 2 overdue, 6 person-days left"
    up = CHARTS["burn-up of 12"]
    assert up.alternative == "Burn-up to 22 Nov 2026: 12 items made, 6 of them done or closed, 4 closed."
    assert len(CHARTS["burn-down of 500"].words) == 12
    assert "Blocker: 1 live, oldest 9 days" in CHARTS["severities of 1"].alternative
    trend = CHARTS["trend of 2"]
    assert trend.alternative == (
        "Trend of 2 decided reviews. 31 Oct 2026: score 33, level 0, Not ready;"
        " 11 Nov 2026: score 67 (33–83), level 1, Conditionally ready."
    )
    assert CHARTS["trend of 60"].alternative.count(";") == 4
    assert len(CHARTS["trend of 60"].words) == 60


def test_what_people_type_is_neither_markup_nor_mathematics() -> None:
    name = "<b>$x^2$</b> & 結帳 خدمة"
    chart = LinesChart((0, 1), (), (Panel(name, (Line("a", (0, 1), Ink.INK),)),), "", ())
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert name in texts(svg(chart, PAPER))


def test_a_chart_arrives_as_it_was_sent(chart: Chart) -> None:
    order = Order(ChartJob(chart, PAPER), 60, 1024)
    assert decode_order(encode(order)) == order
    assert decode_reply(encode(Drawn(b"<svg/>"))) == Drawn(b"<svg/>")


def test_a_worker_for_charts_loads_nothing_that_reports_need() -> None:
    ask = """
import sys
from shipworthy.reports import worker
worker._warm_up_charts()
print(sorted({name.partition(".")[0] for name in sys.modules} & {"PySide6", "weasyprint", "sqlalchemy", "jinja2"}))
"""
    done = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, timeout=100)
    assert (done.stdout, done.returncode) == ("[]\n", 0)


def test_a_picture_past_the_deadline_is_stopped_and_the_next_one_drawn() -> None:
    lines = tuple(Line(str(index), (0.0, 1.0), Ink.INK) for index in range(100_000))
    endless = LinesChart((0, 1), (), (Panel("x", lines),), "", ())
    with ReportWorker(charts=True, deadline_seconds=3) as worker:
        worker.draw(ChartJob(CHARTS["burn-up of 12"], PAPER))
        with pytest.raises(UserError, match="longer than 3 seconds"):
            worker.draw(ChartJob(endless, PAPER))
        worker._deadline = 100
        assert worker.draw(ChartJob(CHARTS["burn-up of 1"], PAPER)).startswith(b"<svg")


def test_the_picture_of_points_is_the_same_again_and_as_fine_as_asked() -> None:
    chart = LinesChart((0, 7), (), (Panel("Items", (Line("open", (3, 1), Ink.ACCENT),)),), "", ())
    for dots in (96, 200):
        assert dimensions(png(chart, PAPER, dots))[0] == PAPER.width * dots // 96
    assert png(chart, PAPER, 200) == png(chart, PAPER, 200)
