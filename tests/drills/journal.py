"""D2: the choice of journal on all versions and file systems, and every connection's settings: `... drills journal`."""

import sqlite3
import sys
import tempfile
from pathlib import Path
from uuid import uuid4

from tests.storage.journal_drill import SETTINGS, choose_everywhere, settings_of_all
from tests.storage.writer_drill import now

from shipworthy.settings import Settings
from shipworthy.storage.disk import file_system
from shipworthy.workflows.session import open_session


def main(_arguments: list[str]) -> int:
    """Check and print; 1 where a choice or a setting is another."""
    with tempfile.TemporaryDirectory(prefix="journal-") as name:
        folder = Path(name)
        count, wrong = choose_everywhere(folder / "choice")
        seen = settings_of_all(folder / "settings")
        session = open_session(folder / "here", Settings(), "Amira", now, uuid4)
        about = session.store.describe()
        session.close()
        mounts = Path("/proc/self/mounts")
        kind = file_system(folder, mounts.read_text()) if mounts.exists() else f"unknown on {sys.platform}"
    other = [settings for settings in seen if settings != SETTINGS]
    print(f"{count} pairs of version and file system, {len(wrong)} wrong choices", *wrong[:20], sep="\n")
    print(f"{len(seen)} connections to a store in use, {len(other)} with others than {SETTINGS}", *other, sep="\n")
    print(f"this machine: SQLite {sqlite3.sqlite_version}, file system {kind}, journal {about.journal_mode}")
    return 1 if wrong or other or not seen else 0
