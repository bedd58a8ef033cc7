"""Settings are applied and saved at once."""

import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QMenu, QWidget
from pytestqt.qtbot import QtBot
from tests.gui.window_checks import nameless, rich_labels

from shipworthy.domain.report_kind import Paper
from shipworthy.gui.context import Context
from shipworthy.gui.main_window import MainWindow
from shipworthy.gui.pages.settings_page import SettingsPage
from shipworthy.gui.places import Places
from shipworthy.gui.theme import DARK, HIGH_CONTRAST
from shipworthy.reports.branding import branding
from shipworthy.settings import FILE_NAME, Theme, load_settings
from shipworthy.workflows.backups import FolderStanding, back_up


@pytest.fixture
def page(window: MainWindow, places: Places) -> SettingsPage:
    """Return the page, shown."""
    window.show_page("settings")
    return places.settings


def choose(box: QComboBox, text: str) -> None:
    """Choose an entry as a person does by key."""
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Home)
    while box.currentText() != text:
        QTest.keyClick(box, Qt.Key.Key_Down)


def test_it_shows_what_is_set(page: SettingsPage, data_dir: Path) -> None:
    assert page.name.text() == "Amira"
    assert page.theme.currentText() == "Light"
    assert page.text_size.currentText() == "100 %"
    assert page.data.folder.line.text() == str(data_dir)
    assert page.single_keys.isChecked()
    assert page.language.itemText(0) == "As the system"
    assert page.data.restart.isHidden()


def test_a_name_is_saved_on_enter_and_stands_beside_answers_from_then_on(
    page: SettingsPage, context: Context, data_dir: Path
) -> None:
    page.name.selectAll()
    QTest.keyClicks(page.name, "Noor")
    QTest.keyClick(page.name, Qt.Key.Key_Return)
    assert load_settings(data_dir).name == "Noor"
    assert context.session.actor == "Noor"


def test_a_name_still_being_typed_is_saved_on_leaving(window: MainWindow, page: SettingsPage, data_dir: Path) -> None:
    page.name.selectAll()
    QTest.keyClicks(page.name, "Sam")
    window.show_page("portfolio")
    assert load_settings(data_dir).name == "Sam"


def test_theme_and_text_size_show_at_once(page: SettingsPage, context: Context, data_dir: Path) -> None:
    choose(page.theme, "Dark")
    assert context.theme.tokens == DARK
    choose(page.text_size, "150 %")
    assert context.theme.pixels(10) == 15
    assert (load_settings(data_dir).theme, load_settings(data_dir).text_size) == (Theme.DARK, 150)


def test_the_menu_and_the_page_agree(window: MainWindow, page: SettingsPage, context: Context) -> None:
    (themes,) = (menu for menu in window.menus.view.findChildren(QMenu) if "heme" in menu.title())
    (high,) = (action for action in themes.actions() if action.text() == "High contrast")
    high.trigger()
    assert context.theme.tokens == HIGH_CONTRAST
    assert page.theme.currentText() == "High contrast"
    choose(page.theme, "Dark")
    assert not high.isChecked()


def test_single_keys_are_switched_by_space(page: SettingsPage, data_dir: Path) -> None:
    QTest.keyClick(page.single_keys, Qt.Key.Key_Space)
    assert not load_settings(data_dir).single_key_answers


def test_another_data_folder_waits_for_the_next_start_and_says_so(
    page: SettingsPage, context: Context, data_dir: Path, tmp_path: Path
) -> None:
    page.data.folder.chosen.emit(str(tmp_path / "elsewhere"))
    assert load_settings(data_dir).data_folder == str(tmp_path / "elsewhere")
    assert "next start" in page.data.restart.text()
    assert str(data_dir) in page.data.restart.text()
    assert page.data.restart.isVisible()
    assert context.data_dir == data_dir


def test_what_cannot_be_saved_is_shown_as_it_still_is(
    window: MainWindow, page: SettingsPage, context: Context, tmp_path: Path
) -> None:
    context.settings_folder = tmp_path / "in the way"
    context.settings_folder.write_text("", encoding="utf-8")
    QTest.keyClick(page.single_keys, Qt.Key.Key_Space)
    assert page.single_keys.isChecked()
    assert [frame.notice.kind for frame in window.notices.frames] == ["bad"]


def shown_right_of(page: SettingsPage, part: QWidget) -> int:
    """Return where a part of the page ends at its trailing side."""
    return part.mapTo(page, QPoint(part.width(), 0)).x()


