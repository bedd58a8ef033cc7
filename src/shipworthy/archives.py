"""Zip files that we did not write: everything about them is bounded and checked before a byte of them is believed.

Python's own `zipfile` accepts a ratio of 1000:1, names that appear twice, symbolic links and names that another system
understands as a place outside the folder. Here each of these is refused, and what is unpacked is counted as it comes.
"""

import errno
import re
import stat
import unicodedata
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from shipworthy.errors import UserError
from shipworthy.text import _
from shipworthy.untrusted.files import open_file, readable

_STEP = 65_536
_DIRECTORY_ENTRY = b"PK\x01\x02"
_ENCRYPTED = 0x2041  # the entry itself, strong encryption, or the list of entries
_NOT_IN_NAMES = re.compile('[\x00-\x1f\x7f<>:"|?*\\\\]')  # what Windows takes in no name, or reads as a way elsewhere
_RESERVED = re.compile(r"(?i)(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])[ ]*(?:\..*)?")
_LONGEST_PART = 255  # bytes; of every file system in use
_LONGEST_NAME = 1_000
_BROKEN = (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OverflowError)
"""What zipfile raises for bytes that are no zip file, or one of a kind that it does not know."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much an archive may hold: bytes when packed and unpacked, entries, and bytes unpacked per byte packed.

    The ratio counts only for what unpacks to more than `free_bytes`: a short repetitive text packs very well.
    """

    packed: int = 500_000_000
    unpacked: int = 500_000_000
    entries: int = 10_000
    ratio: int = 100
    free_bytes: int = 1_000_000


