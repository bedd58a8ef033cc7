"""Burn-down, ages, time to close, throughput and reopened share, by small histories that can be counted by hand."""

from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction
from typing import Any
from uuid import UUID

import pytest
from tests.domain.builders import SERVICE_ID, TODAY, item, waiver

from shipworthy.domain.flow import MOST_POINTS, Point, SeverityFigures, Spread, Week, days_between, figures, points
from shipworthy.domain.item_history import Entry, History
from shipworthy.domain.pack import Severity
from shipworthy.domain.remediation import ItemState, RemediationItem, Waiver, WaiverState

OPEN, PLANNED, DONE, VERIFIED = ItemState.OPEN, ItemState.PLANNED, ItemState.DONE, ItemState.VERIFIED
DROPPED = ItemState.DROPPED
Told = dict[int, ItemState | None]  # days before today -> state


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def entries(number: int, told: Told, **changes: Any) -> list[Entry[RemediationItem]]:
    """Return the log of one item: how it stood from so many days before today on."""
    changes = {"due": None, "id": UUID(int=number), **changes}
    return [
        Entry(number * 100 + place, ago(days), changes["id"], item("p/q", state=state, **changes) if state else None)
        for place, (days, state) in enumerate(told.items())
    ]


def history(*logs: list[Entry[RemediationItem]], waivers: Iterable[Entry[Waiver]] = ()) -> History:
    return History.told_by([entry for log in logs for entry in log], waivers, TODAY)


def test_an_empty_history_has_no_figures() -> None:
    nothing = figures(history(), ago(7), TODAY)
    assert nothing.now == Point(TODAY, 0, 0, 0, 0, Fraction(0))
    assert nothing.reopened_share is None
    assert nothing.to_done == nothing.to_verified == Spread(0, None, None)
    assert nothing.severities[0] == SeverityFigures(Severity.BLOCKER, 0, 0, 0, None, None)
    assert history().first_day == TODAY


def test_a_line_counts_what_was_live_unfinished_overdue_and_left_to_do() -> None:
    told = history(
        entries(1, {9: OPEN, 5: DONE, 2: VERIFIED}, effort_days=Fraction(1, 2)),
        entries(2, {8: OPEN, 3: DROPPED}, effort_days=Fraction(2), due=ago(7)),
        entries(3, {4: OPEN}, due=ago(1)),
        entries(4, {4: OPEN}, due=TODAY),
    )
    line = points(told, [ago(each) for each in (10, 9, 8, 6, 5, 4, 3, 2, 0)])
    assert [each.made for each in line] == [0, 1, 2, 2, 2, 4, 4, 4, 4]
    assert [each.live for each in line] == [0, 1, 2, 2, 2, 4, 3, 2, 2]
    assert [each.unfinished for each in line] == [0, 1, 2, 2, 1, 3, 2, 2, 2]
    assert [each.overdue for each in line] == [0, 0, 0, 1, 1, 1, 0, 0, 1]
    assert [each.effort_left for each in line] == [0, Fraction(1, 2), Fraction(5, 2), Fraction(5, 2), 2, 2, 0, 0, 0]
    assert [each.closed for each in line] == [0, 0, 0, 0, 0, 0, 1, 2, 2]
    assert [each.finished for each in line] == [0, 0, 0, 0, 1, 1, 2, 2, 2]
    assert figures(told, ago(9), TODAY).unestimated == 2


