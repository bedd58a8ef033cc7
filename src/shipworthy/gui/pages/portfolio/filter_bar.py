"""The bar that says which services the page shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from shipworthy.domain.portfolio import ServiceLine
from shipworthy.gui.context import Context
from shipworthy.gui.pages.portfolio.portfolio_state import PortfolioState
from shipworthy.gui.widgets.flow_layout import FlowLayout
from shipworthy.text import _

_SEARCH_WIDTH = 300


class FilterBar(QWidget):
    """Shows and changes the filter of a PortfolioState; `left` when Enter in the search leads on to the list."""

    left = Signal()

    def __init__(self, context: Context, state: PortfolioState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self.search = QLineEdit(clearButtonEnabled=True)
        self.search.setPlaceholderText(_("Filter by name, team, tag, tier or verdict"))
        self.search.setAccessibleName(_("Filter services"))
        self.search.setFixedWidth(context.theme.pixels(_SEARCH_WIDTH))
        self.search.textChanged.connect(self._search)
        self.search.returnPressed.connect(self.left)
        FlowLayout(self, spacing=6).addWidget(self.search)
        state.filter_changed.connect(self._show)

    def take_search(self) -> None:
        """Give the focus to the search, with what it says chosen."""
        self.search.setFocus()
        self.search.selectAll()

    def show_lines(self, lines: Sequence[ServiceLine], kept: Sequence[ServiceLine]) -> None:
        """Take note of all services and of those that the filter keeps; called after every change of either."""

    @Slot(str)
    def _search(self, text: str) -> None:
        self._state.set_filter(replace(self._state.filter, text=text))

    @Slot()
    def _show(self) -> None:
        if self.search.text() != self._state.filter.text:
            self.search.setText(self._state.filter.text)