class Archive:
    """An open archive whose list of entries has been checked. `names` are its files, in the archive's order."""

    def __init__(self, path: Path, unpacker: ZipFile, entries: Mapping[str, ZipInfo], limits: Limits) -> None:
        self._path = path
        self._unpacker = unpacker
        self._entries = entries
        self._left = limits.unpacked
        self.names = tuple(entries)

    def __contains__(self, name: object) -> bool:
        return name in self._entries

    def stated_size(self, name: str) -> int:
        """Return how many bytes a file claims to have when unpacked; `chunks` never yields more."""
        return self._entries[name].file_size

    def read(self, name: str, limit: int) -> bytes:
        """Return a file of at most `limit` bytes; raises UserError."""
        if self.stated_size(name) > limit:
            raise _refusal(
                self._path,
                _("“{name}” in it is larger than {limit} MB").format(name=name, limit=f"{limit / 1_000_000:g}"),
            )
        return b"".join(self.chunks(name))

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield a file in pieces; raises UserError where it is damaged or more than it claimed.

        A damaged file is noticed at its end: use nothing of it before.
        """
        left = self.stated_size(name)
        damaged = UserError(
            _("{path} is damaged: “{name}” in it cannot be unpacked.").format(path=self._path, name=name),
            _("Ask for the file again."),
        )
        with _sound(self._path, damaged), self._unpacker.open(self._entries[name]) as file:
            while chunk := file.read(_STEP):
                left -= len(chunk)
                self._left -= len(chunk)
                if left < 0 or self._left < 0:
                    raise _too_much(self._path)
                yield chunk
        if left:
            raise damaged


@contextmanager
def open_archive(path: Path, limits: Limits | None = None) -> Iterator[Archive]:
    """Open a zip file whose list of entries breaks no limit and names nothing outside it; raises UserError.

    What the block reads from the archive is checked as it comes; the block may raise whatever it likes.
    """
    limits = limits or Limits()
    with open_file(path, limits.packed) as file:
        with readable(path):
            size = _check_length_of_list(path, file, limits)
        no_zip = UserError(
            _("{path} is no zip file, or a damaged one.").format(path=path),
            _("Check that it is the right file, and ask for it again if it is."),
        )
        with _sound(path, no_zip):
            unpacker = ZipFile(file)
        with unpacker:
            entries = _Entries(path, limits)
            for info in unpacker.infolist():
                entries.take(info)
            entries.check_sum(size)
            yield Archive(path, unpacker, entries.files, limits)


def _check_length_of_list(path: Path, file: BinaryIO, limits: Limits) -> int:
    """Refuse a list that would fill the memory just by being read, and return the size of the file in bytes.

    An entry begins with these four bytes, which may also stand in packed data by chance or in an archive that is packed
    inside this one; so ten times as many are let through here, and counted exactly afterwards.
    """
    count, size, tail = 0, 0, b""
    while chunk := file.read(_STEP * 16):
        size += len(chunk)
        count += (tail + chunk).count(_DIRECTORY_ENTRY)
        tail = chunk[-3:]
        if count > 10 * limits.entries or size > limits.packed:
            raise _too_many(path, limits)
    file.seek(0)
    return size


@contextmanager
def _sound(path: Path, refusal: UserError) -> Iterator[None]:
    """Raise the refusal where the bytes make no sense; else where the system does not give them, say so."""
    with readable(path):
        try:
            yield
        except _BROKEN as error:
            raise refusal from error
        except OSError as error:
            if error.errno == errno.EINVAL:  # an offset before the start of the file
                raise refusal from error
            raise


@dataclass
class _Entries:
    """Collects the entries of an archive and refuses the first that could do harm."""

    path: Path
    limits: Limits
    files: dict[str, ZipInfo] = field(default_factory=dict)
    _seen: dict[str, bool] = field(default_factory=dict)
    """Whether each name so far is a folder; by the name as file systems compare it."""
    _count: int = 0
    _unpacked: int = 0

    def take(self, info: ZipInfo) -> None:
        name = info.orig_filename  # zipfile cuts a name at its first zero byte and translates separators
        self._count += 1
        self._unpacked += info.file_size
        if self._count > self.limits.entries:
            raise _too_many(self.path, self.limits)
        self._check_name(name)
        self._check_kind(name, info)
        self._check_place(name)
        if info.file_size > max(self.limits.free_bytes, self.limits.ratio * info.compress_size):
            raise _too_much(self.path)
        if not name.endswith("/"):
            self.files[name] = info

    def check_sum(self, packed: int) -> None:
        """Refuse what is too much as a whole; entries that share their packed bytes show here."""
        if self._unpacked > self.limits.unpacked:
            raise _too_much(self.path)
        if self._unpacked > max(self.limits.free_bytes, self.limits.ratio * packed):
            raise _too_much(self.path)

    def _check_name(self, name: str) -> None:
        parts = name.removesuffix("/").split("/")
        if (
            len(name) > _LONGEST_NAME
            or _NOT_IN_NAMES.search(name)
            or any(part in ("", ".", "..") or part != part.rstrip(". ") for part in parts)
            or any(_RESERVED.fullmatch(part) for part in parts)
            or any(len(part.encode("utf-8", "surrogatepass")) > _LONGEST_PART for part in parts)
        ):
            raise _refusal(self.path, _("the name {name!r} in it is not safe on every system").format(name=name[:100]))

    def _check_kind(self, name: str, info: ZipInfo) -> None:
        kind = stat.S_IFMT(info.external_attr >> 16)
        if kind not in (0, stat.S_IFREG, stat.S_IFDIR) or (kind == stat.S_IFDIR and not name.endswith("/")):
            raise _refusal(self.path, _("“{name}” in it is no ordinary file").format(name=name))
        if info.flag_bits & _ENCRYPTED:
            raise _refusal(self.path, _("“{name}” in it is encrypted").format(name=name))
        if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            # The other kinds unpack a piece of any length to one of any length, all at once.
            raise _refusal(self.path, _("“{name}” in it is packed in an unusual way").format(name=name))

    def _check_place(self, name: str) -> None:
        """Refuse a name that is already there, on a file system that knows no capitals, or a file that is a folder."""
        parts = unicodedata.normalize("NFC", name).casefold().removesuffix("/").split("/")
        folders = ["/".join(parts[:end]) for end in range(1, len(parts))]
        whole = "/".join(parts)
        clash = whole in self._seen and not (self._seen[whole] and name.endswith("/"))
        if clash or not all(self._seen.setdefault(folder, True) for folder in folders):
            raise _refusal(self.path, _("the name “{name}” is in it twice").format(name=name))
        self._seen[whole] = name.endswith("/")


def _refusal(path: Path, what: str) -> UserError:
    return UserError(
        _("{path} was not opened: {what}.").format(path=path, what=what),
        _("No program that we know writes such a file. Ask whoever sent it for a new one."),
    )


def _too_many(path: Path, limits: Limits) -> UserError:
    return _refusal(path, _("it holds more than {count} files").format(count=limits.entries))


def _too_much(path: Path) -> UserError:
    return _refusal(path, _("it would unpack to more than it should"))
