"""The report on the portfolio from its page: by key into a file, on the one team that is left, and cancelled."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot
from tests.gui.pages.portfolio.portfolio_desk import PortfolioDesk
from tests.reports.builders import page_texts

from shipworthy.domain.service_filter import ServiceFilter
from shipworthy.gui.main_window import MainWindow
from shipworthy.gui.places import Places

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

Key = Qt.Key


def told(window: MainWindow) -> list[str]:
    """Return what the notices say."""
    return [frame.notice.text for frame in window.notices.frames]


def asked_where(window: MainWindow) -> tuple[QFileDialog, QLineEdit]:
    """Return the dialog that asks for a file, with the field of its name."""
    [dialog] = [each for each in window.findChildren(QFileDialog) if each.isVisible()]
    name = dialog.findChild(QLineEdit, "fileNameEdit")
    assert name is not None
    return dialog, name


def test_all_services_are_printed_by_key_for_leaders(
    desk: PortfolioDesk, window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    button = desk.page.report.button
    assert button.isVisible()
    button.setFocus()
    QTest.keyClick(button, Key.Key_Space)
    _dialog, name = asked_where(window)
    assert name.text() == "portfolio-2026-11-22.pdf"
    target = tmp_path / "all.pdf"
    name.setText(str(target))
    QTest.keyClick(name, Key.Key_Return)
    qtbot.waitUntil(lambda: told(window) == [f"Report exported: {target}"], timeout=60_000)
    pages = page_texts(target.read_bytes())
    assert len(pages) == 2
    assert "5 services" in pages[0]
    assert "compared with 22 October 2026" in pages[0]


def test_a_filter_that_leaves_one_team_makes_it_the_report_on_that_team(
    desk: PortfolioDesk, window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    desk.page.state.set_filter(ServiceFilter(team=frozenset({"Payments"})))
    desk.page.report.action.trigger()
    dialog, name = asked_where(window)
    assert (dialog.windowTitle(), name.text()) == ("Report on Payments", "Payments-2026-11-22.pdf")
    dialog.selectNameFilter(dialog.nameFilters()[1])
    target = tmp_path / "team.pdf"
    name.setText(str(target))
    QTest.keyClick(name, Key.Key_Return)
    qtbot.waitUntil(lambda: told(window) == [f"Report exported: {target}"], timeout=60_000)
    text = "".join(page_texts(target.read_bytes()))
    assert "Heat map" in text
    assert "ledger" in text
    assert "search" not in text


def test_without_services_there_is_nothing_to_press(places: Places) -> None:
    assert not places.portfolio.report.action.isEnabled()
    assert not places.portfolio.report.button.isVisible()


def test_it_can_be_cancelled_and_then_nothing_is_written(
    desk: PortfolioDesk, window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    desk.page.report.ask()
    _dialog, name = asked_where(window)
    target = tmp_path / "all.pdf"
    name.setText(str(target))
    QTest.keyClick(name, Key.Key_Return)
    qtbot.waitUntil(lambda: told(window) == ["Printing all.pdf…"])
    (frame,) = window.notices.frames
    (cancel,) = frame.findChildren(QPushButton)
    QTest.mouseClick(cancel, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: told(window) == ["Export cancelled; nothing was written."], timeout=60_000)
    assert not target.exists()
