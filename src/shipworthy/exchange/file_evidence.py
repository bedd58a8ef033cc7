"""Files that an answers file names as evidence: only ones that lie with it, and within the limits of evidence."""

from hashlib import sha256
from pathlib import Path, PureWindowsPath

from shipworthy.errors import UserError
from shipworthy.text import _
from shipworthy.untrusted.files import read_evidence


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file; raises UserError where it cannot serve as evidence."""
    hashed = sha256()
    for piece in read_evidence(path):
        hashed.update(piece)
    return hashed.hexdigest()


def evidence_path(folder: Path, file: str) -> Path:
    """Return where a file of evidence lies that an answers file in a folder names; raises UserError.

    It must lie in that folder or below: who runs somebody else's answers file must not give away files of their own.
    """
    # Of Windows on every system: it knows drives, servers and both slashes, and a file means the same everywhere.
    named = PureWindowsPath(file)
    hint = _("Give its name relative to the answers file, in its folder or below.")
    if named.drive or named.root or ".." in named.parts or ":" in file or not file.isprintable():
        raise UserError(_("{file} is no file beside the answers file.").format(file=file[:100]), hint)
    path = folder.joinpath(*named.parts)
    try:
        leads_out = not path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):  # links in a circle, which Python 3.12 and older report as the latter
        leads_out = True
    if leads_out:
        raise UserError(_("{file} leads out of the folder of the answers file.").format(file=file[:100]), hint)
    return path
