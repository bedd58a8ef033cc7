"""The sheet of keys shows every key that works, and is reached by F1."""

from collections.abc import Iterable, Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMenu
from pytestqt.qtbot import QtBot
from tests.gui.window_checks import nameless, rich_labels

from shipworthy.gui.about_dialog import AboutDialog
from shipworthy.gui.dialog_keys import dialog_sections
from shipworthy.gui.key_sheet import KeySheet
from shipworthy.gui.main_window import MainWindow
from shipworthy.gui.pages.review import keys as review_keys
from shipworthy.gui.pages.service_editor import ServiceEditor
from shipworthy.gui.places import Places


def test_f1_shows_the_keys_of_menus_and_pages(window: MainWindow, qtbot: QtBot) -> None:
    QTest.keyClick(window, Qt.Key.Key_F1)
    sheet = window.findChild(KeySheet)
    assert sheet is not None
    shown = {title: {binding.keys: binding.text for binding in bindings} for title, bindings in sheet.sections}
    assert shown["File"]["Ctrl+N"] == "New service…"
    assert shown["Edit"]["Ctrl+Z"] == "Undo"
    assert shown["Service"]["Ctrl+E"] == "Edit service…"
    assert shown["Portfolio"]["Enter"] == "Open the chosen service; fold or unfold a group"
    assert "Review" in shown
    assert shown["Selected services"]["Enter"] == "Apply what was asked for to all that are selected"
    assert shown["Day of the portfolio"]["PgUp or PgDown"] == "A week on, a week back"
    assert shown["Columns"]["Ctrl+Up or Ctrl+Down"] == "Move the column forwards or back"
    labels = {label.text() for label in sheet.findChildren(QLabel)}
    assert {binding for bindings in shown.values() for binding in bindings} <= labels
    assert nameless(sheet) == []
    assert rich_labels(sheet) == []
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    assert not sheet.isVisible()


def all_actions(menus: Iterable[QMenu]) -> Iterator[QAction]:
    """Yield the actions of menus and their submenus."""
    for menu in menus:
        for action in menu.actions():
            submenu = action.menu()
            if isinstance(submenu, QMenu):
                yield from all_actions([submenu])
            else:
                yield action


def native(keys: QKeySequence) -> str:
    """Return keys as the sheet names them."""
    return keys.toString(QKeySequence.SequenceFormat.NativeText)


def test_no_key_of_the_window_is_missing_from_the_sheet(window: MainWindow, places: Places, qtbot: QtBot) -> None:
    """Whatever binds a key, wherever it was made: an action, a shortcut, or a table of keys."""
    places.add_service()
    editor = window.findChild(ServiceEditor)
    assert editor is not None
    bound = {native(keys) for action in window.findChildren(QAction) for keys in action.shortcuts()}
    for holder in (window, editor):
        bound |= {native(shortcut.key()) for shortcut in holder.findChildren(QShortcut)}
    editor.close()
    tables = [keys for keys, _text in review_keys.sheet(single_keys=True)]
    tables += [binding.keys for page in window.pages for binding in page.bindings()]
    tables += [binding.keys for _title, bindings in dialog_sections() for binding in bindings]
    places.show_keys()
    sheet = window.findChild(KeySheet)
    assert sheet is not None
    shown = {binding.keys for _title, bindings in sheet.sections for binding in bindings}
    single = {part for keys in shown for part in keys.split(" or ")}
    assert {"Ctrl+K", "F1", "Ctrl+S", "Ctrl+F"} <= bound
    assert bound - {""} <= single
    assert set(tables) <= shown
    sheet.close()


def test_no_two_actions_share_a_key_on_one_page(window: MainWindow) -> None:
    lasting = [native(keys) for action in all_actions(window.menus.lasting) for keys in action.shortcuts()]
    for page in window.pages:
        own = [native(keys) for action in page.menu_actions() for keys in action.shortcuts()]
        own += [native(shortcut.key()) for shortcut in page.findChildren(QShortcut)]
        keys = [*lasting, *own]
        assert len(keys) == len(set(keys)), page.heading


def test_about_says_where_the_data_lies(window: MainWindow, qtbot: QtBot) -> None:
    window.menus.about.trigger()
    about = window.findChild(AboutDialog)
    assert about is not None
    assert any("data of Amira" in label.text() for label in about.findChildren(QLabel))
    assert rich_labels(about) == []
    about.reject()
