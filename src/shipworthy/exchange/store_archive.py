"""The archive of a whole store: database, evidence and own report templates in one checked file, to be carried along.

A zip that is read as hostile, as every one. Each file in it has its SHA-256 in the manifest, and is unpacked under the
name that it has there, of which only three kinds are taken.
"""

import hashlib
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from uuid import UUID

import msgspec

from shipworthy import __version__
from shipworthy.archives import Archive, Limits, open_archive
from shipworthy.domain.canonical import encode
from shipworthy.errors import UserError
from shipworthy.exchange.packing import Part, altered, check_names, may_be_packed, zipped
from shipworthy.files import make_folder, put, write_part
from shipworthy.text import _
from shipworthy.untrusted.files import read_pieces
from shipworthy.untrusted.our_json import MAX_JSON_BYTES, parse_json

FORMAT = 1
SUFFIX = ".shipworthy-store"
MANIFEST, DATABASE = "manifest.json", "shipworthy.db"
EVIDENCE, TEMPLATES = "evidence", "report-templates"
# A store may be large, and is its user's own; what it unpacks to per byte is bounded as in every archive.
LIMITS = Limits(packed=20_000_000_000, unpacked=20_000_000_000, entries=100_000)
_PLACES = re.compile(rf"{re.escape(DATABASE)}|{EVIDENCE}/[0-9a-f]{{64}}/[^/]+|{TEMPLATES}/[^/]+(?:/[^/]+)+")


@dataclass(frozen=True, slots=True)
class StoreManifest:
    """What an archive is of, who made it when with what, and the SHA-256 of everything else in it.

    `schema` is that of the database, `sequence` the number of its last change.
    """

    format: int
    made_by: str
    made_at: datetime
    store: UUID
    schema: str
    sequence: int
    entries: Mapping[str, str]
    program: str = field(default=__version__)


class _Edition(msgspec.Struct):
    """As much of a manifest as every version of Shipworthy writes."""

    format: int
    program: str
    store: str


def write_store(
    path: Path, about: StoreManifest, files: Mapping[str, Path], before_each: Callable[[], None] = lambda: None
) -> StoreManifest:
    """Write an archive of these files, all or nothing, and read it back before it takes its place.

    `files` are by the name that each has inside; `about` names none yet. `before_each` is called before each file is
    written and may raise to stop. Raises UserError where it cannot be written.
    """
    target = Path(os.path.realpath(path))  # a link stays a link
    hashes: dict[str, str] = {}
    part = write_part(target.parent, zipped(_parts(about, files, hashes, before_each)))
    try:
        try:
            made = read_store(part, before_each)
        except UserError as error:
            raise _not_made(path) from error
        if made.entries != hashes:
            raise _not_made(path)
        put(part, target)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return made


def read_store(path: Path, before_each: Callable[[], None] = lambda: None) -> StoreManifest:
    """Return the manifest of an archive in which every file is what the manifest says; raises UserError."""
    with open_archive(path, LIMITS) as archive:
        manifest = _manifest(path, archive)
        for name in manifest.entries:
            before_each()
            for _piece in _checked(path, archive, manifest, name):
                pass
    return manifest


def unpack_store(path: Path, folder: Path, before_each: Callable[[], None] = lambda: None) -> StoreManifest:
    """Unpack an archive into an empty folder, each file checked before it has its name; raises UserError.

    Whether the database in it can be opened is for the caller to see.
    """
    with open_archive(path, LIMITS) as archive:
        manifest = _manifest(path, archive)
        for name in manifest.entries:
            before_each()
            target = folder.joinpath(*name.split("/"))
            make_folder(target.parent)
            part = write_part(target.parent, _checked(path, archive, manifest, name))
            put(part, target)
    return manifest


def _parts(
    about: StoreManifest, files: Mapping[str, Path], hashes: dict[str, str], before_each: Callable[[], None]
) -> Iterator[Part]:
    for name in sorted(files):
        before_each()
        hashed = hashlib.sha256()
        packed = not name.startswith(f"{EVIDENCE}/") and may_be_packed(_pieces(files[name]))
        yield Part(name, _hashing(_pieces(files[name]), hashed.update), packed)
        hashes[name] = hashed.hexdigest()
    manifest = encode(replace(about, entries=hashes))
    yield Part(MANIFEST, (manifest,), may_be_packed((manifest,)))


def _pieces(path: Path) -> Iterator[bytes]:
    return read_pieces(path, LIMITS.unpacked)


def _hashing(pieces: Iterable[bytes], update: Callable[[bytes], None]) -> Iterator[bytes]:
    for piece in pieces:
        update(piece)
        yield piece


def _manifest(path: Path, archive: Archive) -> StoreManifest:
    """Return the manifest of an archive that holds exactly what it names."""
    no_archive = UserError(
        _("{path} is no archive of a whole store.").format(path=path),
        _("Data > Export everything makes one. A review that a colleague sent is opened with File > Open bundle."),
    )
    if MANIFEST not in archive:
        raise no_archive
    data = archive.read(MANIFEST, MAX_JSON_BYTES)
    try:
        edition = msgspec.json.decode(data, type=_Edition)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise no_archive from error
    if edition.format > FORMAT:
        raise UserError(
            _("{path} was made by Shipworthy {version}, whose archives this version cannot read.").format(
                path=path, version=edition.program[:40]
            ),
            _("Update Shipworthy to {version} or newer; nothing was changed.").format(version=edition.program[:40]),
        )
    manifest = parse_json(data, StoreManifest, _("“{name}” in {path}").format(name=MANIFEST, path=path))
    if manifest.format != FORMAT or manifest.made_at.tzinfo is None:
        raise altered(path, MANIFEST)
    check_names(path, set(archive.names) - {MANIFEST}, manifest.entries)
    if DATABASE not in manifest.entries:
        raise UserError(
            _("{path} is not whole: “{name}” is missing.").format(path=path, name=DATABASE),
            _("Make the archive again where the store lies."),
        )
    for name in manifest.entries:
        if not _PLACES.fullmatch(name):
            raise UserError(
                _("{path} holds “{name}”, which is no part of a store.").format(path=path, name=name[:100]),
                _("Nothing was taken from it. Make the archive again where the store lies."),
            )
    return manifest


def _checked(path: Path, archive: Archive, manifest: StoreManifest, name: str) -> Iterator[bytes]:
    """Yield a file of an archive; raises UserError at its end where it is not what the manifest says."""
    hashed = hashlib.sha256()
    yield from _hashing(archive.chunks(name), hashed.update)
    digest = hashed.hexdigest()
    if digest != manifest.entries[name] or (name.startswith(f"{EVIDENCE}/") and digest != name.split("/")[1]):
        raise altered(path, name)


def _not_made(path: Path) -> UserError:
    return UserError(
        _("The archive {path} could not be made: what was written could not be read back.").format(path=path),
        _("Check the disk and the room on it, then try again."),
    )
