"""One window per data folder: the lock. Without QtNetwork, which only the talk between two starts needs."""

from pathlib import Path

from PySide6.QtCore import QLockFile


class FolderLock:
    """Holds a data folder for this process."""

    def __init__(self, data_dir: Path) -> None:
        self._lock = QLockFile(str(data_dir.resolve() / ".window.lock"))
        self._lock.setStaleLockTime(0)  # a lock is stale only when its process is gone, however long a window is open

    def acquire(self) -> bool:
        """Take the folder; False when another process has it."""
        if self._lock.tryLock(0):
            return True
        # A folder that nobody may write to holds a read-only database: any number of windows may look. On a full disk
        # no lock can be made either, which must not pass for a window that does not answer.
        return self._lock.error() is not QLockFile.LockError.LockFailedError

    def release(self) -> None:
        """Give the folder back."""
        self._lock.unlock()
