"""The portfolio on screen."""

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot
from tests.gui.pages.portfolio.portfolio_desk import PortfolioDesk

from shipworthy.gui.context import Context
from shipworthy.gui.main_window import MainWindow
from shipworthy.gui.places import Places


@pytest.fixture
def desk(
    qtbot: QtBot, window: MainWindow, places: Places, context: Context, settle: Callable[[], None]
) -> PortfolioDesk:
    """Return the page with five services of two teams and one without."""
    return PortfolioDesk(qtbot, window, places, context, settle)
