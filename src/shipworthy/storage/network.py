"""Whether a folder lies on a share of a network, by what the system itself says of it."""

import re
import subprocess
import sys
from pathlib import Path, PurePath

from shipworthy.storage.disk import LINUX_MOUNTS, file_system

# By the type of the file system on Linux and macOS: what people call it.
SHARES = {
    "nfs": "NFS",
    "nfs4": "NFS",
    "smbfs": "SMB",
    "smb3": "SMB",
    "cifs": "SMB",
    "9p": "9P",
    "afpfs": "AFP",
    "afs": "AFS",
    "ceph": "Ceph",
    "davfs": "WebDAV",
    "webdav": "WebDAV",
    "fuse.sshfs": "SSHFS",
    "fuse.rclone": "rclone",
    "fuse.davfs2": "WebDAV",
    "fuse.glusterfs": "GlusterFS",
}
WINDOWS_SHARE = "Windows"
_DRIVE_REMOTE = 4  # winbase.h
_MAC_MOUNT = re.compile(r".* on (?P<folder>/.*) \((?P<kind>[^,)]+)[^()]*\)")
_SECONDS = 5.0


def share_of(folder: Path) -> str:
    """Return the kind of share that a folder lies on, such as "NFS"; "" for a disk of this machine."""
    if sys.platform == "win32":
        return windows_share(folder.absolute())
    if sys.platform == "darwin":
        return SHARES.get(mac_file_system(folder.resolve(), _mac_mounts()), "")
    return SHARES.get(file_system(folder, LINUX_MOUNTS.read_text(encoding="utf-8", errors="surrogateescape")), "")


def windows_share(folder: PurePath) -> str:
    r"""Return "Windows" for a folder by its address on a server (\\server\share) or on a drive joined to one."""
    drive = folder.drive
    if drive.startswith("\\\\"):
        return WINDOWS_SHARE
    return WINDOWS_SHARE if _drive_type(f"{drive}\\") == _DRIVE_REMOTE else ""


def _drive_type(root: str) -> int:
    import ctypes  # asked on Windows alone

    kernel = getattr(ctypes, "windll", None)
    return int(kernel.kernel32.GetDriveTypeW(root)) if kernel is not None else 0


def mac_file_system(folder: Path, mounts: str) -> str:
    """Return the type of the file system that holds a folder; `mounts` is what macOS's `mount` prints."""
    best, found = -1, ""
    for line in mounts.splitlines():
        match = _MAC_MOUNT.fullmatch(line)
        if match is None:
            continue
        point = Path(match["folder"])
        if folder.is_relative_to(point) and len(point.parts) >= best:
            best, found = len(point.parts), match["kind"]
    return found


def _mac_mounts() -> str:
    try:
        return subprocess.run(
            ["/sbin/mount"], capture_output=True, text=True, check=True, timeout=_SECONDS, errors="surrogateescape"
        ).stdout
    except (OSError, subprocess.SubprocessError):  # then nothing is known, and nothing is said
        return ""
