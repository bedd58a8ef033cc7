"""Settings are applied and saved at once."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QMenu

from shipworthy.gui.context import Context
from shipworthy.gui.main_window import MainWindow
from shipworthy.gui.pages.settings_page import SettingsPage
from shipworthy.gui.places import Places
from shipworthy.gui.theme import DARK, HIGH_CONTRAST
from shipworthy.settings import Theme, load_settings


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
    assert page.folder.text() == str(data_dir)
    assert page.single_keys.isChecked()
    assert page.language.itemText(0) == "As the system"
    assert page.restart.isHidden()


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
    page.choose_folder(str(tmp_path / "elsewhere"))
    assert load_settings(data_dir).data_folder == str(tmp_path / "elsewhere")
    assert "next start" in page.restart.text()
    assert str(data_dir) in page.restart.text()
    assert page.restart.isVisible()
    assert context.data_dir == data_dir


def test_what_cannot_be_saved_is_shown_as_it_still_is(
    window: MainWindow, page: SettingsPage, context: Context, tmp_path: Path
) -> None:
    context.settings_folder = tmp_path / "in the way"
    context.settings_folder.write_text("", encoding="utf-8")
    QTest.keyClick(page.single_keys, Qt.Key.Key_Space)
    assert page.single_keys.isChecked()
    assert [frame.notice.kind for frame in window.notices.frames] == ["bad"]
