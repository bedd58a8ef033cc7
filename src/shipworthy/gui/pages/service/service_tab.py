"""What every tab of a service's page is: it shows the service, reads more when it is seen, and takes the focus."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from shipworthy.gui.context import Context
from shipworthy.gui.widgets.page import Binding
from shipworthy.workflows.services import ServiceView


class ServiceTab(QWidget):
    """One tab; `filled()` after what it reads by itself has come."""

    filled = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.is_folded = False

    def show_view(self, view: ServiceView) -> None:
        """Show a service; called when the tab comes up and, while it is seen, after every change."""
        raise NotImplementedError

    def focus_place(self) -> QWidget | None:
        """Return where work goes on; None while there is nothing to operate."""
        return None

    def fit(self) -> None:
        """Make room for what is shown, as after another text size or another width."""

    def fold(self, folded: bool) -> None:
        """Take no room while another tab is seen: the page is as high as the tab in front, not as the highest."""
        self.is_folded = folded
        policy = QSizePolicy.Policy.Ignored if folded else QSizePolicy.Policy.Preferred
        self.setSizePolicy(policy, policy)

    def bindings(self) -> Sequence[Binding]:
        """Return the keys that the tab handles without an action."""
        return ()

    def heightForWidth(self, width: int) -> int:
        # A stack asks all its parts, whichever is in front.
        return 0 if self.is_folded else super().heightForWidth(width)
