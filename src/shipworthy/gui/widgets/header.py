"""The bar above every page: its title, and whether the work is saved."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from shipworthy.gui.context import SaveState, Saving
from shipworthy.gui.widgets.labels import ElidedLabel, PlainLabel, restyle
from shipworthy.text import _

_HEIGHT = 48


class Header(QFrame):
    """Title, subtitle and the saved indicator."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "header")
        self.setMinimumHeight(_HEIGHT)
        self.title = ElidedLabel(role="title")
        self.subtitle = ElidedLabel(role="subtitle")
        self.saved = PlainLabel(role="saved")
        self.title.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 0, 16, 0)
        layout.setSpacing(8)
        layout.addWidget(self.title)
        layout.addWidget(self.subtitle, 1)
        layout.addWidget(self.saved)

    @Slot(str, str)
    def show_heading(self, title: str, subtitle: str) -> None:
        """Show a page's title and subtitle."""
        self.title.setText(title)
        self.subtitle.setText(f"· {subtitle}" if subtitle else "")

    @Slot(object)
    def show_save_state(self, state: SaveState) -> None:
        """Say whether everything is saved, and since when."""
        self.saved.setText(
            {
                Saving.NOTHING_YET: _("Saved"),
                Saving.SAVING: _("Saving…"),
                Saving.SAVED: _("Saved {time}").format(time=f"{state.at:%H:%M}" if state.at else ""),
                Saving.FAILED: _("Not saved"),
            }[state.saving]
        )
        self.saved.setProperty("failed", state.saving is Saving.FAILED)
        restyle(self.saved)
