"""The bundle: one review as a file for a colleague, to come back with what he answered. A zip of JSON and evidence.

It is read as hostile: the zip by the door for zips, the JSON by the one for JSON, every file by its SHA-256. The bytes
depend on nothing but the content, so the same review sent twice at one moment is the same file.
"""

import hashlib
import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from uuid import UUID

import msgspec

from shipworthy import __version__
from shipworthy.archives import Archive, open_archive
from shipworthy.domain.assessment import Answer, Assessment
from shipworthy.domain.canonical import encode
from shipworthy.domain.lineage import Key, SeenState, Standpoint
from shipworthy.domain.service import Service
from shipworthy.errors import UserError
from shipworthy.exchange.packing import Part, altered, check_names, may_be_packed, zipped
from shipworthy.files import put, write_part
from shipworthy.text import _
from shipworthy.untrusted.files import MAX_EVIDENCE_BYTES, read_pieces
from shipworthy.untrusted.our_json import MAX_JSON_BYTES, parse_json

FORMAT = 1
SUFFIX = ".shipworthy"
MANIFEST, REVIEW, ANSWERS, LINEAGE = "manifest.json", "assessment.json", "answers.json", "lineage.json"
PACKS, POLICY, EVIDENCE = "packs", "policy", "evidence"
_HASH = "[0-9a-f]{64}"
_PLACES = re.compile(f"{REVIEW}|{ANSWERS}|{LINEAGE}|{PACKS}/{_HASH}\\.json|{POLICY}/{_HASH}\\.json|{EVIDENCE}/{_HASH}")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a bundle is, who made it with what, and the SHA-256 of everything else in it."""

    format: int
    program: str
    made_by: str
    made_at: datetime
    store: UUID
    sequence: int
    mark: str
    generation: int
    assessment: UUID
    with_internal: bool
    entries: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Bundle:
    """One review as it is sent: `packs` (by hash) and `policy` as canonical JSON, `files` the SHA-256 of evidence.

    The service is told without its dependencies, which mean nothing in another store.
    """

    made_by: str
    made_at: datetime
    with_internal: bool
    service: Service
    assessment: Assessment
    sent: SeenState
    standpoint: Standpoint
    packs: Mapping[str, bytes]
    policy: bytes
    files: frozenset[str] = frozenset()
    program: str = field(default=__version__, compare=False)


@dataclass(frozen=True, slots=True)
class _Review:
    service: Service
    assessment: Assessment


@dataclass(frozen=True, slots=True)
class _Answers:
    answers: tuple[Answer, ...]
    withheld: tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class _Lineage:
    trail: tuple[str, ...]
    seen: tuple[SeenState, ...]


class _Edition(msgspec.Struct):
    """As much of a manifest as every version of Shipworthy writes."""

    format: int
    program: str


def write_bundle(path: Path, bundle: Bundle, file_of: Callable[[str], Path]) -> None:
    """Write a bundle, all or nothing, and read it back before it takes its place.

    `file_of` gives the evidence file with a SHA-256, asked for one after another; it may raise to stop.
    Raises UserError where the bundle cannot be written, or is too large.
    """
    target = Path(os.path.realpath(path))  # a link stays a link
    part = write_part(target.parent, _zipped(bundle, file_of))
    try:
        try:
            is_same = read_bundle(part) == bundle
        except UserError as error:
            raise _not_made(path) from error
        if not is_same:
            raise _not_made(path)
        put(part, target)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def read_bundle(path: Path) -> Bundle:
    """Return a bundle whose every part is of the right form and is what its manifest says; raises UserError.

    Whether its packs, policy and answers make sense is for the caller to see.
    """
    with open_archive(path) as archive:
        if MANIFEST not in archive:
            raise UserError(
                _("{path} is no bundle of Shipworthy.").format(path=path), _("Check that it is the right file.")
            )
        manifest = _manifest(path, archive)
        texts = _checked(path, archive, manifest)
        return _bundle(path, manifest, texts)


def read_file(path: Path, digest: str) -> bytes:
    """Return an evidence file of a bundle; raises UserError where it is not what its name says."""
    with open_archive(path) as archive:
        name = f"{EVIDENCE}/{digest}"
        data = archive.read(name, MAX_EVIDENCE_BYTES) if name in archive else b""
    if hashlib.sha256(data).hexdigest() != digest:
        raise altered(path, name)
    return data


# Writing


def _zipped(bundle: Bundle, file_of: Callable[[str], Path]) -> Iterator[bytes]:
    files = {f"{EVIDENCE}/{digest}": digest for digest in bundle.files}
    texts = _texts(bundle)
    hashes = files | {name: hashlib.sha256(data).hexdigest() for name, data in texts.items()}
    texts[MANIFEST] = encode(_manifest_of(bundle, hashes))
    return zipped(
        Part(name, (texts[name],), may_be_packed((texts[name],)))
        if name in texts
        else Part(name, read_pieces(file_of(files[name]), MAX_EVIDENCE_BYTES), packed=False)
        for name in sorted({*texts, *files})
    )


def _manifest_of(bundle: Bundle, hashes: Mapping[str, str]) -> Manifest:
    sent = bundle.sent
    return Manifest(
        format=FORMAT,
        program=bundle.program,
        made_by=bundle.made_by,
        made_at=bundle.made_at,
        store=sent.store,
        sequence=sent.sequence,
        mark=sent.mark,
        generation=sent.generation,
        assessment=bundle.assessment.id,
        with_internal=bundle.with_internal,
        entries=hashes,
    )


def _texts(bundle: Bundle) -> dict[str, bytes]:
    return {
        REVIEW: encode(_Review(bundle.service, bundle.assessment)),
        ANSWERS: encode(_Answers(bundle.sent.answers, bundle.sent.withheld)),
        LINEAGE: encode(_Lineage(bundle.standpoint.trail, bundle.standpoint.seen)),
        **{f"{PACKS}/{pack_hash}.json": data for pack_hash, data in bundle.packs.items()},
        f"{POLICY}/{bundle.assessment.policy_hash}.json": bundle.policy,
    }


# Reading


def _manifest(path: Path, archive: Archive) -> Manifest:
    data = archive.read(MANIFEST, MAX_JSON_BYTES)
    try:
        edition = msgspec.json.decode(data, type=_Edition)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UserError(
            _("{path} is no bundle of Shipworthy: its manifest cannot be read.").format(path=path),
            _("Ask whoever sent it for a new one."),
        ) from error
    if edition.format > FORMAT:
        raise UserError(
            _("{path} was made by Shipworthy {version}, whose bundles this version cannot read.").format(
                path=path, version=edition.program[:40]
            ),
            _("Update Shipworthy to {version} or newer; nothing was changed.").format(version=edition.program[:40]),
        )
    manifest = parse_json(data, Manifest, _inside(path, MANIFEST))
    if manifest.format != FORMAT or manifest.made_at.tzinfo is None:
        raise altered(path, MANIFEST)
    return manifest


def _checked(path: Path, archive: Archive, manifest: Manifest) -> dict[str, bytes]:
    """Return the JSON of a bundle by name, once each of its files has the name and the hash that it should."""
    names = set(archive.names) - {MANIFEST}
    check_names(path, names, manifest.entries)
    texts = {}
    for name in sorted(names):
        if not _PLACES.fullmatch(name):
            raise UserError(
                _("{path} holds “{name}”, which is no part of a bundle.").format(path=path, name=name[:100]),
                _("Ask whoever sent it for a new one."),
            )
        hashed = hashlib.sha256()
        if name.startswith(f"{EVIDENCE}/"):
            for piece in archive.chunks(name):
                hashed.update(piece)
        else:
            texts[name] = archive.read(name, MAX_JSON_BYTES)
            hashed.update(texts[name])
        digest = hashed.hexdigest()
        in_name = re.search(_HASH, name)
        if digest != manifest.entries[name] or (in_name and in_name.group() != digest):
            raise altered(path, name)
    return texts


def _bundle(path: Path, manifest: Manifest, texts: Mapping[str, bytes]) -> Bundle:
    missing = {REVIEW, ANSWERS, LINEAGE} - texts.keys()
    if missing:
        raise UserError(
            _("{path} is not whole: “{name}” is missing.").format(path=path, name=min(missing)),
            _("Ask whoever sent it for a new one."),
        )
    review = parse_json(texts[REVIEW], _Review, _inside(path, REVIEW))
    answers = parse_json(texts[ANSWERS], _Answers, _inside(path, ANSWERS))
    lineage = parse_json(texts[LINEAGE], _Lineage, _inside(path, LINEAGE))
    packs = {_hash_in(name): data for name, data in texts.items() if name.startswith(f"{PACKS}/")}
    policies = {_hash_in(name): data for name, data in texts.items() if name.startswith(f"{POLICY}/")}
    assessment = review.assessment
    used = {use.pack_hash for use in assessment.packs}
    if assessment.id != manifest.assessment or packs.keys() != used or policies.keys() != {assessment.policy_hash}:
        raise UserError(
            _("{path} does not hold the questionnaires and the gate policy of its review.").format(path=path),
            _("Ask whoever sent it for a new one."),
        )
    sent = SeenState(
        manifest.store, manifest.sequence, manifest.mark, manifest.generation, answers.answers, answers.withheld
    )
    return Bundle(
        made_by=manifest.made_by,
        made_at=manifest.made_at,
        with_internal=manifest.with_internal,
        service=review.service,
        assessment=assessment,
        sent=sent,
        standpoint=Standpoint(manifest.store, lineage.trail, lineage.seen),
        packs=packs,
        policy=policies[assessment.policy_hash],
        files=frozenset(_hash_in(name) for name in manifest.entries if name.startswith(f"{EVIDENCE}/")),
        program=manifest.program,
    )


def _hash_in(name: str) -> str:
    found = re.search(_HASH, name)
    assert found is not None, "the name was checked"
    return found.group()


def _inside(path: Path, name: str) -> str:
    return _("“{name}” in {path}").format(name=name, path=path)


def _not_made(path: Path) -> UserError:
    return UserError(
        _("The bundle {path} could not be made: what was written could not be read back.").format(path=path),
        _("Check the disk, and that the review's evidence takes less than 500 MB; then try again."),
    )
