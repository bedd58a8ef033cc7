"""A box to choose from whose closed face says with an ellipsis that there is more of its text than room."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox

from shipworthy.gui.widgets.labels import plain_tool_tip

_BEARING = 2  # pixels that styles leave at the sides of the text


class ElidedBox(QComboBox):
    """The whole text is in its list, in its tool tip, and in what assistive technology is told."""

    def _shortened(self, option: QStyleOptionComboBox) -> str:
        """Return the text as far as there is room for it."""
        style, part = self.style(), QStyle.SubControl.SC_ComboBoxEditField
        room = style.subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, self).width() - _BEARING
        return self.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideRight, room)

    # Qt overrides

    def initStyleOption(self, option: QStyleOptionComboBox) -> None:
        super().initStyleOption(option)
        option.currentText = self._shortened(option)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            option = QStyleOptionComboBox()
            self.initStyleOption(option)
            text = self.currentText()
            self.setToolTip("" if option.currentText == text else plain_tool_tip(text))
        return super().event(event)
