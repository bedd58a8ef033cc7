"""The Remediation page, by key and mouse."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from tests.gui import accessibility

from shipworthy.gui.main_window import MainWindow
from shipworthy.gui.pages.remediation.table_tab import TableTab
from shipworthy.gui.places import Places

Settle = Callable[[], None]


@pytest.fixture
def table(window: MainWindow, places: Places, settle: Settle) -> TableTab:
    """Return the table of a page that was just opened."""
    window.show_page("remediation")
    settle()
    tab = places.remediation.tab
    assert isinstance(tab, TableTab)
    return tab


def test_an_empty_page_says_what_it_is_for_and_where_to_begin(
    table: TableTab, window: MainWindow, places: Places, qapp: QApplication
) -> None:
    assert table.empty.isVisible()
    assert qapp.focusWidget() is table.review_button
    accessibility.check(window)
    QTest.keyClick(table.review_button, Qt.Key.Key_Return)
    assert window.page is places.review
