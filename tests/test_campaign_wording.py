"""Campaigns in words: what they ask, how the due day lies, and where the pace leads, or that nobody can tell."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any
from uuid import UUID

import pytest

from shipworthy.domain.campaign import Campaign
from shipworthy.domain.campaign_progress import (
    BurnPoint,
    CampaignLine,
    CampaignState,
    Forecast,
    Progress,
    ReviewThen,
    TeamProgress,
)
from shipworthy.domain.campaign_view import CampaignView
from shipworthy.domain.service import Service
from shipworthy.domain.service_filter import ServiceFilter
from shipworthy.reports.campaign_text import campaign_table, who_is_missing
from shipworthy.reports.chart_entries import campaign_burn_up
from shipworthy.wording.campaigns import CampaignWording

STANDING = (
    "Due 1 Feb 2027, in 71 days · 1 done · 1 in progress · 1 missing"
    " · At the pace of the last 4 weeks (1 done): 17 Jan 2027, in time"
)
START, DUE = date(2026, 10, 1), date(2027, 2, 1)
CAMPAIGN = Campaign(UUID(int=9), "Tier 1 by spring", ("p",), START, DUE, ServiceFilter(tier=frozenset({1})))
WORDS = CampaignWording()


def line(name: str, state: CampaignState, team: str = "Payments", **said: Any) -> CampaignLine:
    service = Service(UUID(int=1), name, team=team, owner="Mia" if team else "", tier=1)
    review = ReviewThen(UUID(int=2), service.id, "Review", frozenset({"p"}), START, date(2026, 11, 3))
    return CampaignLine(service, state, None if state is CampaignState.MISSING else review)._replace(**said)


LINES = (
    line("check|out", CampaignState.DONE),
    line("ledger", CampaignState.IN_PROGRESS, coverage=Fraction(2, 5)),
    line("parcels", CampaignState.MISSING, team=""),
)


def view(day: date = date(2026, 11, 22), lines: tuple[CampaignLine, ...] = LINES, **said: Any) -> CampaignView:
    days = (day - START).days + 1
    points = tuple(
        BurnPoint(START + timedelta(days=number), len(lines), int(number > 32 and len(lines) > 0))
        for number in range(days)
    )
    usual = CampaignView(CAMPAIGN, day, None, ("Backend",), lines, points)
    return replace(usual, **said)


def test_what_a_campaign_asks() -> None:
    assert WORDS.campaign_asks(view()) == "Tier 1 · with Backend · from 1 Oct 2026"
    every = replace(CAMPAIGN, scope=ServiceFilter())
    assert WORDS.campaign_asks(view(campaign=every, pack_titles=())) == "All services · with any pack · from 1 Oct 2026"


@pytest.mark.parametrize(
    ("shown", "words"),
    [
        (view(), "1 Feb 2027, in 71 days"),
        (view(DUE - timedelta(days=1)), "1 Feb 2027, in 1 day"),
        (view(DUE), "1 Feb 2027, today"),
        (view(DUE + timedelta(days=1)), "1 Feb 2027, 1 day ago"),
        (view(DUE + timedelta(days=9), LINES[:1]), "1 Feb 2027"),
        (view(START - timedelta(days=1)), "1 Feb 2027, begins 1 Oct 2026"),
        (view(DUE, closed_on=DUE), "1 Feb 2027, closed on 1 Feb 2027"),
    ],
)
def test_how_the_due_day_lies(shown: CampaignView, words: str) -> None:
    assert WORDS.campaign_due(shown) == words


def test_progress_in_words() -> None:
    assert WORDS.campaign_progress(Progress(12, 9)) == "9 of 12 done, 75 %"
    assert WORDS.campaign_progress(Progress(1000, 999)) == "999 of 1000 done, 99 %"
    assert WORDS.campaign_progress(Progress(0)) == "no service is meant"
    assert WORDS.campaign_count(Progress(12, 9)) == "9 of 12, 75 %"
    assert WORDS.campaign_count(Progress(0)) == "–"
    assert WORDS.campaign_standing(view(lines=())) == "Due 1 Feb 2027, in 71 days · no service is meant"
    assert WORDS.campaign_parts(Progress(12, 9, 1, 2)) == "9 done, 2 of them late · 1 in progress · 2 missing"
    assert WORDS.campaign_parts(Progress(12, 9, 1)) == "9 done · 1 in progress · 2 missing"
    assert WORDS.campaign_parts(Progress(0)) == ""


def test_states_in_words() -> None:
    assert [WORDS.campaign_state(each) for each in LINES] == ["Done", "In progress", "Missing"]
    assert WORDS.campaign_state(LINES[0]._replace(is_late=True)) == "Done late"
    assert WORDS.coverage_so_far(LINES[1]) == "40 % answered"
    assert WORDS.coverage_so_far(LINES[0]) == ""


def test_where_the_pace_leads() -> None:
    late = Forecast(date(2027, 2, 13), 8, 28, 12)
    assert WORDS.campaign_forecast(late) == "At the pace of the last 4 weeks (8 done): 13 Feb 2027, 12 days late"
    young = Forecast(date(2027, 1, 3), 3, 9, 0)
    assert WORDS.campaign_forecast(young) == "At the pace of the 9 days so far (3 done): 3 Jan 2027, in time"
    assert WORDS.forecast_day(late._replace(late_days=1)) == "13 Feb 2027, 1 day late"


def test_where_nothing_can_be_told_stands_a_dash() -> None:
    assert WORDS.campaign_end(view(date(2026, 10, 3))) == "–"
    assert WORDS.campaign_end(view(lines=LINES[:1])) == "all done"
    assert WORDS.campaign_end(view(lines=())) == "–"
    assert "2027" in WORDS.campaign_end(view())
    assert WORDS.campaign_outlook(view()) == "At the pace of the last 4 weeks (1 done): 17 Jan 2027, in time"
    assert WORDS.campaign_outlook(view(lines=())) == "–"


def test_a_team_is_named_with_its_owners() -> None:
    assert WORDS.campaign_team(TeamProgress("", (), Progress(1))) == "No team"
    assert WORDS.campaign_team(TeamProgress("Payments", ("Ada", "Mia"), Progress(1))) == "Payments (Ada, Mia)"


def test_the_burn_up_goes_to_the_due_day_and_is_told_to_the_day_shown() -> None:
    chart = campaign_burn_up(view(), WORDS)
    assert chart is not None
    meant, planned, done = chart.panels[0].lines
    assert len(meant.values) == len(planned.values) == len(chart.days) > len(done.values)
    assert (chart.days[0], chart.days[-1], meant.values[-1], planned.values[0], planned.values[-1]) == (0, 123, 3, 0, 3)
    assert done.values[-1] == 1
    assert chart.alternative == (
        "Burn-up of “Tier 1 by spring” from 1 Oct 2026 to 22 Nov 2026: 1 of 3 services done; on a straight line to"
        " 1 Feb 2027 it would be 2."
    )
    assert chart.words[-1] == "22 Nov 2026: 1 of 3 done"
    assert campaign_burn_up(view(START - timedelta(days=1)), WORDS) is None


def test_after_the_due_day_the_plan_stays_level() -> None:
    chart = campaign_burn_up(view(DUE + timedelta(days=20)), WORDS)
    assert chart is not None
    planned = chart.panels[0].lines[1].values
    assert planned[-1] == planned[-2] == 3
    assert len(chart.panels[0].lines[2].values) == len(chart.days)


def test_who_is_missing_can_be_sent_around() -> None:
    assert who_is_missing(view(), LINES, WORDS).splitlines() == [
        "Tier 1 by spring",
        "Tier 1 · with Backend · from 1 Oct 2026",
        STANDING,
        "",
        "Payments (Mia)",
        "- ledger: in progress, 40 % answered, owner Mia",
        "",
        "No team",
        "- parcels: missing",
    ]
    assert "Nobody is missing." in who_is_missing(view(lines=LINES[:1]), LINES[:1], WORDS)
    assert "Payments" not in who_is_missing(view(), LINES[2:], WORDS)


def test_what_people_typed_stays_text_in_markdown() -> None:
    table = campaign_table(view(), LINES, WORDS)
    assert "| check\\|out | Payments | Mia | 1 | Done | – | 3 Nov 2026 |" in table
    assert "| parcels | – | – | 1 | Missing | – | – |" in table
