"""The note of a question: always open, saved half a second after the last key and on leaving, never lost."""

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QSizePolicy, QWidget

from shipworthy.gui.pages.review.text_edit import TextEdit
from shipworthy.text import _

IDLE_MILLISECONDS = 500
_LEAST_LINES, _MOST_LINES = 2, 12
_FRAME = 24


class NoteEditor(TextEdit):
    """Grows with its text. `rested` asks for saving; `left` says that the person wants back to the question."""

    rested = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._saved = ""
        self._idle = QTimer(self, singleShot=True, interval=IDLE_MILLISECONDS)
        self._idle.timeout.connect(self.rested)
        self.setAccessibleName(_("Note"))
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.textChanged.connect(self._changed)
        self.document().documentLayout().documentSizeChanged.connect(self.updateGeometry)

    @property
    def note(self) -> str:
        """Return the note as typed."""
        return self.toPlainText()

    @property
    def is_unsaved(self) -> bool:
        """Tell whether something was typed that is not saved yet."""
        return self.note != self._saved

    def show_note(self, note: str) -> None:
        """Show the saved note of the question that is shown now."""
        self._saved = note
        if self.note != note:
            self.setPlainText(note)
        self._idle.stop()

    def take_focus(self) -> None:
        """Take the keys behind what is written already."""
        self.setFocus()
        self.moveCursor(QTextCursor.MoveOperation.End)

    def note_saved(self, note: str) -> None:
        """Take over what was saved; what was typed since stays and is saved next."""
        self._saved = note
        if self.is_unsaved:
            self._idle.start()

    @Slot()
    def _changed(self) -> None:
        if self.is_unsaved:
            self._idle.start()
        else:
            self._idle.stop()

    # Qt overrides

    def sizeHint(self) -> QSize:
        # The height of a plain text document is counted in lines.
        lines = min(max(int(self.document().size().height()), _LEAST_LINES), _MOST_LINES)
        return QSize(320, self.fontMetrics().lineSpacing() * lines + _FRAME)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self.is_unsaved:
            self._idle.stop()
            self.rested.emit()
