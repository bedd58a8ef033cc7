"""A chip for one thing that a list is narrowed by: pressed it is changed, at its cross or by Delete it goes."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from shipworthy.gui.widgets.buttons import PushButton
from shipworthy.gui.widgets.labels import plain_tool_tip
from shipworthy.gui.widgets.page import Binding
from shipworthy.gui.widgets.text_direction import isolated
from shipworthy.text import _

_CROSS = " ✕"
_CROSS_WIDTH = 28


class FilterChip(PushButton):
    """A button that says what is narrowed; `clicked` asks to change it, `removed` to take it away."""

    removed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "chip")
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def show_text(self, shown: str, whole: str) -> None:
        """Say what is narrowed; where it says more than is shown, the whole is in the tip."""
        shown, line = " ".join(shown.split()), " ".join(whole.split())
        # The mark says in which direction the whole runs, so that the cross is last whatever the text is written in.
        mark = "\N{RIGHT-TO-LEFT MARK}" if self.isRightToLeft() else "\N{LEFT-TO-RIGHT MARK}"
        self.setText(f"{mark}{isolated(shown)}{_CROSS}".replace("&", "&&"))
        self.setToolTip("" if shown == line else plain_tool_tip(line))
        self.setAccessibleName(_("Filter {filter}").format(filter=line))
        self.setAccessibleDescription(_("Enter changes the filter, Delete removes it"))

    def is_cross(self, place: QPoint) -> bool:
        """Tell whether a place of the chip is on its cross."""
        across = self.width() - place.x() if not self.isRightToLeft() else place.x()
        return 0 <= across <= _CROSS_WIDTH

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(place) and self.is_cross(place):
            self.setDown(False)
            self.removed.emit()
        else:
            super().mouseReleaseEvent(event)


def chip_bindings() -> tuple[Binding, ...]:
    """Return the keys of a chip, for the sheet of keys."""
    delete = QKeySequence("Del").toString(QKeySequence.SequenceFormat.NativeText)
    return (Binding(_("Enter"), _("On a chip: choose its values")), Binding(delete, _("On a chip: remove it")))
