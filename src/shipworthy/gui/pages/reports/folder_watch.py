"""Tells when something in a folder was saved: once for what comes in one go, whichever way an editor saves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal, Slot

_REST_MILLISECONDS = 300  # an editor writes, renames and touches: all of it is one save
_MOST_PATHS = 200


class FolderWatch(QObject):
    """`saved` a moment after files of the folder watched changed, came or went."""

    saved = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._folder: Path | None = None
        self._watcher = QFileSystemWatcher(self)
        self._rest = QTimer(self, singleShot=True, interval=_REST_MILLISECONDS)
        self._watcher.fileChanged.connect(self._rest.start)
        self._watcher.directoryChanged.connect(self._rest.start)
        self._rest.timeout.connect(self._tell)

    def watch(self, folder: Path | None) -> None:
        """Watch a folder with those inside it, and no other any more; None for none."""
        if folder != self._folder:
            self._folder = folder
            self._rest.stop()
            self._look()

    @Slot()
    def _tell(self) -> None:
        self._look()  # a file that was replaced is another one to the system
        self.saved.emit()

    def _look(self) -> None:
        watched = {*self._watcher.files(), *self._watcher.directories()}
        found = {str(path) for path in islice(_inside(self._folder), _MOST_PATHS)} if self._folder else set()
        if gone := watched - found:
            self._watcher.removePaths(sorted(gone))
        if new := found - watched:
            self._watcher.addPaths(sorted(new))


def _inside(folder: Path) -> Iterator[Path]:
    """Yield a folder and what lies in it, the folders first; what may not be read is left out."""
    yield folder
    with suppress(OSError):
        paths = sorted(each for each in folder.iterdir() if not each.name.startswith(".") and not each.is_symlink())
        yield from (each for each in paths if each.is_file())
        for each in paths:
            if each.is_dir():
                yield from _inside(each)
