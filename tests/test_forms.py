"""Data fitted into a form: everything that does not fit is told, whatever stands beside it."""

import datetime as dt
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

import msgspec
import pytest
from msgspec import Meta, Struct

from shipworthy.errors import InvalidFile
from shipworthy.forms import ADDRESS, ID, NAME, NOT_BLANK, WEB_ADDRESS, fill
from shipworthy.untrusted.problems import Problems
from shipworthy.untrusted.yaml_files import parse_yaml


class Colour(StrEnum):
    RED = "red"
    DARK_BLUE = "dark blue"


class Inner(Struct, forbid_unknown_fields=True):
    id: Annotated[str, Meta(pattern=ID, max_length=5)]


class Outer(Struct, forbid_unknown_fields=True):
    either: Annotated[str, Meta(pattern=NOT_BLANK, description="A text.")] | tuple[Inner, ...]
    inner: Inner
    number: Annotated[Decimal, Meta(extra_json_schema={"minimum": 0, "maximum": 10})]
    count: int = 7
    day: dt.date | None = None
    colour: Colour = Colour.RED
    flags: dict[Annotated[str, Meta(pattern=NAME)], bool] = msgspec.field(default_factory=dict)
    link: Annotated[str, Meta(pattern=WEB_ADDRESS)] = ""
    address: Annotated[str, Meta(pattern=ADDRESS)] = ""


LEAST = "either: x\ninner: {id: a}\nnumber: 1.25\n"


def read(text: str) -> Outer:
    problems = Problems("f")
    form = fill(Outer, parse_yaml(text, "f"), problems)
    problems.raise_if_any()
    return form


def problems_of(text: str) -> list[str]:
    with pytest.raises(InvalidFile) as refusal:
        read(text)
    return [str(problem) for problem in refusal.value.problems]


def test_what_fits_is_filled_in_with_defaults() -> None:
    assert read(LEAST) == Outer("x", Inner("a"), Decimal("1.25"))
    full = "count: -3\nday: 2026-11-22\ncolour: dark blue\nflags: {a: true}\nlink: https://example.org/a?b#c\n"
    assert read(f"{LEAST}{full}address: mailto:a@example.org\n".replace("either: x", "either: [{id: b}]")) == Outer(
        (Inner("b"),),
        Inner("a"),
        Decimal("1.25"),
        -3,
        dt.date(2026, 11, 22),
        Colour.DARK_BLUE,
        {"a": True},
        "https://example.org/a?b#c",
        "mailto:a@example.org",
    )


@pytest.mark.parametrize("written", ["dark blue", "dark_blue", "dark-blue"])
def test_a_phrase_may_be_written_with_any_sign_between_its_words(written: str) -> None:
    assert read(f"{LEAST}colour: {written}\n").colour is Colour.DARK_BLUE


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("count: true", "count must be a whole number, not true. Write such a number."),
        ("count: 1.0", "count must be a whole number, not 1.0. Write such a number."),
        ("day:", "day must be a day of the calendar, and nothing is there. Write it as"),
        ("day: 2026-W47-1", "day must be a day of the calendar, not “2026-W47-1”. Write it as"),
        ("colour: Red", "colour must be one of red, dark blue, not “Red”. Write one of these words."),
        ("flags: [a]", "flags must be keys and values, not a list. Write one key: value per line."),
        ("flags: {a: 1}", "a must be true or false, not 1. Write one of the two, without quotes."),
        ("inner: {id: abcdef}", "id must be at most 5 characters long, not “abcdef”. Shorten it."),
        ("inner: {id: 'a\n\n'}", "id must be made of letters, digits, dots, hyphens and underscores, not “a\n”."),
        ("inner: [1]", "inner must be keys and values, not a list. Write one key: value per line."),
        ("either: {a: 1}", "either must be text or a list, not keys and values. Write one of these."),
        ("either: 12", 'either must be text, not 12. Put it in quotes: "12".'),
        ("either: ' '", "either must not be blank. Write what it should say."),
        ("either: [{id: a}, {id: /}]", "id must be made of letters, digits, dots, hyphens and underscores, not “/”."),
        ("number: .nan", "number must be a number from 0 to 10, not NaN. Write such a number."),
        ("number: 0.00001", "number must be a number of at most 4 decimal places, not 0.00001. Round it."),
        ("link: 'https://example.org\n\n'", "link must be a full address that starts with https:// or http://"),
        ("link: mailto:a@example.org", "link must be a full address that starts with https:// or http://"),
        ("address: 'mailto:?'", "address must be a full address that starts with https://, http:// or mailto:"),
        (
            f"address: ftp://{'x' * 100}",
            f"address must be a full address that starts with https://, http:// or mailto:, not “ftp://{'x' * 51}...”",
        ),
    ],
)
def test_what_does_not_fit_is_told(written: str, expected: str) -> None:
    lines = [line for line in LEAST.splitlines(keepends=True) if not line.startswith(written.partition(":")[0])]
    (found,) = problems_of("".join(lines) + written + "\n")
    assert found.partition(": ")[2].startswith(expected)


def test_one_wrong_value_hides_no_other() -> None:
    assert problems_of("either: []\ninner: 1\ncount: x\nnmuber: 3\n") == [
        "f:1:1: missing number. Add it.",
        "f:2:8: inner must be keys and values, not 1. Write one key: value per line.",
        "f:3:8: count must be a whole number, not “x”. Write such a number without quotes.",
        "f:4:1: unknown key nmuber. Did you mean number?",
    ]


def test_a_file_of_another_kind_is_told_once() -> None:
    assert problems_of("[1, 2]") == [
        "f:1:1: the file must be keys and values, not a list. Write one key: value per line."
    ]