def test_every_setting_stands_on_the_page_with_a_name(window: MainWindow, page: SettingsPage) -> None:
    assert nameless(page) == []
    assert rich_labels(page) == []
    titles = {label.text() for label in page.findChildren(QLabel) if label.property("role") == "title"}
    assert titles == {"Who I am", "Looks", "Reviewing", "Templates", "Gate policy", "Data", "Reports"}


def test_the_backup_folder_is_chosen_and_put_back(
    page: SettingsPage, context: Context, data_dir: Path, tmp_path: Path
) -> None:
    field = page.data.backups
    assert field.line.text() == str(data_dir / "backups")
    assert not field.usual_button.isEnabled()
    field.chosen.emit(str(tmp_path / "other disk"))
    assert load_settings(data_dir).backup_folder == str(tmp_path / "other disk")
    assert field.line.text() == str(tmp_path / "other disk")
    made = back_up(context.session)
    assert made.database.parent == tmp_path / "other disk"
    QTest.mouseClick(field.usual_button, Qt.MouseButton.LeftButton)
    assert load_settings(data_dir).backup_folder == ""


def test_the_second_folder_is_chosen_refused_in_words_and_given_up(
    page: SettingsPage, data_dir: Path, tmp_path: Path
) -> None:
    field = page.data.second
    assert (field.line.text(), field.usual_button.isEnabled(), field.show_button.isEnabled()) == ("None", False, False)
    for folder, words in (
        (data_dir / "backups", "is the backup folder already"),
        (data_dir, "lies in the data folder"),
        (tmp_path / "unplugged", "cannot be reached"),
    ):
        field.chosen.emit(str(folder))
        assert words in field.problem
        assert load_settings(data_dir).second_backup_folder == ""
    (tmp_path / "stick").mkdir()
    field.chosen.emit(str(tmp_path / "stick"))
    assert (field.problem, field.line.text()) == ("", str(tmp_path / "stick"))
    assert load_settings(data_dir).second_backup_folder == str(tmp_path / "stick")
    for folder in (tmp_path / "stick", data_dir):
        page.data.backups.chosen.emit(str(folder))
        assert page.data.backups.problem
        assert load_settings(data_dir).backup_folder == ""
    QTest.mouseClick(field.usual_button, Qt.MouseButton.LeftButton)
    assert load_settings(data_dir).second_backup_folder == ""
    assert field.line.text() == "None"


def test_when_the_last_backup_was_made_is_said(
    page: SettingsPage, context: Context, tmp_path: Path, settle: Callable[[], None]
) -> None:
    settle()
    assert page.data.standing.text() == "No backup there yet."
    assert not page.data.second_standing.isVisible()
    (tmp_path / "stick").mkdir()
    context.set_settings(second_backup_folder=str(tmp_path / "stick"))
    settle()
    assert page.data.second_standing.text() == "No backup there yet."
    back_up(context.session)
    context.backed_up.emit()
    settle()
    for label in (page.data.standing, page.data.second_standing):
        assert label.text() == "Last backup: today 14:03, verified; 1 kept."
    shutil.rmtree(tmp_path / "stick")
    page.data.read()
    settle()
    assert page.data.second_standing.text() == "This folder cannot be reached now."


