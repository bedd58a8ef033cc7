"""Since when a movement is told: a month, a quarter, a year, or a day of one's own."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QPoint, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QDateEdit, QFormLayout, QMenu, QWidget

from shipworthy.domain.movement import months_before
from shipworthy.gui.widgets.ask_dialog import AskDialog
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.text import _

_USUAL_MONTHS = 1


class SinceMenu(QMenu):
    """Holds the choice; `chosen` after every other one. `day_before(day)` is what it means on a day."""

    chosen = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Movement since"))
        self._of = parent
        self._months = _USUAL_MONTHS
        self._own: date | None = None
        self._until: date | None = None
        group = QActionGroup(self)
        self.spans: dict[int, QAction] = {}
        for months, text in ((1, _("Since a month ago")), (3, _("Since a quarter ago")), (12, _("Since a year ago"))):
            self.spans[months] = self._add(group, text)
            self.spans[months].triggered.connect(lambda _on, months=months: self._choose(months, None))
        self.own = self._add(group, _("Since another day…"))
        self.own.triggered.connect(self._ask)
        self.spans[self._months].setChecked(True)

    def _add(self, group: QActionGroup, text: str) -> QAction:
        action = QAction(text, self, checkable=True)
        group.addAction(action)
        self.addAction(action)
        return action

    def day_before(self, day: date) -> date:
        """Return the day since when something is told on a day."""
        return months_before(day, self._months) if self._own is None else min(self._own, day)

    def open_at(self, place: QPoint, until: date) -> None:
        """Open at a place of the screen, for movement until a day."""
        self._until = until
        self.popup(place)
        self.setActiveAction(self.own if self._own else self.spans[self._months])

    def _choose(self, months: int, own: date | None) -> None:
        self._months, self._own = months, own
        (self.spans[months] if own is None else self.own).setChecked(True)
        self.chosen.emit()

    @Slot()
    def _ask(self) -> None:
        assert self._until is not None, "the menu was opened for a day"
        dialog = SinceDialog(self.day_before(self._until), self._until, self._of.window())
        dialog.accepted.connect(lambda: self._choose(self._months, dialog.day))
        dialog.rejected.connect(lambda: (self.own if self._own else self.spans[self._months]).setChecked(True))
        dialog.open()


class SinceDialog(AskDialog):
    """Asks for a day before another."""

    def __init__(self, day: date, until: date, parent: QWidget) -> None:
        super().__init__(_("Movement since"), parent)
        self.edit = QDateEdit()
        self.edit.setCalendarPopup(True)
        self.edit.setDisplayFormat("d MMM yyyy")
        self.edit.setMaximumDate(QDate(until.year, until.month, until.day))
        self.edit.setDate(QDate(day.year, day.month, day.day))
        self.edit.setAccessibleName(_("Movement since"))
        content = QWidget()
        form = QFormLayout(content)
        form.setContentsMargins(24, 20, 24, 20)
        label = PlainLabel(_("Show the movement of the mean score since"), wrap=True)
        form.addRow(label)
        form.addRow(self.edit)
        self.show_button = push_button(_("Show"), "primary")
        self.show_button.setDefault(True)
        self.show_button.clicked.connect(self.accept)
        self.lay_out(content, self.show_button)
        self.edit.setFocus()

    @property
    def day(self) -> date:
        """Return the day chosen."""
        chosen = self.edit.date()
        return date(chosen.year(), chosen.month(), chosen.day())
