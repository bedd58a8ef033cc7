"""How far a campaign is: who is meant, every state, every day of the burn-up, pace and plan."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shipworthy.domain.campaign import Campaign
from shipworthy.domain.campaign_progress import (
    BurnPoint,
    CampaignCourse,
    CampaignState,
    Forecast,
    MeantServices,
    Progress,
    ReviewThen,
    ServiceThen,
    by_team,
    forecast,
    plan_line,
    progress_of,
    scope_of,
)
from shipworthy.domain.gate import Verdict
from shipworthy.domain.service import Lifecycle, Service
from shipworthy.domain.service_filter import ServiceFilter

START = date(2026, 10, 1)
CAMPAIGN = Campaign(UUID(int=99), "Tier 1", ("backend",), START, START + timedelta(days=60))


def day(number: int) -> date:
    """Return the day so many days after the start."""
    return START + timedelta(days=number)


def service(number: int, **said: Any) -> Service:
    return Service(UUID(int=number), f"service-{number}", **said)


def review(of: int, decided: int | None = None, **said: Any) -> ReviewThen:
    days = {"started": day(-5), "decided": None if decided is None else day(decided)}
    usual = {"id": UUID(int=1000 + of), "service": UUID(int=of), "title": "Review", "packs": frozenset({"backend"})}
    return ReviewThen(**{**usual, **days, **said})


def course(*reviews: ReviewThen, meant: int = 3, campaign: Campaign = CAMPAIGN) -> CampaignCourse:
    by_service: dict[UUID, list[ReviewThen]] = {}
    for each in reviews:
        by_service.setdefault(each.service, []).append(each)
    return CampaignCourse(campaign, tuple(ServiceThen(service(number), START) for number in range(meant)), by_service)


def states(found: CampaignCourse, number: int) -> list[CampaignState]:
    return [line.state for line in found.lines(day(number))]


MISSING, IN_PROGRESS, DONE = CampaignState


@pytest.mark.parametrize(
    ("reviews", "expected"),
    [
        ([], MISSING),
        ([review(0)], IN_PROGRESS),
        ([review(0, started=day(11))], MISSING),
        ([review(0, ended=day(11))], IN_PROGRESS),
        ([review(0, ended=day(10))], MISSING),
        ([review(0, packs=frozenset({"security"}))], MISSING),
        ([review(0, 10)], DONE),
        ([review(0, 11)], IN_PROGRESS),
        ([review(0, 0)], DONE),
        ([review(0, -1)], MISSING),
        ([review(0, 5, packs=frozenset({"security"}))], MISSING),
        ([review(0, 5, packs=frozenset({"security", "backend"}))], DONE),
        ([review(0, 5, ended=day(10))], MISSING),
        ([review(0, 5, ended=day(11))], DONE),
        ([review(0, 5, ended=day(8)), review(0, 9, id=UUID(int=7))], DONE),
        ([review(0, 5), review(0, id=UUID(int=7))], DONE),
    ],
)
def test_where_a_service_stands(reviews: list[ReviewThen], expected: CampaignState) -> None:
    assert states(course(*reviews), 10) == [expected, MISSING, MISSING]


def test_the_first_review_that_still_stands_says_when_it_was_done() -> None:
    found = course(review(0, 5, ended=day(8)), review(0, 9, id=UUID(int=7)), review(0, 20, id=UUID(int=8)))
    assert found.lines(day(30))[0].day == day(9)
    assert found.lines(day(6))[0].day == day(5)
    assert found.lines(day(8))[0].day is None
    assert course(review(0)).lines(day(10))[0].day is None


def test_every_pack_is_needed_and_none_means_any() -> None:
    both = replace(CAMPAIGN, packs=("backend", "security"))
    assert states(course(review(0, 5), campaign=both), 10)[0] is MISSING
    none = replace(CAMPAIGN, packs=())
    assert states(course(review(0, 5, packs=frozenset({"cloud"})), campaign=none), 10)[0] is DONE


def test_what_is_decided_after_the_due_day_is_late() -> None:
    lines = course(review(0, 60), review(1, 61)).lines(day(70))
    assert [line.is_late for line in lines] == [False, True, False]
    assert progress_of(lines) == Progress(meant=3, done=2, late=1)


def test_the_newest_draft_says_how_far_it_is() -> None:
    drafts = (review(0), review(0, id=UUID(int=7)))
    lines = course(*drafts).lines(day(10), {UUID(int=7): Fraction(2, 5)})
    assert lines[0].coverage == Fraction(2, 5)
    assert lines[0].review == drafts[1]


def test_progress_in_parts() -> None:
    progress = progress_of(course(review(0, 5), review(1)).lines(day(10)))
    assert (progress.done, progress.in_progress, progress.missing, progress.left) == (1, 1, 1, 2)
    assert progress.part == Fraction(1, 3)
    assert Progress(0).part is None


def names(scope: ServiceFilter, *services: Service) -> list[str]:
    meant = MeantServices((ServiceThen(each, START) for each in services), lambda tier: f"Tier {tier}")
    return [then.service.name for then in meant.of(replace(CAMPAIGN, scope=scope))]


def test_a_scope_means_services_by_what_they_are() -> None:
    services = (
        service(1, tier=1, team="Payments", tags=("pci",)),
        service(2, tier=2, lifecycle=Lifecycle.RETIRED),
        service(3, tier=2, archived=True),
        service(4, tier=1, owner="Mia"),
    )
    assert names(ServiceFilter(), *services) == ["service-1", "service-4"]
    assert names(ServiceFilter(tier=frozenset({1}), team=frozenset({"Payments"})), *services) == ["service-1"]
    assert names(ServiceFilter(lifecycle=frozenset({Lifecycle.RETIRED})), *services) == ["service-2"]
    assert names(ServiceFilter(text="tier 1 mia"), *services) == ["service-4"]
    assert names(ServiceFilter(text="assessed"), *services) == []


def test_a_scope_asks_for_no_outcome() -> None:
    asked = ServiceFilter(tier=frozenset({1}), verdict=frozenset({Verdict.READY}), concern=frozenset({"overdue"}))
    assert scope_of(asked) == ServiceFilter(tier=frozenset({1}))


def test_the_burn_up_follows_services_that_come_and_go() -> None:
    then = (
        ServiceThen(service(0), START, day(3)),  # left the scope, or was archived
        ServiceThen(service(1), day(2)),
        ServiceThen(service(2), START - timedelta(days=90), START - timedelta(days=80)),
        ServiceThen(service(3), START, day(1)),
        ServiceThen(service(3, tier=1), day(2)),
    )
    reviews = {UUID(int=0): [review(0, 1)], UUID(int=3): [review(3, 1, ended=day(4))]}
    points = CampaignCourse(CAMPAIGN, then, reviews).burn_up(day(5))
    assert [point.day for point in points] == [day(number) for number in range(6)]
    assert [point.meant for point in points] == [2, 2, 3, 3, 2, 2]
    assert [point.done for point in points] == [0, 2, 2, 2, 0, 0]


def test_before_its_start_a_campaign_has_no_burn_up() -> None:
    assert course().burn_up(day(-1)) == ()
    assert course().burn_up(START) == (BurnPoint(START, 3, 0),)


reviews = st.lists(
    st.builds(
        lambda of, begun, decided, ended, packs: ReviewThen(
            UUID(int=1000 + of), UUID(int=of), "", packs, day(begun),
            None if decided is None else day(max(begun, decided)),
            None if ended is None else day(max(begun, decided or begun, ended)),
        ),
        st.integers(0, 4),
        st.integers(-3, 12),
        st.none() | st.integers(-3, 12),
        st.none() | st.integers(-3, 12),
        st.sampled_from([frozenset({"backend"}), frozenset({"security"}), frozenset({"backend", "security"})]),
    ),
    max_size=12,
)  # fmt: skip
spans = st.lists(st.tuples(st.integers(0, 4), st.integers(-4, 12), st.none() | st.integers(0, 9)), max_size=6)


def courses(found: list[ReviewThen], lives: list[tuple[int, int, int | None]]) -> CampaignCourse:
    meant, taken = [], set()
    for number, first, length in lives:
        if number not in taken:
            taken.add(number)
            meant.append(ServiceThen(service(number), day(first), None if length is None else day(first + length)))
    by_service: dict[UUID, list[ReviewThen]] = {}
    for each in found:
        by_service.setdefault(each.service, []).append(each)
    return CampaignCourse(replace(CAMPAIGN, due=day(6)), tuple(meant), by_service)


@given(reviews, spans, st.integers(0, 14))
def test_every_point_of_the_burn_up_is_the_progress_of_that_day(
    found: list[ReviewThen], lives: list[tuple[int, int, int | None]], last: int
) -> None:
    made = courses(found, lives)
    points = made.burn_up(day(last))
    assert len(points) == last + 1
    for point in points:
        progress = progress_of(made.lines(point.day))
        assert (point.meant, point.done) == (progress.meant, progress.done)
        assert progress.done + progress.in_progress + progress.missing == progress.meant
        assert 0 <= progress.late <= progress.done <= progress.meant
        assert progress.missing >= 0
    assert points == made.burn_up(day(20))[: last + 1]  # a later day changes no earlier one


def points(*done: int, meant: int = 100) -> list[BurnPoint]:
    return [BurnPoint(day(number), meant, count) for number, count in enumerate(done)]


def test_the_pace_leads_to_a_day() -> None:
    short = points(*range(1, 15), meant=28)  # 14 in 14 days, 14 left
    assert forecast(CAMPAIGN, short) == Forecast(day(13 + 14), 14, 14, 0)
    long = points(*[10] * 20, *range(11, 39), meant=52)  # 28 in the last 28 days, 14 left
    assert forecast(CAMPAIGN, long) == Forecast(day(47 + 14), 28, 28, 1)


@pytest.mark.parametrize(
    "told",
    [
        points(1, 2, 3, 4, 5, 6),
        points(*[7] * 40),
        points(*[1] * 10, 0, meant=5)[-8:],
        points(*range(1, 11), meant=10),
        points(*[0] * 27, 1, meant=10_000),
        [],
    ],
)
def test_where_it_cannot_be_told_nothing_is(told: list[BurnPoint]) -> None:
    assert forecast(CAMPAIGN, told) is None


def test_a_closed_campaign_has_no_forecast() -> None:
    assert forecast(replace(CAMPAIGN, closed=True), points(*range(1, 15))) is None


def test_the_plan_is_a_straight_line_to_the_due_day() -> None:
    days = [day(0), day(15), day(60), day(90)]
    assert plan_line(CAMPAIGN, 8, days) == (0, 2, 8, 8)
    assert plan_line(replace(CAMPAIGN, due=START), 8, [START]) == (8,)


def test_teams_that_owe_most_come_first() -> None:
    services = [
        service(0, team="Search", owner="Zoe"),
        service(1, team="payments", owner="mia"),
        service(2, team="payments", owner="Ada"),
        service(3, owner="Kai"),
        service(4, team="payments"),
        service(5, team="Done", owner="Lea"),
    ]
    made = replace(course(review(2, 5), review(5, 5)), meant=tuple(ServiceThen(each, START) for each in services))
    teams = by_team(made.lines(day(10)))
    assert [(each.team, each.owners, each.progress.left) for each in teams] == [
        ("payments", ("mia",), 2),
        ("Search", ("Zoe",), 1),
        ("", ("Kai",), 1),
        ("Done", (), 0),
    ]
