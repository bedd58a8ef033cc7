"""Links of people's own making: opened only after the whole address was shown, and only where that is safe."""

from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from shipworthy.domain.answering import is_link
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.labels import ElidedLabel, PlainLabel, set_plain_tool_tip
from shipworthy.text import _


class LinkDialog(QDialog):
    """Shows a whole address and opens it in the browser or mail program, if asked."""

    def __init__(self, url: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._url = url
        self.setWindowTitle(_("Open link"))
        self.setMinimumWidth(440)
        is_safe = is_link(url)
        question = (
            _("Open this address outside Shipworthy?")
            if is_safe
            else _("This address is not opened: only https, http and mailto are.")
        )
        self.open_button = push_button(_("Open"), "primary")
        self.open_button.setEnabled(is_safe)
        self.open_button.clicked.connect(self.open_link)
        copy = push_button(_("Copy"))
        copy.clicked.connect(self.copy)
        cancel = push_button(_("Cancel"))
        cancel.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addWidget(copy)
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self.open_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(12)
        layout.addWidget(PlainLabel(question, wrap=True))
        layout.addWidget(PlainLabel(url, "strong", wrap=True))
        if host := foreign_host(url):
            text = _("Its host has letters that may look like others. Written plainly it is {host}.").format(host=host)
            layout.addWidget(PlainLabel(text, wrap=True))
        layout.addLayout(row)
        (self.open_button if is_safe else cancel).setFocus()

    @Slot()
    def open_link(self) -> None:
        """Hand the address to the system."""
        QDesktopServices.openUrl(QUrl(self._url))
        self.accept()

    @Slot()
    def copy(self) -> None:
        """Put the address on the clipboard."""
        QGuiApplication.clipboard().setText(self._url)


def foreign_host(url: str) -> str:
    """Return the host of an address as the internet spells it, where it has other letters than ours; else ""."""
    host = QUrl(url).host(QUrl.ComponentFormattingOption.FullyEncoded)
    return host if "xn--" in host else ""


class LinkRow(QWidget):
    """What a link leads to, and its address as a button."""

    def __init__(self, kind: str, url: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._url = url
        self.button: QPushButton = push_button(_("Open…"), "flat")
        self.button.setAccessibleName(_("Open {kind}: {url}").format(kind=kind, url=url))
        set_plain_tool_tip(self.button, url)
        self.button.clicked.connect(self.ask)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(PlainLabel(kind))
        texts.addWidget(ElidedLabel(url, "small"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(texts, 1)
        layout.addWidget(self.button)

    @Slot()
    def ask(self) -> None:
        """Show the whole address and ask."""
        LinkDialog(self._url, self.window()).open()


def show_in_folder(path: Path) -> None:
    """Open the folder of a file, or a folder itself, in the system's file manager."""
    folder = path if path.is_dir() else path.parent
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
