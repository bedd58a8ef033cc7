"""The heat map without reviews says what it is for."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from shipworthy.gui.context import Context
from shipworthy.gui.main_window import MainWindow
from shipworthy.gui.pages.portfolio.heat_map_tab import HeatMapTab
from shipworthy.gui.places import Places
from shipworthy.workflows.services import blank_service, save_service
from shipworthy.workflows.session import Session


def test_services_without_a_review_have_nothing_to_compare(
    window: MainWindow, places: Places, context: Context, settle: Callable[[], None]
) -> None:
    def add(session: Session) -> None:
        save_service(session, replace(blank_service(session), name="checkout"))

    context.write(add, lambda _nothing: context.changed.emit(), owner=window)
    settle()
    QTest.keyClick(window, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    settle()
    tab = places.portfolio.tab
    assert isinstance(tab, HeatMapTab)
    assert tab.empty.isVisible()
