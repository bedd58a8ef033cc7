"""D8: two programs, one file: `python -m tests.drills two_programs [WRITES]`, 10,000 by each in both journal modes.

Then the window in a process of its own while commands of the terminal change the same store, and the terminal's words
that come out.
"""

import sys
import tempfile
from pathlib import Path

from tests.cli.beside_a_window import add_beside_a_window
from tests.storage.rivals_drill import compete_at_once

COMMANDS = 20


def main(arguments: list[str]) -> int:
    """Let them write and print what they met; 1 where a promise is broken."""
    writes = int(arguments[0]) if arguments else 10_000
    good = True
    for mode in ("delete", "wal"):
        with tempfile.TemporaryDirectory(prefix="rivals-") as folder:
            met = compete_at_once(Path(folder) / "data", mode, writes)
        lost = (2 * writes - met.shared) + (4 * writes - met.logged)
        good = good and not met.errors and not lost
        print(
            f"{mode}: 2 x {writes} writes in {met.taken:.0f} s; {lost} updates lost, {len(met.errors)} errors reached a"
            f" user; {met.conflicts} conflicts found by version and repeated; the longest write {met.longest:.2f} s"
        )
        print(*met.errors, sep="\n", end="\n" if met.errors else "")
        sys.stdout.flush()
    with tempfile.TemporaryDirectory(prefix="window-") as folder:
        refused = add_beside_a_window(Path(folder), COMMANDS)
    print(f"beside an open window: {COMMANDS} commands, {len(refused)} refused", *refused, sep="\n")
    return 0 if good and not refused else 1
