"""The four ways in which a data folder comes to be read-only, each as the system makes it, and a window on it.

Permissions do not bind root, as whom drills may run: there the window runs without the rights that make it so.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

WAYS = ("file", "folder", "mount", "owner")
_NOBODY = 65534
_WITHOUT_RIGHTS = ("setpriv", "--bounding-set=-dac_override,-dac_read_search,-fowner")


@contextmanager
def read_only(way: str, made: Path, place: Path) -> Iterator[Path | None]:
    """Yield a data folder that may only be read, from one that was made; None where this system or user cannot."""
    shutil.copytree(made, place)
    database = place / "shipworthy.db"
    match way:
        case "file":
            database.chmod(0o444)
        case "folder":
            place.chmod(0o555)
        case "owner":
            if os.geteuid() != 0:
                yield None
                return
            for each in (place, *place.rglob("*")):
                os.chown(each, _NOBODY, _NOBODY)
        case "mount":
            twice = place.with_name(f"{place.name} mounted")
            twice.mkdir()
            mount = ["mount", "-o", "bind,ro", str(place), str(twice)]
            if shutil.which("mount") is None or subprocess.run(mount, capture_output=True).returncode:
                yield None
                return
            try:
                yield twice
            finally:
                subprocess.run(["umount", str(twice)], check=True)
            return
    yield place
    place.chmod(0o755)


def walk(folder: Path, share: float, seconds: float) -> dict[str, list[str]]:
    """Walk through a window on a folder in a process of its own, and return what it says of it.

    Raises RuntimeError where it ended in another way.
    """
    bound = _WITHOUT_RIGHTS if os.geteuid() == 0 else ()
    command = [*bound, sys.executable, "-m", "tests.gui.read_only_window", str(folder), str(share)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=seconds, check=False)
    if ended.returncode or not ended.stdout.startswith("{"):
        raise RuntimeError(f"exit {ended.returncode}: {ended.stdout[-2000:]} {ended.stderr[-4000:]}")
    said: dict[str, list[str]] = json.loads(ended.stdout)
    said["stderr"] = ended.stderr.splitlines()
    return said


def can_be_bound() -> bool:
    """Tell whether permissions can be made to hold here."""
    return os.name != "nt" and (os.geteuid() != 0 or shutil.which(_WITHOUT_RIGHTS[0]) is not None)
