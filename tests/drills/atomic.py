"""D5: kills a program while it replaces files: `python -m tests.drills atomic [KILLS]`, 1,000; and looks for writers.

The rule that nobody but files.py writes is in tests/test_architecture.py, with the exceptions and their reasons.
"""

import random
import tempfile
import time
from pathlib import Path

from tests.storage.atomic_drill import kill_while_replacing
from tests.test_architecture import WRITERS
from tests.writing_rule import writing_calls


def main(arguments: list[str]) -> int:
    """Kill, look, and print what was found; 1 where a promise is broken."""
    kills = int(arguments[0]) if arguments else 1000
    begin, seed = time.monotonic(), random.randrange(1 << 32)
    with tempfile.TemporaryDirectory(prefix="atomic-") as folder:
        found = kill_while_replacing(Path(folder), kills, seed)
    print(
        f"{kills} kills (seed {seed}): {found['old']} files old, {found['new']} new, {found['mixed']} mixed,"
        f" {found['lost']} lost; {found['litter']} hidden parts left beside, {found['seen by people']} others;"
        f" {time.monotonic() - begin:.0f} s"
    )
    calls = set(writing_calls(Path(__file__).resolve().parents[2] / "src" / "shipworthy"))
    strangers = sorted(calls - WRITERS.keys())
    print(f"{len(WRITERS)} kinds of call write beside files.py, each with its reason; {len(strangers)} without one")
    print(*strangers, sep="\n", end="\n" if strangers else "")
    broken = found["mixed"] + found["lost"] + found["seen by people"] + len(strangers)
    return 1 if broken else 0
