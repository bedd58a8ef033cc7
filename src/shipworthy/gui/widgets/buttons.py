"""Buttons in the looks of the style sheet."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget

from shipworthy.gui.theme import Theme
from shipworthy.gui.widgets.labels import plain_tool_tip
from shipworthy.gui.widgets.themed_icon import ThemedIcon


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
        # Left as it is where it can be, because Qt breaks the lines of anything else.
        button.setToolTip(plain_tool_tip(tip) if "<" in tip else tip)
    return button


def icon_button(theme: Theme, name: str, accessible_name: str, parent: QWidget | None = None) -> QPushButton:
    """Return a button that shows an icon alone; its name is spoken and shown as its tip."""
    button = push_button("", "flat", tip=accessible_name, parent=parent)
    button.setAccessibleName(accessible_name)
    ThemedIcon(button, theme, name, "soft")
    return button
