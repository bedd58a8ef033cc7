"""The table of the portfolio by key and click: groups, columns, sorting, selection, and lines of scores."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot
from tests.gui import accessibility
from tests.gui.pages.portfolio.portfolio_desk import SERVICES, PortfolioDesk

from shipworthy.domain.service_filter import ServiceFilter
from shipworthy.gui.models.service_columns import SCORE, TEAM, TIER, TREND
from shipworthy.gui.widgets.labels import PlainLabel

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

Key = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
LONG = SERVICES[-1][0]
GROUPED = [
    *("Payments · 2 services, 1 scored · mean 67", "checkout", "ledger"),
    *("Search · 2 services", "search", "خدمة الدفع"),
    *("No team · 1 service", LONG),
]


def choose(menu: QMenu, text: str) -> None:
    """Go to a line of an open menu by key, and press it."""
    for _step in range(20):
        active = menu.activeAction()
        if active is not None and active.text() == text:
            break
        QTest.keyClick(menu, Key.Key_Down)
    else:
        raise AssertionError(text)
    QTest.keyClick(menu, Key.Key_Return)


def group_by(desk: PortfolioDesk, text: str) -> None:
    """Group by key."""
    group = desk.page.services.group
    QTest.keyClick(group.button, Key.Key_Space)
    choose(group.menu, text)
    desk.rest()


def click_row(desk: PortfolioDesk, row: int, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Click a row in its first column."""
    table = desk.page.services.table
    place = table.visualRect(desk.page.services.model.index(row, 0)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, modifier, place)


