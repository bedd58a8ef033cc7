"""A window that asks for more than the screen begins as large as the screen, one that asks for less as it asked."""

from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from shipworthy.gui.widgets.screen_room import resize_within_screen


def test_a_window_begins_within_its_screen(qtbot: QtBot) -> None:
    dialog = QDialog()
    qtbot.addWidget(dialog)
    screen = dialog.screen().availableGeometry().size()
    resize_within_screen(dialog, screen.width() + 1, 300)
    assert screen.width() - 40 < dialog.width() < screen.width()
    assert dialog.height() == 300
    resize_within_screen(dialog, 300, screen.height())
    assert dialog.width() == 300
    assert screen.height() - 80 < dialog.height() < screen.height()
