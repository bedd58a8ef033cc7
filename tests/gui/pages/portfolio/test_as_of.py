"""As of a past day, by keys: the whole page shows it, says so, and leads back to today."""

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from tests.gui import accessibility
from tests.gui.conftest import now

from shipworthy.gui.context import Context
from shipworthy.gui.main_window import MainWindow
from shipworthy.gui.pages.portfolio.heat_map_tab import HeatMapTab
from shipworthy.gui.pages.portfolio_page import PortfolioPage
from shipworthy.gui.places import Places
from shipworthy.workflows.portfolio import portfolio_on

Settle = Callable[[], None]
TODAY = now().date()
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def data_dir(tmp_path: Path, sample_store: Path) -> Path:
    """Return the data folder, with the sample portfolio."""
    folder = tmp_path / "data of Amira"
    folder.mkdir()
    shutil.copy(sample_store, folder)
    return folder


@pytest.fixture
def page(places: Places, window: MainWindow, settle: Settle) -> PortfolioPage:
    """Return the page with its panel of days open, the slider in focus."""
    settle()
    page = places.portfolio
    page.as_of.button.setFocus()
    QTest.keyClick(page.as_of.button, Qt.Key.Key_Space)
    assert window.focusWidget() is page.as_of.panel.slider
    return page


def rest(page: PortfolioPage, qtbot: QtBot, settle: Settle) -> None:
    qtbot.waitUntil(lambda: not page.as_of.panel._rest.isActive())
    settle()


def shown(page: PortfolioPage) -> list[str]:
    assert page._portfolio is not None
    return [line.service.name for line in page._portfolio.lines]


def test_keys_step_by_day_week_and_month_and_the_page_follows(
    page: PortfolioPage, qtbot: QtBot, settle: Settle, context: Context, window: MainWindow
) -> None:
    panel = page.as_of.panel
    assert panel.slider.day == TODAY
    QTest.keyClick(panel.slider, Qt.Key.Key_Left)
    assert panel.slider.day == TODAY - dt.timedelta(days=1)
    QTest.keyClick(panel.slider, Qt.Key.Key_PageDown)
    assert panel.slider.day == TODAY - dt.timedelta(days=8)
    for _month in range(6):
        QTest.keyClick(panel.slider, Qt.Key.Key_Left, CTRL)
    QTest.keyClick(panel.slider, Qt.Key.Key_Right, CTRL)
    day = dt.date(2026, 6, 14)
    assert panel.slider.day == day
    assert page.state.day is None  # until the choice has rested
    rest(page, qtbot, settle)
    assert page.state.day == day
    assert page._portfolio is not None
    assert page._portfolio.lines == portfolio_on(context.session, day).lines
    assert panel.words.text() == "As of 14 June 2026 – nothing can be changed here"
    assert panel.date.date().toString("yyyy-MM-dd") == "2026-06-14"
    assert page.as_of.button.text().startswith("As of 14 Jun 2026")
    assert window.focusWidget() is panel.slider
    accessibility.check(window)


def test_every_tab_shows_the_day(page: PortfolioPage, qtbot: QtBot, settle: Settle, window: MainWindow) -> None:
    QTest.keyClick(page.as_of.panel.slider, Qt.Key.Key_PageDown)
    for _month in range(9):
        QTest.keyClick(page.as_of.panel.slider, Qt.Key.Key_Left, CTRL)
    rest(page, qtbot, settle)
    assert 0 < len(shown(page)) < 12
    QTest.keyClick(window, Qt.Key.Key_PageDown, CTRL)
    settle()
    assert isinstance(page.tab, HeatMapTab)
    assert page.tab.model.rowCount() == len(shown(page))


def test_escape_leads_back_to_today_and_closes(
    page: PortfolioPage, qtbot: QtBot, settle: Settle, window: MainWindow
) -> None:
    QTest.keyClick(page.as_of.panel.slider, Qt.Key.Key_Home)
    rest(page, qtbot, settle)
    first = page.state.day
    assert first is not None
    assert first < TODAY - dt.timedelta(days=300)
    assert not page.services.add_button.isEnabled()
    assert not page.acts.more_button.isEnabled()
    QTest.keyClick(page.as_of.panel.slider, Qt.Key.Key_Escape)
    settle()
    assert page.state.day is None
    assert len(shown(page)) == 12
    assert page.services.add_button.isEnabled()
    assert not page.as_of.panel.isVisible()
    assert window.focusWidget() is page.services.table


def test_the_date_is_typed_and_a_button_leads_back(
    page: PortfolioPage, qtbot: QtBot, settle: Settle, window: MainWindow
) -> None:
    panel = page.as_of.panel
    panel.date.setFocus()
    QTest.keyClick(panel.date, Qt.Key.Key_Home)
    QTest.keyClick(panel.date, Qt.Key.Key_Down)
    rest(page, qtbot, settle)
    assert page.state.day == panel.slider.day == TODAY - dt.timedelta(days=1)
    panel.today.setFocus()
    QTest.keyClick(panel.today, Qt.Key.Key_Space)
    settle()
    assert page.state.day is None
    assert panel.isVisible()
    assert window.focusWidget() is panel.slider
    QTest.keyClick(panel.slider, Qt.Key.Key_Escape)
    assert not panel.isVisible()


def test_of_days_asked_for_in_a_row_only_the_newest_is_shown(page: PortfolioPage, settle: Settle) -> None:
    seen: list[object] = []
    page.heading_changed.connect(lambda: seen.append(page._portfolio and page._portfolio.day))
    for back in (30, 60, 90, 120):
        page.state.set_day(TODAY - dt.timedelta(days=back))
    settle()
    assert seen == [TODAY - dt.timedelta(days=120)]


def test_while_a_day_is_read_it_says_so(page: PortfolioPage, settle: Settle) -> None:
    page.state.set_day(TODAY - dt.timedelta(days=30))
    assert page.as_of.panel.words.text() == "Reading 23 October 2026 …"
    settle()
    assert page.as_of.panel.words.text().startswith("As of 23 October 2026")


def test_the_palette_leads_into_the_past_and_back(page: PortfolioPage, settle: Settle) -> None:
    [there] = [each for each in page.commands() if "past day" in each.text]
    there.act()
    page.state.set_day(TODAY - dt.timedelta(days=30))
    settle()
    [back] = [each for each in page.commands() if "today" in each.text]
    back.act()
    settle()
    assert page.state.day is None
