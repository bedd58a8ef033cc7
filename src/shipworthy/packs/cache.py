"""Packs that were read once are kept as canonical JSON, because reading YAML takes twenty times as long.

An entry is named by the hash of the file's bytes, so a changed file is a different entry and none is ever out of date.
The cache may vanish, be damaged or refuse to be written at any time: then the file is read again.
"""

import contextlib
import hashlib
from pathlib import Path

import msgspec

from shipworthy import __version__
from shipworthy.domain import canonical
from shipworthy.domain.pack import Pack
from shipworthy.errors import UserError
from shipworthy.files import write_bytes
from shipworthy.packs.loader import load_pack_text
from shipworthy.untrusted.files import decode_text, read_bytes

ENTRY_FORMAT = 1  # raised whenever the same file would become a different pack
MAX_ENTRIES = 50


def cached_pack(path: Path, folder: Path) -> Pack:
    """Return the pack of a file, from the cache folder if its content was read before; raises as `load_pack` does."""
    data = read_bytes(path)
    entry = folder / f"{_key(data)}.json"
    pack = _read(entry)
    if pack is None:
        pack = load_pack_text(decode_text(data, str(path)), str(path))
        _write(entry, pack)
    return pack


def _key(data: bytes) -> str:
    # A newer program may check more or read differently, so it never trusts an older one's entry.
    return hashlib.sha256(f"{ENTRY_FORMAT} {__version__}\n".encode() + data).hexdigest()


def _read(entry: Path) -> Pack | None:
    """Return the pack of an entry, or None where there is no entry that is whole."""
    try:
        checksum, _newline, content = entry.read_bytes().partition(b"\n")
        if hashlib.sha256(content).hexdigest().encode() != checksum:
            return None
        return canonical.decode(content, Pack)
    except (OSError, msgspec.DecodeError):
        return None


def _write(entry: Path, pack: Pack) -> None:
    content = canonical.encode(pack)
    with contextlib.suppress(OSError, UserError):
        entry.parent.mkdir(parents=True, exist_ok=True)
        write_bytes(entry, hashlib.sha256(content).hexdigest().encode() + b"\n" + content)
        entries = sorted(entry.parent.glob("*.json"), key=lambda path: path.stat().st_mtime)
        for old in entries[:-MAX_ENTRIES]:
            old.unlink()
