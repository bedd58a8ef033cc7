"""A plug-in of pytest for the drill `secrets`: everything that the tests log goes into one folder, GATHERED_LOG."""

import os
from pathlib import Path

from shipworthy import log

_FOLDER = Path(os.environ["GATHERED_LOG"])
_start = log.start


def _start_there(folder: Path, kind: log.Kind) -> Path:
    _start(_FOLDER, kind)
    return folder / f"{kind}.log"


def pytest_configure() -> None:
    """Log from the first test on, and keep what would be turned over."""
    log.OLD_FILES = 10_000
    log.start = _start_there
    log.stop = lambda: None
    _start(_FOLDER, "window")
