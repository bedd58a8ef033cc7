"""Hostile names of evidence, at every way by which a file comes in or goes on: row S11 of docs/reliability.md."""

import tempfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from tests.storage.test_evidence_files import HOSTILE

from shipworthy.errors import UserError
from shipworthy.storage.evidence_files import EvidenceFiles

Case = tuple[str, str]


def names() -> Iterator[Case]:
    """Keep content under every name, from memory and from a file, and copy it on; it must lie inside, and be found."""
    with tempfile.TemporaryDirectory(prefix="names-drill-") as folder:
        root = Path(folder) / "a" / "b"
        for number, name in enumerate(HOSTILE):
            data = f"{number}".encode()
            files = EvidenceFiles(root / f"data{number}" / "evidence")
            yield f"put as {name!r}", _wrong(files, files.put(data, name), data, Path(folder))
            source = root / "source"
            source.write_bytes(data + b"!")
            yield f"file as {name!r}", _wrong(files, files.put(source, name), data + b"!", Path(folder))
            source.unlink()
            copy = EvidenceFiles(root / f"copy{number}" / "evidence")
            files.copy_to(copy)
            yield f"copied as {name!r}", _wrong(copy, sha256(data).hexdigest(), data, Path(folder))
            yield f"asked for as {name!r}", _asked(files, name)


def _wrong(files: EvidenceFiles, digest: str, data: bytes, root: Path) -> str:
    path = files.path_of(digest).resolve()
    if not path.is_relative_to(files.folder.resolve()):
        return f"it lies at {path}"
    if files.read(digest) != data or path.name in ("", ".", ".."):
        return "it does not come back"
    outside = [each for each in root.rglob("*") if each.is_file() and "evidence" not in each.parts]
    return f"outside: {outside}" if [each for each in outside if each.name != "source"] else ""


def _asked(files: EvidenceFiles, name: str) -> str:
    """Ask for a file by a name in place of its digest: none is ever found by one."""
    if files.has(name):
        return "it was found by its name"
    try:
        files.path_of(name)
    except UserError:
        return ""
    return "a path was made of it"
