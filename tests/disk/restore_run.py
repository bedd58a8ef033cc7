"""Lets the n-th call to the disk of a restore fail, n = 1, 2 ... until it passes untouched; run under the shim.

`python -m tests.disk.restore_run FOLDER STEP` prints one JSON object: how many tries there were, and what was wrong.
As tests.disk.error_run for actions on an open store: a restore that returned has restored; one that was refused said so
in plain words. Either way one good database lies under the name, and the next restore succeeds.
"""

import errno
import itertools
import json
import sys
from itertools import islice
from pathlib import Path

from tests.disk.shim import Shim
from tests.drills.restore import fresh, judged, restore_in, restored, situations

from shipworthy.errors import UserError


def main(folder: Path, step: int) -> dict[str, object]:
    """Try restores over a whole and over a damaged database, and return what they met."""
    shim, tries, wrong = Shim(), 0, []
    for situation in islice(situations(folder), 2):
        after = restored(situation)
        for error, for_ever in itertools.product((errno.EIO, errno.ENOSPC), (False, True)):
            for number in itertools.count(1, step):
                with fresh(situation) as again:
                    refusal = ""
                    shim.watch(again.folder, number, error, for_ever)
                    try:
                        restore_in(again)
                    except UserError as refused:
                        refusal = str(refused)
                        plain = refused.hint and "Errno" not in refusal
                        wrong += [] if plain else [f"{number}: not in plain words: {refusal}"]
                    except Exception as bug:  # noqa: BLE001 - any other end is what the drill looks for
                        refusal = f"{type(bug).__name__}: {bug}"
                        wrong.append(f"{number}: {refusal}")
                    kind = shim.failed()
                    shim.end()
                    tries += 1
                    end = judged(again, after)
                    if end not in ("as before", "restored") or (not refusal and end != "restored"):
                        wrong.append(f"{situation.name}, {number} {error} {for_ever} at {kind}: {end}, {refusal}")
                if not kind:
                    break
    return {"tries": tries, "wrong": wrong}


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2]))))
