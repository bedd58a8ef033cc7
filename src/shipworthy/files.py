"""Files are written whole or not at all: an export that fails must leave the old file as it was."""

import contextlib
import errno
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from shipworthy.errors import UserError
from shipworthy.text import _


def write_text(path: Path, text: str) -> None:
    """Write text as UTF-8 with its line ends as they are; otherwise like `write_bytes`."""
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, data: bytes) -> None:
    """Put the bytes at the path, all or nothing, surviving a crash right after the return.

    A symbolic link is followed, so that the link stays a link. Raises UserError where the system refuses (disk full,
    folder missing or read-only, path is a folder); the old file is then untouched and nothing is left beside it.
    """
    try:
        _replace(Path(os.path.realpath(path)), data)
    except OSError as error:
        raise _not_written(path, error) from error


def write_export(path: Path, data: bytes) -> None:
    """Write what leaves the program, and read it back: like `write_bytes`, and a UserError where it reads otherwise."""
    write_bytes(path, data)
    try:
        as_written = path.read_bytes() == data
    except OSError as error:
        raise _not_written(path, error) from error
    if not as_written:
        raise UserError(
            _("{path} does not hold what was written to it.").format(path=path),
            _("The disk may be failing: choose another one and export again."),
        )


def write_part(folder: Path, pieces: Iterable[bytes]) -> Path:
    """Write pieces into a temporary file of a folder, for `put` to give it a name, and return its path.

    Raises UserError as `write_bytes` does, and whatever the pieces raise; nothing is left then.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=folder)
    except OSError as error:
        raise _not_written(folder, error) from error
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            for piece in pieces:
                file.write(piece)
    except BaseException as error:  # also on Ctrl+C: no litter; always raised again
        with contextlib.suppress(OSError):
            part.unlink()
        if isinstance(error, OSError):
            raise _not_written(folder, error) from error
        raise
    return part


def put(finished: Path, target: Path) -> None:
    """Give a finished file its name on the same disk, all or nothing, surviving a crash right after the return.

    For files that were written piece by piece, such as a database's backup. Raises UserError as `write_bytes` does.
    """
    try:
        with finished.open("rb+") as file:
            os.fsync(file.fileno())
        finished.chmod(_mode_for(target))
        finished.replace(target)
        sync_folder(target.parent)
    except OSError as error:
        raise _not_written(target, error) from error


def make_folder(path: Path) -> None:
    """Make a folder with those above it, where it is not there yet; raises UserError where the system refuses.

    It survives a crash right after the return, as the files that are put into it do.
    """
    try:
        new = [each for each in (path, *path.parents) if not each.exists()]
        path.mkdir(parents=True, exist_ok=True)
        for each in new:
            sync_folder(each.parent)
    except OSError as error:
        raise UserError(
            _("Could not make the folder {path}: {reason}.").format(path=path, reason=_reason(error)), _hint(error)
        ) from error


def sync_folder(folder: Path) -> None:
    """Make the names in a folder survive a crash of the machine; raises OSError."""
    # Windows cannot open a folder, and makes the rename durable by itself.
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _replace(target: Path, data: bytes) -> None:
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))
    # The same folder means the same file system: os.replace is atomic only there.
    handle, name = tempfile.mkstemp(prefix=f".{target.name[:40]}-", suffix=".part", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(_mode_for(target))
        temporary.replace(target)
    except BaseException:  # also on Ctrl+C: no litter; always raised again
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    sync_folder(target.parent)


def _mode_for(target: Path) -> int:
    """Return the permissions of the file replaced, or what the user's umask gives a new file (mkstemp makes 0600)."""
    try:
        return target.stat().st_mode & 0o777
    except FileNotFoundError:
        umask = os.umask(0)
        os.umask(umask)
        return 0o666 & ~umask


def _not_written(path: Path, error: OSError) -> UserError:
    return UserError(_("Could not write {path}: {reason}.").format(path=path, reason=_reason(error)), _hint(error))


def _reason(error: OSError) -> str:
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return _("the disk is full")
        case errno.EACCES | errno.EPERM:
            return _("you may not write there")
        case errno.EROFS:
            return _("the disk is read-only")
        case errno.ENOENT | errno.ENOTDIR:
            return _("the folder does not exist")
        case errno.EISDIR:
            return _("it is a folder")
        case errno.ENAMETOOLONG:
            return _("the name is too long")
    return error.strerror or str(error)


def _hint(error: OSError) -> str:
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return _("Make room on that disk or choose another place, then try again.")
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return _("Choose a folder you may write to, or change its permissions, then try again.")
        case errno.ENOENT | errno.ENOTDIR:
            return _("Create the folder or choose another one, then try again.")
        case errno.EISDIR:
            return _("Give the name of a file inside it.")
        case errno.ENAMETOOLONG:
            return _("Choose a shorter name.")
    return _("Choose another place, then try again.")
