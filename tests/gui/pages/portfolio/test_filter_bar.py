"""Filtering the portfolio by hand: words, facets with counts, chips that go by key and click, for every tab."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from tests.gui import accessibility

from shipworthy.domain.portfolio import ServiceLine
from shipworthy.domain.service_filter import Facet, ServiceFilter
from shipworthy.gui.context import Context
from shipworthy.gui.main_window import MainWindow
from shipworthy.gui.models.values_model import COUNT, NAME
from shipworthy.gui.pages.portfolio.filter_bar import FilterBar
from shipworthy.gui.pages.portfolio_page import PortfolioPage
from shipworthy.gui.places import Places
from shipworthy.gui.widgets.value_picker import ValuePicker
from shipworthy.workflows.services import blank_service, change_services
from shipworthy.workflows.session import Session

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform, of every pop-up

Key = Qt.Key
SERVICES = (
    ("checkout", "Payments", 1),
    ("ledger", "Payments", 2),
    ("search", "Search", 2),
    ("خدمة الدفع", "فريق <b>المدفوعات</b> & 🚀", 3),
    ("experiment", "", 4),
)


def add_services(session: Session, services: Sequence[tuple[str, str, int]] = SERVICES) -> None:
    """Add services by name, team and tier."""
    change_services(
        session,
        [replace(blank_service(session), name=name, team=team, tier=tier) for name, team, tier in services],
        "add services",
    )


@pytest.fixture
def page(window: MainWindow, places: Places, context: Context, settle: Callable[[], None]) -> PortfolioPage:
    """Return the page with five services."""
    context.write(add_services, lambda _none: context.changed.emit(), owner=window)
    settle()
    return places.portfolio


def shown(page: PortfolioPage) -> list[str]:
    return [line.service.name for line in page.services.lines]


def said(button: QPushButton) -> str:
    """Return the text of a button without the marks of direction."""
    return re.sub("[\u200e\u200f\u2068\u2069]", "", button.text())


def focus() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    assert found.isVisible()
    return found


def offered(picker: ValuePicker) -> dict[str, str]:
    """Return the values offered with their counts, as they are shown."""
    model = picker.model
    return {model.index(row, NAME).data(): model.index(row, COUNT).data() for row in range(model.rowCount())}


def pick(bar: FilterBar, facet: Facet) -> ValuePicker:
    """Open a facet from the menu by key."""
    bar.add_button.setFocus()
    QTest.keyClick(bar.add_button, Key.Key_Return)
    for _step in range(list(Facet).index(facet)):
        QTest.keyClick(bar.facets, Key.Key_Down)
    QTest.keyClick(bar.facets, Key.Key_Return)
    assert bar.picker.isVisible()
    return bar.picker


def test_a_facet_is_picked_by_key_with_several_values(page: PortfolioPage) -> None:
    bar = page.filters
    picker = pick(bar, Facet.TIER)
    assert offered(picker) == {"Tier 1": "1", "Tier 2": "2", "Tier 3": "1", "Tier 4": "1"}
    assert focus() is picker.table
    QTest.keyClick(picker.table, Key.Key_Space)
    assert shown(page) == ["checkout"]
    QTest.keyClick(picker.table, Key.Key_Down)
    QTest.keyClick(picker.table, Key.Key_Space)
    assert picker.isVisible()
    assert shown(page) == ["checkout", "ledger", "search"]
    QTest.keyClick(picker.table, Key.Key_Escape)
    assert not picker.isVisible()
    chip = bar.chips[Facet.TIER]
    assert focus() is chip
    assert chip.accessibleName() == "Filter Tier 1–2"
    assert said(chip) == "Tier 1–2 ✕"
    assert pick(bar, Facet.TEAM).model.rowCount() == 4
    assert offered(bar.picker) == {"Payments": "2", "Search": "1", "فريق <b>المدفوعات</b> & 🚀": "0", "No team": "0"}
    QTest.keyClick(bar.picker.table, Key.Key_Return)
    assert not bar.picker.isVisible()
    assert shown(page) == ["checkout", "ledger"]


def test_a_chip_is_changed_by_enter_and_removed_by_delete(page: PortfolioPage) -> None:
    bar = page.filters
    page.state.set_filter(ServiceFilter(tier=frozenset({1}), team=frozenset({"Payments", "Search"})))
    tier, team = bar.chips[Facet.TIER], bar.chips[Facet.TEAM]
    tier.setFocus()
    QTest.keyClick(tier, Key.Key_Return)
    QTest.keyClick(bar.picker.table, Key.Key_Down)
    QTest.keyClick(bar.picker.table, Key.Key_Return)
    assert page.state.filter.tier == {1, 2}
    assert focus() is tier
    QTest.keyClick(tier, Key.Key_Delete)
    assert not tier.isVisible()
    assert focus() is team
    QTest.keyClick(team, Key.Key_Backspace)
    assert page.state.filter == ServiceFilter()
    assert focus() is bar.add_button


def test_a_chip_whose_last_value_is_unticked_hands_the_focus_on(page: PortfolioPage) -> None:
    bar = page.filters
    page.state.set_filter(ServiceFilter(tier=frozenset({1})))
    bar.chips[Facet.TIER].setFocus()
    QTest.keyClick(bar.chips[Facet.TIER], Key.Key_Space)
    QTest.keyClick(bar.picker.table, Key.Key_Space)
    assert not bar.chips[Facet.TIER].isVisible()
    QTest.keyClick(bar.picker.table, Key.Key_Escape)
    assert focus() is bar.add_button


def test_a_click_on_the_cross_removes_and_elsewhere_changes(page: PortfolioPage) -> None:
    bar = page.filters
    page.state.set_filter(ServiceFilter(tier=frozenset({1})))
    chip = bar.chips[Facet.TIER]
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(8, chip.height() // 2))
    assert bar.picker.isVisible()
    place = bar.picker.table.visualRect(bar.picker.model.index(2, COUNT)).center()
    QTest.mouseClick(bar.picker.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert page.state.filter.tier == {1, 3}
    bar.picker.close()
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(chip.width() - 10, chip.height() // 2))
    assert page.state.filter == ServiceFilter()
    assert not chip.isVisible()


def test_the_cross_is_at_the_other_end_where_one_reads_from_right_to_left(
    page: PortfolioPage, settle: Callable[[], None]
) -> None:
    page.window().setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    page.state.set_filter(ServiceFilter(tier=frozenset({1})))
    settle()
    chip = page.filters.chips[Facet.TIER]
    assert chip.isRightToLeft()
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(10, chip.height() // 2))
    assert page.state.filter == ServiceFilter()


def test_many_values_are_found_by_typing(
    page: PortfolioPage, window: MainWindow, context: Context, settle: Callable[[], None]
) -> None:
    many = [(f"svc-{number}", f"Team {number:02}", 1) for number in range(30)]
    context.write(lambda session: add_services(session, many), lambda _none: context.changed.emit(), owner=window)
    settle()
    picker = pick(page.filters, Facet.TEAM)
    assert focus() is picker.search
    QTest.keyClicks(picker.search, "TEAM 2")
    assert list(offered(picker)) == ["Team 02", "Team 12", *(f"Team {number}" for number in range(20, 30))]
    QTest.keyClicks(picker.search, "7")
    QTest.keyClick(picker.search, Key.Key_Return)
    assert not picker.isVisible()
    assert shown(page) == ["svc-27"]
    picker = pick(page.filters, Facet.TEAM)
    assert picker.search.text() == ""
    QTest.keyClicks(picker.search, "nothing like it")
    assert picker.nothing.isVisible()
    QTest.keyClick(picker.search, Key.Key_Return)
    assert picker.isVisible()
    picker.search.clear()
    QTest.keyClick(picker.search, Key.Key_Down)
    assert focus() is picker.table
    QTest.keyClick(picker.table, Key.Key_Escape)
    assert page.state.filter.team == {"Team 27"}


def test_the_filter_holds_for_every_tab(page: PortfolioPage, monkeypatch: pytest.MonkeyPatch) -> None:
    page.state.set_filter(ServiceFilter(team=frozenset({"Payments"})))
    for place in range(page.tabs.bar.count()):
        page.tabs.show_tab(place)
        assert page.tab is not None
        given: list[Sequence[ServiceLine]] = []
        monkeypatch.setattr(page.tab, "show_portfolio", lambda _portfolio, lines, given=given: given.append(lines))
        page.state.set_filter(page.state.filter.with_text("led"))
        assert [[line.service.name for line in lines] for lines in given] == [["ledger"]]
        assert page.filters.isVisible()
        page.state.set_filter(page.state.filter.with_text(""))


def test_ctrl_f_finds_and_clear_shows_everything(page: PortfolioPage) -> None:
    bar = page.filters
    assert not bar.clear_button.isVisible()
    QTest.keyClick(page.services.table, Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert focus() is bar.search
    QTest.keyClicks(bar.search, "tier 2 pay")
    assert shown(page) == ["ledger"]
    page.state.set_filter(page.state.filter.with_value(Facet.TIER, 2, True))
    bar.clear_button.setFocus()
    QTest.keyClick(bar.clear_button, Key.Key_Return)
    assert bar.search.text() == ""
    assert len(shown(page)) == len(SERVICES)
    assert focus() is bar.search
    assert not bar.clear_button.isVisible()
    QTest.keyClick(bar.search, Key.Key_Down)
    assert focus() is page.services.table


def test_values_that_no_service_has_are_told(page: PortfolioPage) -> None:
    bar = page.filters
    assert not bar.unknown.isVisible()
    page.state.set_filter(ServiceFilter(team=frozenset({"Gone", "Payments"})))
    assert bar.unknown.isVisible()
    assert bar.unknown.text() == "No service has these: Team “Gone”."
    assert shown(page) == ["checkout", "ledger"]
    assert "Gone" in offered(pick(bar, Facet.TEAM))
    bar.picker.close()
    page.state.clear_filter()
    assert not bar.unknown.isVisible()


def test_a_long_chip_names_everything_in_its_tip_and_to_screen_readers(page: PortfolioPage) -> None:
    names = frozenset({"a" * 80, "b & c", "d"})
    page.state.set_filter(ServiceFilter(team=names))
    chip = page.filters.chips[Facet.TEAM]
    assert said(chip) == f"Team: {'a' * 27}…, b && c +1 ✕"
    assert chip.accessibleName() == f"Filter Team: {'a' * 80}, b & c, d"
    assert "b &amp; c, d" in chip.toolTip()


@pytest.mark.parametrize("size", [(1280, 800), (1024, 640)])
def test_nothing_of_the_bar_is_cut_off_or_without_a_name(
    page: PortfolioPage, window: MainWindow, settle: Callable[[], None], size: tuple[int, int]
) -> None:
    window.resize(*size)
    long = "A team whose name is far longer than anybody would want to read"
    values = frozenset({long, "المدفوعات", "x"})
    page.state.set_filter(
        ServiceFilter("a", frozenset({1, 3}), values, values, values, values, values, concern=frozenset({"due"}))
    )
    settle()
    bar = page.filters
    for widget in (bar.search, *bar.chips.values(), bar.add_button, bar.clear_button, bar.views):
        if widget.isVisible():
            corner = widget.mapTo(window, widget.rect().bottomRight())
            assert window.rect().contains(corner)
            assert widget.width() >= min(widget.sizeHint().width(), bar.width())
    accessibility.check(window)
