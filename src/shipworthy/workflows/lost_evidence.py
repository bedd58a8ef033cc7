"""Bringing back evidence files that are lost or damaged: the same bytes and nothing else, so a seal stays true."""

from hashlib import sha256
from pathlib import Path

from shipworthy.storage.evidence_files import FOLDER, EvidenceFiles
from shipworthy.untrusted.files import read_evidence
from shipworthy.workflows.backup_folders import backup_folders
from shipworthy.workflows.session import Session


def bring_back(session: Session, digest: str, file: Path) -> bool:
    """Keep a file as the one with this SHA-256 again; False, with nothing changed, where it is another file.

    Allowed on sealed reviews too: what was sealed is the digest. Raises UserError where the file cannot be read or
    kept.
    """
    hashed = sha256()
    for piece in read_evidence(file):
        hashed.update(piece)
    if hashed.hexdigest() != digest:
        return False
    # Copied and compared at once: a file that changed meanwhile would lie under another digest, and harm nothing.
    return session.evidence.put(file, file.name) == digest


def look_in_backups(session: Session, digest: str) -> Path | None:
    """Bring a file back from the backup folders; return where it was found whole, None where no folder has it."""
    folders = backup_folders(session.data_dir, session.settings)
    for folder in dict.fromkeys((folders.first, folders.second, folders.of_updates)):
        if folder is None:
            continue
        kept = EvidenceFiles(folder / FOLDER)
        if kept.is_whole(digest) and bring_back(session, digest, kept.path_of(digest)):
            return folder
    return None
