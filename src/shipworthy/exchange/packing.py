"""Zip files as we write them: piece by piece, the same bytes for the same content; and what a manifest says of them."""

import zlib
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import IO, NamedTuple, cast
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from shipworthy.errors import UserError
from shipworthy.text import _

_DATE = (1980, 1, 1, 0, 0, 0)  # the first a zip knows
_ORDINARY_FILE = 0o100644 << 16
_UNIX = 3
_DENSEST = 50  # what packs better than this is stored as it is: no reader, ours neither, takes it for harmless


class Part(NamedTuple):
    """One file of an archive: its name, its content in pieces, and whether it is packed."""

    name: str
    pieces: Iterable[bytes]
    packed: bool


def zipped(parts: Iterable[Part]) -> Iterator[bytes]:
    """Yield an archive of these files, in their order; what they raise comes out as it is."""
    sink = _Sink()
    with ZipFile(cast("IO[bytes]", sink), "w") as packer:
        for name, pieces, packed in parts:
            info = ZipInfo(name, _DATE)
            info.external_attr, info.create_system = _ORDINARY_FILE, _UNIX
            info.compress_type = ZIP_DEFLATED if packed else ZIP_STORED
            with packer.open(info, "w", force_zip64=True) as entry:
                for piece in pieces:
                    entry.write(piece)
                    yield sink.taken()
    yield sink.taken()


def may_be_packed(pieces: Iterable[bytes]) -> bool:
    """Tell whether content packs no better than what readers take for harmless."""
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    whole = packed = 0
    for piece in pieces:
        whole += len(piece)
        packed += len(packer.compress(piece))
    return whole <= _DENSEST * (packed + len(packer.flush()))


def check_names(path: Path, there: Collection[str], named: Collection[str]) -> None:
    """Raise UserError unless an archive holds exactly the files that its manifest names."""
    for name in sorted(set(there) ^ set(named)):
        if name in there:
            raise UserError(
                _("{path} holds “{name}”, which its manifest does not name.").format(path=path, name=name[:100]),
                _("Ask whoever sent it for a new one."),
            )
        raise UserError(
            _("{path} is not whole: “{name}” is missing.").format(path=path, name=name[:100]),
            _("Ask whoever sent it for a new one."),
        )


def altered(path: Path, name: str) -> UserError:
    """Return the error of a file in an archive that is not what the manifest says."""
    return UserError(
        _("{path} was altered or damaged: “{name}” in it is not what it should be.").format(path=path, name=name),
        _("Ask whoever sent it for a new one."),
    )


class _Sink:
    """Takes what the packer writes, for the next piece; it has no place to go back to, so the packer never does."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._pieces.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing waits here."""

    def taken(self) -> bytes:
        data = b"".join(self._pieces)
        self._pieces.clear()
        return data
