"""Movement by keys: over which time, what moved in lists that open services, and who misses a question."""

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

from shipworthy.domain.service_filter import ServiceFilter
from shipworthy.gui.context import Context
from shipworthy.gui.main_window import MainWindow
from shipworthy.gui.pages.portfolio.movement_tab import MovementTab
from shipworthy.gui.places import Places
from shipworthy.workflows.movement import read_movement

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
def tab(places: Places, window: MainWindow, settle: Settle) -> MovementTab:
    """Return the tab, opened by its key."""
    while not isinstance(places.portfolio.tab, MovementTab):
        QTest.keyClick(window, Qt.Key.Key_PageDown, CTRL)
    settle()
    return places.portfolio.tab


def choose(tab: MovementTab, steps: int, settle: Settle) -> None:
    for _step in range(steps):
        QTest.keyClick(tab.bar.span, Qt.Key.Key_Down)
    settle()


def test_it_tells_what_moved_over_the_time_that_is_chosen(
    tab: MovementTab, window: MainWindow, context: Context, settle: Settle
) -> None:
    assert window.focusWidget() is tab.bar.span
    assert tab.bar.days == (dt.date(2026, 10, 22), TODAY)
    assert tab.bar.reading.isHidden()
    QTest.keyClick(tab.bar.span, Qt.Key.Key_Down)
    assert tab.bar.reading.isVisible()  # what stands below is of another time
    choose(tab, 1, settle)
    assert tab.bar.reading.isHidden()
    since = dt.date(2026, 5, 22)
    assert tab.bar.days == (since, TODAY)
    expected = read_movement(context.session, since, TODAY)
    assert tab.improved.heading.text() == f"Most improved · {len(expected.movement.improved)}"
    assert [tab.improved.model.row(row).service.name for row in range(tab.improved.model.rowCount())] == [
        move.service.name for move in expected.movement.improved[:5]
    ]
    assert tab.dropped.model.row(0).service.name == expected.movement.dropped[0].service.name
    assert {each.line.service.name for each in tab.appeared._rows} == {"checkout", "locker-pilot"}
    assert tab.trend.words[1].text().startswith("12\N{WORD JOINER}\N{NO-BREAK SPACE}services")
    assert tab.trend.mean.text() == "Mean score 65 → 67"
    assert "on 31 Aug 2026" in tab.trend.line.accessibleName()
    accessibility.check(window)


def test_all_of_a_list_are_shown_on_demand_and_enter_opens_the_service(
    tab: MovementTab, window: MainWindow, places: Places, settle: Settle
) -> None:
    assert tab.stalest.model.rowCount() == 5
    tab.stalest.all_button.setFocus()
    QTest.keyClick(tab.stalest.all_button, Qt.Key.Key_Space)
    assert tab.stalest.model.rowCount() == 11
    assert tab.stalest.all_button.text() == "Fewer"
    tab.stalest.table.setFocus()
    QTest.keyClick(tab.stalest.table, Qt.Key.Key_End)
    QTest.keyClick(tab.stalest.table, Qt.Key.Key_Return)
    settle()
    assert window.page is places.service


def test_a_question_leads_to_who_misses_it_and_on_to_the_review(
    tab: MovementTab, window: MainWindow, places: Places, settle: Settle
) -> None:
    asked = tab.misses.model.row(0)
    tab.misses.table.setFocus()
    QTest.keyClick(tab.misses.table, Qt.Key.Key_Return)
    assert window.focusWidget() is tab.missing
    assert tab.missing_heading.text() == f"Missed by {len(asked.lines)} services: {asked.text}"
    assert tab.missing_model.rowCount() == len(asked.lines)
    QTest.keyClick(tab.missing, Qt.Key.Key_Escape)
    assert window.focusWidget() is tab.misses.table
    QTest.keyClick(tab.misses.table, Qt.Key.Key_Return)
    QTest.keyClick(tab.missing, Qt.Key.Key_Return)
    settle()
    assert window.page is places.review
    assert places.review.conduct.current == asked.miss.question


def test_two_days_of_ones_own_and_a_filter(tab: MovementTab, qtbot: QtBot, places: Places, settle: Settle) -> None:
    choose(tab, 4, settle)
    assert tab.bar.since.isVisible()
    tab.bar.until.setFocus()
    QTest.keyClick(tab.bar.until, Qt.Key.Key_Home)
    QTest.keyClick(tab.bar.until, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: not tab.bar._rest.isActive())
    settle()
    assert tab.bar.days == (dt.date(2026, 10, 22), TODAY - dt.timedelta(days=1))
    places.portfolio.state.set_filter(ServiceFilter(text="returns"))
    settle()
    assert [line.service.name for line in tab.stalest._rows] == ["returns"]
    assert tab.appeared.nothing.isVisible()


def test_on_a_past_day_it_tells_what_moved_up_to_it(tab: MovementTab, places: Places, settle: Settle) -> None:
    places.portfolio.state.set_day(dt.date(2026, 6, 30))
    settle()
    assert tab.bar.days == (dt.date(2026, 5, 30), dt.date(2026, 6, 30))
    assert tab.trend.words[1].text().startswith("10\N{WORD JOINER}\N{NO-BREAK SPACE}services")


def test_before_any_review_it_says_what_it_is_for(tab: MovementTab, places: Places, settle: Settle) -> None:
    places.portfolio.state.set_filter(ServiceFilter(text="locker-pilot"))
    settle()
    assert tab.empty.isVisible()
    assert tab.isAncestorOf(tab.window().focusWidget())


def test_in_a_narrow_window_lists_stand_beneath_each_other(tab: MovementTab, window: MainWindow, qtbot: QtBot) -> None:
    assert tab.improved.y() == tab.dropped.y()
    window.resize(820, 640)
    qtbot.waitUntil(lambda: tab.improved.y() > tab.dropped.y())
