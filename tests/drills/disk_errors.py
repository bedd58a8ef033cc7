"""D6: errors of the disk: `python -m tests.drills disk_errors [ACTION...]`, at every call that each action makes."""

import tempfile
import time
from pathlib import Path

from tests.disk.error_drill import fail_everywhere
from tests.disk.shim import missing


def main(arguments: list[str]) -> int:
    """Let every call fail and print what each action met; 1 where a promise is broken."""
    if missing():
        print(missing())
        return 1
    begin = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="errors-") as folder:
        met = fail_everywhere(Path(folder), 1, *arguments)
    for action, tally in met.items():
        print(
            f"{action}: {tally['calls']} calls, {tally['tries']} tries; {tally['acknowledged']} acknowledged,"
            f" {tally['refused']} refused in plain words ({tally['done_all_the_same']} of them done all the same),"
            f" {tally['litter']} with a temporary file left, {len(tally['wrong'])} wrong"
        )
        print(*(f"  {each}" for each in tally["wrong"][:20]), sep="\n", end="\n" if tally["wrong"] else "")
    print(f"{time.monotonic() - begin:.0f} s")
    return 1 if any(tally["wrong"] for tally in met.values()) else 0
