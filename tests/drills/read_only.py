"""D7: everything is pressed in a window that may only read: `python -m tests.drills read_only [SHARE] [WAY ...]`.

SHARE is 1.0 for all of it; the ways are file, folder, mount and owner.
"""

import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from tests.gui.read_only_ways import WAYS, can_be_bound, read_only, walk

from shipworthy.settings import Settings
from shipworthy.workflows.samples import load_samples
from shipworthy.workflows.session import open_session

_SECONDS = 3600.0


def main(arguments: list[str]) -> int:
    """Walk in all four ways, print what came of it, and return 1 where anything asked for a change or broke."""
    share = float(arguments[0]) if arguments else 1.0
    if not can_be_bound():
        print("Needs a user whom permissions bind, or setpriv for root.")
        return 2
    broken = 0
    with tempfile.TemporaryDirectory(prefix="read-only-drill-") as name:
        made = Path(name) / "made"
        session = open_session(made, Settings(), "Amira", lambda: datetime.now(UTC), uuid4)
        load_samples(session)
        session.close()
        for way in arguments[1:] or WAYS:
            with read_only(way, made, Path(name) / way) as folder:
                if folder is None:
                    print(f"{way:7} not possible here")
                    continue
                begin = time.monotonic()
                said = walk(folder, share, _SECONDS)
                seconds = time.monotonic() - begin
            faults = said["broken"] + said["stderr"]
            broken += len(faults)
            print(f"{way:7} {said.get('reason', ['no reason told'])[0]}")
            print(f"{'':7} {len(said['pressed'])} pressed, {len(said['disabled'])} switched off, {seconds:.0f} s")
            for each in faults:
                print(f"{'':7} {each}")
    print(f"{broken} changes asked for, errors or exceptions")
    return 1 if broken else 0
