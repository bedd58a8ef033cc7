"""What is wrong with a file, all of it: a list to read, to copy and to mend the file by."""

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QDialog, QHBoxLayout, QListView, QVBoxLayout, QWidget

from shipworthy.errors import InvalidFile
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.gui.widgets.screen_room import resize_within_screen
from shipworthy.text import _


class ProblemsDialog(QDialog):
    """The problems of one file, each with its place and what to do; nothing was changed."""

    def __init__(self, error: InvalidFile, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("The file was not imported"))
        self._text = str(error)
        prefixes = {problem.file for problem in error.problems}
        lines = [_without(str(problem), prefixes) for problem in error.problems]
        self.list = QListView()
        self.list.setModel(QStringListModel(lines, self))
        self.list.setAccessibleName(_("Problems"))
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setWordWrap(True)
        self.list.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setSpacing(4)
        copy, close = push_button(_("Copy")), push_button(_("Close"), "primary")
        copy.clicked.connect(self.copy)
        close.clicked.connect(self.accept)
        close.setShortcut(QKeySequence())
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(copy)
        buttons.addStretch(1)
        buttons.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(10)
        layout.addWidget(PlainLabel(error.message, "strong", wrap=True))
        layout.addWidget(PlainLabel(_("Nothing was changed. Mend the file and import it again."), "soft", wrap=True))
        layout.addWidget(self.list, 1)
        layout.addLayout(buttons)
        resize_within_screen(self, 720, 460)
        self.list.setCurrentIndex(self.list.model().index(0, 0))
        self.list.setFocus()

    def copy(self) -> None:
        """Put all problems on the clipboard."""
        QGuiApplication.clipboard().setText(self._text)


def _without(text: str, prefixes: set[str]) -> str:
    """Return a problem without the name of its file, which the title gives."""
    for prefix in prefixes:
        text = text.removeprefix(prefix).lstrip(": ")
    return text
