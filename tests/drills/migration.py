"""M1: stops every migration before each of its statements: `python -m tests.drills migration [EVERY [START ...]]`.

By a kill and by an error of SQLite's, from an empty file, from the file of every released schema, and from the newest
with a made-up next script; then what the file holds is compared, and the migration is tried once more. Less of it:
before every EVERYth statement only, and from some starts such as `empty`, `schema-0001` or `next`.
"""

import tempfile
from pathlib import Path

from tests.storage.migration_drill import FAULTS, STARTS, attempts


def main(arguments: list[str]) -> int:
    """Run the drill; return 1 where a file was torn, or a second try did not lead to the end."""
    every = int(arguments[0]) if arguments else 1
    bad = stopped = 0
    with tempfile.TemporaryDirectory(prefix="migration-drill-") as folder:
        for start in arguments[1:] or STARTS:
            for fault in FAULTS:
                made = list(attempts(start, fault, Path(folder) / f"{start}-{fault}", every))
                wrong = [each for each in made if not each.is_good]
                print(f"{start}, {fault}: stopped before {len(made)} statements, {len(wrong)} wrong")
                for each in wrong:
                    print(f"  before statement {each.statement}: as {each.left}, then {each.again}")
                stopped, bad = stopped + len(made), bad + len(wrong)
    print(f"{stopped} stops in all, {bad} wrong")
    return 1 if bad else 0
