"""States, days and efforts as people and spreadsheet programs write them."""

from datetime import date
from fractions import Fraction

import pytest

from shipworthy.domain.remediation import ItemState
from shipworthy.errors import UserError
from shipworthy.exchange.item_words import effort_text, read_day, read_effort, read_state
from shipworthy.wording import Wording


@pytest.mark.parametrize("state", ItemState)
def test_a_state_is_read_in_any_dress(state: ItemState) -> None:
    for text in (state, state.upper(), f" {state} ", state.replace(" ", "-"), state.replace(" ", "_"), state.title()):
        assert read_state(text, Wording()) is state
    assert read_state(Wording().item_state(state), Wording()) is state


@pytest.mark.parametrize("text", ["", "finished", "waived", "=open", "open!", "x" * 1_000])
def test_other_words_are_no_state(text: str) -> None:
    with pytest.raises(UserError, match="is no state of an item") as refusal:
        read_state(text, Wording())
    assert refusal.value.hint == "Write one of these: Open, Planned, In progress, Done, Dropped."
    assert len(refusal.value.message) < 100


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2099-12-01", date(2099, 12, 1)),
        ("2099/12/1", date(2099, 12, 1)),
        ("2099-12-01 00:00:00", date(2099, 12, 1)),
        ("1.12.2099", date(2099, 12, 1)),
        ("31/12/2099", date(2099, 12, 31)),
        ("12/31/2099", date(2099, 12, 31)),
        ("12-12-2099", date(2099, 12, 12)),
    ],
)
def test_a_day_is_read_where_it_can_be_one_only(text: str, day: date) -> None:
    assert read_day(text) == day


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("01/12/2099", "may mean more than one day"),
        ("1-2-2099", "may mean more than one day"),
        ("31/02/2099", "is no date"),
        ("2099-13-01", "is no date"),
        ("2099-02-30", "is no date"),
        ("1.12.99", "is no date"),
        ("1/2.2099", "is no date"),
        ("2099-W01-1", "is no date"),
        ("2099-12-01 10:00", "is no date"),
        ("46000", "is no date"),
        ("0000-01-01", "is no date"),
        ("٢٠٩٩-١٢-٠١", "is no date"),
        ("tomorrow", "is no date"),
    ],
)
def test_other_days_are_refused(text: str, message: str) -> None:
    with pytest.raises(UserError, match=message):
        read_day(text)


@pytest.mark.parametrize(
    ("text", "days"),
    [("2", Fraction(2)), ("0.5", Fraction(1, 2)), ("0,5", Fraction(1, 2)), ("1/3", Fraction(1, 3)), ("0", Fraction(0))],
)
def test_an_effort_is_read_exactly_and_written_as_it_is_read(text: str, days: Fraction) -> None:
    assert read_effort(text) == days
    assert read_effort(effort_text(days)) == days


def test_no_effort_is_no_text_and_a_long_decimal_a_fraction() -> None:
    assert effort_text(None) == ""
    assert effort_text(Fraction(1, 2**10)) == "1/1024"


@pytest.mark.parametrize("text", ["", "two", "-1", "+1", "1e3", "1/0", "1.", ".5", "1.2345678", "1 000", "٢", "9" * 30])
def test_other_efforts_are_refused(text: str) -> None:
    with pytest.raises(UserError, match="is no number of person-days"):
        read_effort(text)
