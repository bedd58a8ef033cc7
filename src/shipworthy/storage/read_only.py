"""Why a database may only be read, found out where it lies: what to mend follows from it."""

import os
from pathlib import Path

from shipworthy.text import _

_READS_ONLY = getattr(os, "ST_RDONLY", 1)


def why_read_only(path: Path) -> str:
    """Return in a sentence why a database's file or folder cannot be written; "" where both can."""
    if _on_read_only_disk(path):
        return _("The disk that holds {folder} may only be read.").format(folder=path.parent)
    for place in (path, path.parent):
        if not _writable(place):
            return _sentence(place, _owner(place))
    return ""


def _sentence(place: Path, owner: str) -> str:
    if owner and place.is_dir():
        return _("The folder {folder} belongs to {owner}, and you may not write there.").format(
            folder=place, owner=owner
        )
    if owner:
        return _("The file {file} belongs to {owner}, and you may not write to it.").format(file=place, owner=owner)
    if place.is_dir():
        return _("You may not write in the folder {folder}, where each change needs a file of its own.").format(
            folder=place
        )
    return _("The file {file} is write-protected.").format(file=place)


def _on_read_only_disk(path: Path) -> bool:
    if not hasattr(os, "statvfs"):  # Windows, which reports such a disk's files as write-protected
        return False
    return bool(os.statvfs(path.parent).f_flag & _READS_ONLY)


def _writable(place: Path) -> bool:
    return os.access(place, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def _owner(place: Path) -> str:
    """Return the name of whoever owns a place; "" where that is us, or cannot be told."""
    if not hasattr(os, "geteuid") or not place.exists() or place.stat().st_uid == os.geteuid():
        return ""
    try:
        return place.owner()
    except KeyError:  # a number without a name, as in containers
        return str(place.stat().st_uid)
