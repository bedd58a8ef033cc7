"""The sheet of keys shows every key that works, and is reached by F1."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from tests.gui.window_checks import nameless, rich_labels

from shipworthy.gui.about_dialog import AboutDialog
from shipworthy.gui.key_sheet import KeySheet
from shipworthy.gui.main_window import MainWindow


def test_f1_shows_the_keys_of_menus_and_pages(window: MainWindow, qtbot: QtBot) -> None:
    QTest.keyClick(window, Qt.Key.Key_F1)
    sheet = window.findChild(KeySheet)
    assert sheet is not None
    shown = {title: {binding.keys: binding.text for binding in bindings} for title, bindings in sheet.sections}
    assert shown["File"]["Ctrl+N"] == "New service…"
    assert shown["Edit"]["Ctrl+Z"] == "Undo"
    assert shown["Service"]["Ctrl+E"] == "Edit service…"
    assert shown["Portfolio"]["Enter"] == "Open the chosen service"
    assert "Review" in shown
    labels = {label.text() for label in sheet.findChildren(QLabel)}
    assert {binding for bindings in shown.values() for binding in bindings} <= labels
    assert nameless(sheet) == []
    assert rich_labels(sheet) == []
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    assert not sheet.isVisible()


def test_no_two_actions_share_a_key_on_one_page(window: MainWindow) -> None:
    lasting = [
        keys.toString() for menu in window.menus.lasting for action in menu.actions() for keys in action.shortcuts()
    ]
    for page in window.pages:
        keys = [*lasting, *(keys.toString() for action in page.menu_actions() for keys in action.shortcuts())]
        assert len(keys) == len(set(keys)), page.menu_title()


def test_about_says_where_the_data_lies(window: MainWindow, qtbot: QtBot) -> None:
    window.menus.about.trigger()
    about = window.findChild(AboutDialog)
    assert about is not None
    assert any("data of Amira" in label.text() for label in about.findChildren(QLabel))
    assert rich_labels(about) == []
    about.reject()
