"""The days of a portfolio on a slider, and above all else on the page that what is shown is past."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QDate, QSignalBlocker, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QDateEdit, QFrame, QHBoxLayout, QSizePolicy, QSlider, QVBoxLayout, QWidget

from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.gui.widgets.page import Binding
from shipworthy.text import _

_WEEK, _MONTH = 7, 1
_REST = 150  # milliseconds: a slider that is dragged passes many days
_SLIDER_HEIGHT = 24


class DaySlider(QSlider):
    """Days from the first to today: arrows move by a day, pages by a week, arrows with Ctrl by a month."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.first = dt.date(1970, 1, 1)
        self.setRange(0, 0)
        self.setPageStep(_WEEK)
        self.setMinimumHeight(_SLIDER_HEIGHT)
        self.setAccessibleName(_("Day"))
        self.setAccessibleDescription(
            _("Arrows move by a day, Page Up and Page Down by a week, arrows with Ctrl by a month, End leads to today.")
        )

    @property
    def day(self) -> dt.date:
        """Return the day that is chosen."""
        return self.first + dt.timedelta(days=self.value())

    def set_days(self, first: dt.date, today: dt.date, chosen: dt.date) -> None:
        """Offer days, with one of them chosen; nobody is told."""
        with QSignalBlocker(self):
            self.first = min(first, today)
            self.setRange(0, (today - self.first).days)
            self.setValue((chosen - self.first).days)

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and event.key() in steps:
            step = steps[Qt.Key(event.key())] * (-1 if self.layoutDirection() is Qt.LayoutDirection.RightToLeft else 1)
            there = as_date(self.day).addMonths(step * _MONTH)
            self.setValue((dt.date(there.year(), there.month(), there.day()) - self.first).days)
            return
        super().keyPressEvent(event)


class DayPanel(QFrame):
    """A bar across the page; `chosen(day)` once a choice has rested, None for today; `closed` when it is to go.

    While a past day is shown it stays, and says that nothing can be changed.
    """

    chosen = Signal(object)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_past = False
        self.words = PlainLabel(role="strong", wrap=True)
        self.note = PlainLabel(_("Pages opened from here show today."), "soft")
        self.slider = DaySlider()
        self.date = QDateEdit()
        self.date.setCalendarPopup(True)
        self.date.setDisplayFormat("d MMM yyyy")
        self.date.setAccessibleName(_("As of"))
        self.today = push_button(_("Back to today"), "primary")
        self.close_button = push_button(_("Close"))
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST)
        self._rest.timeout.connect(self._tell)
        self._lay_out()
        self.slider.valueChanged.connect(self._follow_slider)
        self.date.dateChanged.connect(self._follow_date)
        self.today.clicked.connect(self.go_to_today)
        self.close_button.clicked.connect(self.closed)
        self.hide()

    def _lay_out(self) -> None:
        self.words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        label = PlainLabel(_("As of"), "label")
        label.setBuddy(self.date)
        days = QHBoxLayout()
        days.setSpacing(8)
        days.addWidget(label)
        days.addWidget(self.date)
        days.addWidget(self.slider, 1)
        days.addWidget(self.close_button)
        banner = QHBoxLayout()
        banner.setSpacing(12)
        banner.addWidget(self.words)
        banner.addWidget(self.note)
        banner.addWidget(self.today)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(8)
        layout.addLayout(banner)
        layout.addLayout(days)

    def show_days(self, first: dt.date, today: dt.date, chosen: dt.date | None) -> None:
        """Offer the days from the first change to today; one that somebody is just choosing stays chosen."""
        day = self.slider.day if self._rest.isActive() else chosen or today
        self.slider.set_days(first, today, min(max(day, min(first, today)), today))
        with QSignalBlocker(self.date):
            self.date.setDateRange(as_date(self.slider.first), as_date(today))
            self.date.setDate(as_date(self.slider.day))

    def show_banner(self, text: str, *, is_past: bool) -> None:
        """Say that a past day is shown, or is being read; nothing for "", as today."""
        self._is_past = is_past
        self.words.setText(text)
        self.setAccessibleName(text)
        for each in (self.words, self.note, self.today):
            each.setVisible(is_past)
        self.close_button.setVisible(not is_past)
        self.setProperty("role", "past" if is_past else "quiet")
        self.style().unpolish(self)
        self.style().polish(self)

    @Slot()
    def go_to_today(self) -> None:
        """Choose today, at once."""
        self.slider.setValue(self.slider.maximum())
        self._rest.stop()
        self._tell()

    @Slot(int)
    def _follow_slider(self, _days: int) -> None:
        with QSignalBlocker(self.date):
            self.date.setDate(as_date(self.slider.day))
        self._rest.start()

    @Slot(QDate)
    def _follow_date(self, day: QDate) -> None:
        with QSignalBlocker(self.slider):
            self.slider.setValue((dt.date(day.year(), day.month(), day.day()) - self.slider.first).days)
        self._rest.start()

    @Slot()
    def _tell(self) -> None:
        is_today = self.slider.value() == self.slider.maximum()
        self.chosen.emit(None if is_today else self.slider.day)

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            if self._is_past:
                self.go_to_today()
            self.closed.emit()
            return
        super().keyPressEvent(event)


def day_bindings() -> tuple[Binding, ...]:
    """Return the keys of the slider of days, for the sheet of keys."""
    native = QKeySequence.SequenceFormat.NativeText
    week = (QKeySequence(keys).toString(native) for keys in ("PgUp", "PgDown"))
    month = (QKeySequence(keys).toString(native) for keys in ("Ctrl+Left", "Ctrl+Right"))
    return (
        Binding(_("Left, Right"), _("A day back, a day on")),
        Binding(_(" or ").join(week), _("A week on, a week back")),
        Binding(_(" or ").join(month), _("A month back, a month on")),
        Binding(_("Esc"), _("Back to today, and close")),
    )


def as_date(day: dt.date) -> QDate:
    """Return a day as Qt has it."""
    return QDate(day.year, day.month, day.day)
