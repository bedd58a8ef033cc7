"""The ways to the Reports page from other pages, and when it has nothing to show: no services, or somebody answers
blind."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from tests.gui.accessibility import check
from tests.gui.pages.reports.reports_desk import ReportsDesk

from shipworthy.domain.report_kind import Subject
from shipworthy.gui.main_window import MainWindow
from shipworthy.gui.pages.service_editor import ServiceEditor
from shipworthy.gui.places import Places
from shipworthy.workflows.reviews import standing_review
from shipworthy.workflows.services import find_service

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
PREVIEW = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def press_preview(desk: ReportsDesk) -> None:
    """Press the keys of the preview where the focus is, and wait until its report is chosen."""
    desk.rest()
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, Qt.Key.Key_V, PREVIEW)
    desk.qtbot.waitUntil(lambda: desk.window.page is desk.page)
    desk.rest()


def test_service_review_and_portfolio_lead_to_their_reports(desk: ReportsDesk) -> None:
    checkout = find_service(desk.context.session, "checkout")
    standing = standing_review(desk.context.session, checkout.id)
    assert standing is not None
    desk.context.open_service(checkout.id)
    press_preview(desk)
    assert desk.page.choices.order().review == standing.assessment.id
    desk.context.go_to("portfolio")
    press_preview(desk)
    assert desk.page.choices.chosen_subject is Subject.PORTFOLIO
    assert (desk.page.choices.order().day, desk.page.choices.order().since) == (None, None)
    desk.context.open_review(standing.assessment.id)
    press_preview(desk)
    assert desk.page.choices.order().review == standing.assessment.id
    desk.drawn()
    assert "checkout" in desk.page.preview.pages.text_of(1)


def test_it_is_hidden_while_somebody_answers_blind(desk: ReportsDesk) -> None:
    desk.drawn()
    desk.window.show_page("packs")
    desk.context.blind_assessor = "Chen"
    desk.window.show_page("reports")
    desk.rest()
    assert not desk.page.preview.isVisible()
    assert not desk.page.export_action.isEnabled()
    assert desk.page.back.hasFocus()
    desk.context.blind_assessor = ""
    desk.window.show_page("packs")
    desk.window.show_page("reports")
    desk.drawn()
    assert desk.page.preview.shows_pages
    assert desk.page.export_action.isEnabled()


def test_start_up_loads_neither_the_page_nor_the_viewer(repository: Path) -> None:
    code = (
        "import sys, shipworthy.gui.places, shipworthy.gui.main_window;"
        "print([each for each in sys.modules if 'QtPdf' in each or each.endswith('reports_page')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=repository)
    assert done.stdout.strip() == "[]"


class TestWithoutServices:
    """An empty store."""

    @pytest.fixture
    def data_dir(self, tmp_path: Path, empty_store: Path) -> Path:
        """Return a data folder without services."""
        (tmp_path / empty_store.name).write_bytes(empty_store.read_bytes())
        return tmp_path

    def test_it_says_what_it_is_for_and_offers_the_first_action(
        self, window: MainWindow, places: Places, settle: Callable[[], None]
    ) -> None:
        window.show_page("reports")
        settle()
        page = places.reports
        assert page.empty.isVisible()
        assert page.add_button.hasFocus()
        assert not page.export_action.isEnabled()
        assert not page.drawing.is_drawing
        check(window)
        QTest.keyClick(page.add_button, Qt.Key.Key_Return)
        settle()
        found: list[QWidget] = [each for each in window.findChildren(ServiceEditor) if each.isVisible()]
        assert len(found) == 1
