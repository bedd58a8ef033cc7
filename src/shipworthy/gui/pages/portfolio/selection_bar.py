"""What the services that are selected say together, below the table while there are several."""

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from shipworthy.domain.line_groups import summary_of
from shipworthy.domain.portfolio import ServiceLine
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.wording import Wording


class SelectionBar(QFrame):
    """A quiet line, out of sight for less than two services."""

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "quiet")
        self._wording = wording
        self.text = PlainLabel(role="small", wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 12, 4)
        row.addWidget(self.text)
        self.hide()

    def show_lines(self, lines: Sequence[ServiceLine]) -> None:
        """Say what lines have in common; nothing of none or of one."""
        if len(lines) > 1:
            self.text.setText(self._wording.selection(summary_of(lines)))
        self.setVisible(len(lines) > 1)
