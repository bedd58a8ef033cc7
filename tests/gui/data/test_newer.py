"""A database of a newer version: the page that fills the window names what is needed, and ways on."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from tests.gui.conftest import open_test_session

from shipworthy.errors import UserError
from shipworthy.gui.context import Context
from shipworthy.gui.data import open_data_folder
from shipworthy.gui.data.open_data_folder import OpenDataFolder
from shipworthy.gui.data.ways_out import show_ways_out
from shipworthy.gui.main_window import MainWindow
from shipworthy.storage.backup_files import BackupReason, backup_name
from shipworthy.workflows.session import DATABASE_NAME


def newer(folder: Path) -> UserError:
    """Make the database of a folder one of a newer version, and return what opening it says."""
    folder.mkdir()
    open_test_session(folder).close()
    with closing(sqlite3.connect(folder / DATABASE_NAME)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '0042'")
        connection.execute("UPDATE meta SET value = '9.1' WHERE key = 'program'")
    with pytest.raises(UserError) as raised:
        open_test_session(folder)
    return raised.value


def buttons(window: MainWindow) -> dict[str, QPushButton]:
    """Return the buttons of the page that fills the window."""
    assert window._failure is not None
    return {each.text(): each for each in window._failure.findChildren(QPushButton)}


def words(window: MainWindow) -> str:
    """Return what the page says."""
    assert window._failure is not None
    return f"{window._failure._heading.text()} {window._failure._text.text()}"


def test_the_version_needed_and_another_folder(
    window: MainWindow, context: Context, tmp_path: Path, settle: Callable[[], None]
) -> None:
    show_ways_out(newer(tmp_path / "newer"), window, context, lambda: None)
    settle()
    assert "written by a newer Shipworthy, 9.1" in words(window)
    assert "Install that version or a later one" in words(window)
    assert list(buttons(window)) == ["Open another data folder…", "Try again", "Quit"]
    assert window.focusWidget() is buttons(window)["Open another data folder…"]


def test_a_backup_of_the_older_form_is_named(
    window: MainWindow, context: Context, data_dir: Path, tmp_path: Path, settle: Callable[[], None]
) -> None:
    name = backup_name("shipworthy", datetime(2026, 11, 20, 9, tzinfo=UTC), BackupReason.BEFORE_UPDATE, "0004")
    (data_dir / "backups").mkdir()
    (data_dir / "backups" / name).write_bytes(b"")
    show_ways_out(newer(tmp_path / "newer"), window, context, lambda: None)
    settle()
    assert "20 Nov 2026" in words(window)
    assert name in words(window)
    assert "Show the backup" in buttons(window)


def test_another_folder_opens_in_a_window_of_its_own(
    window: MainWindow, context: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(open_data_folder, "open_in_new_window", opened.append)
    work = OpenDataFolder(context, window)
    empty = tmp_path / "empty"
    empty.mkdir()
    work.open(empty)
    notice = window.notices.frames[-1]
    assert opened == []
    assert "no Shipworthy database" in notice.notice.text
    QTest.mouseClick(
        next(each for each in notice.findChildren(QPushButton) if "Begin" in each.text()), Qt.MouseButton.LeftButton
    )
    assert opened == [empty]
    work.open(context.data_dir)
    assert opened == [empty, context.data_dir]
