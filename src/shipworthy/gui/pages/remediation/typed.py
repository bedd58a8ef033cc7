"""What people type into the fields of an item, read: days, person-days, tags; or in words why it cannot be."""

import re
import unicodedata
from datetime import date
from fractions import Fraction

from shipworthy.errors import UserError
from shipworthy.text import _

_NUMBER = re.compile(r"(\d{0,6})(?:[.,](\d{1,4}))?|(\d{1,6})\s*[/⁄]\s*(\d{1,6})")


def read_day(text: str) -> date | None:
    """Return a day written 2026-12-01; None for nothing. Raises UserError."""
    text = text.strip()
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UserError(_("“{text}” is not a date.").format(text=text), _("Write it like 2026-12-01.")) from error


def read_days(text: str) -> Fraction | None:
    """Return person-days written 2, 0.5, 0,5, 1/2, ½ or 1½, exactly; None for nothing. Raises UserError."""
    typed = text.strip()
    if not typed:
        return None
    plain = unicodedata.normalize("NFKC", re.sub(r"(\d)\s*([¼-¾⅐-⅞])", r"\1 \2", typed))
    parts = [_read_number(part) for part in re.sub(r"\s*[/⁄]\s*", "/", plain).split()]
    whole, *rest = parts
    # Two numbers are a whole one and a fraction of a day, "1 ½"; anything else is a slip.
    is_mixed = len(rest) == 1 and whole is not None and whole.denominator == 1 and rest[0] is not None and rest[0] < 1
    if None in parts or (rest and not is_mixed):
        raise UserError(
            _("“{text}” is not a number of person-days.").format(text=typed), _("Write it like 2, 0.5 or ½.")
        )
    return sum((part for part in parts if part is not None), Fraction())


def _read_number(text: str) -> Fraction | None:
    found = _NUMBER.fullmatch(text)
    if found is None or not any(found.groups()) or (found[4] and not int(found[4])):
        return None
    return Fraction(int(found[3]), int(found[4])) if found[3] else Fraction(text.replace(",", "."))


def show_days(days: Fraction | None) -> str:
    """Return person-days as they are typed: a number with decimals where that is exact, else a fraction."""
    if days is None:
        return ""
    if days.denominator == 1:
        return str(days.numerator)
    short = f"{float(days):.4f}".rstrip("0")
    return short if Fraction(short) == days else f"{days.numerator}/{days.denominator}"


def read_tags(text: str) -> tuple[str, ...]:
    """Return tags that are separated by commas, each once."""
    return tuple(dict.fromkeys(tag for each in text.split(",") if (tag := each.strip())))
