"""A bundle that is dragged over the window."""

from pathlib import Path

from PySide6.QtCore import QMimeData

from shipworthy.exchange.bundle import SUFFIX
from shipworthy.gui.widgets.drop_target import file_in


def bundle_in(data: QMimeData) -> Path | None:
    """Return the bundle that is dragged or dropped, alone; None for anything else."""
    return file_in(data, (SUFFIX,))
