"""“Export everything…” and “Import an export…” from the menu: made, told, and shown among the points to return to."""

import shutil
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from shipworthy.exchange.store_archive import read_store
from shipworthy.gui.context import Context
from shipworthy.gui.data.restore_dialog import RestoreDialog
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


def import_by_menu(window: MainWindow, path: Path, settle: Settle) -> RestoreDialog:
    """Choose the menu's action, name the file by keys, and return the dialog that follows."""
    [action] = [each for each in window.menus.data.actions() if "Import an export" in each.text()]
    action.trigger()
    [chooser] = [each for each in window.findChildren(QFileDialog) if each.isVisible()]
    name = chooser.findChild(QLineEdit, "fileNameEdit")
    assert name is not None
    name.setText(str(path))
    QTest.keyClick(name, Qt.Key.Key_Return)
    settle()
    [dialog] = [each for each in window.findChildren(RestoreDialog) if each.isVisible()]
    return dialog


def test_an_export_is_shown_among_the_points_and_restored(
    window: MainWindow, context: Context, data_dir: Path, tmp_path: Path, settle: Settle, qtbot: QtBot
) -> None:
    digest = context.session.evidence.put(b"a trace", "trace.log")
    template = data_dir / "report-templates" / "ours" / "template.yaml"
    template.parent.mkdir(parents=True)
    template.write_text("title: Ours", encoding="utf-8")
    path = tmp_path / "all.shipworthy-store"
    export_by_menu(window, path, settle)
    for folder in ("evidence", "report-templates"):
        shutil.rmtree(data_dir / folder)
    dialog = import_by_menu(window, path, settle)
    assert dialog.point is not None
    assert (dialog.point.place, dialog.point.info is not None) == (path, True)
    assert any("1 evidence file" in each for each in dialog.sentences)
    with qtbot.waitSignal(context.reopen_asked, timeout=20_000):
        QTest.keyClick(dialog.restore_button, Qt.Key.Key_Space)
    assert context.session.evidence.is_whole(digest)
    assert context.in_between is not None
    assert not template.exists()
    context.close()
    notice = context.in_between()
    assert "Added the report template ours." in notice.text
    assert [each.name for each in template.parent.parent.iterdir()] == ["ours"]
    assert template.read_text(encoding="utf-8") == "title: Ours"
    assert list(data_dir.glob(".shipworthy-archive-*")) == []


def test_what_is_no_archive_is_told_in_the_dialog(window: MainWindow, tmp_path: Path, settle: Settle) -> None:
    path = tmp_path / "letter.shipworthy-store"
    path.write_text("To whom it may concern", encoding="utf-8")
    dialog = import_by_menu(window, path, settle)
    said = " ".join(each.text() for each in dialog.findChildren(QLabel) if each.isVisible())
    assert "is no zip file, or a damaged one" in said
    dialog.reject()
