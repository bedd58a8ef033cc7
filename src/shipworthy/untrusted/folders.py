"""Folders we did not write: their files by name, few and small ones, and nothing that lies elsewhere."""

import os
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from shipworthy.errors import UserError
from shipworthy.text import _
from shipworthy.untrusted.files import read_bytes, readable

_NAME = re.compile(r"[A-Za-z0-9_][\w.-]*")
_MOST_LOOKED_AT = 2_000


@dataclass(frozen=True, slots=True)
class FolderLimits:
    """How much a folder may hold: files, bytes of each, and how deep they may lie."""

    files: int = 50
    bytes_each: int = 1_000_000
    depth: int = 4


_USUAL = FolderLimits()


def read_folder(folder: Path, endings: Collection[str], limits: FolderLimits = _USUAL) -> dict[str, bytes]:
    """Return the files of a folder that have one of these endings, by their names inside it, with slashes.

    What begins with a point and what ends otherwise is left alone. Raises UserError for a folder that is none, that
    holds a link, and for more than the limits let through.
    """
    if not folder.is_dir():
        raise UserError(_("There is no folder {path}.").format(path=folder), _("Check its name."))
    found: dict[str, bytes] = {}
    for path in _paths(folder, limits):
        if path.suffix.lower() not in endings:
            continue
        name = path.relative_to(folder).as_posix()
        if len(found) == limits.files:
            raise UserError(
                _("{path} holds more than {count} files.").format(path=folder, count=limits.files),
                _("Remove those that are not needed."),
            )
        if not all(_NAME.fullmatch(part) for part in name.split("/")):
            raise UserError(
                _("{path} has a name that is not taken here.").format(path=path),
                _("Use letters, digits, hyphens, points and underscores."),
            )
        found[name] = read_bytes(path, limits.bytes_each)
    return found


def _paths(folder: Path, limits: FolderLimits) -> Iterator[Path]:
    """Yield the files in a folder and in those inside it, in the order of their names."""
    count = 0
    with readable(folder):
        for where, folders, names in os.walk(folder, onerror=_refuse):
            here = Path(where)
            folders[:] = sorted(each for each in folders if not each.startswith("."))
            if len(here.relative_to(folder).parts) >= limits.depth:
                folders[:] = []
            for name in (*folders, *sorted(names)):
                count += 1
                if count > _MOST_LOOKED_AT:
                    raise UserError(
                        _("{path} holds too much to look through.").format(path=folder),
                        _("Give a folder of its own to what is to be read."),
                    )
                if (here / name).is_symlink():
                    raise UserError(
                        _("{path} is a link, which is not followed.").format(path=here / name),
                        _("Put the file itself there."),
                    )
            yield from (here / name for name in sorted(names) if not name.startswith("."))


def _refuse(error: OSError) -> None:
    raise error
