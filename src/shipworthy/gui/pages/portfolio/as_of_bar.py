"""The day that the whole page shows, chosen in its heading."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from shipworthy.gui.context import Context
from shipworthy.gui.pages.portfolio.portfolio_state import PortfolioState
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.text import _, ngettext
from shipworthy.workflows.portfolio import Portfolio

_DAYS_BACK = (0, 7, 30, 90, 365)


class AsOfBar(QWidget):
    """Shows and changes the day of a PortfolioState."""

    def __init__(self, context: Context, state: PortfolioState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._state = state
        self._menu = QMenu(self)
        self.button = push_button("", "palette")
        self.button.clicked.connect(self._open)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.button)
        state.day_changed.connect(self._show)
        self._show()

    def show_portfolio(self, portfolio: Portfolio) -> None:
        """Take note of the portfolio that is shown."""
        self.setVisible(bool(portfolio.today.services))
        self._menu.clear()
        today = self._context.session.today()
        for days in _DAYS_BACK:
            text = ngettext("{count} day ago", "{count} days ago", days).format(count=days) if days else _("Today")
            self._menu.addAction(text, partial(self._state.set_day, today - timedelta(days=days) if days else None))

    @Slot()
    def _show(self) -> None:
        day = self._state.day
        shown = self._context.wording.date(day) if day else _("today")
        self.button.setText(_("As of {day}").format(day=shown) + " ▾")
        self.button.setAccessibleName(_("As of {day}").format(day=shown))

    @Slot()
    def _open(self) -> None:
        self._menu.popup(self.button.mapToGlobal(self.button.rect().bottomLeft()))
