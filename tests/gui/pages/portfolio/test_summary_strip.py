"""What the portfolio comes to, in cards that filter to what they count."""

from datetime import date

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from tests.gui import accessibility
from tests.gui.pages.portfolio.portfolio_desk import PortfolioDesk
from tests.gui.pages.portfolio.test_services_tab import choose

from shipworthy.domain.gate import Verdict
from shipworthy.domain.movement import months_before
from shipworthy.domain.portfolio import Concern
from shipworthy.domain.service_filter import ServiceFilter
from shipworthy.gui.pages.portfolio.since_menu import SinceDialog

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

Key = Qt.Key


def test_every_card_says_its_number_in_words_too(desk: PortfolioDesk) -> None:
    strip = desk.page.strip
    told = [strip.mean.accessibleName(), *(card.accessibleName() for card in strip.concerns.values())]
    assert told[0].startswith("Mean score: ")
    assert ", up " in told[0]
    assert told[0].endswith(" since 22 October")
    assert strip.mean.remark.text().startswith("▲ ")
    assert told[1:] == [
        *("Overdue items: 1, 1 blocker, oldest 11 days", "Waivers expiring in 30 days: 0", "Reviews past their age: 0")
    ]
    counts = {verdict: button.accessibleName() for verdict, button in strip.verdicts.buttons.items()}
    assert counts[Verdict.NOT_ASSESSED] == "4 not assessed"
    assert counts[Verdict.NOT_READY] == "1 not ready"
    assert not strip.verdicts.buttons[Verdict.READY].isEnabled()
    accessibility.check(desk.window)


def test_a_card_shows_what_it_counts_and_everything_again(desk: PortfolioDesk) -> None:
    card = desk.page.strip.concerns[Concern.OVERDUE]
    QTest.keyClick(card, Key.Key_Space)
    assert desk.shown == ["ledger"]
    assert (card.isChecked(), card.title.text()) == (True, "✓ Overdue items")
    not_ready = desk.page.strip.verdicts.buttons[Verdict.NOT_READY]
    QTest.mouseClick(not_ready, Qt.MouseButton.LeftButton)
    assert desk.shown == ["checkout"]
    assert (card.isChecked(), not_ready.isChecked()) == (False, True)
    assert card.title.text() == "Overdue items"
    desk.page.state.set_filter(ServiceFilter(text="pay"))
    assert not not_ready.isChecked()
    QTest.keyClick(not_ready, Key.Key_Return)
    QTest.keyClick(not_ready, Key.Key_Return)
    assert len(desk.shown) == 5


def test_since_when_the_mean_moved_is_chosen_by_key(desk: PortfolioDesk) -> None:
    strip = desk.page.strip
    for text, expected in (
        ("Since a quarter ago", "since 22 August"),
        ("Since a year ago", "no score on 22 November 2025"),
        ("Since a month ago", "since 22 October"),
    ):
        QTest.keyClick(strip.mean, Key.Key_Space)
        choose(strip.since, text)
        desk.rest()
        assert strip.mean.remark.text().endswith(expected)


def test_since_another_day_is_asked_for(desk: PortfolioDesk, qtbot: QtBot) -> None:
    strip = desk.page.strip
    QTest.keyClick(strip.mean, Key.Key_Return)
    choose(strip.since, "Since another day…")
    (dialog,) = desk.window.findChildren(SinceDialog)
    QTest.keyClick(dialog, Key.Key_Escape)
    assert strip.since.spans[1].isChecked()
    qtbot.waitUntil(lambda: not desk.window.findChildren(SinceDialog))
    strip.since.own.trigger()
    (dialog,) = desk.window.findChildren(SinceDialog)
    dialog.edit.setDate(QDate(2026, 11, 5))
    QTest.keyClick(dialog.show_button, Key.Key_Return)
    desk.rest()
    assert strip.mean.remark.text() == "= as on 5 November"
    assert strip.since.own.isChecked()


@pytest.mark.parametrize(("width", "rows"), [(1280, 1), (760, 2), (480, 3)])
def test_the_cards_wrap_and_lose_nothing(desk: PortfolioDesk, width: int, rows: int, qtbot: QtBot) -> None:
    strip = desk.page.strip
    desk.window.resize(width, 640)
    qtbot.waitUntil(lambda: len({card.y() for card in strip.cards}) == rows)
    tools = (desk.page.services.add_button, desk.page.services.column_button)
    qtbot.waitUntil(lambda: all(tool.visibleRegion().boundingRect() == tool.rect() for tool in tools))
    for card in strip.cards:
        assert card.geometry().right() < strip.width()
        assert card.width() >= card.minimumSizeHint().width()


def test_a_low_window_leaves_room_for_eight_services_and_the_cards_say_all(desk: PortfolioDesk, qtbot: QtBot) -> None:
    strip, table = desk.page.strip, desk.page.services.table
    remark, beside = strip.mean.remark.text(), strip.mean.beside.text()
    spoken = [card.accessibleName() for card in (strip.mean, *strip.concerns.values())]
    for place in (2, 3, 4, 0):  # what other tabs ask for leaves the table alone
        desk.page.tabs.show_tab(place)
    desk.window.resize(1024, 640)
    qtbot.waitUntil(lambda: table.viewport().height() >= 8 * table.rowHeight(0))
    assert table.mapTo(desk.window, table.rect().bottomLeft()).y() < desk.window.height()
    assert strip.mean.remark.text().split(" · ")[-1] == remark
    assert beside in strip.mean.remark.text()
    assert not strip.mean.beside.isVisible()
    assert [card.accessibleName() for card in (strip.mean, *strip.concerns.values())] == spoken
    overdue = strip.concerns[Concern.OVERDUE]
    QTest.keyClick(overdue, Key.Key_Space)
    assert overdue.title.text() == "✓ Overdue items"
    accessibility.check(desk.window)
    desk.window.resize(1280, 800)
    qtbot.waitUntil(lambda: strip.mean.remark.text() == remark)
    assert strip.mean.beside.isVisible()


def test_a_month_before_its_longer_one_ends_with_it() -> None:
    day = date(2026, 3, 31)
    assert [months_before(day, months) for months in (1, 3)] == [date(2026, 2, 28), date(2025, 12, 31)]
