"""D4: seven things done on a disk that fills up, at many levels: `python -m tests.drills full_disk [LEVELS]`."""

import tempfile
from collections import Counter
from pathlib import Path

from tests.workflows.full_disk import MEGABYTES, play


def main(arguments: list[str]) -> int:
    """Fill the disk, print what came of it, and return 1 where anything was lost; 2 where no disk can be made."""
    levels = int(arguments[0]) if arguments else 20
    done: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    broken = 0
    with tempfile.TemporaryDirectory(prefix="full-disk-drill-") as folder:
        for outcome in play(Path(folder) / "work", levels):
            (done if outcome.done else refused)[outcome.what] += 1
            for fault in outcome.faults:
                broken += 1
                print(f"{outcome.what} with {outcome.room:,} bytes free: {fault}")
    if not done:
        print("No small disk can be made here: mounting one needs Linux and root.")
        return 2
    for what in done | refused:
        print(f"{what:10} {done[what]:3} done, {refused[what]:3} refused with one plain message")
    total = sum(done.values()) + sum(refused.values())
    things = len(done | refused)
    print(f"{total} tries on a disk of {MEGABYTES} MB, {levels} levels of room for each of {things} things")
    print(f"{broken} lost rows, damaged files or messages that were not plain")
    return 1 if broken else 0
