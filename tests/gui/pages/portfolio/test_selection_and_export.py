"""What several services say together, and the table out as a file as it is shown."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot
from tests.gui.pages.portfolio.test_filter_bar import add_services, shown

from shipworthy.domain.service_filter import ServiceFilter
from shipworthy.errors import UserError
from shipworthy.gui.context import Context
from shipworthy.gui.main_window import MainWindow
from shipworthy.gui.pages.portfolio_page import PortfolioPage
from shipworthy.gui.places import Places

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform, of every pop-up

Key = Qt.Key


@pytest.fixture
def page(window: MainWindow, places: Places, context: Context, settle: Callable[[], None]) -> PortfolioPage:
    """Return the page with five services."""
    context.write(add_services, lambda _none: context.changed.emit(), owner=window)
    settle()
    return places.portfolio


def test_a_bar_tells_of_several_services_and_of_less_nothing(page: PortfolioPage, settle: Callable[[], None]) -> None:
    bar, table = page.selection, page.services.table
    page.state.set_filter(ServiceFilter(tier=frozenset({1, 2})))
    table.setFocus()
    QTest.keyClick(table, Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    assert not bar.isVisible()
    top = table.mapTo(page, table.rect().topLeft())
    QTest.keyClick(table, Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    settle()
    assert bar.isVisible()
    assert bar.text.text() == "2 selected · tiers 1–2"
    assert table.mapTo(page, table.rect().topLeft()) == top  # no row moves away under the mouse
    QTest.keyClick(table, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert bar.text.text() == "3 selected · tiers 1–2"
    QTest.keyClick(table, Key.Key_Up)
    assert not bar.isVisible()


def test_what_is_shown_is_exported_by_key_under_a_free_name(
    page: PortfolioPage, window: MainWindow, tmp_path: Path, settle: Callable[[], None], qtbot: QtBot
) -> None:
    page.state.set_filter(ServiceFilter(tier=frozenset({1, 2})))
    page.files.button.setFocus()
    QTest.keyClick(page.files.button, Key.Key_Return)
    [dialog] = window.findChildren(QFileDialog)
    name = dialog.findChild(QLineEdit, "fileNameEdit")
    assert name is not None
    assert name.text() == "portfolio-2026-11-22.xlsx"
    target = tmp_path / "shown.json"
    name.setText(str(target))
    QTest.keyClick(name, Key.Key_Return)
    settle()
    said = [frame.notice.text for frame in window.notices.frames]
    assert said == [f"3 services exported: {target}"]
    value = json.loads(target.read_text(encoding="utf-8"))
    assert [each["name"] for each in value["services"]] == shown(page)
    assert (value["day"], value["filter"], value["services_in_all"]) == ("2026-11-22", {"tier": [1, 2]}, 5)
    (tmp_path / "portfolio-2026-11-22.csv").touch()
    page.files.ask()
    [again] = [each for each in window.findChildren(QFileDialog) if each.isVisible()]
    suggested = again.findChild(QLineEdit, "fileNameEdit")
    assert suggested is not None
    assert suggested.text() == "portfolio-2026-11-22-2.xlsx"
    again.reject()


def test_where_nothing_is_left_there_is_nothing_to_export(page: PortfolioPage, window: MainWindow) -> None:
    page.state.set_filter(ServiceFilter("nothing like it"))
    page.files.ask()
    assert [frame.notice.text for frame in window.notices.frames] == [
        "There is no service to export: none is left by the filter."
    ]
    assert window.findChildren(QFileDialog) == []


def test_a_file_that_cannot_be_written_is_told(
    page: PortfolioPage, context: Context, tmp_path: Path, window: MainWindow, settle: Callable[[], None]
) -> None:
    failed: list[UserError] = []
    context.failed.connect(failed.append)
    page.files.ask()
    [dialog] = window.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(tmp_path / "gone" / "out.csv"))
    settle()
    dialog.reject()
    assert [error.message.partition(": ")[2] for error in failed] == ["the folder does not exist."]
