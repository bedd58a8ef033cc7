"""The Reports page on screen, over the sample portfolio."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from tests.gui.pages.reports.reports_desk import ReportsDesk

from shipworthy.gui.context import Context
from shipworthy.gui.main_window import MainWindow
from shipworthy.gui.places import Places


@pytest.fixture
def data_dir(tmp_path: Path, sample_store: Path) -> Path:
    """Return a data folder with the sample portfolio."""
    folder = tmp_path / "data of Amira"
    folder.mkdir()
    shutil.copy(sample_store, folder)
    return folder


@pytest.fixture
def desk(qtbot: QtBot, window: MainWindow, places: Places, context: Context, settle: Callable[[], None]) -> ReportsDesk:
    """Return the page."""
    return ReportsDesk(qtbot, window, places, context, settle)
