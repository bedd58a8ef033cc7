"""A window told to end at work: `python -m tests.drills ending [TIMES]`, by default 20 at random moments.

Each time a real window types a note and adds services when SIGTERM comes; nothing typed or shown as saved may be lost.
"""

import random
import signal
import tempfile
import time
from pathlib import Path

from tests.gui.ending_rounds import end_at_work

_LONGEST_PAUSE = 1.5


def main(arguments: list[str]) -> int:
    """End one window after the other; AssertionError at the first loss."""
    times = int(arguments[0]) if arguments else 20
    begin = time.monotonic()
    saved = 0
    for _each in range(times):
        with tempfile.TemporaryDirectory(prefix="shipworthy-drill-") as folder:
            saved += end_at_work(Path(folder), signal.SIGTERM, random.uniform(0, _LONGEST_PAUSE))
    print(f"{times} windows ended at work, {saved} writes shown as saved: 0 lost, {time.monotonic() - begin:.0f} s")
    return 0
