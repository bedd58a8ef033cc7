"""Another data folder, opened in a window of its own: a second process, as if it had been started by hand."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QProcess

from shipworthy.errors import UserError
from shipworthy.text import _


def open_in_new_window(folder: Path) -> None:
    """Start the program with a data folder; where a window has that folder, it comes to the front.

    Raises UserError, with what to type, where no process could be started.
    """
    program, *arguments = command(folder)
    started, _process = QProcess.startDetached(program, arguments)
    if not started:
        raise UserError(
            _("No second window could be started for {folder}.").format(folder=folder),
            _("Start Shipworthy by hand with {command}.").format(command=f'--data-dir "{folder}"'),
        )


def command(folder: Path) -> list[str]:
    """Return the command line that opens a data folder, from a frozen program as from Python."""
    # -P: a folder that happens to be the current one must not lend its modules to the window.
    start = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-P", "-m", "shipworthy"]
    return [*start, "--data-dir", str(folder)]
