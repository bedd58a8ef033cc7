"""The choice of journal over versions of SQLite and file systems, and the settings on every connection that is made."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any
from unittest.mock import patch
from uuid import uuid4

from tests.storage.writer_drill import make_store, now

from shipworthy.domain.assessment import AnswerState
from shipworthy.settings import Settings
from shipworthy.storage import disk, sqlite_file
from shipworthy.workflows.backups import back_up
from shipworthy.workflows.reviews import open_review, record_answer
from shipworthy.workflows.session import DATABASE_NAME, open_session

# The first cured release of each branch that got the cure (sqlite.org/changes.html); later branches have it all.
CURED = {44: 6, 50: 7, 51: 3}
LOCAL = ("ext4", "xfs", "btrfs", "tmpfs", "overlay", "zfs")
SHARED = ("nfs", "nfs4", "cifs", "smb3", "9p", "fuse.sshfs", "fuse", "vboxsf", "ceph", "lustre", "unheard-of")
# As PRAGMA tells them: synchronous 3 is EXTRA, which is FULL and a sync of the folder after a journal is deleted.
SETTINGS = {"foreign_keys": 1, "synchronous": 3, "busy_timeout": 5000, "trusted_schema": 0, "cell_size_check": 1}


def versions() -> Iterator[tuple[tuple[int, int, int], bool]]:
    """Yield every version around the cured ones, and whether it has the cure."""
    for minor, patch_number in product(range(7, 61), range(12)):
        yield (3, minor, patch_number), minor > max(CURED) or patch_number >= CURED.get(minor, 99)


def choose_everywhere(folder: Path) -> tuple[int, list[str]]:
    """Settle the journal of a real file for every version on every file system; return how many, and what was wrong."""
    folder.mkdir(parents=True)
    make_store(folder)
    path, wrong, count = folder / DATABASE_NAME, [], 0
    for kind in (*LOCAL, *SHARED):
        with _mounted(folder, kind):
            local = disk.is_local(path)
        for version, cured in versions():
            expected = "wal" if cured and kind in LOCAL else "delete"
            chosen = "wal" if sqlite_file.wal_is_safe(version) and local else "delete"
            count += 1
            if chosen != expected:
                wrong.append(f"{version} on {kind}: {chosen}")
        for version in ((3, 40, 1), (3, 51, 3)):
            with _mounted(folder, kind), patch.object(sqlite3, "sqlite_version_info", version):
                settled = sqlite_file.settle_journal(path)
            if settled != ("wal" if version == (3, 51, 3) and kind in LOCAL else "delete"):
                wrong.append(f"{version} on {kind}: the file is in {settled}")
    return count, wrong


@contextmanager
def _mounted(folder: Path, kind: str) -> Iterator[None]:
    """Pretend that the folder lies on a file system of a kind: the mount table alone tells."""
    mounts = folder / "mounts"
    mounts.write_text(f"none / ext4 rw 0 0\nnone {folder.resolve()} {kind} rw 0 0\n")
    with patch.object(disk, "LINUX_MOUNTS", mounts):
        yield


def settings_of_all(folder: Path) -> list[dict[str, int]]:
    """Use a store, and return the settings that each connection to its file had when it was closed.

    A backup has its own: it is synced and compared before it takes its name.
    """
    folder.mkdir(parents=True)
    review, seen = make_store(folder), []

    class Watched(sqlite3.Connection):
        def close(self) -> None:
            if self.execute("PRAGMA database_list").fetchone()[2] == str(folder.resolve() / DATABASE_NAME):
                seen.append({name: self.execute(f"PRAGMA {name}").fetchone()[0] for name in SETTINGS})
            super().close()

    connect = sqlite3.connect

    def watched(*arguments: Any, **options: Any) -> sqlite3.Connection:
        return connect(*arguments, **options, factory=Watched)

    with patch.object(sqlite3, "connect", watched):
        session = open_session(folder, Settings(), "Amira", now, uuid4)
        answer = open_review(session, review).answer("small/first")
        record_answer(session, review, replace(answer, state=AnswerState.UNKNOWN))
        back_up(session, folder / "elsewhere")
        session.close()
    return seen
