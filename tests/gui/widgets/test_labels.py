"""Labels stand where the window is read from, whatever letters their text has."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from shipworthy.gui.widgets.labels import ElidedLabel, PlainLabel

_WIDTH = 400


@pytest.fixture
def from_right(qapp: QApplication) -> Iterator[None]:
    """A window that is read from the right."""
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    yield
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def inked(label: PlainLabel) -> tuple[int, int]:
    """Return the first and the last column of a label that has any ink."""
    label.setFixedSize(_WIDTH, 30)
    picture = label.grab().toImage()
    ground = picture.pixelColor(0, 0)
    columns = [
        x for x in range(picture.width()) if any(picture.pixelColor(x, y) != ground for y in range(picture.height()))
    ]
    return columns[0], columns[-1]


@pytest.mark.usefixtures("from_right")
@pytest.mark.parametrize("wrap", [False, True])
@pytest.mark.parametrize("text", ["Mean score", "متوسط الدرجة"])
def test_a_label_begins_at_the_right_where_the_window_does(text: str, wrap: bool, qtbot: QtBot) -> None:
    label = PlainLabel(text, wrap=wrap)
    qtbot.addWidget(label)
    assert inked(label)[0] > _WIDTH // 2
    label.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
    assert inked(label)[1] < _WIDTH // 2
    label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    first, last = inked(label)
    assert abs(_WIDTH - first - last) < 4


@pytest.mark.usefixtures("from_right")
def test_a_label_that_is_elided_begins_at_the_right_too(qtbot: QtBot) -> None:
    label = ElidedLabel("checkout")
    qtbot.addWidget(label)
    assert inked(label)[0] > _WIDTH // 2


def test_a_label_begins_at_the_left_of_a_window_that_does(qtbot: QtBot) -> None:
    label = PlainLabel("Mean score", wrap=True)
    qtbot.addWidget(label)
    assert inked(label)[1] < _WIDTH // 2
