"""Items that flow: in reading order, from the side where the interface begins."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from shipworthy.gui.widgets.flow_layout import FlowLayout


def test_a_flow_within_another_layout_begins_where_the_interface_does(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    column = QVBoxLayout(holder)
    flow = FlowLayout()
    column.addLayout(flow)
    first, second = QPushButton("first"), QPushButton("second")
    flow.addWidget(first)
    flow.addWidget(second)
    holder.resize(400, 100)
    holder.show()
    assert first.x() < second.x()
    holder.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    column.invalidate()
    column.activate()
    assert first.x() > second.x()
