"""What the disk under a database can do: a share on a network may lose locks, and a full disk ends a migration."""

import re
import shutil
import sys
from pathlib import Path

from shipworthy.errors import UserError
from shipworthy.text import _

LINUX_MOUNTS = Path("/proc/self/mounts")
# Only file systems known to keep their promises on shared memory and locks; a name not listed counts as a network's.
LOCAL = frozenset({"bcachefs", "btrfs", "ext2", "ext3", "ext4", "f2fs", "jfs", "overlay", "tmpfs", "xfs", "zfs"})


def file_system(path: Path, mounts: str) -> str:
    """Return the type of the file system that holds a path; `mounts` is the text of Linux's mount table."""
    real = path.resolve()
    best, found = -1, ""
    for line in mounts.splitlines():
        _device, point, kind, *_options = line.split(" ")
        # The kernel writes a space as \040, and a few other characters likewise.
        folder = Path(re.sub(r"\\([0-7]{3})", lambda code: chr(int(code[1], 8)), point))
        if real.is_relative_to(folder) and len(folder.parts) >= best:
            best, found = len(folder.parts), kind
    return found


def disk_kind(path: Path) -> str:
    """Return the type of the file system that holds a path, such as ext4; "" where the system does not tell."""
    if sys.platform != "linux":
        return ""
    return file_system(path, LINUX_MOUNTS.read_text(encoding="utf-8", errors="surrogateescape"))


def is_local(path: Path) -> bool:
    """Tell whether a path is known to lie on a disk of this machine; where the system does not tell, it is not."""
    return disk_kind(path) in LOCAL


def require_room(folder: Path, needed: int) -> None:
    """Raise UserError unless a folder's disk has that many bytes free."""
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise UserError(
            _("The disk that holds {folder} has {free} MB free, but {needed} MB are needed.").format(
                folder=folder, free=free // 1_000_000, needed=-(-needed // 1_000_000)
            ),
            _("Nothing was changed. Make room on that disk, then open the database again."),
        )
