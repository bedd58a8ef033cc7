"""What every page of the window is: a title, menu actions, keys for the sheet, and what happens on coming and going."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from shipworthy.gui.command import Command
from shipworthy.gui.context import Context


class Binding(NamedTuple):
    """A key that a page acts on by itself, as the sheet of keys shows it: `keys` such as "1-9", `text` what it does."""

    keys: str
    text: str


class Page(QWidget):
    """One page; `heading_changed(title, subtitle)` fills the header above it."""

    heading_changed = Signal(str, str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self._heading = ("", "")

    @property
    def heading(self) -> tuple[str, str]:
        """Return title and subtitle."""
        return self._heading

    def set_heading(self, title: str, subtitle: str = "") -> None:
        """Change title and subtitle."""
        self._heading = (title, subtitle)
        self.heading_changed.emit(title, subtitle)

    def heading_tool(self) -> QWidget | None:
        """Return what stands beside the heading while the page is shown; it stays the page's own. None for nothing."""
        return None

    def menu_title(self) -> str:
        """Return the title of the page's own menu; "" for none."""
        return ""

    def menu_actions(self) -> Sequence[QAction]:
        """Return the page's actions for its menu, in order; a separator is an action too."""
        return ()

    def commands(self) -> Sequence[Command]:
        """Return what the page offers to the command palette beside its actions, whether it is shown or not."""
        return ()

    def bindings(self) -> Sequence[Binding]:
        """Return the keys that the page handles without an action."""
        return ()

    def arrive(self) -> None:
        """Put the focus where work goes on; called when the page is shown."""

    def leave(self) -> None:
        """Save what is still unsaved; called before another page is shown and before the window closes."""

    def waits_to_save(self) -> bool:
        """Tell whether something typed is to be saved once something else is; the window does not close until then."""
        return False
