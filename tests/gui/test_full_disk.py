"""D4 in the window: a full disk costs no word that was typed, and saving works again once there is room."""

import shutil
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from tests.gui.pages.conftest import ShowReview
from tests.gui.pages.conftest import show_desk as show_desk  # noqa: PLC0414 - a fixture
from tests.workflows.builders import begin_review, small_pack
from tests.workflows.full_disk import fill, small_disk

from shipworthy.gui.context import Context, Saving
from shipworthy.gui.errors import CrashReporter
from shipworthy.gui.single_instance import FolderLock

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a small disk is mounted as Linux does")


@pytest.fixture
def data_dir(tmp_path: Path, empty_store: Path) -> Iterator[Path]:
    """Return a data folder on a disk of its own, of two megabytes."""
    with small_disk(tmp_path / "disk", megabytes=2) as disk:
        if disk is None:
            pytest.skip("a small disk can be made only where this user may mount one")
        folder = disk / "data of Amira"
        folder.mkdir()
        shutil.copy(empty_store, folder)
        yield folder


def test_what_was_typed_stays_until_there_is_room(context: Context, show_desk: ShowReview, data_dir: Path) -> None:
    desk = show_desk(begin_review(context.session, [small_pack()]))
    desk.press(Qt.Key.Key_1)
    first = desk.stored()
    assert len(first) == 1
    filler = fill(data_dir.parent, 0)
    here = desk.current
    desk.press(Qt.Key.Key_T)
    note = f"what the team said {uuid.uuid4()} " * 400
    desk.page.pane.note.setPlainText(note)
    desk.press(Qt.Key.Key_Escape)
    assert context.save_state.saving is Saving.FAILED
    assert desk.window.header.saved.text() == "Not saved"
    assert "is full" in desk.page.pane.problem.text
    assert desk.window.notices.frames == []  # one message, in place
    assert (desk.current, desk.page.pane.note.note) == (here, note)
    assert desk.stored() == first
    filler.unlink()
    desk.press(Qt.Key.Key_T)
    QTest.keyClicks(desk.focus, "!")
    desk.press(Qt.Key.Key_Escape)
    assert context.save_state.saving is Saving.SAVED
    assert len(desk.stored()) == 2
    assert desk.page.pane.problem.isHidden()


def test_a_window_starts_and_ends_on_a_full_disk(context: Context, data_dir: Path) -> None:
    filler = fill(data_dir.parent, 0)
    lock = FolderLock(data_dir)
    assert lock.acquire()  # no lock can be made, which is no second window
    reporter = CrashReporter(data_dir / "log")
    reporter.install()
    reporter.uninstall()
    failed: list[str] = []
    context.failed.connect(lambda error: failed.append(error.message))
    assert not context.set_settings(name="Jonas")
    assert len(failed) == 1
    assert "the disk is full" in failed[0]
    assert context.settings.name == "Amira"
    filler.unlink()
    assert context.set_settings(name="Jonas")
    lock.release()
