"""A closed box whose text has no room says so."""

import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QStyleOptionComboBox
from pytestqt.qtbot import QtBot

from shipworthy.gui.widgets.elided_box import ElidedBox
from shipworthy.gui.widgets.labels import plain_tool_tip

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
LONG = "The third review, before the move to the other data centre in Rotterdam · 8 Jul 2026"


def face(box: ElidedBox) -> str:
    """Return what the closed box says."""
    option = QStyleOptionComboBox()
    box.initStyleOption(option)
    return option.currentText


def test_a_text_that_has_no_room_ends_with_an_ellipsis_and_is_whole_in_its_tip(qtbot: QtBot) -> None:
    box = ElidedBox()
    qtbot.addWidget(box)
    box.addItems([LONG, "Short"])
    box.resize(200, 32)
    box.show()
    assert face(box).endswith("…")
    assert LONG.startswith(face(box)[:-1])
    assert box.currentText() == LONG
    QApplication.sendEvent(box, QHelpEvent(QEvent.Type.ToolTip, QPoint(5, 5), box.mapToGlobal(QPoint(5, 5))))
    assert box.toolTip() == plain_tool_tip(LONG)
    box.setCurrentIndex(1)
    assert face(box) == "Short"
    QApplication.sendEvent(box, QHelpEvent(QEvent.Type.ToolTip, QPoint(5, 5), box.mapToGlobal(QPoint(5, 5))))
    assert box.toolTip() == ""
