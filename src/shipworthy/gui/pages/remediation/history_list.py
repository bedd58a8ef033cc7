"""What happened to an item, newest first, in words."""

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from shipworthy.gui.widgets.form import empty_layout
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.text import _
from shipworthy.wording import Wording
from shipworthy.workflows.item_view import HistoryLine


class HistoryList(QWidget):
    """One entry per change: when and who, what the action was called, and each field from what to what."""

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wording = wording
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(8)

    def show_history(self, history: Sequence[HistoryLine]) -> None:
        """Show other entries."""
        empty_layout(self._layout)
        for line in history:
            self._layout.addWidget(self._entry(line))

    def texts(self) -> list[str]:
        """Return what is shown, line by line."""
        return [label.text() for label in self.findChildren(PlainLabel) if not label.isHidden()]

    def _entry(self, line: HistoryLine) -> QWidget:
        entry = QWidget()
        layout = QVBoxLayout(entry)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        action = _("taken back: {action}").format(action=line.action) if line.is_undo else line.action
        when = f"{self._wording.date(line.day)}, {self._wording.time(line.at)}"
        layout.addWidget(PlainLabel(f"{line.actor} · {when}", "label", wrap=True))
        layout.addWidget(PlainLabel(action[:1].upper() + action[1:], wrap=True))
        for change in line.changes:
            layout.addWidget(PlainLabel(change, "small", wrap=True))
        return entry
