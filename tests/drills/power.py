"""D3: loss of power: `python -m tests.drills power [TRANSACTIONS]`, 6 recorded ones in each journal mode, every state.

What is simulated and what is not: tests/disk/power_drill.py.
"""

import random
import sqlite3
import sys
import tempfile
import time
from pathlib import Path

from tests.disk.power_drill import lose_power
from tests.disk.shim import missing


def main(arguments: list[str]) -> int:
    """Open every state and print what was found; 1 where one is no committed state, or lacks what was acknowledged."""
    transactions = int(arguments[0]) if arguments else 6
    if missing():
        print(missing())
        return 1
    print(f"SQLite {sqlite3.sqlite_version}")
    good = True
    for mode in ("delete", "wal"):
        begin, seed = time.monotonic(), random.randrange(1 << 32)
        with tempfile.TemporaryDirectory(prefix="power-") as folder:
            found = lose_power(Path(folder), mode, transactions, seed)
        good = good and not found.lost and not found.torn
        print(
            f"{mode}: {found.states} states of {transactions} transactions (seed {seed}); {found.lost} without an"
            f" acknowledged answer, {found.torn} no committed state; {time.monotonic() - begin:.0f} s"
        )
        sys.stdout.flush()
    return 0 if good else 1
