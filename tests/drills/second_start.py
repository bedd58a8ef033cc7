"""D8, its window: second starts until the first window is in front: `python -m tests.drills second_start [STARTS]`."""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.gui.test_second_start import window_on, written_otherwise

_WAYS = ("as before", "relative", "a link", "a slash", "there and back")
_MOST = 2.0  # seconds: RELIABILITY.md, row D8


def main(arguments: list[str]) -> int:
    """Start, print how long it takes, and return 1 where a start takes longer than promised or fails."""
    starts = int(arguments[0]) if arguments else 20
    failed = 0
    for how in ("idle", "busy"):
        took: list[float] = []
        with tempfile.TemporaryDirectory(prefix="second-start-drill-") as name:
            folder = Path(name) / "data"
            folder.mkdir()
            (folder.parent / "elsewhere").mkdir()
            ways = [written_otherwise(folder, way) for way in _WAYS]
            with window_on(folder, how):
                for number in range(starts):
                    begin = time.monotonic()
                    command = [sys.executable, "-m", "shipworthy", "--data-dir", str(ways[number % len(ways)])]
                    failed += subprocess.run(command, check=False, timeout=60).returncode != 0
                    took.append(time.monotonic() - begin)
        late = sum(each > _MOST for each in took)
        failed += late
        print(f"first window {how}: {starts} starts, median {statistics.median(took):.2f} s, most {max(took):.2f} s")
        print(f"  from the start of the process to its end, the window raised; {late} took more than {_MOST:g} s")
    return 1 if failed else 0