def test_services_are_grouped_by_key_and_the_column_of_the_group_goes(desk: PortfolioDesk) -> None:
    tab = desk.page.services
    QAbstractItemModelTester(tab.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert desk.shown == ["checkout", "ledger", "search", "خدمة الدفع", LONG]
    assert "team" in tab.table.shown_columns
    group_by(desk, "Team")
    assert desk.shown[0].startswith("Payments · 2 services, 1 scored · mean")
    assert desk.shown[1:] == GROUPED[1:]
    assert tab.group.button.accessibleName() == "Grouped by team"
    assert "team" not in tab.table.shown_columns
    assert desk.page.state.current_view().group_by == "team"
    group_by(desk, "Not grouped")
    assert "team" in tab.table.shown_columns
    accessibility.check(desk.window)


def test_a_group_folds_by_key_and_by_click(desk: PortfolioDesk) -> None:
    group_by(desk, "Team")
    table = desk.page.services.table
    table.setFocus()
    QTest.keyClick(table, Key.Key_Home, CTRL)
    QTest.keyClick(table, Key.Key_Left)
    assert desk.shown[1] == "Search · 2 services"
    QTest.keyClick(table, Key.Key_Left)  # folded already
    assert len(desk.shown) == 6
    QTest.keyClick(table, Key.Key_Right)
    assert desk.shown[1:] == GROUPED[1:]
    for key in (Key.Key_Return, Key.Key_Space, Key.Key_Minus, Key.Key_Plus):
        QTest.keyClick(table, key)
    assert desk.shown[1:] == GROUPED[1:]
    click_row(desk, 3)
    assert desk.shown[3:] == ["Search · 2 services", "No team · 1 service", LONG]
    QTest.keyClick(desk.page.services.group.button, Key.Key_Space)
    choose(desk.page.services.group.menu, "Fold all groups")
    assert [each.split(" · ")[0] for each in desk.shown] == ["Payments", "Search", "No team"]
    QTest.keyClick(desk.page.services.group.button, Key.Key_Space)
    choose(desk.page.services.group.menu, "Unfold all groups")
    assert desk.shown[1:] == GROUPED[1:]


def test_where_the_interface_is_read_from_the_right_left_unfolds(desk: PortfolioDesk) -> None:
    group_by(desk, "Team")
    table = desk.page.services.table
    table.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    table.setFocus()
    QTest.keyClick(table, Key.Key_Home, CTRL)
    QTest.keyClick(table, Key.Key_Right)
    assert len(desk.shown) == 6
    QTest.keyClick(table, Key.Key_Left)
    assert len(desk.shown) == 8
    desk.window.grab()


def test_several_services_are_selected_and_stay_so_when_the_list_is_read_again(desk: PortfolioDesk) -> None:
    tab = desk.page.services
    group_by(desk, "Team")
    click_row(desk, 1)
    click_row(desk, 4, CTRL)
    assert desk.selected == ["checkout", "search"]
    desk.context.changed.emit()
    desk.rest()
    assert desk.selected == ["checkout", "search"]
    group_by(desk, "Not grouped")
    assert desk.selected == ["checkout", "search"]
    told = []
    tab.selection_changed.connect(lambda: told.append(desk.selected))
    QTest.keyClick(tab.table, Key.Key_A, CTRL)
    assert len(told[-1]) == 5
    QTest.keyClick(tab.table, Key.Key_Escape)
    assert len(desk.selected) == 1


def test_the_head_of_a_group_is_not_among_what_is_selected(desk: PortfolioDesk) -> None:
    group_by(desk, "Team")
    table = desk.page.services.table
    table.setFocus()
    QTest.keyClick(table, Key.Key_A, CTRL)
    assert len(desk.selected) == 5
    QTest.keyClick(table, Key.Key_Home, CTRL)
    for _row in range(4):
        QTest.keyClick(table, Key.Key_Down, SHIFT)
    assert desk.selected == ["checkout", "ledger", "search"]


def test_columns_are_ticked_and_moved_by_key(desk: PortfolioDesk, qapp: QApplication) -> None:
    tab = desk.page.services
    QTest.keyClick(tab.column_button, Key.Key_Space)
    menu = tab.column_menu
    assert menu.activeAction() is menu.ticks["tier"]
    QTest.keyClick(menu, Key.Key_Space)
    assert "tier" not in tab.table.shown_columns
    assert menu.isVisible()
    QTest.keyClick(menu, Key.Key_Down)
    assert menu.activeAction() is menu.ticks["team"]
    QTest.keyClick(menu, Key.Key_Up, CTRL)  # the first there is
    assert tab.table.shown_columns[:3] == ("name", "team", "verdict")
    QTest.keyClick(menu, Key.Key_Down, CTRL)
    assert tab.table.shown_columns[:3] == ("name", "verdict", "team")
    assert desk.page.state.current_view().columns == tab.table.shown_columns
    while menu.activeAction() is not menu.ticks["owner"]:
        QTest.keyClick(menu, Key.Key_Down)
    QTest.keyClick(menu, Key.Key_Up, CTRL)  # not shown: it has no place
    QTest.keyClick(menu, Key.Key_Space)
    assert tab.table.shown_columns[-1] == "owner"
    while menu.activeAction() is not menu.usual:
        QTest.keyClick(menu, Key.Key_Down)
    QTest.keyClick(menu, Key.Key_Return)
    assert desk.page.state.current_view().columns == ()
    assert tab.table.shown_columns[:4] == ("name", "tier", "team", "verdict")


def test_columns_are_ticked_by_click_and_dragged(desk: PortfolioDesk) -> None:
    tab = desk.page.services
    header = tab.table.horizontalHeader()
    header.customContextMenuRequested.emit(QPoint(40, 10))
    menu = tab.column_menu
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(menu.ticks["level"]).center())
    assert menu.isVisible()
    assert "level" not in tab.table.shown_columns
    menu.close()
    start = QPoint(header.sectionViewportPosition(SCORE) + 20, 10)
    end = QPoint(header.sectionViewportPosition(TIER) + 4, 10)
    viewport = header.viewport()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(viewport, start - QPoint(30, 0))
    QTest.mouseMove(viewport, end)
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=end)
    assert tab.table.shown_columns[1] == "score"
    assert desk.page.state.current_view().columns[1] == "score"


