"""What happens when a folder's window is started a second time: the first one comes to the front."""

import hashlib
import time
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from shipworthy.errors import UserError
from shipworthy.gui.errors import sentence
from shipworthy.gui.single_instance import FolderLock
from shipworthy.gui.widgets.ask_dialog import AskDialog
from shipworthy.gui.widgets.buttons import push_button
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.text import _

_ANSWER_MILLISECONDS = 2000
_PATIENCE_SECONDS = 10.0
_PAUSE_SECONDS = 0.1
_WIDTH = 460
_HELLO = b"raise"
_THANKS = b"raised"


class RaiseServer(QObject):
    """Listens in the first window, which holds the folder's lock; `raise_asked` when a second start asks for it."""

    raise_asked = Signal()

    def __init__(self, data_dir: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._receive)
        QLocalServer.removeServer(_name(data_dir))  # a socket that a crash left behind would keep the name
        self._server.listen(_name(data_dir))

    @Slot()
    def _receive(self) -> None:
        socket = self._server.nextPendingConnection()
        socket.disconnected.connect(socket.deleteLater)
        socket.readyRead.connect(lambda: self._answer(socket))

    def _answer(self, socket: QLocalSocket) -> None:
        if bytes(socket.readAll().data()) == _HELLO:
            socket.write(_THANKS)
            socket.flush()
            self.raise_asked.emit()


def ask_to_raise(data_dir: Path, lock: FolderLock, patience: float = _PATIENCE_SECONDS) -> bool:
    """Ask the window that has the folder to come to the front; False when it gave the folder up and `lock` has it now.

    A window that is just being opened or closed does not answer yet, or any more, so it is asked for some seconds.
    Raises UserError when it does not answer until then.
    """
    end = time.monotonic() + patience
    while not _ask_once(data_dir):
        if lock.acquire():
            return False
        if time.monotonic() >= end:
            raise UserError(
                _("Another Shipworthy has {folder} open and does not answer.").format(folder=data_dir),
                _("Close it, or wait until it is done, then start again. Another folder can be given with --data-dir."),
            )
        time.sleep(_PAUSE_SECONDS)
    return True


def raise_first(data_dir: Path, lock: FolderLock) -> bool:
    """Ask as `ask_to_raise` does; whoever started from a desktop sees it where nobody answers, and may ask again."""
    while True:
        try:
            return ask_to_raise(data_dir, lock)
        except UserError as error:
            if not _wants_to_try_again(error):
                raise


def _wants_to_try_again(error: UserError) -> bool:
    dialog = AskDialog("Shipworthy")
    again = push_button(_("Try again"), "primary")
    again.clicked.connect(dialog.accept)
    dialog.cancel_button.setText(_("Close"))
    words = QWidget()
    column = QVBoxLayout(words)
    column.setContentsMargins(24, 20, 24, 16)
    for text, role in ((sentence(error.message), "strong"), (error.hint, "")):
        column.addWidget(PlainLabel(text, role, wrap=True))
    dialog.setMinimumWidth(_WIDTH)
    dialog.lay_out(words, again)
    return dialog.exec() == QDialog.DialogCode.Accepted


def _ask_once(data_dir: Path) -> bool:
    socket = QLocalSocket()
    socket.connectToServer(_name(data_dir))
    answered = False
    if socket.waitForConnected(_ANSWER_MILLISECONDS):
        socket.write(_HELLO)
        answered = socket.waitForReadyRead(_ANSWER_MILLISECONDS) and bytes(socket.readAll().data()) == _THANKS
    socket.abort()
    return answered


def _name(data_dir: Path) -> str:
    # The name of a socket is short on every platform; the folder's path may not be. By what the folder is and not how
    # it is written: another way to it, or other letters where case does not count, lead to the same window.
    folder = data_dir.stat()
    return f"shipworthy-{hashlib.sha256(f'{folder.st_dev} {folder.st_ino}'.encode()).hexdigest()[:20]}"
