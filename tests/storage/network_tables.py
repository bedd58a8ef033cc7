"""What systems say of six kinds of shares, and of disks beside them, as they say it."""

from dataclasses import dataclass
from pathlib import Path, PureWindowsPath
from unittest.mock import patch

from shipworthy.storage import network
from shipworthy.storage.disk import LOCAL, file_system
from shipworthy.storage.network import SHARES, mac_file_system, windows_share

LINUX = r"""
/dev/sda1 / ext4 rw,relatime 0 0
server:/data /data/nfs nfs4 rw,vers=4.2 0 0
server:/old /data/nfs3 nfs rw,vers=3 0 0
//server/share /data/with\040space cifs rw,vers=3.1.1 0 0
//server/share /data/smb3 smb3 rw 0 0
wsl /data/9p 9p rw,trans=fd 0 0
me@server:/ /data/ssh fuse.sshfs rw,user_id=1000 0 0
/dev/sdb1 /data/stick exfat rw 0 0
""".strip()
MAC = """
/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
/dev/disk3s5 on /System/Volumes/Data (apfs, local, journaled, nobrowse)
//amira@server/share on /Volumes/share (smbfs, nodev, nosuid, mounted by amira)
server:/data on /Volumes/nfs (nfs, nodev, nosuid)
""".strip()


@dataclass(frozen=True, slots=True)
class Case:
    """A kind of share as it is named in RELIABILITY.md, and what was found for it."""

    kind: str
    found: str
    wal: bool


def cases() -> tuple[Case, ...]:
    """Look at one folder on each kind of share, and at disks of this machine."""
    linux = {
        "nfs": "/data/nfs/store",
        "nfs (version 3)": "/data/nfs3/store",
        "cifs": "/data/with space/store",
        "smb3": "/data/smb3/store",
        "9p": "/data/9p/store",
        "fuse.sshfs": "/data/ssh/store",
        "a disk": "/home/amira/store",
        "a stick": "/data/stick/store",
    }
    found = [(kind, file_system(Path(folder), LINUX)) for kind, folder in linux.items()]
    shares = [Case(kind, SHARES.get(each, ""), each in LOCAL) for kind, each in found]
    mac = {"smbfs": "/Volumes/share/store", "a disk of a Mac": "/Users/amira/store"}
    shares += [
        Case(kind, SHARES.get(mac_file_system(Path(folder), MAC), ""), wal=False) for kind, folder in mac.items()
    ]
    with patch.object(network, "_drive_type", lambda root: 4 if root.startswith("Z") else 3):
        windows = {"UNC": r"\\server\share\store", "a mapped drive": r"Z:\store", "a disk of Windows": r"C:\store"}
        shares += [Case(kind, windows_share(PureWindowsPath(folder)), wal=False) for kind, folder in windows.items()]
    return tuple(shares)


def is_disk(case: Case) -> bool:
    """Tell whether a case is no share."""
    return case.kind.startswith(("a disk", "a stick"))
