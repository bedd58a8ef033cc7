"""What the window says once its data is open."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from shipworthy.gui.main_window import MainWindow
from shipworthy.workflows.session import DATABASE_NAME


@pytest.fixture
def frozen_file(data_dir: Path) -> Iterator[None]:
    """Keep the database from being written, also by root, whom permissions do not bind."""
    chattr = shutil.which("chattr")
    file = str(data_dir / DATABASE_NAME)
    if chattr is None or subprocess.run([chattr, "+i", file], capture_output=True).returncode != 0:
        pytest.skip("this system or file system cannot freeze a file")
    yield
    subprocess.run([chattr, "-i", file], check=True)


def test_a_database_that_may_only_be_read_is_told_at_once(frozen_file: None, window: MainWindow) -> None:
    (notice,) = window.notices.frames
    assert notice.notice.kind == "warn"
    assert "may only be read" in notice.notice.text


def test_a_database_that_may_be_written_needs_no_words(window: MainWindow) -> None:
    assert window.notices.frames == []