def test_a_folder_that_does_not_answer_holds_up_nothing_that_is_saved(
    page: SettingsPage, context: Context, qtbot: QtBot, settle: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    settle()
    answers = threading.Event()
    monkeypatch.setattr(
        "shipworthy.gui.pages.settings_cards.folder_standing",
        lambda *_arguments: FolderStanding(is_there=answers.wait(30)),
    )
    page.data.read()
    saved: list[bool] = []
    context.read(lambda _session: None, lambda _none: None, owner=page)  # what the card asked for first is at work
    context.write(lambda _session: True, saved.append, owner=page)
    qtbot.waitUntil(lambda: saved == [True])
    answers.set()
    settle()


def test_what_stands_at_the_head_of_reports_is_typed(window: MainWindow, page: SettingsPage, data_dir: Path) -> None:
    reports = page.reports
    QTest.keyClicks(reports.organisation, "Acme")
    QTest.keyClick(reports.organisation, Qt.Key.Key_Return)
    assert load_settings(data_dir).organisation == "Acme"
    QTest.keyClicks(reports.classification, "Confidential")
    window.show_page("portfolio")  # what is still being typed is kept on leaving
    assert load_settings(data_dir).report_classification == "Confidential"


def test_watermark_language_and_paper_of_reports_are_set(page: SettingsPage, context: Context, data_dir: Path) -> None:
    reports = page.reports
    QTest.keyClicks(reports.watermark, "Preliminary" + "." * 30)
    QTest.keyClick(reports.watermark, Qt.Key.Key_Return)
    assert load_settings(data_dir).report_watermark == "Preliminary" + "." * 19
    assert [reports.paper.itemText(place) for place in range(reports.paper.count())] == ["A4", "Letter"]
    QTest.keyClick(reports.paper, Qt.Key.Key_Down)
    assert load_settings(data_dir).report_paper == Paper.LETTER
    assert reports.language.currentText() == "As the window"
    QTest.keyClick(reports.language, Qt.Key.Key_Down)
    assert load_settings(data_dir).report_language == "en"
    context.set_settings(report_language="", report_paper=Paper.A4, report_watermark="")
    assert (reports.language.currentData(), reports.paper.currentData(), reports.watermark.text()) == ("", "a4", "")


@pytest.mark.parametrize(
    ("typed", "kept", "words"),
    [
        ("#7A0019", "#7a0019", "Contrast on white 11.4:1: good to read"),
        ("#ffcc00", "", "too faint to read, at least 4.5:1"),
        ("red", "", "# and six digits"),
    ],
)
def test_a_colour_is_used_only_if_it_can_be_read_and_words_say_so(
    page: SettingsPage, data_dir: Path, typed: str, kept: str, words: str
) -> None:
    accent, field = page.reports.accent, page.reports.colour
    accent.setFocus()
    QTest.keyClicks(accent, typed)
    assert words in accent.accessibleDescription()
    assert bool(field.problem) is not bool(kept)
    QTest.keyClick(accent, Qt.Key.Key_Return)
    stored = load_settings(data_dir).report_accent if (data_dir / FILE_NAME).exists() else ""
    assert stored == kept


def test_a_colour_is_chosen_from_the_palette(page: SettingsPage, data_dir: Path) -> None:
    page.reports.choose_colour(QColor("#114411"))
    assert load_settings(data_dir).report_accent == "#114411"
    page.reports.choose_colour(QColor("#ffffff"))
    assert load_settings(data_dir).report_accent == "#114411"
    assert "1.0:1: too faint" in page.reports.colour.problem


def test_a_logo_is_copied_shown_and_removed(
    page: SettingsPage, context: Context, data_dir: Path, tmp_path: Path
) -> None:
    original = tmp_path / "logo of ours.png"
    picture = QImage(300, 60, QImage.Format.Format_RGB32)
    picture.fill(QColor("#7a0019"))
    assert picture.save(str(original))
    page.reports.choose_logo(str(original))
    original.unlink()
    kept = Path(load_settings(data_dir).report_logo)
    assert kept.parent == context.settings_folder
    look, pictures = branding(context.session.settings)
    assert list(pictures) == [look.logo]
    assert page.reports.picture.isVisible()
    assert page.reports.picture.pixmap().height() <= 40
    QTest.mouseClick(page.reports.remove_logo_button, Qt.MouseButton.LeftButton)
    assert load_settings(data_dir).report_logo == ""
    assert page.reports.picture.isHidden()


def test_what_is_no_logo_is_refused_in_place_and_the_old_one_stays(
    page: SettingsPage, data_dir: Path, tmp_path: Path
) -> None:
    drawing = tmp_path / "logo.svg"
    drawing.write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", encoding="utf-8")
    page.reports.choose_logo(str(drawing))
    assert "no PNG or JPEG" in page.reports.logo.problem
    assert not (data_dir / FILE_NAME).exists()


def test_a_logo_that_is_gone_is_said(page: SettingsPage, context: Context, tmp_path: Path) -> None:
    context.set_settings(report_logo=str(tmp_path / "gone.png"))
    assert "gone.png can no longer be read" in page.reports.logo.problem
    assert page.reports.remove_logo_button.isVisible()


@pytest.mark.parametrize("size", [(1280, 800), (1024, 640), (512, 420)])
def test_no_part_is_wider_than_the_window(
    window: MainWindow, page: SettingsPage, size: tuple[int, int], qtbot: QtBot
) -> None:
    window.resize(*size)
    qtbot.waitUntil(lambda: page.width() < size[0])
    parts = (page.name, page.data.folder.line, page.data.backups.usual_button, page.reports.accent)
    qtbot.waitUntil(lambda: all(0 < shown_right_of(page, part) <= page.width() for part in parts))


def test_each_setting_is_found_by_the_palette(window: MainWindow, places: Places) -> None:
    window.show_page("portfolio")
    QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(places.palette.field, "backup fold")
    QTest.keyClick(places.palette.field, Qt.Key.Key_Return)
    assert window.page is places.settings
    assert places.settings.data.backups.change_button.hasFocus()
