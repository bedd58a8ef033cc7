"""What every tab of the Portfolio page is: it shows the services that it is given, and may have tools and keys."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from shipworthy.domain.portfolio import ServiceLine
from shipworthy.gui.command import Command
from shipworthy.gui.context import Context
from shipworthy.gui.pages.portfolio.portfolio_state import PortfolioState
from shipworthy.gui.widgets.page import Binding
from shipworthy.workflows.portfolio import Portfolio


class PortfolioTab(QWidget):
    """One tab, made with the context and the PortfolioState when it is first shown.

    The page reads the portfolio, filters it and tells the tab that is visible; no tab reads it for itself.
    """

    def __init__(self, context: Context, state: PortfolioState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.state = state

    def show_portfolio(self, portfolio: Portfolio, lines: Sequence[ServiceLine]) -> None:
        """Show `lines`, those of the portfolio that the filter keeps, in the order of the table.

        Called when the tab comes up and, while it is visible, whenever portfolio, day, filter or order changed. There
        may be no lines at all; `portfolio.day` tells the day, `portfolio.is_past` that it is not today.
        """
        raise NotImplementedError

    def tools(self) -> Sequence[QWidget]:
        """Return the widgets that stand at the end of the row of the filter while the tab is shown; asked for once."""
        return ()

    def take_focus(self) -> None:
        """Put the focus where work goes on."""
        self.setFocus()

    def leave(self) -> None:
        """Save what is still unsaved; called before another tab or page is shown."""

    def commands(self) -> Sequence[Command]:
        """Return what the tab offers to the command palette while it is shown."""
        return ()

    def bindings(self) -> Sequence[Binding]:
        """Return the keys that the tab handles without an action."""
        return ()
