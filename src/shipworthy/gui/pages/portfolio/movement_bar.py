"""Over which time movement is told: up to the day of the page, or between two days of one's own."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QSignalBlocker, QTimer, Signal, Slot
from PySide6.QtWidgets import QComboBox, QDateEdit, QWidget

from shipworthy.domain.movement import months_before
from shipworthy.gui.pages.portfolio.day_panel import as_date
from shipworthy.gui.widgets.flow_layout import FlowLayout
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.text import _

_MONTHS = (1, 3, 6, 12)
_REST = 200  # milliseconds


class MovementBar(QWidget):
    """Holds the choice; `changed` once it has rested."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._day = dt.date(1970, 1, 1)
        self.span = QComboBox()
        self.span.addItems([_("Last month"), _("Last quarter"), _("Last half year"), _("Last year"), _("Two days…")])
        self.span.setAccessibleName(_("Movement over"))
        self.since, self.until = QDateEdit(), QDateEdit()
        self.between = PlainLabel("", "soft")
        self.reading = PlainLabel(_("Reading …"), "strong")
        self.reading.hide()
        self._dates = (PlainLabel(_("from"), "label"), self.since, PlainLabel(_("to"), "label"), self.until)
        for edit, name in ((self.since, _("From")), (self.until, _("To"))):
            edit.setCalendarPopup(True)
            edit.setDisplayFormat("d MMM yyyy")
            edit.setAccessibleName(name)
            edit.dateChanged.connect(self._wait)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST)
        self._rest.timeout.connect(self.changed)
        label = PlainLabel(_("Movement over"), "label")
        label.setBuddy(self.span)
        layout = FlowLayout(self, spacing=8)
        for each in (label, self.span, *self._dates, self.between, self.reading):
            layout.addWidget(each)
        self._show_dates()
        self.span.currentIndexChanged.connect(self._follow_span)

    @property
    def days(self) -> tuple[dt.date, dt.date]:
        """Return the days between which movement is told, the earlier first."""
        place = self.span.currentIndex()
        if place < len(_MONTHS):
            return months_before(self._day, _MONTHS[place]), self._day
        one, other = (dt.date(each.year(), each.month(), each.day()) for each in (self.since.date(), self.until.date()))
        return min(one, other), max(one, other)

    def show_day(self, day: dt.date) -> None:
        """Tell of movement up to the day of the page; two days of one's own stay, no later than it."""
        is_first = self._day.year == dt.date(1970, 1, 1).year
        self._day = day
        with QSignalBlocker(self.since), QSignalBlocker(self.until):
            for edit in (self.since, self.until):
                edit.setMaximumDate(as_date(day))
            if is_first:
                self.since.setDate(as_date(months_before(day, _MONTHS[0])))
                self.until.setDate(as_date(day))

    @Slot()
    def _follow_span(self) -> None:
        self._show_dates()
        self.changed.emit()

    @Slot()
    def _wait(self) -> None:
        self._rest.start()

    def _show_dates(self) -> None:
        is_own = self.span.currentIndex() == len(_MONTHS)
        for each in self._dates:
            each.setVisible(is_own)
        self.between.setVisible(not is_own)
