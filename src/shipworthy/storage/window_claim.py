"""Whether a window has a data folder, asked and answered without Qt: the terminal must not change files under it.

The window holds `.window.lock` through Qt's QLockFile, which locks it for the system too; that lock ends with its
process, however the process ends.
"""

import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from shipworthy.errors import UserError
from shipworthy.files import make_folder
from shipworthy.text import _

LOCK_NAME = ".window.lock"


@contextmanager
def claimed(folder: Path) -> Iterator[None]:
    """Hold a data folder as a window does, so that none opens meanwhile.

    Raises UserError where a window has it open.
    """
    make_folder(folder)
    path = folder.resolve() / LOCK_NAME
    for _attempt in range(2):
        try:
            handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o666)
            break
        except FileExistsError:
            if _is_held(path):
                raise _open_window(folder, path) from None
            path.unlink(missing_ok=True)  # left behind by a window that was killed
        except OSError as error:
            raise UserError(
                _("Nothing can be restored in {folder}: {reason}.").format(
                    folder=folder, reason=error.strerror or str(error)
                ),
                _("Make the folder writable, with room on its disk, then try again."),
            ) from error
    else:
        raise _open_window(folder, path)
    try:
        _lock(handle)
        os.write(handle, _content().encode())
        yield
    finally:
        os.close(handle)
        with suppress(OSError):
            path.unlink()


def _is_held(path: Path) -> bool:
    """Tell whether the process that made a lock file still has it."""
    try:
        handle = os.open(path, os.O_RDWR)
    except PermissionError:  # on Windows the one that holds it lets nobody else write
        return True
    except FileNotFoundError:
        return False
    try:
        return not _lock(handle)
    finally:
        os.close(handle)


def _lock(handle: int) -> bool:
    """Lock an open file as Qt does; False where another process has it."""
    if sys.platform == "win32":
        return True  # an open file is lock enough there
    # Imported here: Windows has no such module.
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a disk that knows no locks: nobody can hold one there
        return True
    return True


def _content() -> str:
    """Return what Qt's QLockFile writes: process, program and machine, a line each, by which it knows a stale one."""
    program = Path(os.path.realpath(sys.executable)).name
    return f"{os.getpid()}\n{program}\n{socket.gethostname()}\n"


def _open_window(folder: Path, path: Path) -> UserError:
    return UserError(
        _("A window of Shipworthy has {folder} open.").format(folder=folder),
        _("Close it, or restore there: Data > Restore to a point… If no window is open, remove {file}.").format(
            file=path.name
        ),
    )
