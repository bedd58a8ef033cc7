"""“Export everything…” from the menu: the archive is there, and the notice says what is in it."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit

from shipworthy.exchange.store_archive import read_store
from shipworthy.gui.context import Context
from shipworthy.gui.main_window import MainWindow

Settle = Callable[[], None]


def export_by_menu(window: MainWindow, path: Path, settle: Settle) -> None:
    """Choose the menu's action and name the file by keys."""
    [action] = [each for each in window.menus.data.actions() if "Export everything" in each.text()]
    action.trigger()
    [dialog] = [each for each in window.findChildren(QFileDialog) if each.isVisible()]
    name = dialog.findChild(QLineEdit, "fileNameEdit")
    assert name is not None
    assert name.text().endswith(".shipworthy-store")
    name.setText(str(path))
    QTest.keyClick(name, Qt.Key.Key_Return)
    settle()


def test_everything_is_exported_and_told(window: MainWindow, context: Context, tmp_path: Path, settle: Settle) -> None:
    digest = context.session.evidence.put(b"a trace", "trace.log")
    path = tmp_path / "all.shipworthy-store"
    export_by_menu(window, path, settle)
    assert set(read_store(path).entries) == {"shipworthy.db", f"evidence/{digest}/trace.log"}
    (notice,) = [frame.notice for frame in window.notices.frames]
    assert (notice.kind, notice.text) == (
        "ok",
        f"Everything is in {path}: the database and 1 evidence file. It was read back.",
    )
    assert notice.action is not None


def test_damaged_evidence_is_told_beside_it(
    window: MainWindow, context: Context, tmp_path: Path, settle: Settle
) -> None:
    digest = context.session.evidence.put(b"a trace", "trace.log")
    context.session.evidence.path_of(digest).write_bytes(b"no trace")
    export_by_menu(window, tmp_path / "all.shipworthy-store", settle)
    (notice,) = [frame.notice for frame in window.notices.frames]
    assert notice.kind == "warn"
    assert digest[:12] in notice.hint
