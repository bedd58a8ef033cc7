"""What is wrong with a file, all of it: a list to read, to copy and to mend the file by."""

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QDialog, QHBoxLayout, QListView, QVBoxLayout, QWidget

from shipworthy.errors import InvalidFile
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.gui.widgets.screen_room import resize_within_screen
from shipworthy.text import _, ngettext


class FindingsDialog(QDialog):
    """What was found in one file, each with its place and what to do; `findings` are its lines, `text` to copy."""

    def __init__(
        self, title: str, head: tuple[str, str], findings: Sequence[str], text: str, parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self._text = text
        self.list = QListView()
        self.list.setModel(QStringListModel(list(findings), self))
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
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        self.buttons.addWidget(copy)
        self.buttons.addStretch(1)
        self.buttons.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(10)
        layout.addWidget(PlainLabel(head[0], "strong", wrap=True))
        layout.addWidget(PlainLabel(head[1], "soft", wrap=True))
        layout.addWidget(self.list, 1)
        layout.addLayout(self.buttons)
        resize_within_screen(self, 720, 460)
        self.list.setCurrentIndex(self.list.model().index(0, 0))
        self.list.setFocus()

    def copy(self) -> None:
        """Put all problems on the clipboard."""
        QGuiApplication.clipboard().setText(self._text)


class ProblemsDialog(FindingsDialog):
    """The problems of one file; nothing was changed."""

    def __init__(self, error: InvalidFile, parent: QWidget | None = None) -> None:
        prefixes = {problem.file for problem in error.problems}
        lines = [_without(str(problem), prefixes) for problem in error.problems]
        head = (error.message, _("Nothing was changed. Mend the file and import it again."))
        super().__init__(_("The file was not imported"), head, lines, str(error), parent)
        self.list.setAccessibleName(_("Problems"))


class AdviceDialog(FindingsDialog):
    """Advice on the words of a sound file; `advice` prints itself with its place."""

    def __init__(self, file: str, advice: Sequence[object], parent: QWidget | None = None) -> None:
        lines = [str(each) for each in advice]
        text = ngettext(
            "{file} has no problems, and {count} piece of advice.",
            "{file} has no problems, and {count} pieces of advice.",
            len(lines),
        )
        head = (
            text.format(file=file, count=len(lines)),
            _("Advice on words keeps no pack from being used. Each place is line and column."),
        )
        folders = {line.partition(file)[0] + file for line in lines}
        said = [_without(line, folders) for line in lines]
        super().__init__(_("Advice on the pack"), head, said, "\n".join(lines), parent)
        self.list.setAccessibleName(_("Advice"))


def _without(text: str, prefixes: set[str]) -> str:
    """Return a problem without the name of its file, which the title gives."""
    for prefix in prefixes:
        text = text.removeprefix(prefix).lstrip(": ")
    return text
