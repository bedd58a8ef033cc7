"""Writes answers under the shim, all calls to the disk recorded, for power_drill: `FOLDER REVIEW MODE COUNT TAPE`."""

import sys
from pathlib import Path
from uuid import UUID

from tests.disk.shim import Shim
from tests.storage.writer_drill import write

if __name__ == "__main__":
    folder, review, mode, count, tape = sys.argv[1:]
    shim = Shim()
    shim.watch(Path(folder))
    shim.record(Path(tape))
    write(Path(folder), UUID(review), mode, int(count), lambda told: shim.mark(" ".join(told)))
    shim.end()
