"""The rail: the places of the program, one button each, at the leading edge of the window."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from shipworthy.gui.theme import Theme
from shipworthy.gui.widgets.themed_icon import ThemedIcon


class Place(NamedTuple):
    """One place of the rail; those `at_end` stand at its foot."""

    key: str
    title: str
    icon: str
    at_end: bool = False


class Rail(QFrame):
    """Buttons of which one is on; `place_chosen(key)` when a person presses one."""

    place_chosen = Signal(str)

    def __init__(self, theme: Theme, places: Sequence[Place], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "rail")
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QToolButton] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 12, 6, 12)
        layout.setSpacing(4)
        for place in (each for each in places if not each.at_end):
            layout.addWidget(self._add(theme, place))
        layout.addStretch(1)
        for place in (each for each in places if each.at_end):
            layout.addWidget(self._add(theme, place))

    def button(self, key: str) -> QToolButton:
        """Return the button of a place."""
        return self._buttons[key]

    def show_place(self, key: str) -> None:
        """Switch a place's button on."""
        if key in self._buttons:
            self._buttons[key].setChecked(True)

    def _add(self, theme: Theme, place: Place) -> QToolButton:
        button = QToolButton(self)
        button.setText(place.title)
        button.setAccessibleName(place.title)
        button.setProperty("toolButtonStyle", "ToolButtonTextUnderIcon")  # by name: see launch.py on Qt's names
        button.setIconSize(QSize(22, 22))
        button.setCheckable(True)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)  # all as wide as the widest
        button.setProperty("role", "place")
        ThemedIcon(button, theme, place.icon, "soft")
        button.clicked.connect(lambda: self.place_chosen.emit(place.key))
        self._group.addButton(button)
        self._buttons[place.key] = button
        return button
