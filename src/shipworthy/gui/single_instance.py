"""One window per data folder: a second start brings the first window to the front instead of opening another."""

import hashlib
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, Signal, Slot
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from shipworthy.errors import UserError
from shipworthy.text import _

_ANSWER_MILLISECONDS = 2000
_HELLO = b"raise"
_THANKS = b"raised"


class SingleInstance(QObject):
    """Holds the data folder for this process; `raise_asked` when a second start asks for the window."""

    raise_asked = Signal()

    def __init__(self, data_dir: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._data_dir = data_dir.resolve()
        data_dir.mkdir(parents=True, exist_ok=True)
        self._lock = QLockFile(str(self._data_dir / ".window.lock"))
        self._lock.setStaleLockTime(0)  # a lock is stale only when its process is gone, however long a window is open
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._receive)

    def acquire(self) -> bool:
        """Take the folder; False when another window has it and was brought to the front.

        Raises UserError when another process has it and does not answer.
        """
        if self._lock.tryLock(0):
            # A socket that a crash left behind would keep the name.
            QLocalServer.removeServer(self._name())
            self._server.listen(self._name())
            return True
        if self._lock.error() is QLockFile.LockError.PermissionError:
            return True  # a folder that nobody may write to holds a read-only database: any number of windows may look
        if self._ask_to_raise():
            return False
        raise UserError(
            _("Another Shipworthy has {folder} open and does not answer").format(folder=self._data_dir),
            _("Close it, or wait until it is done, then start again. Another folder can be given with --data-dir."),
        )

    def release(self) -> None:
        """Give the folder back."""
        self._server.close()
        self._lock.unlock()

    def _ask_to_raise(self) -> bool:
        socket = QLocalSocket()
        socket.connectToServer(self._name())
        if not socket.waitForConnected(_ANSWER_MILLISECONDS):
            return False
        socket.write(_HELLO)
        answered = socket.waitForReadyRead(_ANSWER_MILLISECONDS)
        thanks = bytes(socket.readAll().data())
        socket.abort()
        return answered and thanks == _THANKS

    def _name(self) -> str:
        # The name of a socket is short on every platform; the folder's path may not be.
        return f"shipworthy-{hashlib.sha256(str(self._data_dir).encode()).hexdigest()[:20]}"

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