def test_while_it_is_waived_an_item_is_not_overdue() -> None:
    def waived(number: int, question: str, told: dict[int, WaiverState | None], last: int) -> list[Entry[Waiver]]:
        one = UUID(int=number)
        return [
            Entry(number, ago(days), one, waiver(question, ago(last), id=one, state=state) if state else None)
            for days, state in told.items()
        ]

    log = [
        *waived(1, "p/q", {8: WaiverState.REQUESTED, 7: WaiverState.APPROVED}, 5),
        *waived(2, "p/q", {3: WaiverState.APPROVED, 2: WaiverState.REVOKED}, 0),
        *waived(3, "p/q", {9: WaiverState.APPROVED, 1: None}, 0),  # taken back
        *waived(4, "p/other", {9: WaiverState.APPROVED}, 0),
    ]
    told = history(
        entries(1, {9: OPEN}, due=ago(9)),
        entries(2, {9: OPEN}, due=ago(9), service=UUID(int=99)),
        entries(3, {9: OPEN}, due=ago(9), questions=frozenset()),
        entries(4, {9: OPEN}, due=ago(9), questions=frozenset({"p/q", "p/third"})),
        waivers=log,
    )
    of_one = told.of_services({SERVICE_ID})
    assert [each.overdue - 2 for each in points(of_one, [ago(day) for day in range(8, -1, -1)])] == [
        1,
        0,
        0,
        0,
        1,
        0,
        1,
        1,
        1,
    ]
    assert [each.waived for each in of_one.on(ago(6))] == [True, False, False]
    assert [each.overdue for each in of_one.on(ago(6))] == [False, True, True]
    assert figures(of_one, ago(9), ago(6)).waived == 1
    assert [each.overdue for each in told.on(ago(6))].count(True) == 3


def test_a_day_counts_with_what_stood_at_its_end() -> None:
    log = entries(1, {3: OPEN, 2: DONE})
    again = Entry(150, ago(2), UUID(int=1), item("p/q", id=UUID(int=1), due=None, state=PLANNED))
    told = history([*log, again])
    assert [then.item.state for day in (3, 2, 0) for then in told.on(ago(day))] == [OPEN, PLANNED, PLANNED]
    assert told.on(ago(4)) == ()
    [then] = told.on(TODAY)
    assert (then.item.sequence, then.item.version, then.made_on) == (100, 150, ago(3))


def test_an_item_made_again_has_the_number_of_its_last_making() -> None:
    log = entries(1, {5: OPEN, 4: None, 2: OPEN})
    told = history(log)
    assert [len(told.on(ago(day))) for day in (5, 4, 3, 2)] == [1, 0, 0, 1]
    assert told.on(TODAY)[0].item.sequence == log[-1].sequence
    same_day = history([log[0], log[1]._replace(day=ago(5)), log[2]])
    assert same_day.first_day == ago(2)
    assert history(log[:2]).lives == ()


def test_no_entry_counts_before_the_one_before_it_nor_after_today() -> None:
    log = entries(1, {3: OPEN, 9: PLANNED, -5: DONE})
    told = history(log)
    assert [then.item.state for day in (3, 1, 0) for then in told.on(ago(day))] == [PLANNED, PLANNED, DONE]


def test_ages_are_told_by_severity() -> None:
    told = history(
        entries(1, {40: OPEN}, severity=Severity.HIGH, due=ago(10)),
        entries(2, {10: OPEN}, severity=Severity.HIGH),
        entries(3, {3: DONE}, severity=Severity.HIGH),
        entries(4, {8: OPEN}, severity=Severity.LOW),
        entries(5, {90: OPEN, 5: VERIFIED}, severity=Severity.HIGH),
    )
    by = {each.severity: each for each in figures(told, ago(30), TODAY).severities}
    assert list(by) == list(Severity)
    assert by[Severity.HIGH] == SeverityFigures(Severity.HIGH, 3, 1, 0, Fraction(10), 40)
    assert by[Severity.LOW] == SeverityFigures(Severity.LOW, 1, 0, 0, Fraction(8), 8)
    assert by[Severity.BLOCKER].live == 0


def test_time_to_close_runs_from_the_making_to_the_last_claim_that_stands() -> None:
    told = history(
        entries(1, {20: OPEN, 10: DONE, 4: VERIFIED}),  # 10 days to done, 16 to verified
        entries(2, {20: OPEN, 18: DONE, 15: OPEN, 5: DONE}),  # 15: the first claim did not stand
        entries(3, {9: OPEN, 8: DONE, 6: OPEN}),  # is open again
        entries(4, {9: OPEN, 6: VERIFIED, 3: OPEN, 1: DONE}),  # 8 to done, and no longer verified
        entries(5, {60: OPEN, 50: DONE}),  # before the first day
        entries(6, {5: OPEN, 1: DROPPED}),
    )
    shown = figures(told, ago(30), TODAY)
    assert shown.to_done == Spread(3, Fraction(10), 15)
    assert shown.to_verified == Spread(1, Fraction(16), 16)
    assert (shown.made, shown.done, shown.verified, shown.reopened) == (5, 4, 2, 3)
    assert shown.reopened_share == Fraction(3, 4)
    earlier = figures(told, ago(30), ago(12))
    assert (earlier.to_done.times, earlier.done, earlier.reopened) == (0, 1, 1)
    assert figures(told, ago(1), TODAY).reopened_share == 0


