"""What the window says once its data is open."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from shipworthy.gui.context import Context
from shipworthy.gui.main_window import MainWindow
from shipworthy.gui.widgets.lasting_banner import LastingBanner
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
    (banner,) = window.findChildren(LastingBanner)
    assert banner.isVisible()
    assert "may only be read" in banner.words.text()
    assert DATABASE_NAME in banner.reason.text()


def test_a_database_that_may_be_written_needs_no_words(window: MainWindow) -> None:
    assert window.notices.frames == []
    assert not any(banner.isVisible() for banner in window.findChildren(LastingBanner))


def back_up_now(window: MainWindow) -> None:
    next(action for action in window.menus.data.actions() if "Back up" in action.text()).trigger()


def test_back_up_now_says_where_the_backup_lies(
    window: MainWindow, context: Context, data_dir: Path, settle: Callable[[], None]
) -> None:
    context.session.evidence.put(b"a trace", "trace.log")
    back_up_now(window)
    settle()
    (made,) = (data_dir / "backups").glob("*.db")
    (notice,) = [frame.notice for frame in window.notices.frames]
    assert (notice.kind, notice.text) == ("ok", f"Backed up to {made}; 1 evidence file is new there.")
    assert notice.action is not None


def test_damaged_evidence_and_a_folder_that_cannot_be_made_are_told(
    window: MainWindow, context: Context, data_dir: Path, settle: Callable[[], None]
) -> None:
    digest = context.session.evidence.put(b"a trace", "trace.log")
    context.session.evidence.path_of(digest).write_bytes(b"no trace")
    back_up_now(window)
    settle()
    assert [(frame.notice.kind, digest[:12] in frame.notice.hint) for frame in window.notices.frames] == [
        ("warn", True)
    ]
    shutil.rmtree(data_dir / "backups")
    (data_dir / "backups").touch()
    back_up_now(window)
    settle()
    assert "Could not make the folder" in window.notices.frames[-1].notice.text
