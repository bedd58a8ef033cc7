"""What every tab of the Remediation page is: it reads when asked to, takes the focus, may have keys and commands."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from shipworthy.gui.command import Command
from shipworthy.gui.widgets.page import Binding


class RemediationTab(QWidget):
    """One tab; `item_asked(UUID)` opens an item in the drawer beside it, `new_asked(UUID or None)` a new one there.

    The latter carries the service that it is likely for.
    """

    item_asked = Signal(object)
    new_asked = Signal(object)

    def refresh(self) -> None:
        """Read again what is shown; called when the tab comes up and, while it is visible, after every change."""
        raise NotImplementedError

    def take_focus(self) -> None:
        """Put the focus where work goes on."""
        self.setFocus()

    def leave(self) -> None:
        """Save what is still unsaved; called before another tab or page is shown."""

    def commands(self) -> Sequence[Command]:
        """Return what the tab offers to the command palette while it is shown."""
        return ()

    def bindings(self) -> Sequence[Binding]:
        """Return the keys that the tab handles without an action."""
        return ()
