"""D14: clocks that jump: `python -m tests.drills clock [RUNS]`, 200 runs of 40 acts in stores of several time zones.

Then the same store seen by processes in all of these zones: none may make an item overdue.
"""

import random
import tempfile
import time
from pathlib import Path

from tests.workflows.clock_drill import ZONES, Desk, overdue_in_zones, thin_while_it_jumps

ACTS = 40


def main(arguments: list[str]) -> int:
    """Run; the desk raises at the first broken promise."""
    runs = int(arguments[0]) if arguments else 200
    begin, first = time.monotonic(), random.randrange(1 << 20)
    differences = 0
    for number in range(runs):
        with tempfile.TemporaryDirectory(prefix="clock-") as folder:
            print(f"\rrun {number + 1} of {runs}, seed {first + number}", end="", flush=True)
            desk = Desk(Path(folder) / "acts", first + number)
            desk.run(ACTS)
            thin_while_it_jumps(first + number, 2_000)
            if number % 20 == 0:
                zones = Desk(Path(folder) / "zones", number)
                differences += overdue_in_zones(zones) != 1
                zones.session.close()
    print(
        f"\r{runs} runs of {ACTS} acts, each followed by a look at order, ages and standing: nothing wrong, nor with"
        " 2,000 backups thinned meanwhile in each;"
        f" {-(-runs // 20)} stores seen from {len(ZONES)} zones: {differences} differences;"
        f" {time.monotonic() - begin:.0f} s"
    )
    return 1 if differences else 0
