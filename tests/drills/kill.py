"""D1: kills a writer at a random moment: `python -m tests.drills kill [KILLS [MODE]]`, 2,000 in each."""

import random
import sqlite3
import sys
import tempfile
import time
from pathlib import Path

from tests.storage.kill_drill import kill

BROKEN = ("lost", "torn", "unsound")


def main(arguments: list[str]) -> int:
    """Kill and print what was found in both journal modes; 1 where a promise is broken."""
    kills = int(arguments[0]) if arguments else 2000
    place = Path(tempfile.gettempdir())
    print(f"SQLite {sqlite3.sqlite_version}, files in {place}")
    good = True
    for mode in arguments[1:] or ("delete", "wal"):
        begin, seed = time.monotonic(), random.randrange(1 << 32)
        with tempfile.TemporaryDirectory(prefix="kill-", dir=place) as folder:
            found = kill(Path(folder) / "data", mode, kills, seed)
        good = good and not any(found[each] for each in BROKEN)
        print(
            f"{mode}: {found['kills']} kills (seed {seed}), {found['opening']} of them while the file was opened;"
            f" {found['saved']} transactions acknowledged, {found['in flight']} about to end, {found['finished']} of"
            f" those there; lost {found['lost']}, torn {found['torn']}, errors of integrity {found['unsound']};"
            f" {time.monotonic() - begin:.0f} s"
        )
        sys.stdout.flush()
    return 0 if good else 1
