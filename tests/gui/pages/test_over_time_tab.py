"""The tab "Over time", by keys: whose items, over which days, as of when; pictures and figures follow."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.gui import accessibility
from tests.gui.conftest import now

from shipworthy.domain.remediation import ItemState
from shipworthy.domain.service import Service
from shipworthy.gui.main_window import MainWindow
from shipworthy.gui.pages.remediation.over_time_tab import OverTimeTab
from shipworthy.gui.places import Places
from shipworthy.settings import Settings
from shipworthy.workflows import item_planning, remediation
from shipworthy.workflows.remediation import ItemEdit
from shipworthy.workflows.session import open_session

Settle = Callable[[], None]
TODAY = now().date()


class Year:
    """A clock that a test winds forward."""

    moment = now() - dt.timedelta(days=40)

    def __call__(self) -> dt.datetime:
        return self.moment


@pytest.fixture
def items(data_dir: Path) -> None:
    """Put into the store: an item of 40 days, done 20 days ago, and one of 10 days, of another team."""
    clock = Year()
    session = open_session(data_dir, Settings(name="Amira"), "Amira", clock, uuid4)
    with session.begin() as tx:
        one = tx.services.save(Service(uuid4(), "checkout", team="Payments", tier=1)).value
        other = tx.services.save(Service(uuid4(), "parcels", team="Post", tier=2)).value
    made = remediation.save_item(session, replace(item_planning.blank_item(session, one.id), title="First"))
    clock.moment = now() - dt.timedelta(days=20)
    remediation.edit_items(session, [made.items[0].id], ItemEdit(state=ItemState.DONE))
    clock.moment = now() - dt.timedelta(days=10)
    remediation.save_item(session, replace(item_planning.blank_item(session, other.id), title="Second"))
    session.close()


def open_tab(window: MainWindow, places: Places, settle: Settle) -> OverTimeTab:
    window.show_page("remediation")
    settle()
    while not isinstance(places.remediation.tab, OverTimeTab):
        QTest.keyClick(window, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    settle()
    return places.remediation.tab


@pytest.fixture
def tab(items: None, window: MainWindow, places: Places, settle: Settle) -> OverTimeTab:
    """Return the tab, opened by its key."""
    return open_tab(window, places, settle)


def look_again(tab: OverTimeTab, qtbot: QtBot, settle: Settle) -> None:
    qtbot.waitUntil(lambda: not tab._rest.isActive())
    settle()


def test_it_opens_on_all_items_as_of_today(tab: OverTimeTab, window: MainWindow, qapp: QApplication) -> None:
    QAbstractItemModelTester(tab.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert tab.model.value_of("Live items") == "2"
    assert tab.model.value_of("Unfinished") == "1"
    assert tab.model.value_of("Time to done") == "20 days (85 % in 20)"
    assert all(view.is_drawn for view in (tab.burn_down, tab.burn_up, tab.severities))
    assert tab.bar.day == TODAY
    assert qapp.focusWidget() is tab.bar.scope
    accessibility.check(window)


def test_the_day_goes_back_by_key_and_date_and_slider_agree(
    tab: OverTimeTab, qtbot: QtBot, settle: Settle, qapp: QApplication
) -> None:
    passed = []
    while qapp.focusWidget() is not tab.bar.slider:  # within the date, Tab goes from day to month to year
        focus = qapp.focusWidget()
        assert focus is not None
        passed.append(focus)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    assert list(dict.fromkeys(passed)) == [tab.bar.scope, tab.bar.span, tab.bar.date]
    QTest.keyClick(tab.bar.slider, Qt.Key.Key_Left)
    for _ in range(2):
        QTest.keyClick(tab.bar.slider, Qt.Key.Key_PageDown)
    look_again(tab, qtbot, settle)
    day = TODAY - dt.timedelta(days=15)
    assert (tab.bar.day, tab.bar.date.date().toString("yyyy-MM-dd")) == (day, day.isoformat())
    assert tab.model.value_of("Live items") == "1"
    assert "7 Nov 2026" in tab.burn_down.accessibleDescription()
    tab.bar.date.setFocus()
    QTest.keyClick(tab.bar.date, Qt.Key.Key_Home)  # to the day
    QTest.keyClick(tab.bar.date, Qt.Key.Key_Down)
    look_again(tab, qtbot, settle)
    assert tab.bar.day == day - dt.timedelta(days=1)


def test_a_team_and_a_span_are_chosen_by_key(tab: OverTimeTab, qtbot: QtBot, settle: Settle) -> None:
    offered = [tab.bar.scope.itemText(row) for row in range(tab.bar.scope.count())]
    assert offered == ["All services", "Team Payments", "Team Post", "checkout", "parcels"]
    QTest.keyClick(tab.bar.scope, Qt.Key.Key_Down)
    look_again(tab, qtbot, settle)
    assert (tab.model.value_of("Made"), tab.model.value_of("Done")) == ("1", "1")
    QTest.keyClick(tab.bar.span, Qt.Key.Key_Up)
    look_again(tab, qtbot, settle)
    assert (tab.model.value_of("Made"), tab.model.value_of("Done")) == ("0", "1")


def test_a_scope_without_items_then_says_so(tab: OverTimeTab, qtbot: QtBot, settle: Settle) -> None:
    QTest.keyClick(tab.bar.scope, Qt.Key.Key_End)
    QTest.keyClick(tab.bar.slider, Qt.Key.Key_Home)
    look_again(tab, qtbot, settle)
    assert tab.nothing.isVisible()
    QTest.keyClick(tab.bar.slider, Qt.Key.Key_End)
    look_again(tab, qtbot, settle)
    assert tab.burn_down.isVisible()
    assert tab.model.value_of("Live items") == "1"


def test_what_is_chosen_stays_when_something_changes(
    tab: OverTimeTab, places: Places, qtbot: QtBot, settle: Settle
) -> None:
    QTest.keyClick(tab.bar.scope, Qt.Key.Key_End)
    QTest.keyClick(tab.bar.slider, Qt.Key.Key_Left)
    look_again(tab, qtbot, settle)
    places.portfolio.context.changed.emit()
    settle()
    assert (tab.bar.scope.currentText(), tab.bar.day) == ("parcels", TODAY - dt.timedelta(days=1))


def test_without_items_it_says_what_it_is_for(window: MainWindow, places: Places, settle: Settle) -> None:
    tab = open_tab(window, places, settle)
    assert tab.empty.isVisible()
    assert not tab.bar.isVisible()
    accessibility.check(window)
    assert window.focusWidget() is tab.review_button
    QTest.keyClick(tab.review_button, Qt.Key.Key_Space)
    settle()
    assert window.page is places.review


def test_in_a_narrow_window_the_figures_stand_beneath(tab: OverTimeTab, window: MainWindow, qtbot: QtBot) -> None:
    def start() -> int:
        return tab.table.mapTo(tab, tab.table.rect().topLeft()).x()

    assert start() > tab.burn_down.width() / 2
    window.resize(820, 640)
    qtbot.waitUntil(lambda: start() < 20)