def test_a_regression_long_after_counts_as_reopened_but_not_against_what_was_done_lately() -> None:
    told = history(entries(1, {90: OPEN, 80: DONE, 70: VERIFIED, 5: OPEN}), entries(2, {20: OPEN, 10: DONE}))
    shown = figures(told, ago(30), TODAY)
    assert (shown.reopened, shown.reopened_of_done, shown.reopened_share) == (1, 0, 0)


@pytest.mark.parametrize(
    ("lengths", "expected"),
    [
        ([4], Spread(1, Fraction(4), 4)),
        ([1, 2], Spread(2, Fraction(3, 2), 2)),
        (list(range(1, 21)), Spread(20, Fraction(21, 2), 17)),  # 17 of 20 are 85 of 100
        (list(range(1, 22)), Spread(21, Fraction(11), 18)),
    ],
)
def test_median_and_85th_percentile(lengths: list[int], expected: Spread) -> None:
    told = history(*(entries(number, {30: OPEN, 30 - length: DONE}) for number, length in enumerate(lengths, 1)))
    assert figures(told, ago(40), TODAY).to_done == expected


def test_throughput_is_counted_by_the_week_back_from_the_last_day() -> None:
    told = history(
        entries(1, {20: OPEN, 14: DONE, 7: VERIFIED}),
        entries(2, {20: OPEN, 6: DONE, 0: VERIFIED}),
        entries(3, {20: OPEN, 6: DONE, 5: OPEN, 4: DONE}),  # twice in a week counts once
        entries(4, {30: OPEN, 16: DONE}),
    )
    assert figures(told, ago(15), TODAY).weeks == (
        Week(ago(14), 1, 0),
        Week(ago(7), 0, 1),
        Week(TODAY, 2, 1),
    )


def undone(log: list[Entry[RemediationItem]], *undoes: int) -> list[Entry[RemediationItem]]:
    """Return a log in which each further entry takes back the one at a place, and leaves what stood before that."""
    for place in undoes:
        log = [*log, Entry(log[-1].sequence + 1, TODAY, log[0].id, log[place - 1].left, log[place].sequence)]
    return log


def test_what_was_taken_back_is_no_event_and_what_was_done_again_happened_when_it_first_did() -> None:
    log = entries(1, {9: OPEN, 5: DONE})
    assert figures(history(undone(log, 1)), ago(9), TODAY).done == 0
    assert figures(history(undone(log, 1)), ago(9), TODAY).reopened == 0
    assert history(undone(log, 1, 2)).lives[0].claims == (ago(5),)
    assert history(undone(log, 1, 2, 3)).lives[0].claims == ()


def test_an_entry_that_takes_back_a_missing_one_counts_as_what_it_leaves() -> None:
    log = entries(1, {9: OPEN})
    log.append(Entry(500, TODAY, log[0].id, item("p/q", state=DONE, id=log[0].id), undoes=77))
    assert history(log).lives[0].claims == (TODAY,)


def test_a_long_line_is_drawn_of_weeks_and_ends_on_its_last_day() -> None:
    assert days_between(ago(2), TODAY) == (ago(2), ago(1), TODAY)
    assert days_between(TODAY, TODAY) == (TODAY,)
    for count in (90, 99, 100, 365, 3650):
        days = days_between(ago(count), TODAY)
        assert (days[0], days[-1]) == (ago(count), TODAY)
        assert len(days) <= MOST_POINTS + 1
        assert all((TODAY - day).days % 7 == 0 for day in days[1:]) is (count > 99)
