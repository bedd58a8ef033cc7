"""Edits sealed reviews behind the store's back, each edit of a fresh copy: `python -m tests.drills seal [EDITS]`."""

import tempfile
from collections import Counter
from pathlib import Path

from tests.storage.seal_edits import play


def main(arguments: list[str]) -> int:
    """Edit, print what verifying did not find, and return 1 where there is any."""
    edits = int(arguments[0]) if arguments else 1000
    kinds: Counter[str] = Counter()
    missed = 0
    with tempfile.TemporaryDirectory(prefix="seal-drill-") as folder:
        for what, detected in play(edits, Path(folder)):
            kinds[what.split(":")[0].split(".")[0]] += 1
            if not detected:
                missed += 1
                print(f"not detected: {what}")
    print(f"{edits} edits ({', '.join(f'{table} {number}' for table, number in sorted(kinds.items()))})")
    print(f"{edits - missed} detected, {missed} missed")
    return 1 if missed else 0
