"""The start page: empty at first, then every service, found, sorted and opened by key."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QProgressBar, QPushButton
from pytestqt.qtbot import QtBot

from shipworthy.domain.gate import Verdict
from shipworthy.domain.service import Service
from shipworthy.gui.context import Context, Saving
from shipworthy.gui.main_window import MainWindow
from shipworthy.gui.models.service_columns import TIER
from shipworthy.gui.pages.service.overview_tab import OverviewTab
from shipworthy.gui.pages.service_editor import ServiceEditor
from shipworthy.gui.pages.start_dialog import StartDialog
from shipworthy.gui.places import Places
from shipworthy.workflows.services import blank_service, save_service
from shipworthy.workflows.session import Session

NAMES = ("checkout", "ledger", "<b>bold</b> & 🚀", "خدمة الدفع", "x" * 200)


def add_services(session: Session) -> list[Service]:
    """Add services with names that make trouble."""
    return [
        save_service(session, replace(blank_service(session), name=name, tier=1 + number % 4, team="Payments"))
        for number, name in enumerate(NAMES)
    ]


@pytest.fixture
def services(window: MainWindow, context: Context, settle: Callable[[], None]) -> dict[str, Service]:
    """Return services that are there and shown."""
    added: list[Service] = []
    context.write(add_services, added.extend, owner=window)
    settle()
    context.changed.emit()
    settle()
    return {service.name: service for service in added}


def test_an_empty_portfolio_offers_the_first_step(places: Places, qapp: QApplication) -> None:
    page = places.portfolio
    assert page.empty.isVisible()
    assert not page.services.table.isVisible()
    assert qapp.focusWidget() is page.empty.load
    buttons = [button.text() for button in page.empty.findChildren(QPushButton)]
    assert buttons == ["Try the sample portfolio", "Add a service", "Import…", "Open the manual"]
    QTest.keyClick(page.empty.load, Qt.Key.Key_Tab)
    assert qapp.focusWidget() is page.empty.add_first
    QTest.keyClick(page.empty.add_first, Qt.Key.Key_Space)
    editor = page.window().findChild(ServiceEditor)
    assert editor is not None
    assert editor.isVisible()


def test_the_first_service_leads_on_to_its_review(
    window: MainWindow, places: Places, qapp: QApplication, settle: Callable[[], None], qtbot: QtBot
) -> None:
    QTest.keyClick(places.portfolio.empty.add_first, Qt.Key.Key_Return)
    editor = window.findChild(ServiceEditor)
    assert editor is not None
    settle()
    QTest.keyClicks(editor.name, "checkout")
    QTest.keyClick(editor.name, Qt.Key.Key_Return)
    settle()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    assert window.page is places.service
    assert isinstance(places.service.tab, OverviewTab)
    assert "Start review" in places.service.tab.nothing.text()
    button = qapp.focusWidget()
    assert button is places.service.review_button
    assert places.service.review_button.text() == "Start review"
    QTest.keyClick(button, Qt.Key.Key_Return)
    settle()
    (dialog,) = window.findChildren(StartDialog)
    QTest.keyClick(dialog.title, Qt.Key.Key_Return)
    settle()
    assert window.page is places.review
    assert places.review.conduct.is_open


def test_the_manual_is_one_press_away_and_esc_comes_back(window: MainWindow, places: Places) -> None:
    QTest.mouseClick(places.portfolio.empty.manual, Qt.MouseButton.LeftButton)
    assert window.page is places.manual
    QTest.keyClick(places.manual.view, Qt.Key.Key_Escape)
    assert window.page is places.portfolio


def test_the_samples_are_one_press_away(places: Places, settle: Callable[[], None]) -> None:
    page = places.portfolio
    QTest.mouseClick(page.empty.load, Qt.MouseButton.LeftButton)
    settle()
    assert page.services.model.rowCount() == 12
    assert page.services.table.isVisible()
    assert page.heading == ("Portfolio", "12 services")


def test_loading_the_samples_shows_its_progress_and_is_cancelled_there(
    window: MainWindow, places: Places, context: Context, qtbot: QtBot, qapp: QApplication, settle: Callable[[], None]
) -> None:
    page = places.portfolio
    QTest.mouseClick(page.empty.load, Qt.MouseButton.LeftButton)
    page.load_samples()  # once more, from the menu: one loading is enough
    (frame,) = window.notices.frames
    (bar,) = frame.findChildren(QProgressBar)
    qtbot.waitUntil(lambda: bar.value() > 0 and bar.maximum() > 100)
    (cancel,) = frame.findChildren(QPushButton)
    QTest.mouseClick(cancel, Qt.MouseButton.LeftButton)
    settle()
    assert [each.notice.text for each in window.notices.frames] == ["Loading cancelled; nothing was added."]
    assert context.save_state.saving is not Saving.FAILED
    assert page.empty.isVisible()
    assert qapp.focusWidget() is page.empty.load
    QTest.keyClick(page.empty.load, Qt.Key.Key_Space)
    settle()
    assert page.services.model.rowCount() == 12


def test_every_service_is_listed_with_the_focus_on_the_list(
    places: Places, services: dict[str, Service], qapp: QApplication
) -> None:
    page = places.portfolio
    listed = {line.service.name for line in page.services.model.lines}
    assert listed == set(services) == set(NAMES)
    assert qapp.focusWidget() is page.services.table
    assert page.strip.verdicts.buttons[Verdict.NOT_ASSESSED].accessibleName() == "5 not assessed"


def test_enter_opens_the_chosen_service(
    window: MainWindow, places: Places, services: dict[str, Service], settle: Callable[[], None]
) -> None:
    table = places.portfolio.services.table
    row = places.portfolio.services.model.row_of(services["ledger"].id)
    assert row is not None
    QTest.keyClick(table, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    for _step in range(row):
        QTest.keyClick(table, Qt.Key.Key_Down)
    QTest.keyClick(table, Qt.Key.Key_Return)
    settle()
    assert window.page is places.service
    assert places.service.heading[0] == "ledger"
    assert window.rail.button("portfolio").isChecked()


def test_a_double_click_opens_too(
    window: MainWindow, places: Places, services: dict[str, Service], settle: Callable[[], None]
) -> None:
    table, model = places.portfolio.services.table, places.portfolio.services.model
    row = model.row_of(services["checkout"].id)
    assert row is not None
    place = table.visualRect(model.index(row, 0)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    settle()
    assert window.page is places.service


def test_the_filter_is_typed_and_entered_by_key(
    window: MainWindow, places: Places, services: dict[str, Service], qapp: QApplication, qtbot: QtBot
) -> None:
    page = places.portfolio
    QTest.keyClick(page.services.table, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert qapp.focusWidget() is page.filters.search
    QTest.keyClicks(page.filters.search, "tier 1 check")
    assert [line.service.name for line in page.services.model.lines] == ["checkout"]
    QTest.keyClick(page.filters.search, Qt.Key.Key_Return)
    assert qapp.focusWidget() is page.services.table


def test_a_filter_that_nothing_fits_says_so(places: Places, services: dict[str, Service]) -> None:
    page = places.portfolio
    page.filters.search.setText("no such thing")
    assert page.services.table.isHidden()
    page.filters.search.clear()
    assert page.services.nothing_found.isHidden()


def test_the_header_sorts(places: Places, services: dict[str, Service]) -> None:
    page = places.portfolio
    header = page.services.table.horizontalHeader()
    tier = header.sectionViewportPosition(TIER) + 10
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(tier, 10))
    tiers = [line.service.tier for line in page.services.model.lines]
    assert tiers == sorted(tiers)


def test_what_is_chosen_stays_chosen_when_the_list_is_read_again(
    places: Places, services: dict[str, Service], context: Context, settle: Callable[[], None]
) -> None:
    page = places.portfolio
    row = page.services.model.row_of(services["ledger"].id)
    assert row is not None
    page.services.table.selectRow(row)
    context.changed.emit()
    settle()
    assert page.services.table.current == services["ledger"].id


def test_the_list_is_read_again_only_when_it_is_seen(
    window: MainWindow, places: Places, services: dict[str, Service], context: Context, settle: Callable[[], None]
) -> None:
    window.show_page("manual")
    context.changed.emit()
    assert not context.tasks.busy
    window.show_page("portfolio")
    assert context.tasks.busy
    settle()
