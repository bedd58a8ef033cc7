"""M4: updates old files where no verified backup can be made: `python -m tests.drills update_backup`."""

import tempfile
from pathlib import Path

from tests.drills._told import tell
from tests.storage.update_drill import NoSmallDisk, golden, updates_without_a_backup


def main(_arguments: list[str]) -> int:
    """Run the drill over every old file; return 1 where an update began without its backup, 2 without small disks."""
    bad = 0
    with tempfile.TemporaryDirectory(prefix="update-drill-") as folder:
        for old in golden()[:-1]:
            work = Path(folder) / old.stem
            work.mkdir()
            try:
                bad |= tell(updates_without_a_backup(old, work), f"updates of {old.stem}")
            except NoSmallDisk:
                print("a small disk can be made only where this user may mount one")
                return 2
    return bad
