"""The clock of a meeting: no second counts twice, and none is lost."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from shipworthy.gui.pages.review.meeting_clock import LONGEST_GAP, MeetingClock

START = datetime(2026, 11, 22, 14, 3, tzinfo=UTC)


def after(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def test_seconds_go_to_the_principle_that_was_under_discussion() -> None:
    clock = MeetingClock()
    clock.run("a", START)
    clock.run("b", after(40))
    clock.run("b", after(50))
    assert (clock.pending("a"), clock.pending("b"), clock.principle) == (40, 10, "b")
    clock.run("", after(55))
    clock.run("a", after(85))
    assert (clock.pending("a"), clock.pending("b"), clock.unsaved) == (40, 15, 55)


def test_a_computer_that_slept_held_no_meeting_and_a_clock_set_back_takes_nothing_away() -> None:
    clock = MeetingClock()
    clock.run("a", START)
    clock.run("a", START + LONGEST_GAP)
    clock.run("a", after(9_000))
    clock.run("a", after(8_000))
    assert clock.pending("a") == LONGEST_GAP.seconds
    clock.run("a", after(8_001))
    assert clock.pending("a") == LONGEST_GAP.seconds + 1


def test_fractions_wait_for_the_next_time() -> None:
    clock = MeetingClock()
    clock.run("a", START)
    clock.run("a", after(1.6))
    assert clock.hand_out() == {"a": 1}
    clock.run("a", after(2.2))
    assert clock.hand_out() == {"a": 1}
    assert clock.hand_out() == {}


@given(st.lists(st.tuples(st.sampled_from(["a", "b", ""]), st.floats(0, 89), st.sampled_from(["", "save", "fail"]))))
def test_what_is_saved_and_what_waits_is_all_that_passed(steps: list[tuple[str, float, str]]) -> None:
    clock, now, running, passed, saved = MeetingClock(), 0.0, "", 0.0, 0
    clock.run("", START)
    for principle, seconds, then in steps:
        now += seconds
        passed += seconds if running else 0
        clock.run(principle, after(now))
        running = principle
        if then:
            for each, whole in clock.hand_out().items():
                before = clock.pending(each)
                if then == "save":
                    clock.saved(each, whole)
                    saved += whole
                else:
                    clock.given_back(each, whole)
                    assert clock.pending(each) == before
        waits = clock.pending("a") + clock.pending("b")
        assert passed - 2.01 <= saved + waits <= passed + 0.01
