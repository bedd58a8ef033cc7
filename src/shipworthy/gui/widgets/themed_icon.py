"""Icons of buttons that follow the theme."""

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QAbstractButton

from shipworthy.gui.theme import Theme


class ThemedIcon(QObject):
    """Keeps a button's icon in the colours of the theme; lives as long as the button."""

    def __init__(self, button: QAbstractButton, theme: Theme, name: str, token: str) -> None:
        super().__init__(button)
        self._button = button
        self._theme = theme
        self._name = name
        self._token = token
        theme.changed.connect(self.draw)
        self.draw()

    @Slot()
    def draw(self) -> None:
        """Draw the icon anew."""
        self._button.setIcon(self._theme.icon(self._name, self._token))
