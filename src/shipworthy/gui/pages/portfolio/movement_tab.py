"""What moved in the portfolio over some time."""

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from shipworthy.domain.portfolio import ServiceLine
from shipworthy.gui.context import Context
from shipworthy.gui.pages.portfolio.portfolio_state import PortfolioState
from shipworthy.gui.pages.portfolio.portfolio_tab import PortfolioTab
from shipworthy.gui.widgets.empty_state import EmptyState
from shipworthy.text import _
from shipworthy.workflows.portfolio import Portfolio


class MovementTab(PortfolioTab):
    """What moved in the portfolio over some time."""

    def __init__(self, context: Context, state: PortfolioState, parent: QWidget | None = None) -> None:
        super().__init__(context, state, parent)
        self.empty = EmptyState(
            _("Movement"),
            _(
                "Here stands what improved most and what dropped, what is missed most often, "
                "and which reviews are stalest."
            ),
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.empty)

    def show_portfolio(self, portfolio: Portfolio, lines: Sequence[ServiceLine]) -> None:
        """Show services as the page keeps them."""
