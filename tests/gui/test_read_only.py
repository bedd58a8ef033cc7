"""D7: a database that may only be read: the whole window reads, nothing in it changes anything, and it says why."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot
from tests.gui.read_only_walk import Walk
from tests.gui.window_checks import nameless, rich_labels

from shipworthy.gui.context import Context
from shipworthy.gui.data import read_only as read_only_window
from shipworthy.gui.data.read_only import ReadOnly
from shipworthy.gui.editing import edits
from shipworthy.gui.main_window import MainWindow
from shipworthy.gui.open_folder import command
from shipworthy.gui.places import Places
from shipworthy.settings import Settings, Theme, load_settings
from shipworthy.storage import sqlite_file
from shipworthy.storage.store import Store
from shipworthy.workflows import read_only

SHARE = 0.02  # of what the drill read_only presses


@pytest.fixture
def data_dir(tmp_path: Path, sample_store: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with the sample portfolio, which counts as write-protected."""
    folder = tmp_path / "data of Amira"
    folder.mkdir()
    shutil.copy(sample_store, folder / "shipworthy.db")
    # Permissions do not bind root, as whom tests may run; the drill read_only makes folders that are so in fact.
    for module in (sqlite_file, read_only):
        monkeypatch.setattr(module, "why_read_only", lambda path: f"The file {path} is write-protected.")
    return folder


@pytest.fixture
def shown(window: MainWindow) -> ReadOnly:
    """Return what says that the database may only be read."""
    found = window.findChild(ReadOnly)
    assert found is not None
    return found


def test_nothing_in_the_window_asks_for_a_change(window: MainWindow, places: Places, context: Context) -> None:
    outcome = Walk(window, places, context, SHARE).run()
    assert outcome.broken == []
    assert outcome.pressed
    # Of each page something: a mechanism that nobody calls any more would switch off nothing.
    off = "\n".join(outcome.disabled)
    for said in (
        "New service",
        "Edit…",
        "Start review",
        "New item",
        "Owner…",
        "Request a waiver",
        "Add a pack",
        "Copy and edit",
    ):
        assert said in off, said


def test_no_key_of_a_review_changes_anything(window: MainWindow, places: Places, context: Context) -> None:
    walk = Walk(window, places, context)
    walk.press_keys()
    assert walk.outcome.broken == []
    assert any("nothing was changed" in frame.notice.text for frame in window.notices.frames)


def test_the_banner_says_why_and_stays(window: MainWindow, shown: ReadOnly, settle: Callable[[], None]) -> None:
    for key in ("remediation", "settings"):
        window.show_page(key)
        settle()
        assert shown.banner.isVisible(), key
        assert "shipworthy.db is write-protected" in shown.banner.reason.text()
    assert nameless(shown.banner) == rich_labels(shown.banner) == []
    shown.again.click()
    assert "still may only be read" in window.notices.frames[-1].notice.text
    assert shown.banner.isVisible()


def test_a_copy_elsewhere_is_whole_and_opens(
    shown: ReadOnly,
    context: Context,
    tmp_path: Path,
    settle: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    context.session.evidence.put(b"a trace", "trace.log")
    context.set_settings(theme=Theme.DARK, second_backup_folder=str(tmp_path / "stick"))
    opened: list[Path] = []
    monkeypatch.setattr(read_only_window, "open_in_new_window", opened.append)
    target = tmp_path / "copy"
    shown.save_copy(target)
    settle()
    assert opened == [target]
    # Two lines of one store in one folder would thin each other's backups.
    assert load_settings(target) == context.settings._replace(second_backup_folder="")
    monkeypatch.undo()
    with Store.open(
        target / "shipworthy.db", now=context.session.now(), new_id=context.session.new_id, backup_dir=tmp_path
    ) as store:
        assert not store.read_only
        with store.read() as copied, context.session.store.read() as original:
            assert copied.services.all() == original.services.all()
    assert [each.read_bytes() for each in (target / "evidence").rglob("trace.log")] == [b"a trace"]
    failed: list[str] = []
    context.failed.connect(lambda error: failed.append(error.message))
    shown.save_copy(target)
    settle()
    assert failed == [f"There is a database in {target} already."]
    assert opened == [target]


def test_a_copy_opens_by_the_same_program() -> None:
    assert command(Path("/a b"))[-5:] == ["-P", "-m", "shipworthy", "--data-dir", "/a b"]


def test_once_it_can_be_written_the_window_opens_anew(
    shown: ReadOnly, context: Context, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    asked: list[object] = []
    monkeypatch.setattr(context, "reopen", asked.append)
    shown.again.click()
    assert asked == []
    monkeypatch.setattr(read_only, "why_read_only", lambda _path: "")
    shown.again.click()
    assert len(asked) == 1


def test_what_pages_enable_later_stays_off(context: Context, qtbot: QtBot) -> None:
    button, line, action = QPushButton("Save"), QLineEdit("typed"), QAction("Save")
    keeper = QObject()
    action.setParent(keeper)
    for widget in (button, line):
        qtbot.addWidget(widget)
    edits(context, button, line, action)
    button.setEnabled(True)
    action.setEnabled(True)
    line.setReadOnly(False)
    assert not button.isEnabled()
    assert not action.isEnabled()
    assert line.isReadOnly()
    assert line.isEnabled()  # what stands there can be copied
    assert "may only be read" in button.toolTip()


def test_settings_of_a_folder_that_may_only_be_read_hold_for_the_window(
    window: MainWindow, context: Context, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shipworthy.gui.context.os.access", lambda *_about: False)
    (data_dir / "settings.toml").mkdir()  # which no file can take the place of
    assert context.set_settings(theme=Theme.DARK)
    assert context.settings == Settings(name="Amira", theme=Theme.DARK)
    assert "for this window only" in window.notices.frames[-1].notice.text
