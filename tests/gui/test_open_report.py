"""Opening a report from the menu and by a drop: what it says, whether it is known, and one message where it is none."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit
from pytestqt.qtbot import QtBot
from tests.gui.accessibility import check
from tests.workflows.builders import begin_review, small_pack
from tests.workflows.test_decisions import NO_GO
from tests.workflows.test_verification import altering

from shipworthy.gui.context import Context
from shipworthy.gui.main_window import MainWindow
from shipworthy.gui.places import Places
from shipworthy.gui.report_dialog import ReportDialog
from shipworthy.workflows.decisions import decide
from shipworthy.workflows.reports.making import make_report, review_order

pytestmark = pytest.mark.filterwarnings("ignore:Function. 'QDragEnterEvent:DeprecationWarning")
Settle = Callable[[], None]


@pytest.fixture
def report(window: MainWindow, context: Context, tmp_path: Path) -> Path:
    """Return the report of a decided review of the window's store."""
    assert window.isVisible()
    assessment = begin_review(context.session, [small_pack()])
    decide(context.session, assessment.id, NO_GO)
    return make_report(context.session, review_order(assessment.id), tmp_path / "report.pdf")


def open_by_menu(window: MainWindow, path: Path, settle: Settle) -> None:
    """Choose the menu's action and name the file by keys."""
    [action] = [each for each in window.menus.file.actions() if "report" in each.text()]
    action.trigger()
    [dialog] = [each for each in window.findChildren(QFileDialog) if each.isVisible()]
    name = dialog.findChild(QLineEdit, "fileNameEdit")
    assert name is not None
    name.setText(str(path))
    QTest.keyClick(name, Qt.Key.Key_Return)
    settle()


def shown(window: MainWindow) -> ReportDialog:
    """Return the dialog on screen."""
    [dialog] = [each for each in window.findChildren(ReportDialog) if each.isVisible()]
    check(dialog)
    return dialog


def words(dialog: ReportDialog) -> str:
    """Return all that a dialog says."""
    return "\n".join(each.text() for each in dialog.findChildren(QLabel))


def drop(window: MainWindow, path: Path) -> bool:
    """Drop a file on the window."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    action, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(5, 5), action, data, button, none)
    enter.ignore()
    QApplication.sendEvent(window, enter)
    if enter.isAccepted():
        QApplication.sendEvent(window, QDropEvent(QPointF(5, 5), action, data, button, none))
    return enter.isAccepted()


def test_a_report_of_this_store_is_known_and_leads_to_its_review(
    window: MainWindow, places: Places, report: Path, settle: Settle, qtbot: QtBot
) -> None:
    open_by_menu(window, report, settle)
    dialog = shown(window)
    assert dialog.chip.text() == "✓ As it was sealed"
    assert "No-go" in words(dialog)
    assert dialog.focusWidget() is dialog.go
    QTest.mouseClick(dialog.copy_button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() in words(dialog)
    assert len(QGuiApplication.clipboard().text()) == 64
    QTest.keyClick(dialog.go, Qt.Key.Key_Return)
    settle()
    qtbot.waitUntil(lambda: window.page is places.review)


def test_an_altered_report_says_so_when_it_is_dropped(window: MainWindow, report: Path, settle: Settle) -> None:
    with pikepdf.open(report, allow_overwriting_input=True) as pdf:
        [(name, file)] = pdf.attachments.items()
        changed = file.get_file().read_bytes().replace(b'"no-go"', b'"go"')
        pdf.attachments[name] = pikepdf.AttachedFileSpec(
            pdf, changed, filename=name, description="", mime_type="", creation_date="", mod_date=""
        )
        pdf.save(report)
    assert drop(window, report)
    settle()
    dialog = shown(window)
    assert dialog.chip.text() == "✕ Altered"
    assert "do not name its fingerprint" in dialog.said.text()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_a_report_of_another_store_is_not_known(
    window: MainWindow, context: Context, report: Path, settle: Settle
) -> None:
    with altering(context.session) as connection:
        connection.execute("DELETE FROM seals")
    open_by_menu(window, report, settle)
    dialog = shown(window)
    assert dialog.chip.text() == "◐ Not known here"
    assert not dialog.go.isVisible()
    assert dialog.focusWidget() is dialog.close_button
    QTest.keyClick(dialog.close_button, Qt.Key.Key_Return)


@pytest.mark.parametrize("content", [b"", b"no PDF", b"%PDF-1.7\n"])
def test_what_is_no_report_ends_in_one_message(
    window: MainWindow, tmp_path: Path, settle: Settle, content: bytes
) -> None:
    (tmp_path / "x.pdf").write_bytes(content)
    assert drop(window, tmp_path / "x.pdf")
    settle()
    assert window.findChildren(ReportDialog) == []
    assert "is no PDF, or a broken one" in window.notices.frames[-1].notice.text


def test_other_files_are_not_taken(window: MainWindow, tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_bytes(b"x")
    shutil.copy(tmp_path / "x.txt", tmp_path / "y.docx")
    assert not drop(window, tmp_path / "x.txt")
    assert not drop(window, tmp_path / "y.docx")
