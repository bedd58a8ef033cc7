"""Files that serve as evidence: copies beside the database, found by their SHA-256 alone.

Each lies as `<sha256>/<its own name>`, so that the folder that people are shown holds one file with a name they know.
The name is for people only: nothing is ever looked up by it, so no name can lead out of the folder.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from shipworthy.errors import UserError
from shipworthy.files import make_folder, put, write_part
from shipworthy.text import _
from shipworthy.untrusted.files import MAX_EVIDENCE_BYTES, read_evidence, read_pieces

FOLDER = "evidence"
_DIGEST = re.compile(r"[0-9a-f]{64}")
_LONGEST_NAME, _LONGEST_SUFFIX = 60, 12  # letters: of the widest, 240 bytes, where file systems take 255
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*]')
# Windows takes these for devices, whatever follows the first dot.
_DEVICE = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?:[. ].*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Copied:
    """What copying evidence files came to: how many were new there, and the digests of those that are damaged here."""

    count: int
    damaged: tuple[str, ...]


class FileState(StrEnum):
    """How a file of evidence lies in its folder."""

    WHOLE = "whole"
    LOST = "lost"
    DAMAGED = "damaged"


class EvidenceFiles:
    """The evidence files of one data folder, or of one backup folder. Made on the first `put`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._looked_at: dict[str, tuple[int, int, FileState]] = {}  # by digest: when it was changed (ns), bytes

    def put(self, content: Path | bytes, name: str) -> str:
        """Keep a copy of a file, or of bytes, and return its SHA-256; what is there already is not written again.

        `name` is what people called it. Raises UserError where the file cannot serve as evidence (too large, empty, no
        ordinary file) or cannot be written; nothing is kept then.
        """
        make_folder(self.folder)
        hashed = sha256()
        part = write_part(self.folder, _hashing(_pieces(content), hashed.update))
        try:
            digest = hashed.hexdigest()
            # A damaged copy is found under a digest that is not its own, so it may go: this is what it should be.
            if not self.is_whole(digest):
                home = self.folder / digest
                make_folder(home)
                put(part, self._find(digest) or home / safe_name(name))
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)
        return digest

    def has(self, digest: str) -> bool:
        """Tell whether there is a file under a digest, without reading it."""
        return self._find(digest) is not None

    def is_whole(self, digest: str) -> bool:
        """Tell whether there is a file under a digest and it still holds what it held."""
        found = self._find(digest)
        if found is None:
            return False
        hashed = sha256()
        try:
            for piece in read_pieces(found, MAX_EVIDENCE_BYTES):
                hashed.update(piece)
        except UserError:  # unreadable, or grown beyond what any evidence had
            return False
        return hashed.hexdigest() == digest

    def state_of(self, digest: str) -> FileState:
        """Tell how the file under a digest lies there; one that nobody wrote to since is not read a second time.

        For showing: what proves something asks `is_whole`.
        """
        found = self._find(digest)
        if found is None:
            return FileState.LOST
        status = found.stat()
        known = self._looked_at.get(digest)
        if known is None or known[:2] != (status.st_mtime_ns, status.st_size):
            state = FileState.WHOLE if self.is_whole(digest) else FileState.DAMAGED
            known = self._looked_at[digest] = (status.st_mtime_ns, status.st_size, state)
        return known[2]

    def path_of(self, digest: str) -> Path:
        """Return where the file with a digest lies; raises UserError where it is lost."""
        found = self._find(digest)
        if found is None:
            raise _lost(digest, self.folder)
        return found

    def check(self, digest: str) -> None:
        """Raise UserError where the file with a digest is lost, or no longer holds what it held."""
        path = self.path_of(digest)
        if not self.is_whole(digest):
            raise UserError(
                _("The evidence file {path} is damaged: it no longer holds what was added.").format(path=path),
                _("Bring it back from a backup, or add the file again."),
            )

    def read(self, digest: str) -> bytes:
        """Return the content of the file with a digest; raises UserError where it is lost or damaged."""
        data = b"".join(read_pieces(self.path_of(digest), MAX_EVIDENCE_BYTES))
        if sha256(data).hexdigest() != digest:
            self.check(digest)
        return data

    def digests(self) -> tuple[str, ...]:
        """Return the digests of all files, in order."""
        if not self.folder.is_dir():
            return ()
        return tuple(sorted(each.name for each in self.folder.iterdir() if self.has(each.name)))

    def missing_bytes(self, other: "EvidenceFiles") -> int:
        """Return how much room the files take that another folder does not have yet."""
        return sum(self.path_of(each).stat().st_size for each in self.digests() if not other.has(each))

    def copy_to(self, other: "EvidenceFiles", before_each: Callable[[], None] = lambda: None) -> Copied:
        """Copy the files that another folder does not have, each compared by its digest; damaged ones stay out.

        `before_each` is called before each file and may raise to stop. Raises UserError where they cannot be written.
        """
        count, damaged = 0, []
        for digest in self.digests():
            before_each()
            if other.has(digest):
                continue
            if self.is_whole(digest):
                path = self.path_of(digest)
                other.put(path, path.name)
                other.check(digest)
                count += 1
            else:
                damaged.append(digest)
        return Copied(count, tuple(damaged))

    def _find(self, digest: str) -> Path | None:
        """Return the file under a digest; None where there is none, and for anything that is no digest."""
        if not _DIGEST.fullmatch(digest):
            return None
        home = self.folder / digest
        try:
            if home.is_symlink() or not home.is_dir():
                return None
            files = [each for each in sorted(home.iterdir()) if each.is_file() and not each.is_symlink()]
        except OSError:  # a folder that may not be read holds nothing for us
            return None
        return files[0] if files else None


def _pieces(content: Path | bytes) -> Iterable[bytes]:
    if isinstance(content, Path):
        return read_evidence(content)
    if len(content) > MAX_EVIDENCE_BYTES:
        limit = MAX_EVIDENCE_BYTES // 1_000_000
        raise UserError(_("Evidence larger than {limit} MB is not kept.").format(limit=limit), _("Add a link to it."))
    return (content,)


def _hashing(pieces: Iterable[bytes], update: Callable[[bytes], None]) -> Iterator[bytes]:
    for piece in pieces:
        update(piece)
        yield piece


def safe_name(name: str) -> str:
    """Return a name that every file system takes and that hides nothing: "evidence" where nothing is left of it."""
    plain = visible(_NOT_IN_NAMES.sub("-", name)).strip(". ")
    stem, dot, suffix = plain.rpartition(".")
    if not stem or len(suffix) > _LONGEST_SUFFIX:
        stem, dot, suffix = plain, "", ""
    stem = stem[: _LONGEST_NAME - len(suffix)].rstrip(". ")
    short = f"{stem}{dot}{suffix}" or FOLDER
    return f"_{short}" if _DEVICE.fullmatch(short) else short


def visible(name: str) -> str:
    """Return a name as it can be shown and stored, on one line.

    Without controls, marks that turn the reading direction round, and halves of letters: the categories of Unicode
    that begin with C.
    """
    seen = (letter for letter in unicodedata.normalize("NFC", name) if unicodedata.category(letter)[0] != "C")
    return " ".join("".join(seen).split())


def _lost(digest: str, folder: Path) -> UserError:
    return UserError(
        _("The file of this evidence is lost: none with the SHA-256 {digest}… lies in {folder}.").format(
            digest=digest[:12], folder=folder
        ),
        _("Bring it back from a backup, or add the file again."),
    )
