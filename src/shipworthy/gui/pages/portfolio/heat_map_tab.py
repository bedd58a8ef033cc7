"""The services against the principles of their packs, as a map that is read at a glance."""

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from shipworthy.domain.portfolio import ServiceLine
from shipworthy.gui.context import Context
from shipworthy.gui.pages.portfolio.portfolio_state import PortfolioState
from shipworthy.gui.pages.portfolio.portfolio_tab import PortfolioTab
from shipworthy.gui.widgets.empty_state import EmptyState
from shipworthy.text import _
from shipworthy.workflows.portfolio import Portfolio


class HeatMapTab(PortfolioTab):
    """The services against the principles of their packs, as a map that is read at a glance."""

    def __init__(self, context: Context, state: PortfolioState, parent: QWidget | None = None) -> None:
        super().__init__(context, state, parent)
        self.empty = EmptyState(
            _("Heat map"),
            _(
                "Here stand the services against the principles of their packs: "
                "where the portfolio is strong, and where it is weak."
            ),
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.empty)

    def show_portfolio(self, portfolio: Portfolio, lines: Sequence[ServiceLine]) -> None:
        """Show services as the page keeps them."""
