"""M2: opens the file of every released schema and compares what it held: `python -m tests.drills old_files`."""

import tempfile
from pathlib import Path

from tests.drills._told import tell
from tests.storage.update_drill import old_files


def main(_arguments: list[str]) -> int:
    """Run the drill; return 1 where a file did not open whole."""
    with tempfile.TemporaryDirectory(prefix="old-files-drill-") as folder:
        cases = list(old_files(Path(folder)))
    for what, _wrong in cases:
        print(what)
    return tell(cases, "old files opened")
