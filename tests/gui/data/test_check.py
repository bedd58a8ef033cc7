"""Checking from the menu: a word where all is well, else a window that names what was found, mends it or leads on."""

import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QPushButton
from tests.workflows.builders import begin_review, small_pack

from shipworthy.gui.context import Context
from shipworthy.gui.data.check_dialog import CheckDialog
from shipworthy.gui.data.restore_dialog import RestoreDialog
from shipworthy.gui.main_window import MainWindow
from shipworthy.workflows.backups import back_up

Settle = Callable[[], None]


def check_by_menu(window: MainWindow, settle: Settle) -> str:
    """Choose the menu's action and return the notice that comes of it."""
    [action] = [each for each in window.menus.data.actions() if isinstance(each, QAction) and "Check" in each.text()]
    action.trigger()
    settle()
    return window.notices.frames[-1].notice.text


def alter(context: Context, statement: str) -> None:
    path = context.session.store.path
    assert path is not None
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(statement)
        connection.commit()


@pytest.fixture
def reviewed(context: Context) -> None:
    """Begin a review and back up."""
    begin_review(context.session, [small_pack()])
    back_up(context.session)


@pytest.mark.usefixtures("reviewed")
def test_all_is_well(window: MainWindow, settle: Settle) -> None:
    said = check_by_menu(window, settle)
    assert said.startswith("1 service, 0 answers, 0 seals, 0 evidence files, ")
    assert said.endswith(" changes: all as they should be.")
    assert window.notices.frames[-1].notice.hint == ""
    assert window.findChild(CheckDialog) is None


@pytest.mark.usefixtures("reviewed")
def test_a_score_is_mended_by_the_button(window: MainWindow, context: Context, settle: Settle) -> None:
    alter(context, "UPDATE scores SET level = 3")
    assert check_by_menu(window, settle) == "1 thing can be mended."
    dialog = window.findChild(CheckDialog)
    assert dialog is not None
    assert dialog.focusWidget() is dialog.list
    assert dialog.mend_button.text() == "Mend 1 score"
    assert not dialog.restore_button.isVisible()
    QTest.mouseClick(dialog.mend_button, Qt.MouseButton.LeftButton)
    settle()
    settle()
    said = window.notices.frames[-1].notice.text
    assert said.startswith("1 thing was mended. 1 service, ")
    assert said.endswith("all as they should be.")


@pytest.mark.usefixtures("reviewed")
def test_damage_is_named_copied_and_leads_to_the_points_to_return_to(
    window: MainWindow, context: Context, settle: Settle
) -> None:
    alter(context, "UPDATE services SET team = 'Other'")
    assert check_by_menu(window, settle) == "1 thing is damaged."
    dialog = window.findChild(CheckDialog)
    assert dialog is not None
    assert not dialog.mend_button.isVisible()
    QTest.mouseClick(dialog.copy_button, Qt.MouseButton.LeftButton)
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("Damaged: checkout: The service is not what the history tells (team). The backup ")
    QTest.mouseClick(dialog.restore_button, Qt.MouseButton.LeftButton)
    settle()
    points = window.findChild(RestoreDialog)
    assert points is not None
    points.reject()


@pytest.mark.usefixtures("reviewed")
def test_escape_closes_what_was_found(window: MainWindow, context: Context, settle: Settle) -> None:
    alter(context, "UPDATE services SET team = 'Other'")
    check_by_menu(window, settle)
    dialog = window.findChild(CheckDialog)
    assert dialog is not None
    names = [each.text() for each in dialog.findChildren(QPushButton) if each.isVisible()]
    assert names == ["Copy", "Restore to a point…", "Close"]
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.result() == QDialog.DialogCode.Rejected


@pytest.mark.usefixtures("reviewed")
def test_a_check_can_be_cancelled(window: MainWindow, settle: Settle) -> None:
    [action] = [each for each in window.menus.data.actions() if "Check" in each.text()]
    action.trigger()
    running = window.notices.frames[-1]
    [cancel] = [each for each in running.findChildren(QPushButton) if each.text() == "Cancel"]
    QTest.mouseClick(cancel, Qt.MouseButton.LeftButton)
    settle()
    assert window.notices.frames[-1].notice.text == "The check was stopped; nothing was changed."
