"""What people and spreadsheet programs write for the state, due date and effort of a remediation item."""

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction

from shipworthy.domain.remediation import ItemState
from shipworthy.errors import UserError
from shipworthy.text import _
from shipworthy.wording import Wording

_SHOWN = 60
_DECIMALS = 6
_EFFORT = re.compile(
    r"(?P<whole>[0-9]{1,9})(?:[.,](?P<part>[0-9]{1,6}))?|(?P<over>[0-9]{1,9})/(?P<under>[1-9][0-9]{0,8})"
)
_YEAR_FIRST = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?:[ T]00:00(?::00)?)?")
_YEAR_LAST = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})")


def read_state(text: str, wording: Wording) -> ItemState:
    """Return the state that a word means, in English or the wording's language; raises UserError for any other."""
    said = " ".join(text.replace("-", " ").replace("_", " ").split()).casefold()
    words = {wording.item_state(state).casefold(): state for state in ItemState} | {
        str(each): each for each in ItemState
    }
    if said not in words:
        raise UserError(
            _("“{text}” is no state of an item.").format(text=text[:_SHOWN]),
            _("Write one of these: {states}.").format(
                states=", ".join(wording.item_state(each) for each in ItemState if each is not ItemState.VERIFIED)
            ),
        )
    return words[said]


def read_effort(text: str) -> Fraction:
    """Return person-days, written as "2", "0.5", "0,5" or "1/2"; raises UserError for anything else."""
    found = _EFFORT.fullmatch(text)
    if found is None:
        raise UserError(
            _("“{text}” is no number of person-days.").format(text=text[:_SHOWN]),
            _("Write a number such as 2 or 0.5, or nothing."),
        )
    if found["under"]:
        return Fraction(int(found["over"]), int(found["under"]))
    return Fraction(f"{found['whole']}.{found['part'] or 0}")


def effort_text(days: Fraction | None) -> str:
    """Return person-days as `read_effort` takes them, exactly: "0.5", or "1/3" where no decimal says it."""
    if days is None:
        return ""
    decimal = Decimal(days.numerator) / Decimal(days.denominator)
    text = f"{decimal:f}"
    return text if Fraction(text) == days and len(text.partition(".")[2]) <= _DECIMALS else str(days)


def read_day(text: str) -> date:
    """Return the day that a text means: 2026-12-01, or what spreadsheet programs make of it where that is one day only.

    Raises UserError for anything else, such as 01/12/2026: that is in January for some and in December for others.
    """
    days = days_meant(text)
    if len(days) == 1:
        return days.pop()
    message = _("“{text}” may mean more than one day.") if days else _("“{text}” is no date.")
    raise UserError(message.format(text=text[:_SHOWN]), _("Write year, month and day, such as 2026-12-01."))


def days_meant(text: str) -> set[date]:
    """Return the days that a text may mean: none, one, or two where day and month may be swapped."""
    first, last = _YEAR_FIRST.fullmatch(text), _YEAR_LAST.fullmatch(text)
    if first is not None:
        tried = [(int(first[1]), int(first[2]), int(first[3]))]
    elif last is not None:
        one, other, year = int(last[1]), int(last[3]), int(last[4])
        # Where points are written, the day comes first.
        tried = [(year, other, one)] if last[2] == "." else [(year, other, one), (year, one, other)]
    else:
        tried = []
    return {day for each in tried if (day := _day(*each)) is not None}


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
