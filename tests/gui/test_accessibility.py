"""The check of what assistive technology is told must itself be able to fail."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from tests.gui import accessibility

Spoil = Callable[[QLineEdit, QPushButton, QScrollArea], object]


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        pytest.param(lambda _field, button, _area: button.setText(""), "no name", id="no name"),
        pytest.param(lambda field, _button, _area: field.setAccessibleName(" "), "no name", id="blank name"),
        pytest.param(lambda field, _button, _area: field.clearFocus(), "nothing has the focus", id="no focus"),
        pytest.param(
            lambda _field, _button, area: area.verticalScrollBar().setValue(area.verticalScrollBar().maximum()),
            "out of sight",
            id="scrolled away",
        ),
    ],
)
def test_the_check_finds_what_is_wrong(qtbot: QtBot, spoil: Spoil, told: str) -> None:
    window, inner = QWidget(), QWidget()
    qtbot.addWidget(window)
    field, button, area = QLineEdit("text"), QPushButton("Press"), QScrollArea(widgetResizable=True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    field.setAccessibleName("Field")
    column = QVBoxLayout(inner)
    column.addWidget(field)
    column.addSpacing(2000)
    column.addWidget(button)
    area.setWidget(inner)
    QVBoxLayout(window).addWidget(area)
    window.resize(300, 200)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    field.setFocus()
    accessibility.check(window)
    spoil(field, button, area)
    with pytest.raises(AssertionError, match=told):
        accessibility.check(window)
