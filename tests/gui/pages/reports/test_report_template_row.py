"""Report templates on the Reports page: begun, chosen, edited beside the preview, broken and mended."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from tests.gui.pages.reports.reports_desk import ReportsDesk, texts

from shipworthy.domain.report_kind import Audience, Format
from shipworthy.gui.pages.reports.starter_dialog import StarterDialog
from shipworthy.gui.pages.reports.template_row import TemplateRow
from shipworthy.reports.view_models import ViewModel
from shipworthy.workflows.reports.own_templates import start_template

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
OURS = "Shipworthy's own"


def row(desk: ReportsDesk) -> TemplateRow:
    """Return the row of the templates."""
    found = desk.page.choices.row(TemplateRow)
    assert isinstance(found, TemplateRow)
    return found


def dialog() -> StarterDialog:
    """Return the dialog that is open."""
    (found,) = [each for each in QApplication.topLevelWidgets() if isinstance(each, StarterDialog) and each.isVisible()]
    return found


def begin(desk: ReportsDesk, name: str) -> Path:
    """Begin a template by the button and the dialog, and return its folder."""
    QTest.mouseClick(row(desk).new_button, Qt.MouseButton.LeftButton)
    asked = dialog()
    QTest.keyClicks(asked.name, name)
    QTest.keyClick(asked.name, Qt.Key.Key_Return)
    desk.drawn()
    return desk.context.data_dir / "report-templates" / name


def wait_for(desk: ReportsDesk, text: str) -> None:
    """Wait until page one of the preview says something."""
    preview = desk.page.preview
    desk.qtbot.waitUntil(lambda: preview.shows_pages and text in preview.pages.text_of(1), timeout=60_000)


def choose(desk: ReportsDesk, name: str) -> None:
    """Choose a template by keys, as the list is walked."""
    box = row(desk).template
    box.setFocus()
    while box.currentText() != name:
        before = box.currentIndex()
        QTest.keyClick(box, Qt.Key.Key_Down)
        assert box.currentIndex() > before
    desk.drawn()


def test_a_starter_is_begun_and_the_preview_follows_its_files(desk: ReportsDesk) -> None:
    desk.drawn()
    assert texts(row(desk).template) == [OURS]
    assert not row(desk).folder_button.isVisible()
    folder = begin(desk, "ours")
    assert texts(row(desk).template) == [OURS, "ours"]
    assert row(desk).template.currentText() == "ours"
    focus = desk.window.focusWidget()
    assert focus is not None
    assert focus.isVisible()
    assert row(desk).folder_button.isVisible()
    wait_for(desk, "READINESS REPORT")
    page = folder / "report.html"
    text = page.read_text()
    page.write_text(text.replace("Readiness report ·", "In our looks ·"))
    wait_for(desk, "IN OUR LOOKS")
    page.write_text(text.replace("report.overview.score", "report.overview.scor"))
    desk.qtbot.waitUntil(lambda: "Did you mean report.overview.score?" in desk.said, timeout=60_000)
    line = text[: text.index("report.overview.score")].count("\n") + 1
    assert f"report.html, line {line}: report.overview.scor is unknown" in desk.said
    desk.rest()
    # Replaced, as most editors save: to the system it is another file then.
    fresh = folder / "fresh.html"
    fresh.write_text(text.replace("Readiness report ·", "Mended ·"))
    fresh.replace(page)
    wait_for(desk, "MENDED")
    page.write_text(text)
    wait_for(desk, "READINESS REPORT")


def test_a_name_that_cannot_be_is_refused_beneath_it(desk: ReportsDesk) -> None:
    desk.drawn()
    QTest.mouseClick(row(desk).new_button, Qt.MouseButton.LeftButton)
    asked = dialog()
    QTest.keyClicks(asked.name, "a/b")
    QTest.mouseClick(asked.copy_button, Qt.MouseButton.LeftButton)
    desk.qtbot.waitUntil(lambda: bool(asked.name_field.problem))
    assert "a/b is no name for a template" in asked.name_field.problem
    assert asked.name.hasFocus()
    QTest.keyClick(asked, Qt.Key.Key_Escape)
    assert not (desk.context.data_dir / "report-templates").exists()


def test_only_what_suits_the_report_is_offered(desk: ReportsDesk) -> None:
    for model in (ViewModel.ASSESSMENT, ViewModel.LEADERSHIP, ViewModel.PORTFOLIO):
        start_template(model.value, model, desk.context.data_dir)
    broken = start_template("broken", ViewModel.ASSESSMENT, desk.context.data_dir)
    (broken / "report.html").unlink()
    desk.window.show_page("portfolio")
    desk.context.changed.emit()
    desk.window.show_page("reports")
    desk.drawn()
    unusable = "broken (cannot be used)"
    assert texts(row(desk).template) == [OURS, "assessment", unusable]
    choose(desk, "assessment")
    wait_for(desk, "READINESS REPORT")
    audience = desk.page.choices.audience
    audience.setFocus()
    while Audience(audience.currentData()) is not Audience.LEADERSHIP:
        QTest.keyClick(audience, Qt.Key.Key_Down)
    desk.drawn()
    assert texts(row(desk).template) == [OURS, unusable, "leadership"]
    assert row(desk).template.currentText() == OURS
    choose(desk, unusable)
    assert "it has no report.html" in desk.said
    choose(desk, "leadership")
    wait_for(desk, "FOR DECISION")
    assert desk.page.choices.order(Format.PDF).template == "leadership"
    assert desk.page.choices.order(Format.CSV).template == ""
