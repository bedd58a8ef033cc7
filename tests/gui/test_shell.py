"""The window's shell is on screen before anything slow is loaded, and looks as it will look."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from shipworthy.gui.theme import DARK, LIGHT

# Started as from the command line, up to the moment when the first frame is on screen and `fill` is called.
FIRST_FRAME = """
import json, os, sys
from PySide6 import QtCore
before = "Qt" in vars(QtCore)
from shipworthy import app
from shipworthy.gui import launch
def tell(*_):
    names = [before, "Qt" in vars(QtCore)]
    QtCore.Qt
    print(json.dumps({"modules": list(sys.modules), "names": [*names, "Qt" in vars(QtCore)]}), flush=True)
    os._exit(0)
launch.fill = tell
app.run(["--data-dir", sys.argv[1]])
"""

SLOW = (
    "alembic",
    "cel",
    "concurrent.futures",  # the workers start with the first work
    "dataclasses",  # a NamedTuple is made in a seventh of the time
    "hashlib",
    "html",
    "importlib.metadata",
    "jinja2",
    "logging.handlers",  # loads half the network library
    "msgspec",  # and with it typing_extensions
    "PySide6.QtNetwork",  # only two starts that meet talk
    "rapidfuzz",  # only the palette searches
    "shipworthy.domain",
    "shipworthy.exchange",
    "shipworthy.packs",
    "shipworthy.reports",
    "shipworthy.storage",
    "shipworthy.untrusted",
    "shipworthy.wording",  # loads the domain
    "shipworthy.workflows",
    "sqlalchemy",
    "tomli_w",
    "tomllib",  # there is no settings file before a setting is changed
    "typer",
    "uuid",
    "weasyprint",
    "yaml",
)


@pytest.fixture(scope="module")
def first_frame(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Return what was loaded when the first frame was on screen."""
    command = [sys.executable, "-c", FIRST_FRAME, str(tmp_path_factory.mktemp("data"))]
    told = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout
    loaded: dict[str, Any] = json.loads(told)
    return loaded


@pytest.mark.parametrize("module", SLOW)
def test_the_first_frame_waits_for_nothing_slow(first_frame: dict[str, Any], module: str) -> None:
    loaded = first_frame["modules"]
    assert "shipworthy.gui.main_window" in loaded
    assert [name for name in loaded if name == module or name.startswith(f"{module}.")] == []


def test_the_first_frame_does_without_the_names_of_qt(first_frame: dict[str, Any]) -> None:
    """See launch.py on Qt's names; the last shows that they would have been seen."""
    assert first_frame["names"] == [False, False, True]


def test_what_is_said_to_be_slow_can_be_loaded(repository: Path) -> None:
    """A name that is misspelt here would never be found."""
    code = "import importlib, sys\nfor name in sys.argv[1:]: importlib.import_module(name)"
    done = subprocess.run([sys.executable, "-c", code, *SLOW], capture_output=True, text=True, cwd=repository)
    assert (done.returncode, done.stderr) == (0, "")


SCHEME = """
import sys
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from shipworthy.gui.theme import Theme
from shipworthy.settings import Theme as Choice
application = QApplication(["", "-style", "Fusion"])
application.styleHints().setColorScheme(Qt.ColorScheme[sys.argv[1]])  # what a system's setting arrives as
application.processEvents()
theme = Theme(application, Choice.SYSTEM, 100)
print(theme.tokens.bg)
theme.follow_system()
print(theme.tokens.bg)
"""


@pytest.mark.skipif(shutil.which("xvfb-run") is None, reason="the offscreen platform knows no light and dark")
@pytest.mark.parametrize(("scheme", "ground"), [("Dark", DARK.bg), ("Light", LIGHT.bg)])
def test_the_first_frame_is_light_or_dark_as_the_system_is(scheme: str, ground: str) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "xcb", "QT_QPA_PLATFORMTHEME": "gnome"}
    command = ["xvfb-run", "-a", sys.executable, "-c", SCHEME, scheme]
    printed = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=60).stdout
    assert printed.split() == [ground, ground]
