"""M3: opens files that later schemas wrote in each way there is: `python -m tests.drills newer_file`."""

import tempfile
from pathlib import Path

from tests.drills._told import tell
from tests.storage.update_drill import newer_files

from shipworthy.storage import schema


def main(_arguments: list[str]) -> int:
    """Run the drill; return 1 where a file was opened or changed, or the message lacks a version."""
    versions = tuple(f"{int(schema.NEWEST) + ahead:04}" for ahead in (1, 2, 10, 100, 1000, 9000))
    with tempfile.TemporaryDirectory(prefix="newer-file-drill-") as folder:
        return tell(newer_files(Path(folder), versions, ("delete", "wal")), "openings of newer files")
