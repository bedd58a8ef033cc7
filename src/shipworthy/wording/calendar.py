"""Words for days, moments and lengths of time."""

import datetime as dt
from fractions import Fraction

from shipworthy.wording.translated import Translated


class CalendarWording(Translated):
    """Days, moments and lengths of time in one language."""

    def days(self, days: Fraction) -> str:
        """Return "3 days", "0.5 days", as `number_of_days` counts them."""
        shown = self.number_of_days(days)
        return self._translator.ngettext("{days} day", "{days} days", 1 if shown == "1" else 2).format(days=shown)

    def number_of_days(self, days: Fraction) -> str:
        """Return "3", "0.5" or "0.33": at most two decimals, half up, and 0 only for exactly 0."""
        hundredths = int(days * 100 + Fraction(1, 2))
        if days > 0:
            hundredths = max(hundredths, 1)
        return f"{hundredths // 100}.{hundredths % 100:02}".rstrip("0").rstrip(".")

    def date(self, day: dt.date) -> str:
        """Return "22 Nov 2026"."""
        return f"{day.day} {self._months()[day.month - 1][:3]} {day.year}"

    def long_date(self, day: dt.date) -> str:
        """Return "22 November 2026"."""
        return f"{day.day} {self._months()[day.month - 1]} {day.year}"

    def day_since(self, day: dt.date, until: dt.date) -> str:
        """Return "1 October", with the year where it is not that of the day until which something goes."""
        year = "" if day.year == until.year else f" {day.year}"
        return f"{day.day} {self._months()[day.month - 1]}{year}"

    def month_since(self, day: dt.date, until: dt.date) -> str:
        """Return "October", with the year where it is not that of the day until which something goes."""
        year = "" if day.year == until.year else f" {day.year}"
        return f"{self._months()[day.month - 1]}{year}"

    def time(self, moment: dt.datetime) -> str:
        """Return "14:03" as the given moment's own zone says it."""
        return f"{moment:%H:%M}"

    def clock(self, seconds: int) -> str:
        """Return minutes and seconds, such as "7:12" or "75:00"."""
        return f"{seconds // 60}:{seconds % 60:02}"

    def _months(self) -> tuple[str, ...]:
        return (
            self._("January"),
            self._("February"),
            self._("March"),
            self._("April"),
            self._("May"),
            self._("June"),
            self._("July"),
            self._("August"),
            self._("September"),
            self._("October"),
            self._("November"),
            self._("December"),
        )
