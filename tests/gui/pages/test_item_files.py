"""Items as files on the Remediation page, by key, click and drop: out, changed elsewhere, looked at, in, taken back."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QMenu, QPushButton
from pytestqt.qtbot import QtBot
from tests.exchange.workbooks import columns, edit
from tests.gui.pages.remediation_desk import RemediationDesk
from tests.gui.pages.test_remediation_page import add_items
from tests.gui.window_checks import nameless, rich_labels

from shipworthy.domain.remediation import ItemState
from shipworthy.gui.context import Context
from shipworthy.gui.main_window import MainWindow
from shipworthy.gui.models.incoming_model import EFFECT, WHAT, IncomingModel
from shipworthy.gui.models.item_filter import Facet, ItemFilter
from shipworthy.gui.pages.remediation.incoming_items import incoming_items
from shipworthy.gui.places import Places
from shipworthy.gui.widgets.drop_hint import DropHint
from shipworthy.gui.widgets.import_dialog import ImportDialog
from shipworthy.gui.widgets.problems_dialog import ProblemsDialog
from shipworthy.wording import Wording
from shipworthy.workflows.item_files import export_items, preview_items
from shipworthy.workflows.remediation import ItemEdit, edit_items

pytestmark = [
    pytest.mark.qt_log_ignore("This plugin does not support"),
    pytest.mark.filterwarnings("ignore:Function. 'QDragEnterEvent:DeprecationWarning"),
]

Key, Modifier = Qt.Key, Qt.KeyboardModifier


@pytest.fixture
def desk(window: MainWindow, places: Places, context: Context, settle: Callable[[], None]) -> RemediationDesk:
    """Return the page with five items."""
    add_items(context.session)
    window.show_page("remediation")
    settle()
    return RemediationDesk(window, places.remediation, context, settle)


def file_dialog(desk: RemediationDesk) -> QFileDialog:
    desk.settle()
    (dialog,) = [each for each in desk.window.findChildren(QFileDialog) if each.isVisible()]
    return dialog


def choose(desk: RemediationDesk, qtbot: QtBot, path: Path) -> None:
    """Type a name into the file dialog and press Enter."""
    dialog = file_dialog(desk)
    name = dialog.findChild(QLineEdit)
    assert name is not None
    name.setText(str(path))
    with qtbot.waitSignal(dialog.fileSelected):
        QTest.keyClick(name, Key.Key_Return)
    desk.settle()


def press_menu(desk: RemediationDesk, letter: Qt.Key) -> None:
    """Open the menu of the button above the items and press the letter of a line."""
    (button,) = [each for each in desk.table.strip.findChildren(QPushButton) if each.accessibleName() == "Files"]
    button.setFocus()
    QTest.keyClick(button, Key.Key_Return)
    menu = button.findChild(QMenu)
    assert menu is not None
    assert menu.isVisible()
    QTest.keyClick(menu, letter)


def changed(path: Path, changes: dict[str, dict[str, str]]) -> Path:
    def change(workbook: openpyxl.Workbook) -> None:
        sheet = workbook.worksheets[0]
        where = columns(sheet)
        for row in range(3, sheet.max_row + 1):
            for key, value in changes.get(str(sheet.cell(row, where["title"]).value), {}).items():
                sheet.cell(row, where[key]).value = value

    return edit(path, change)


def import_dialog(desk: RemediationDesk, qtbot: QtBot) -> ImportDialog:
    desk.settle()
    dialog = desk.window.findChild(ImportDialog)
    assert dialog is not None
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    return dialog


def notices(desk: RemediationDesk) -> list[str]:
    return [frame.notice.text for frame in desk.window.notices.frames]


def test_what_the_filter_keeps_goes_out_by_button(desk: RemediationDesk, qtbot: QtBot, tmp_path: Path) -> None:
    desk.page.filter.set_filter(ItemFilter().with_value(Facet.OWNER, "Noor", True))
    press_menu(desk, Key.Key_E)
    dialog = file_dialog(desk)
    assert dialog.windowTitle() == "Export 2 items"
    assert dialog.selectedFiles()[0].endswith("remediation.xlsx")
    kind = dialog.nameFilters()[2]
    dialog.selectNameFilter(kind)
    dialog.filterSelected.emit(kind)
    assert dialog.selectedFiles()[0].endswith("remediation.md")
    choose(desk, qtbot, tmp_path / "items")
    assert notices(desk) == [f"2 items exported: {tmp_path / 'items.md'}"]
    assert (tmp_path / "items.md").read_text(encoding="utf-8").count("**") == 4


def test_a_filter_that_keeps_nothing_exports_nothing(desk: RemediationDesk) -> None:
    desk.page.filter.set_filter(ItemFilter().with_text("nowhere"))
    desk.page.files.export_action.trigger()
    desk.settle()
    assert notices(desk) == ["No item is left by the filter."]


def test_changes_are_looked_at_imported_and_undone_by_keys(desk: RemediationDesk, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "items & co.xlsx"
    export_items(desk.context.session, path)
    changed(path, {
        "Set timeouts": {"state": "In progress", "owner": "<b>Dana</b>"},
        "Back up": {"due": "2099-12-01"},
        "Old work": {"owner": "Bo"},
    })  # fmt: skip
    edit_items(desk.context.session, [desk.item("Old work").id], ItemEdit(owner="Jonas"))
    press_menu(desk, Key.Key_I)
    choose(desk, qtbot, path)
    dialog = import_dialog(desk, qtbot)
    assert (nameless(dialog), rich_labels(dialog)) == ([], [])
    assert dialog.focusWidget() is dialog.table
    assert dialog.import_button.text() == "Import 2 items"
    assert dialog.detail == (
        "checkout: Set timeouts",
        "State: Open\nOwner: Noor",
        "State: In progress\nOwner: <b>Dana</b>",
    )
    QTest.keyClick(dialog.table, Key.Key_Down)
    QTest.keyClick(dialog.table, Key.Key_Space)
    assert dialog.import_button.text() == "Import 1 item"
    QTest.keyClick(dialog.table, Key.Key_Down)
    QTest.keyClick(dialog.table, Key.Key_Space)  # refused: it has no box
    assert dialog.import_button.text() == "Import 1 item"
    assert dialog.detail[2].startswith("Owner: Bo\nAmira changed it on 22 Nov 2026 after the file was made: ")
    dialog.import_button.setFocus()
    QTest.keyClick(dialog.import_button, Key.Key_Return)
    desk.settle()
    item = desk.item("Set timeouts")
    assert (item.state, item.owner) == (ItemState.IN_PROGRESS, "<b>Dana</b>")
    assert (desk.item("Old work").owner, str(desk.item("Back up").due)) == ("Jonas", "2026-12-02")
    assert "Imported 1 item from items & co.xlsx" in notices(desk)
    shown = next(line.item for line in desk.table.model.lines if line.item.title == "Set timeouts")
    assert shown.owner == "<b>Dana</b>"
    desk.window.activateWindow()
    qtbot.waitUntil(desk.window.isActiveWindow)
    desk.press(Key.Key_Z, modifiers=Modifier.ControlModifier)
    assert (desk.item("Set timeouts").state, desk.item("Set timeouts").owner) == (ItemState.OPEN, "Noor")
    assert "Undone: imported 1 item from items & co.xlsx" in notices(desk)
    desk.press(Key.Key_Z, modifiers=Modifier.ControlModifier | Modifier.ShiftModifier)
    assert desk.item("Set timeouts").owner == "<b>Dana</b>"


def dropped(path: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    return data


def drop(desk: RemediationDesk, data: QMimeData) -> bool:
    """Drag over the page and drop there; tell whether the page took it."""
    buttons, none, action = Qt.MouseButton.LeftButton, Modifier.NoModifier, Qt.DropAction.CopyAction
    enter = QDragEnterEvent(QPoint(9, 9), action, data, buttons, none)
    enter.ignore()
    QApplication.sendEvent(desk.page, enter)
    if not enter.isAccepted():
        return False
    hint = desk.page.findChild(DropHint)
    assert hint is not None
    assert hint.isVisible()
    QApplication.sendEvent(desk.page, QDragLeaveEvent())
    assert not hint.isVisible()
    QApplication.sendEvent(desk.page, enter)
    event = QDropEvent(QPointF(9, 9), action, data, buttons, none, QEvent.Type.Drop)
    QApplication.sendEvent(desk.page, event)
    assert not hint.isVisible()
    desk.settle()
    return event.isAccepted()


def test_a_csv_dropped_on_the_page_is_previewed_and_escape_leaves_all(
    desk: RemediationDesk, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "items.CSV"
    export_items(desk.context.session, path)
    path.write_bytes(path.read_bytes().replace(b'"Noor"', b'"Dana"'))
    assert drop(desk, dropped(path))
    dialog = import_dialog(desk, qtbot)
    assert dialog.import_button.text() == "Import 2 items"
    QTest.keyClick(dialog, Key.Key_Escape)
    assert not dialog.isVisible()
    assert desk.item("Set timeouts").owner == "Noor"
    assert not drop(desk, dropped(tmp_path / "notes.txt"))


def test_a_file_with_problems_lists_them_all_and_changes_nothing(desk: RemediationDesk, tmp_path: Path) -> None:
    path = tmp_path / "items.csv"
    export_items(desk.context.session, path)
    path.write_bytes(path.read_bytes().replace(b'"open"', b'"verified"').replace(b"2026-12-02", b"2020-12-02"))
    assert drop(desk, dropped(path))
    dialog = desk.window.findChild(ProblemsDialog)
    assert dialog is not None
    lines = [dialog.list.model().index(row, 0).data() for row in range(dialog.list.model().rowCount())]
    assert len(lines) == 4
    assert lines[0].startswith("items!D2: “Set timeouts” cannot be set to verified by hand. ")
    dialog.accept()
    assert desk.item("Set timeouts").state is ItemState.OPEN


def test_a_file_that_changes_nothing_says_so(desk: RemediationDesk, tmp_path: Path) -> None:
    path = tmp_path / "items.csv"
    export_items(desk.context.session, path)
    assert drop(desk, dropped(path))
    assert notices(desk) == ["items.csv changes nothing: it says what stands here already."]


def test_what_changes_while_the_dialog_is_open_is_said_in_place(
    desk: RemediationDesk, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "items.csv"
    export_items(desk.context.session, path)
    path.write_bytes(path.read_bytes().replace(b'"Noor"', b'"Dana"'))
    assert drop(desk, dropped(path))
    dialog = import_dialog(desk, qtbot)
    edit_items(desk.context.session, [desk.item("Set timeouts").id], ItemEdit(owner="Bo"))
    QTest.mouseClick(dialog.import_button, Qt.MouseButton.LeftButton)
    desk.settle()
    assert dialog.isVisible()
    assert dialog.problem.startswith("✕ “Set timeouts” was not imported: Amira changed it on 22 Nov 2026")
    dialog.reject()


def test_the_model_of_items_keeps_to_the_rules(desk: RemediationDesk, tmp_path: Path, qapp: QApplication) -> None:
    path = tmp_path / "items.csv"
    export_items(desk.context.session, path)
    path.write_bytes(path.read_bytes().replace(b'"Noor"', b'"Dana"').replace(b'"Back up"', b'"Back down"'))
    incoming = incoming_items(preview_items(desk.context.session, path), Wording())
    assert incoming.note == "1 title differs in the file and stays as it is: Back up"
    model = IncomingModel(incoming, qapp)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert [model.index(row, WHAT).data() for row in range(model.rowCount())] == [
        "checkout: Set timeouts",
        "خدمة البحث: Name an <b>owner</b>",
    ]
    assert model.index(0, EFFECT).data() == "Changed"
    model.show_all(True)
    assert model.rowCount() == 5
