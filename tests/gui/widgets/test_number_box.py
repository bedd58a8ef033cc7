"""Numbers with units: percent stays exact, and the wheel changes nothing."""

from fractions import Fraction

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from shipworthy.gui.widgets.number_box import PercentBox, WholeBox


@pytest.mark.parametrize(
    ("value", "text"),
    [(Fraction(85, 100), "85 %"), (Fraction(1), "100 %"), (Fraction(0), "0 %"), (Fraction(7125, 10000), "71.25 %"),
     (Fraction(705, 1000), "70.5 %")],
)  # fmt: skip
def test_percent_is_exact_and_shows_no_empty_decimals(qtbot: QtBot, value: Fraction, text: str) -> None:
    box = PercentBox("Overall")
    qtbot.addWidget(box)
    box.show_fraction(value)
    assert (box.fraction, box.text()) == (value, text)


def test_it_is_typed(qtbot: QtBot) -> None:
    box = PercentBox("Overall")
    qtbot.addWidget(box)
    box.selectAll()
    QTest.keyClicks(box, "33.33")
    assert box.fraction == Fraction(3333, 10000)


def test_the_wheel_scrolls_the_page_and_changes_no_number(qtbot: QtBot) -> None:
    box = WholeBox("Age", 1, 100, "days")
    qtbot.addWidget(box)
    box.setValue(30)
    box.show()
    box.setFocus()
    place = QPointF(5, 5)
    wheel = QWheelEvent(
        place, place, QPoint(0, 0), QPoint(0, 120), Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(box, wheel)
    assert (box.value(), box.text()) == (30, "30 days")
    assert not wheel.isAccepted()
