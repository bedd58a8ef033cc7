"""A window on a data folder, started as a person starts it, and walked through: prints what came of it as JSON.

`python -m tests.gui.read_only_window FOLDER SHARE`; its own process, because its rights are taken away.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from uuid import uuid4

from PySide6.QtCore import QCoreApplication, Qt, QTimer
from tests.gui.read_only_walk import Outcome, Walk

from shipworthy.gui import launch
from shipworthy.gui.context import Context
from shipworthy.gui.data.read_only import ReadOnly
from shipworthy.gui.main_window import MainWindow
from shipworthy.gui.places import Places
from shipworthy.settings import load_settings
from shipworthy.workflows.session import Session, open_session

said: dict[str, list[str]] = {}


def main(folder: Path, share: float) -> int:
    """Open, walk, close, and print."""
    settings = load_settings(folder)
    fill = launch.fill

    def opening() -> Session:
        return open_session(folder, settings, "Amira", lambda: datetime.now(UTC), uuid4)

    def fill_and_walk(window: MainWindow, context: Context, opening: object) -> None:
        context.ready.connect(lambda: QTimer.singleShot(0, window, partial(_walk, window, context, share)))
        fill(window, context, opening)  # type: ignore[arg-type]

    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    launch.fill = fill_and_walk
    code = launch.launch(settings, folder, folder, opening)
    print(json.dumps(said))
    return code


def _walk(window: MainWindow, context: Context, share: float) -> None:
    places, banner = window.findChild(Places), window.findChild(ReadOnly)
    assert places is not None
    walk = Walk(window, places, context, share)
    try:
        if banner is None or not banner.banner.isVisible():
            walk.outcome.broken.append("no banner is shown")
        else:
            said["reason"] = [banner.banner.reason.text()]
        walk.run()
        walk.press_keys()
    except Exception as error:  # noqa: BLE001 - the process must end, and say why
        walk.outcome.broken.append(f"the walk ended at {walk.outcome.pressed[-1:]}: {type(error).__name__}: {error}")
    said.update(_told(walk.outcome))
    window.close()


def _told(outcome: Outcome) -> dict[str, list[str]]:
    return {
        "pressed": outcome.pressed,
        "disabled": sorted(outcome.disabled),
        "broken": outcome.broken,
        "unreachable": outcome.unreachable,
    }


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), float(sys.argv[2])))
