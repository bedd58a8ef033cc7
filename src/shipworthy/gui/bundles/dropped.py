"""A bundle that is dragged over the window."""

from pathlib import Path

from PySide6.QtCore import QMimeData

from shipworthy.exchange.bundle import SUFFIX


def bundle_in(data: QMimeData) -> Path | None:
    """Return the bundle that is dragged or dropped, alone; None for anything else."""
    urls = data.urls()
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    path = Path(urls[0].toLocalFile())
    return path if path.suffix == SUFFIX else None
