"""What is typed into the fields of an item, read and shown again."""

from datetime import date
from fractions import Fraction

import pytest

from shipworthy.errors import UserError
from shipworthy.gui.pages.remediation.typed import read_day, read_days, read_tags, show_days


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("", None),
        ("  ", None),
        ("2", Fraction(2)),
        ("0", Fraction(0)),
        ("0.5", Fraction(1, 2)),
        ("0,5", Fraction(1, 2)),
        (".25", Fraction(1, 4)),
        ("½", Fraction(1, 2)),
        ("1½", Fraction(3, 2)),
        ("1 ½", Fraction(3, 2)),
        ("1/3", Fraction(1, 3)),
        ("2 1 / 4", Fraction(9, 4)),
        ("¾", Fraction(3, 4)),
    ],
)
def test_person_days_are_read_exactly(typed: str, days: Fraction | None) -> None:
    assert read_days(typed) == days
    assert read_days(show_days(days)) == days


@pytest.mark.parametrize(
    "typed", ["two", "-1", "1 2", "½ 1", "1/0", "1.2.3", "1e3", "∞", "½½", "1.5 ½", "9" * 30, "٣x", "."]
)
def test_what_is_no_number_of_days_is_refused_in_words(typed: str) -> None:
    with pytest.raises(UserError, match="is not a number of person-days") as refused:
        read_days(typed)
    assert refused.value.hint


@pytest.mark.parametrize(
    ("days", "shown"), [(None, ""), (Fraction(3), "3"), (Fraction(5, 2), "2.5"), (Fraction(1, 3), "1/3")]
)
def test_person_days_are_shown_as_they_are_typed(days: Fraction | None, shown: str) -> None:
    assert show_days(days) == shown


def test_days_are_read() -> None:
    assert read_day(" 2026-12-01 ") == date(2026, 12, 1)
    assert read_day(" ") is None
    with pytest.raises(UserError, match=r"“01\.12\.2026” is not a date"):
        read_day("01.12.2026")


def test_tags_are_read_once_each() -> None:
    assert read_tags(" pci, disk ,, pci,  مهم ") == ("pci", "disk", "مهم")