def test_a_view_is_taken_on_whole_and_told_as_it_is(desk: PortfolioDesk) -> None:
    state, tab = desk.page.state, desk.page.services
    columns = ("name", "score", "team", "gone", "owner")
    view = replace(
        state.current_view(),
        name="Steering committee",
        filter=ServiceFilter(team=frozenset({"Payments"})),
        group_by="tier",
        columns=columns,
        sort_by="name",
        descending=True,
    )
    state.apply_view(view)
    assert [each.split(" · ")[0] for each in desk.shown] == ["Tier 1", "ledger", "checkout"]
    assert tab.table.shown_columns == ("name", "score", "team", "owner")
    assert state.current_view() == replace(view, name="")
    state.apply_view(replace(view, group_by="nothing that is known", sort_by="gone", filter=ServiceFilter()))
    assert desk.shown == [LONG, "خدمة الدفع", "search", "ledger", "checkout"]


def test_a_click_on_the_head_of_a_column_sorts_but_for_one_that_cannot(desk: PortfolioDesk) -> None:
    tab, state = desk.page.services, desk.page.state
    header = tab.table.horizontalHeader()

    def click(column: int) -> None:
        place = QPoint(header.sectionViewportPosition(column) + 20, 10)
        QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)

    click(TEAM)
    assert (state.current_view().sort_by, state.current_view().descending) == ("team", False)
    click(TEAM)
    assert (state.current_view().sort_by, state.current_view().descending) == ("team", True)
    assert desk.shown[0] == "search"
    assert desk.shown[-1] == LONG
    click(TREND)
    assert state.current_view().sort_by == "team"
    assert header.sortIndicatorSection() == TEAM


def test_lines_of_scores_are_read_for_what_is_in_sight(desk: PortfolioDesk, qtbot: QtBot) -> None:
    model = desk.page.services.model
    index = model.index(0, TREND)
    qtbot.waitUntil(lambda: str(index.data()).startswith("rising, "))
    assert str(index.data()).endswith("since May")
    assert model.index(1, TREND).data() == "–"
    desk.window.grab()


def test_typing_goes_to_a_service_by_its_name(desk: PortfolioDesk) -> None:
    table = desk.page.services.table
    group_by(desk, "Team")
    table.setFocus()
    QTest.keyClicks(table, "se")
    assert table.current == desk.ids["search"]
    table.keyboardSearch("")
    assert table.current == desk.ids["search"]


def test_a_filter_that_nothing_fits_leads_back_by_key(desk: PortfolioDesk, qapp: QApplication) -> None:
    tab = desk.page.services
    desk.page.state.set_filter(ServiceFilter(text="nothing like it"))
    assert tab.nothing_found.isVisible()
    tab.take_focus()
    QTest.keyClick(tab.clear_button, Key.Key_Space)
    assert len(desk.shown) == 5
    assert qapp.focusWidget() is tab.table
    assert not desk.page.state.filter.is_on


def test_a_day_before_the_first_service_says_so(desk: PortfolioDesk) -> None:
    tab = desk.page.services
    desk.page.state.set_day(date(2026, 1, 1))
    desk.rest()
    texts = [label.text() for label in tab.nothing_found.findChildren(PlainLabel)]
    assert texts[0] == "No services on this day"
    assert tab.clear_button.isHidden()
    tab.take_focus()
    accessibility.check(desk.window)
    desk.page.state.set_day(None)
    desk.rest()
    assert len(desk.shown) == 5


def test_enter_on_a_service_opens_it(desk: PortfolioDesk) -> None:
    group_by(desk, "Team")
    table = desk.page.services.table
    table.setFocus()
    QTest.keyClick(table, Key.Key_Home, CTRL)
    QTest.keyClick(table, Key.Key_Down)
    QTest.keyClick(table, Key.Key_Return)
    desk.rest()
    assert desk.window.page is not desk.page
    assert desk.window.page is not None
    assert desk.window.page.heading[0] == "checkout"


def test_there_is_nothing_to_select_where_there_is_nothing(desk: PortfolioDesk) -> None:
    table = desk.page.services.table
    desk.page.services.model.show_lines([])
    table.choose([], None)
    assert table.current is None
    assert table.selected_lines() == ()
    table.keyboardSearch("x")
    QTest.keyClick(table, Key.Key_Left)
    assert not table.currentIndex().isValid()
    assert table.currentIndex() == QModelIndex()
