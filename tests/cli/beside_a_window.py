"""Commands of the terminal change a store that a window has open, and that it changes all the while itself."""

import subprocess
import sys
from pathlib import Path
from uuid import uuid4

from tests.storage.writer_drill import now

from shipworthy.settings import Settings
from shipworthy.workflows.portfolio import list_services
from shipworthy.workflows.session import open_session

_WINDOW = """
import datetime, sys, uuid
from pathlib import Path
from PySide6.QtCore import QTimer
from shipworthy.gui import launch
from tests.storage.writer_drill import now

from shipworthy.settings import Settings

folder = Path(sys.argv[1])
stop = folder / "stop"

def opening():
    from shipworthy.workflows.session import open_session
    now = lambda: datetime.datetime.now(datetime.UTC)
    return open_session(folder, Settings(), "Amira", now, uuid.uuid4)

fill = launch.fill

def fill_and_write(window, context, opening):
    from dataclasses import replace
    from shipworthy.workflows.services import blank_service, save_service
    saved = []

    def again(_saved=None):
        if stop.exists():
            print(len(saved), flush=True)
            window.close()
            return
        name = f"window-{len(saved)}"
        save = lambda session: save_service(session, replace(blank_service(session), name=name))
        done = lambda service: (saved.append(service), QTimer.singleShot(20, again))
        context.write(save, done, owner=window)

    context.failed.connect(lambda error: print(error, flush=True))
    context.ready.connect(lambda: (print("ready", flush=True), again()))
    fill(window, context, opening)

launch.fill = fill_and_write
sys.exit(launch.launch(Settings(), folder, folder, opening))
"""


def add_beside_a_window(folder: Path, commands: int) -> list[str]:
    """Add services by commands while a window adds its own; return what went wrong, in words."""
    with subprocess.Popen(
        [sys.executable, "-c", _WINDOW, str(folder)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as window:
        assert window.stdout is not None
        assert window.stdout.readline() == "ready\n"
        wrong = []
        for number in range(commands):
            command = [sys.executable, "-m", "shipworthy", "--data-dir", str(folder)]
            done = subprocess.run([*command, "service", "add", f"command-{number}"], capture_output=True, text=True)
            if done.returncode:
                wrong.append(done.stderr)
        (folder / "stop").touch()
        said, _complained = window.communicate(timeout=60)
    *errors, added = said.splitlines()
    session = open_session(folder, Settings(), "Amira", now, uuid4)
    names = {line.service.name for line in list_services(session)}
    session.close()
    wanted = {f"window-{number}" for number in range(int(added))} | {f"command-{number}" for number in range(commands)}
    return [*wrong, *errors, *(f"{name} is missing" for name in sorted(wanted - names))]
