"""Texts of the question pane: they take words, and leave files and pictures to the question as its evidence."""

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtWidgets import QPlainTextEdit

from shipworthy.gui.pages.review.handed import is_evidence, read_handed


class TextEdit(QPlainTextEdit):
    """A text of several lines; `handed` (Handed) is what was pasted that is no text."""

    handed = Signal(object)

    # Qt overrides

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        # What is refused here is offered to the pane behind when it is dropped.
        return super().canInsertFromMimeData(source) and not is_evidence(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        if is_evidence(source):
            self.handed.emit(read_handed(source))
        else:
            super().insertFromMimeData(source)
