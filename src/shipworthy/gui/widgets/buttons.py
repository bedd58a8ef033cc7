"""Buttons in the looks of the style sheet, their icons following the theme."""

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QPushButton, QWidget

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


class PushButton(QPushButton):
    """A button that Enter presses too while it has the focus, as Space does; Qt gives Enter to dialogs alone."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


def push_button(text: str, kind: str = "", *, tip: str = "", parent: QWidget | None = None) -> QPushButton:
    """Return a button; `kind` is primary, flat or link. In a dialog it is never pressed by Enter elsewhere."""
    button = PushButton(text, parent)
    button.setAutoDefault(False)
    if kind:
        button.setProperty("kind", kind)
    if tip:
        button.setToolTip(tip)
    return button


def icon_button(theme: Theme, name: str, accessible_name: str, parent: QWidget | None = None) -> QPushButton:
    """Return a button that shows an icon alone; its name is spoken and shown as its tip."""
    button = push_button("", "flat", tip=accessible_name, parent=parent)
    button.setAccessibleName(accessible_name)
    ThemedIcon(button, theme, name, "soft")
    return button
