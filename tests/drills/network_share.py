"""D9: shares of a network as three systems report them, and a real one: `python -m tests.drills network_share`."""

import subprocess
import tempfile
from pathlib import Path

from tests.storage.network_tables import cases, is_disk

from shipworthy.storage.disk import is_local
from shipworthy.storage.network import share_of

_REAL = (
    ("9p", ["mount", "-t", "9p", "-o", "trans=virtio", "share"]),
    ("nfs", ["mount", "-t", "nfs", "-o", "soft,timeo=20,retrans=1,retry=0", "localhost:/"]),
    ("fuse.sshfs", ["sshfs", "-o", "BatchMode=yes,ConnectTimeout=3", "localhost:/"]),
)


def main(arguments: list[str]) -> int:
    """Look, print what is taken for a share, and return 1 where one is missed or a disk is taken for one."""
    assert not arguments, arguments
    wrong = 0
    for case in cases():
        fault = bool(case.found) == is_disk(case) or (bool(case.found) and case.wal)
        wrong += fault
        print(f"{'WRONG ' if fault else ''}{case.kind}: {case.found or 'no share'}, {'WAL' if case.wal else 'DELETE'}")
    for kind, mount in _REAL:
        wrong += _try_real(kind, mount)
    print(f"{wrong} wrong")
    return 1 if wrong else 0


def _try_real(kind: str, mount: list[str]) -> bool:
    """Mount a real share where the machine allows, and tell whether it is missed."""
    with tempfile.TemporaryDirectory(prefix="share-drill-") as name:
        folder = Path(name)
        try:
            mounted = subprocess.run([*mount, name], capture_output=True, timeout=20, check=False).returncode == 0
        except (OSError, subprocess.TimeoutExpired):
            mounted = False
        if not mounted:
            print(f"a real {kind}: not possible on this machine")
            return False
        found, local = share_of(folder), is_local(folder)
        subprocess.run(["umount", name], check=True)
        print(f"a real {kind}: {found or 'MISSED'}, {'WAL' if local else 'DELETE'}")
        return not found or local
