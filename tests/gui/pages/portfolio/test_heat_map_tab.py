"""The heat map by keys: the cursor goes through cells and means, S sorts, Enter opens the review at the principle."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from tests.gui import accessibility
from tests.workflows.builders import begin_review, small_pack

from shipworthy.domain.service_filter import ServiceFilter
from shipworthy.gui.context import Context
from shipworthy.gui.main_window import MainWindow
from shipworthy.gui.pages.portfolio.heat_map_tab import HeatMapTab
from shipworthy.gui.places import Places
from shipworthy.workflows.session import Session

Settle = Callable[[], None]
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def data_dir(tmp_path: Path, sample_store: Path) -> Path:
    """Return the data folder, with the sample portfolio."""
    folder = tmp_path / "data of Amira"
    folder.mkdir()
    shutil.copy(sample_store, folder)
    return folder


def open_tab(places: Places, window: MainWindow, settle: Settle) -> HeatMapTab:
    while not isinstance(places.portfolio.tab, HeatMapTab):
        QTest.keyClick(window, Qt.Key.Key_PageDown, CTRL)
    settle()
    return places.portfolio.tab


@pytest.fixture
def tab(places: Places, window: MainWindow, settle: Settle) -> HeatMapTab:
    """Return the tab, opened by its key, with the cursor on the first cell."""
    return open_tab(places, window, settle)


def press(tab: HeatMapTab, *keys: Qt.Key, ctrl: bool = False) -> None:
    for key in keys:
        QTest.keyClick(tab.window().focusWidget(), key, CTRL if ctrl else Qt.KeyboardModifier.NoModifier)


def service(tab: HeatMapTab) -> str:
    return tab.model.line(tab.table.currentIndex().row()).service.name


def test_the_cursor_goes_through_the_cells_and_each_is_told(tab: HeatMapTab, window: MainWindow) -> None:
    assert window.focusWidget() is tab.table
    assert tab.model.rowCount() == 12
    assert tab.said.text() == "address-check · Define the contract: 75"
    press(tab, Qt.Key.Key_Down, Qt.Key.Key_Right)
    assert tab.said.text() == "checkout · Design for failure: 15, below the minimum of 70, 7 misses, 1 blocker"
    press(tab, Qt.Key.Key_End)
    assert tab.said.text().startswith("checkout · Score: 18")
    press(tab, Qt.Key.Key_Home)
    assert tab.table.currentIndex().column() == 0
    press(tab, Qt.Key.Key_End, ctrl=True)
    assert (tab.table.currentIndex().row(), tab.table.currentIndex().column()) == (11, tab.model.columnCount() - 1)
    press(tab, Qt.Key.Key_Home, ctrl=True)
    assert (tab.table.currentIndex().row(), tab.table.currentIndex().column()) == (0, 0)
    accessibility.check(window)


def test_below_the_last_service_stand_the_means(tab: HeatMapTab, window: MainWindow) -> None:
    press(tab, Qt.Key.Key_End, ctrl=True)
    press(tab, Qt.Key.Key_Left, Qt.Key.Key_Down)
    assert window.focusWidget() is tab.means
    assert tab.said.text().startswith("Graceful shutdown: mean ")
    press(tab, Qt.Key.Key_Left)
    assert tab.said.text().startswith("Security: mean ")
    press(tab, Qt.Key.Key_Up)
    assert window.focusWidget() is tab.table
    assert tab.said.text().startswith(f"{service(tab)} · Security: ")
    press(tab, Qt.Key.Key_Home, ctrl=True)
    press(tab, Qt.Key.Key_Up)
    assert window.focusWidget() is tab.table


def test_s_sorts_by_the_principle_the_worst_first_then_the_best_then_as_before(tab: HeatMapTab) -> None:
    press(tab, Qt.Key.Key_Right, Qt.Key.Key_S)
    assert service(tab) == "checkout"
    assert tab.unsort.isVisible()
    press(tab, Qt.Key.Key_S)
    best = [tab.model.cell(row, 1).score or 0 for row in range(tab.model.rowCount())]
    assert best == sorted(best, reverse=True)
    press(tab, Qt.Key.Key_S)
    assert tab.model.sorted_column() == -1
    assert not tab.unsort.isVisible()
    press(tab, Qt.Key.Key_S, Qt.Key.Key_Tab, Qt.Key.Key_Tab, Qt.Key.Key_Space)
    assert tab.model.sorted_column() == -1
    assert tab.window().focusWidget() is tab.table


def test_a_click_on_a_title_sorts_too(tab: HeatMapTab) -> None:
    header = tab.table.horizontalHeader()
    place = header.sectionViewportPosition(1) + header.sectionSize(1) // 2
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place, 90))
    assert (tab.model.sorted_column(), service(tab)) == (1, "checkout")


def test_enter_opens_the_review_at_the_first_miss_of_the_principle(
    tab: HeatMapTab, window: MainWindow, places: Places, settle: Settle
) -> None:
    press(tab, Qt.Key.Key_Down, Qt.Key.Key_Right)
    wanted = tab.model.cell(1, 1).question
    press(tab, Qt.Key.Key_Return)
    settle()
    assert window.page is places.review
    assert places.review.conduct.review.service.name == "checkout"
    assert places.review.conduct.current == wanted


def test_enter_on_a_score_or_without_a_review_opens_the_service(
    tab: HeatMapTab, window: MainWindow, places: Places, settle: Settle
) -> None:
    while service(tab) != "locker-pilot":
        press(tab, Qt.Key.Key_Down)
    assert tab.said.text() == "locker-pilot: no review yet"
    press(tab, Qt.Key.Key_Return)
    settle()
    assert window.page is places.service


def test_the_filter_narrows_it_and_the_cursor_stays_on_its_service(
    tab: HeatMapTab, places: Places, settle: Settle
) -> None:
    while service(tab) != "orders":
        press(tab, Qt.Key.Key_Down)
    places.portfolio.state.set_filter(ServiceFilter(text="or"))
    settle()
    assert 0 < tab.model.rowCount() < 12
    assert service(tab) == "orders"
    places.portfolio.state.set_filter(ServiceFilter(text="no such name"))
    settle()
    assert tab.nothing_found.isVisible()
    places.portfolio.state.clear_filter()
    settle()
    assert tab.model.rowCount() == 12


def test_packs_stand_side_by_side_under_their_titles(
    tab: HeatMapTab, context: Context, settle: Settle, qapp: QApplication
) -> None:
    def add(session: Session) -> None:
        begin_review(session, [small_pack()], "خدمة الدفع")

    alone = tab.table.horizontalHeader().height()
    context.write(add, lambda _nothing: context.changed.emit(), owner=tab)
    settle()
    assert [each.title for each in tab.model.columns][-2:] == ["Title of stop", "Score"]
    assert tab.model.has_packs
    assert tab.table.horizontalHeader().height() > alone
    press(tab, Qt.Key.Key_End)
    assert tab.table.horizontalScrollBar().value() == tab.means.horizontalScrollBar().value()
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        assert not tab.window().grab().isNull()
    finally:
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
