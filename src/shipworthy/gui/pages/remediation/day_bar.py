"""The bar above pictures of the past: whose items, over which days, and as of which day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import QDate, QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QDateEdit, QHBoxLayout, QSlider, QWidget

from shipworthy.gui.widgets.flow_layout import FlowLayout
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.text import _, ngettext
from shipworthy.workflows.over_time import Records, Scope

_SPANS: Sequence[int | None] = (30, 90, 365, None)
_USUAL_SPAN = 1
_WEEK = 7
_SLIDER_WIDTH, _SLIDER_HEIGHT = 180, 24
_SCOPE_LETTERS = 22


class DayBar(QWidget):
    """Chooses scope, span and day; `changed` follows every choice. Slider and date always say the same day."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scopes: list[Scope] = []
        self._first = dt.date(1970, 1, 1)  # until there are records
        self.scope = QComboBox()
        self.scope.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.scope.setMinimumContentsLength(_SCOPE_LETTERS)  # a long name must not widen the window
        self.span = QComboBox()
        for days in _SPANS:
            text = _("From the first item") if days is None else ngettext("{count} day", "{count} days", days)
            self.span.addItem(text.format(count=days))
        self.span.setCurrentIndex(_USUAL_SPAN)
        self.date = QDateEdit()
        self.date.setCalendarPopup(True)
        self.date.setDisplayFormat("d MMM yyyy")
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, 0)  # at its end, which is today
        self.slider.setPageStep(_WEEK)
        self.slider.setFixedSize(_SLIDER_WIDTH, _SLIDER_HEIGHT)
        self.slider.setAccessibleName(_("Day"))
        self.slider.setAccessibleDescription(_("Arrows move by a day, Page Up and Page Down by a week."))
        self._lay_out()
        self.scope.currentIndexChanged.connect(self.changed)
        self.span.currentIndexChanged.connect(self.changed)
        self.date.dateChanged.connect(self._follow_date)
        self.slider.valueChanged.connect(self._follow_slider)

    def _lay_out(self) -> None:
        flow = FlowLayout(self, spacing=12)
        for text, fields in (
            (_("Items of"), (self.scope,)),
            (_("Over"), (self.span,)),
            (_("As of"), (self.date, self.slider)),
        ):
            pair = QWidget()
            row = QHBoxLayout(pair)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(8)
            label = PlainLabel(text, "label")
            label.setBuddy(fields[0])
            fields[0].setAccessibleName(text)
            row.addWidget(label)
            for field in fields:
                row.addWidget(field)
            flow.addWidget(pair)

    @property
    def chosen_scope(self) -> Scope:
        """Return whose items are meant."""
        return self._scopes[self.scope.currentIndex()] if self._scopes else Scope()

    @property
    def days_back(self) -> int | None:
        """Return how many days are looked at; None from the first item on."""
        return _SPANS[self.span.currentIndex()]

    @property
    def day(self) -> dt.date:
        """Return the day that is looked at."""
        return self._first + dt.timedelta(days=self.slider.value())

    def show_records(self, records: Records) -> None:
        """Offer the teams, services and days that there are; what was chosen stays, and today stays today."""
        was_today, day, scope = self.slider.value() == self.slider.maximum(), self.day, self.chosen_scope
        first, today = records.history.first_day, records.history.today
        self._show_scopes(records, scope)
        self._first = first
        with QSignalBlocker(self.slider), QSignalBlocker(self.date):
            self.slider.setRange(0, (today - first).days)
            self.slider.setValue((today - first).days if was_today else (day - first).days)
            self.date.setDateRange(_as_date(first), _as_date(today))
            self.date.setDate(_as_date(self.day))

    def _show_scopes(self, records: Records, chosen: Scope) -> None:
        offered = [(_("All services"), Scope())]
        offered += [(_("Team {name}").format(name=team), Scope(team=team)) for team in records.teams]
        offered += [(each.name, Scope(service=each.id)) for each in records.services]
        self._scopes = [scope for _text, scope in offered]
        with QSignalBlocker(self.scope):
            self.scope.clear()
            self.scope.addItems([text for text, _scope in offered])
            self.scope.setCurrentIndex(self._scopes.index(chosen) if chosen in self._scopes else 0)

    @Slot(QDate)
    def _follow_date(self, day: QDate) -> None:
        with QSignalBlocker(self.slider):
            self.slider.setValue((dt.date(day.year(), day.month(), day.day()) - self._first).days)
        self.changed.emit()

    @Slot(int)
    def _follow_slider(self, _days: int) -> None:
        with QSignalBlocker(self.date):
            self.date.setDate(_as_date(self.day))
        self.changed.emit()


def _as_date(day: dt.date) -> QDate:
    return QDate(day.year, day.month, day.day)
