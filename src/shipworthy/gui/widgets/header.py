"""The bar above every page: its title, the way to the palette, and whether the work is saved."""

from PySide6.QtCore import Slot
from PySide6.QtGui import QKeySequence, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from shipworthy.gui.context import SaveState, Saving
from shipworthy.gui.widgets.labels import ElidedLabel, PlainLabel, restyle
from shipworthy.text import _

_HEIGHT = 48
_ROOMY = 75  # letters that stand side by side: with fewer, the title needs the room
PALETTE_KEYS = "Ctrl+K"


class Header(QFrame):
    """Title, subtitle, the button of the palette and the saved indicator."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "header")
        self.setMinimumHeight(_HEIGHT)
        self.title = ElidedLabel(role="title")
        self.subtitle = ElidedLabel(role="subtitle")
        self.saved = PlainLabel(role="saved")
        self.search = QPushButton()
        self.search.setProperty("kind", "palette")
        self.search.setAccessibleName(_("Search or command"))
        self.title.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._tools: list[QWidget] = []
        self._tool_row = QHBoxLayout()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 0, 16, 0)
        layout.setSpacing(8)
        layout.addWidget(self.title)
        layout.addWidget(self.subtitle, 1)
        layout.addLayout(self._tool_row)
        layout.addWidget(self.search)
        layout.addSpacing(8)
        layout.addWidget(self.saved)
        self._name_search()

    @Slot(str, str)
    def show_heading(self, title: str, subtitle: str) -> None:
        """Show a page's title and subtitle."""
        self.title.setText(title)
        self.subtitle.setText(f"· {subtitle}" if subtitle else "")

    def show_tool(self, tool: QWidget | None) -> None:
        """Show what the page has beside its heading, in place of the last page's."""
        if tool is not None and tool not in self._tools:
            self._tools.append(tool)
            self._tool_row.addWidget(tool)
        for each in self._tools:
            each.setVisible(each is tool)

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

    def _name_search(self) -> None:
        keys = QKeySequence(PALETTE_KEYS).toString(QKeySequence.SequenceFormat.NativeText)
        is_roomy = self.width() >= _ROOMY * self.fontMetrics().averageCharWidth()
        self.search.setText(f"{_('Search or command')}   {keys}" if is_roomy else keys)

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._name_search()
