"""What moved between two days: the same told forwards and backwards, with the reason in one word."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from tests.domain.builders import TODAY
from tests.domain.reviewed_lines import line, review, rolled_lines
from tests.domain.strategies import Dice, dice

from shipworthy.domain.assessment import AssessmentState
from shipworthy.domain.gate import Verdict
from shipworthy.domain.movement import (
    Move,
    MoveReason,
    commonest_misses,
    days_of_trend,
    months_before,
    movement,
    portfolio_point,
    stalest_reviews,
)
from shipworthy.domain.portfolio import ServiceLine

HALF = Fraction(1, 2)


def names(moves: tuple[Move, ...]) -> list[str]:
    return [each.service.name for each in moves]


def test_what_moved_most_stands_first_and_what_came_or_went_apart() -> None:
    before = [
        line("a", review("1/2")),
        line("b", review("1/2")),
        line("c", review("1")),
        line("d", review("1/2")),
        line("gone", review("1")),
        line("bare"),
    ]
    after = [
        line("a", review("3/4")),
        line("b", review("1", verdict=Verdict.READY)),
        line("c", review("1/4")),
        line("d", review("1/2")),
        line("new", review("0")),
        line("bare", review("1/3")),
    ]
    moved = movement(before, after)
    assert names(moved.improved) == ["b", "a"]
    assert names(moved.dropped) == ["c"]
    assert (moved.improved[0].change, moved.dropped[0].change) == (HALF, -Fraction(3, 4))
    assert [(each.service.name, each.verdict_change) for each in moved.verdicts] == [("bare", -1), ("b", 3)]
    assert moved.verdicts[0].change is None
    assert [each.service.name for each in moved.arrived] == ["new"]
    assert [each.service.name for each in moved.gone] == ["gone"]


def test_evidence_that_expires_under_a_seal_is_a_drop_though_what_was_sealed_stays() -> None:
    [move] = movement([line("a", review("1", sealed="1"))], [line("a", review("1/2", sealed="1"))]).dropped
    assert (move.change, move.reason) == (-HALF, MoveReason.EXPIRED)


@given(dice())
def test_told_backwards_it_is_the_opposite(roll: Dice) -> None:
    before, after = rolled_lines(roll), rolled_lines(roll)
    there, back = movement(before, after), movement(after, before)
    assert [each.service.id for each in there.improved] == [each.service.id for each in back.dropped]
    assert [each.service.id for each in there.dropped] == [each.service.id for each in back.improved]
    for one, other in zip(there.improved + there.dropped, back.dropped + back.improved, strict=True):
        assert one.change is not None
        assert other.change == -one.change
        assert one.verdict_change == -other.verdict_change
    changes = {each.service.id: each.verdict_change for each in there.verdicts}
    assert changes == {each.service.id: -each.verdict_change for each in back.verdicts}
    assert (there.arrived, there.gone) == (back.gone, back.arrived)


@given(dice())
def test_every_service_is_told_of_once_and_only_where_something_moved(roll: Dice) -> None:
    before, after = rolled_lines(roll), rolled_lines(roll)
    moved = movement(before, after)
    ids = {each.service.id for each in after}
    assert {each.service.id for each in moved.arrived} == ids - {each.service.id for each in before}
    told = [each.service.id for each in moved.improved + moved.dropped]
    assert len(told) == len(set(told))
    for move in moved.improved + moved.dropped + moved.verdicts:
        assert move.reason is not None
    still = movement(before, before)
    assert not any((still.improved, still.dropped, still.verdicts, still.arrived, still.gone))


DRAFT = AssessmentState.DRAFT
OLD = review(day=TODAY - timedelta(days=200))


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        (line("a"), line("a", review()), MoveReason.FIRST_REVIEW),
        (line("a", review()), line("a"), MoveReason.WITHDRAWN),
        (line("a", review(number=1)), line("a", review(number=2)), MoveReason.NEW_REVIEW),
        (line("a", review(state=DRAFT)), line("a", review()), MoveReason.DECIDED),
        (line("a", review("1", state=DRAFT)), line("a", review("0", state=DRAFT)), MoveReason.ANSWERS),
        (line("a", review()), line("a", review(misses=["small/first"])), MoveReason.EXPIRED),
        (line("a", review()), line("a", OLD), MoveReason.AGE),
        (line("a", review()), line("a", review(), capped_by="db"), MoveReason.CAPPED),
        (line("a", review(), capped_by="db"), line("a", review()), MoveReason.FREED),
        (line("a", review(), capped_by="db"), line("a", review(), capped_by="db"), None),
        (line("a", review()), line("a", review(verdict=Verdict.READY)), MoveReason.WORK),
        (line("a"), line("a"), None),
        (line("a", review()), line("a", review()), None),
    ],
)
def test_the_reason_is_the_weightiest_thing_that_changed(
    before: ServiceLine, after: ServiceLine, reason: MoveReason | None
) -> None:
    assert Move(before, after, None, None).reason is reason


def test_facts_and_tier_are_reasons_of_their_own() -> None:
    before = line("a", review("1"))
    facts = replace(before, service=replace(before.service, facts={"has_database": True}), standing=review("0"))
    tier = replace(before, service=replace(before.service, tier=1))
    assert movement([before], [facts]).dropped[0].reason is MoveReason.FACTS
    assert Move(before, tier, None, None).reason is MoveReason.TIER


def test_the_commonest_miss_is_told_with_its_share_of_those_reviewed_with_the_pack() -> None:
    other = {"other/x": HALF}
    lines = [
        line("a", review(misses=["small/first", "small/last"])),
        line("b", review(misses=["small/last"])),
        line("c", review(misses=["other/only"], principles=other)),
        line("d", review()),
        line("e"),
    ]
    found = commonest_misses(lines)
    assert [(each.question, len(each.services), each.share) for each in found] == [
        ("small/last", 2, Fraction(2, 3)),
        ("other/only", 1, 1),
        ("small/first", 1, Fraction(1, 3)),
    ]
    assert found[0].services == (lines[0].service.id, lines[1].service.id)
    assert commonest_misses([]) == ()


def test_the_stalest_review_is_the_oldest_decided_one() -> None:
    lines = [
        line("b", review(day=TODAY - timedelta(days=9))),
        line("a", review(day=TODAY - timedelta(days=9))),
        line("old", OLD),
        line("draft", review(state=DRAFT, day=TODAY - timedelta(days=900))),
        line("bare"),
    ]
    assert [each.service.name for each in stalest_reviews(lines)] == ["old", "a", "b"]


def test_a_day_in_figures_counts_scores_as_they_are_shown() -> None:
    lines = [
        line("a", review("0", sealed="1", verdict=Verdict.READY)),
        line("b", review("1/2")),
        line("c", review(None)),
        line("d"),
    ]
    point = portfolio_point(TODAY, lines)
    assert (point.services, point.scored, point.mean) == (4, 2, 0.75)
    assert point.verdicts[Verdict.READY] == 1
    assert point.verdicts[Verdict.NOT_READY] == 2
    assert sum(point.verdicts.values()) == 4
    assert portfolio_point(TODAY, []).mean is None


@pytest.mark.parametrize("days", [0, 1, 30, 365, 366, 3650, 40_000])
def test_a_trend_has_both_ends_in_order_and_never_too_many_days(days: int) -> None:
    since = TODAY - timedelta(days=days)
    found = days_of_trend(since, TODAY)
    assert (found[0], found[-1]) == (since, TODAY)
    assert list(found) == sorted(set(found))
    assert len(found) <= 14
    assert all((each + timedelta(days=1)).day == 1 for each in found[1:-1])


@pytest.mark.parametrize(
    ("months", "before"),
    [(1, date(2026, 2, 28)), (3, date(2025, 12, 31)), (12, date(2025, 3, 31)), (0, date(2026, 3, 31))],
)
def test_some_months_before_a_day_is_that_day_or_the_last_of_its_month(months: int, before: date) -> None:
    assert months_before(date(2026, 3, 31), months) == before


def test_a_year_shows_each_end_of_a_month() -> None:
    found = days_of_trend(date(2025, 11, 26), date(2026, 11, 26))
    assert [each.month for each in found] == [11, 11, 12, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]
