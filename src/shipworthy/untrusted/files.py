"""Reading files we did not write: what is no ordinary file, too large or no text is refused."""

import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from shipworthy.errors import UserError
from shipworthy.text import _
from shipworthy.untrusted.problems import Place, Problems

MAX_BYTES = 5_000_000
MAX_EVIDENCE_BYTES = 50_000_000
_PIECE = 1_048_576  # bytes read at a time
LINE_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")  # those that the parser counts


def read_bytes(path: Path, limit: int = MAX_BYTES) -> bytes:
    """Return the content of a file of at most `limit` bytes; raises UserError for anything that is no such file."""
    return b"".join(read_pieces(path, limit))


def read_pieces(path: Path, limit: int, advice: str = "") -> Iterator[bytes]:
    """Yield the content of a file of at most `limit` bytes piece by piece; raises UserError as `read_bytes` does.

    A file that states a larger size is refused before anything of it is read; `advice` then says what to do instead.
    """
    with readable(path), open_file(path, limit, advice) as file:
        count = 0
        while piece := file.read(_PIECE):
            count += len(piece)
            if count > limit:  # it grew, or lies in a file system that states no sizes
                raise _too_large(path, limit, advice)
            yield piece


def open_file(path: Path, limit: int, advice: str = "") -> BinaryIO:
    """Open an ordinary file that states at most `limit` bytes; raises UserError for anything that is no such file."""
    with readable(path):
        try:
            status = path.stat()
        except ValueError as error:  # a zero byte in the name
            raise UserError(
                _("{path!r} is not the name of a file.").format(path=str(path)), _("Check the name.")
            ) from error
        if stat.S_ISDIR(status.st_mode):
            raise UserError(_("{path} is a folder.").format(path=path), _("Give the name of a file inside it."))
        if not stat.S_ISREG(status.st_mode):
            # A pipe would block for ever, a device never end.
            raise UserError(_("{path} is not an ordinary file.").format(path=path), _("Give the name of a file."))
        if status.st_size > limit:
            raise _too_large(path, limit, advice)
        return path.open("rb")


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """Turn what the system says against reading a file into a UserError."""
    try:
        yield
    except FileNotFoundError as error:
        raise UserError(_("There is no file {path}.").format(path=path), _("Check the name and the folder.")) from error
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else str(error)
        raise UserError(
            _("{path} cannot be read: {reason}.").format(path=path, reason=reason),
            _("Check its name and its permissions."),
        ) from error


def read_evidence(path: Path) -> Iterator[bytes]:
    """Yield the content of a file that is to become evidence, piece by piece; raises UserError for one that cannot."""
    advice = _("Keep large files where they are and add a link to them, or add the part that matters.")
    empty = True
    for piece in read_pieces(path, MAX_EVIDENCE_BYTES, advice):
        empty = False
        yield piece
    if empty:
        raise UserError(
            _("{path} is empty, so it shows nothing.").format(path=path), _("Check that it is the right file.")
        )


def _too_large(path: Path, limit: int, advice: str) -> UserError:
    return UserError(
        _("{path} is larger than {limit} MB.").format(path=path, limit=f"{limit / 1_000_000:g}"),
        advice or _("Check that it is the right file; split it if it is."),
    )


def read_text(path: Path, limit: int = MAX_BYTES) -> str:
    """Return the content of a UTF-8 text file; raises UserError."""
    return decode_text(read_bytes(path, limit), str(path))


def decode_text(data: bytes, file: str) -> str:
    """Return bytes as text, without a byte order mark; raises InvalidFile, located, for anything but UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
        Problems(file).refuse(end_of(before), _("This is not UTF-8 text"), _("Save the file with the encoding UTF-8."))


def end_of(text: str) -> Place:
    """Return the place of the character that follows a text."""
    lines = LINE_BREAK.split(text)
    return Place(len(lines), len(lines[-1]) + 1)
