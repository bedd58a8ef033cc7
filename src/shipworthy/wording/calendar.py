"""Words for days, moments and lengths of time."""

import datetime as dt
from fractions import Fraction

from shipworthy.wording.translated import Translated, form_of


class CalendarWording(Translated):
    """Days, moments and lengths of time in one language."""

    def days(self, days: Fraction) -> str:
        """Return "3 days", "0.5 days", as `number_of_days` counts them."""
        shown = self.number_of_days(days)
        return self._translator.ngettext("{days} day", "{days} days", form_of(days)).format(days=shown)

    def number_of_days(self, days: Fraction) -> str:
        """Return "3", "0.5" or "0.33": at most two decimals, half up, and 0 only for exactly 0."""
        hundredths = int(days * 100 + Fraction(1, 2))
        if days > 0:
            hundredths = max(hundredths, 1)
        return self.decimal(f"{hundredths // 100}.{hundredths % 100:02}".rstrip("0").rstrip("."))

    def date(self, day: dt.date) -> str:
        """Return "22 Nov 2026"."""
        return self._dated(day, self._short_months())

    def long_date(self, day: dt.date) -> str:
        """Return "22 November 2026"."""
        return self._dated(day, self._months())

    def day_since(self, day: dt.date, until: dt.date) -> str:
        """Return "1 October", with the year where it is not that of the day until which something goes."""
        if day.year != until.year:
            return self.long_date(day)
        return self._("{day} {month}").format(day=day.day, month=self._months()[day.month - 1])

    def month_since(self, day: dt.date, until: dt.date) -> str:
        """Return "October", with the year where it is not that of the day until which something goes."""
        month = self._months()[day.month - 1]
        return month if day.year == until.year else self._("{month} {year}").format(month=month, year=day.year)

    def time(self, moment: dt.datetime) -> str:
        """Return "14:03" as the given moment's own zone says it."""
        return f"{moment:%H:%M}"

    def clock(self, seconds: int) -> str:
        """Return minutes and seconds, such as "7:12" or "75:00"."""
        return f"{seconds // 60}:{seconds % 60:02}"

    def _dated(self, day: dt.date, months: tuple[str, ...]) -> str:
        return self._("{day} {month} {year}").format(day=day.day, month=months[day.month - 1], year=day.year)

    def _short_months(self) -> tuple[str, ...]:
        return (
            self._("Jan"),
            self._("Feb"),
            self._("Mar"),
            self._("Apr"),
            self._("May"),
            self._("Jun"),
            self._("Jul"),
            self._("Aug"),
            self._("Sep"),
            self._("Oct"),
            self._("Nov"),
            self._("Dec"),
        )

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
