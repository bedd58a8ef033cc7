"""The day that the whole page shows: a button in the heading, and the panel of days that it opens."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from shipworthy.gui.command import Command
from shipworthy.gui.context import Context
from shipworthy.gui.pages.portfolio.day_panel import DayPanel
from shipworthy.gui.pages.portfolio.portfolio_state import PortfolioState
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.text import _
from shipworthy.workflows.movement import first_day
from shipworthy.workflows.portfolio import Portfolio


class AsOfBar(QWidget):
    """Shows and changes the day of a PortfolioState; `left` when the focus is to go back to the page.

    `panel` belongs across the top of the page; it is hidden until it is asked for or a past day is shown.
    """

    left = Signal()

    def __init__(self, context: Context, state: PortfolioState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._state = state
        self._is_open = False
        self._shown: Portfolio | None = None
        self.panel = DayPanel()
        self.button = push_button("", "palette")
        self.button.setAccessibleDescription(_("Shows the portfolio as of any past day"))
        self.button.clicked.connect(self.toggle)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.button)
        self.panel.chosen.connect(state.set_day)
        self.panel.closed.connect(self._close)
        state.day_changed.connect(self._show)
        self._show()

    def show_portfolio(self, portfolio: Portfolio) -> None:
        """Take note of the portfolio that is shown, and find out again which days there are."""
        self._shown = portfolio
        self._context.read(first_day, self._show_days, owner=self)
        self._show()

    def _show_days(self, first: dt.date) -> None:
        self.panel.show_days(first, self._context.session.today(), self._state.day)

    @Slot()
    def _show(self) -> None:
        day, wording = self._state.day, self._context.wording
        shown = _("As of {day}").format(day=wording.date(day) if day else _("today"))
        self.button.setText(f"{shown} ▾")
        self.button.setAccessibleName(shown)
        text = ""
        if day is not None:
            is_read = self._shown is not None and self._shown.day == day
            text = _("As of {day} – nothing can be changed here") if is_read else _("Reading {day} …")
            text = text.format(day=wording.long_date(day))
        if day is None and self.panel.today.hasFocus():
            self.panel.slider.setFocus()  # the button goes
        had_focus = self.panel.isAncestorOf(self.window().focusWidget())
        self.panel.show_banner(text, is_past=day is not None)
        self.panel.setVisible(self._is_open or day is not None)
        if had_focus and not self.panel.isVisible():
            self.left.emit()

    @Slot()
    def toggle(self) -> None:
        """Open the panel of days with the focus on the slider; close it where it is open."""
        if self._is_open and self._state.day is None:
            self._close()
            return
        self._is_open = True
        self._show()
        self.panel.slider.setFocus()

    @Slot()
    def _close(self) -> None:
        self._is_open = False
        self._show()
        self.left.emit()

    def commands(self) -> Sequence[Command]:
        """Return what the palette offers."""
        group = _("Portfolio")
        if self._state.day is not None:
            return (Command(group, _("Back to today"), self.panel.go_to_today),)
        return (Command(group, _("Show the portfolio as of a past day"), self.toggle),)
