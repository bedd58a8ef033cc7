"""Questionnaires by menu and keys: out to a file, back in after a look at what changes, undone in one step."""

from pathlib import Path

import openpyxl
import pikepdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit
from tests.exchange.workbooks import fill
from tests.gui.pages.review_desk import Desk
from tests.gui.window_checks import nameless, rich_labels

from shipworthy.domain.assessment import Answer, AnswerState
from shipworthy.gui.widgets.import_dialog import ImportDialog
from shipworthy.gui.widgets.problems_dialog import ProblemsDialog
from shipworthy.workflows.consensus import set_assessors
from shipworthy.workflows.questionnaires import export_questionnaire
from shipworthy.workflows.reviews import record_answer

ANSWERS: dict[str, dict[str, object]] = {
    "small/first": {"answer": 2, "note": "=1+1"},
    "small/limits": {"answer": "2, 3"},
    "small/breaker": {"answer": "N/A", "reason": "<b>None</b> here"},
    "small/last": {"evidence": "https://a.example/x"},
}


def action(desk: Desk, text: str) -> QAction:
    """Return one of the page's menu entries."""
    return next(each for each in desk.page.menu_actions() if each.text().replace("&", "") == text)


def ask(desk: Desk, text: str) -> QFileDialog:
    """Choose a menu entry that asks for a file."""
    action(desk, text).trigger()
    desk.settle()
    (dialog,) = [each for each in desk.window.findChildren(QFileDialog) if each.isVisible()]
    return dialog


def choose(desk: Desk, dialog: QFileDialog, path: Path) -> None:
    """Type a name into a file dialog and press Enter."""
    name = dialog.findChild(QLineEdit)
    assert name is not None
    name.setText(str(path))
    with desk.qtbot.waitSignal(dialog.fileSelected):
        QTest.keyClick(name, Qt.Key.Key_Return)
    desk.settle()


def filled(desk: Desk, folder: Path) -> Path:
    """Return a questionnaire of the review as Jonas filled it in."""
    path = export_questionnaire(desk.context.session, desk.assessment.id, folder / "team & co.xlsx")
    return fill(path, ANSWERS, "Jonas <Weber>")


def show_import(desk: Desk, path: Path) -> ImportDialog:
    """Choose a file to import and return the dialog that shows what it changes."""
    choose(desk, ask(desk, "Import filled questionnaire…"), path)
    dialog = desk.window.findChild(ImportDialog)
    assert dialog is not None
    dialog.activateWindow()
    desk.qtbot.waitUntil(dialog.isActiveWindow)
    return dialog


def notices(desk: Desk) -> list[str]:
    return [frame.notice.text for frame in desk.window.notices.frames]


def test_a_spreadsheet_is_exported_blank_or_filled(desk: Desk, tmp_path: Path) -> None:
    record_answer(desk.context.session, desk.assessment.id, Answer("small/first", state=AnswerState.UNKNOWN))
    dialog = ask(desk, "Export questionnaire…")
    assert dialog.selectedFiles()[0].endswith("checkout-questionnaire.xlsx")
    choose(desk, dialog, tmp_path / "blank")
    assert f"Questionnaire exported: {tmp_path / 'blank.xlsx'}" in notices(desk)
    dialog = ask(desk, "Export questionnaire…")
    kind = dialog.nameFilters()[1]
    dialog.selectNameFilter(kind)
    dialog.filterSelected.emit(kind)
    choose(desk, dialog, tmp_path / "filled.xlsx")
    cells = [openpyxl.load_workbook(tmp_path / f"{name}.xlsx")["Questions"]["G3"].value for name in ("blank", "filled")]
    assert cells == [None, "Unknown"]


def test_paper_takes_its_ending_from_the_kind(desk: Desk, tmp_path: Path) -> None:
    dialog = ask(desk, "Export questionnaire…")
    kind = dialog.nameFilters()[2]
    dialog.selectNameFilter(kind)
    dialog.filterSelected.emit(kind)
    assert dialog.selectedFiles()[0].endswith("checkout-questionnaire.pdf")
    choose(desk, dialog, tmp_path / "paper")
    desk.qtbot.waitUntil(lambda: not desk.context.tasks.busy, timeout=60_000)
    with pikepdf.open(tmp_path / "paper.pdf") as pdf:
        assert str(pdf.docinfo["/Title"]) == "Questionnaire: checkout"


def test_a_filled_questionnaire_is_looked_at_imported_and_undone_by_keys(desk: Desk, tmp_path: Path) -> None:
    dialog = show_import(desk, filled(desk, tmp_path))
    assert (nameless(dialog), rich_labels(dialog)) == ([], [])
    assert dialog.focusWidget() is dialog.table
    assert dialog.import_button.text() == "Import 4 answers"
    assert dialog.detail == ("1.1  Text of first?", "Unanswered\nNote: –", "Label b\nNote: =1+1")
    QTest.keyClick(dialog.table, Qt.Key.Key_Down)
    QTest.keyClick(dialog.table, Qt.Key.Key_Space)
    assert dialog.import_button.text() == "Import 3 answers"
    QTest.keyClick(dialog.table, Qt.Key.Key_Down)
    assert "<b>None</b> here" in dialog.detail[2]
    QTest.keyClick(dialog, Qt.Key.Key_O, Qt.KeyboardModifier.AltModifier)
    desk.qtbot.waitUntil(lambda: dialog.model.rowCount() == 6)
    assert desk.stored() == {}
    dialog.import_button.setFocus()
    QTest.keyClick(dialog.import_button, Qt.Key.Key_Return)
    desk.settle()
    assert desk.window.findChild(ImportDialog) is None or not dialog.isVisible()
    stored = desk.stored()
    assert stored.keys() == {"small/first", "small/breaker", "small/last"}
    assert {answer.answered_by for answer in stored.values()} == {"Jonas <Weber>"}
    assert "Imported 3 answers from team & co.xlsx" in notices(desk)
    assert desk.page.conduct.review.answers.keys() == stored.keys()
    desk.window.activateWindow()
    desk.qtbot.waitUntil(desk.window.isActiveWindow)
    assert desk.focus is desk.page.pane
    desk.press(Qt.Key.Key_Z, modifiers=Qt.KeyboardModifier.ControlModifier)
    assert desk.stored() == {}
    assert "Undone: imported 3 answers from team & co.xlsx" in notices(desk)
    desk.press(Qt.Key.Key_Z, modifiers=Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert desk.stored().keys() == stored.keys()


def test_nothing_ticked_imports_nothing_and_escape_leaves_all(desk: Desk, tmp_path: Path) -> None:
    dialog = show_import(desk, filled(desk, tmp_path))
    QTest.keyClick(dialog, Qt.Key.Key_N, Qt.KeyboardModifier.AltModifier)
    desk.qtbot.waitUntil(lambda: not dialog.import_button.isEnabled())
    QTest.keyClick(dialog, Qt.Key.Key_A, Qt.KeyboardModifier.AltModifier)
    desk.qtbot.waitUntil(dialog.import_button.isEnabled)
    assert dialog.import_button.text() == "Import 4 answers"
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert desk.stored() == {}


def test_an_answer_given_meanwhile_is_said_in_place(desk: Desk, tmp_path: Path) -> None:
    dialog = show_import(desk, filled(desk, tmp_path))
    record_answer(desk.context.session, desk.assessment.id, Answer("small/first", state=AnswerState.UNKNOWN))
    QTest.mouseClick(dialog.import_button, Qt.MouseButton.LeftButton)
    desk.settle()
    assert dialog.isVisible()
    assert dialog.problem.startswith("✕ ")
    assert desk.stored().keys() == {"small/first"}
    dialog.reject()


def test_a_file_with_problems_lists_them_all_and_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    path = fill(filled(desk, tmp_path), {"small/first": {"answer": "perhaps"}, "small/last": {"confidence": "sure"}})
    choose(desk, ask(desk, "Import filled questionnaire…"), path)
    dialog = desk.window.findChild(ProblemsDialog)
    assert dialog is not None
    assert (nameless(dialog), rich_labels(dialog)) == ([], [])
    lines = [dialog.list.model().index(row, 0).data() for row in range(dialog.list.model().rowCount())]
    assert lines[0].startswith("Questions!G3: “perhaps” is no answer to first. ")
    assert lines[1].startswith("Questions!K")
    dialog.copy()
    assert str(path) in QGuiApplication.clipboard().text()
    dialog.accept()
    assert desk.stored() == {}


def test_other_files_are_refused_in_a_notice(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "notes.xlsx"
    path.write_text("no spreadsheet")
    choose(desk, ask(desk, "Import filled questionnaire…"), path)
    (frame,) = [each for each in desk.window.notices.frames if each.notice.kind == "bad"]
    assert "is no XLSX file" in frame.notice.text


def test_a_file_that_changes_nothing_says_so(desk: Desk, tmp_path: Path) -> None:
    path = export_questionnaire(desk.context.session, desk.assessment.id, tmp_path / "blank.xlsx")
    choose(desk, ask(desk, "Import filled questionnaire…"), path)
    assert "blank.xlsx changes nothing: it says what stands here already." in notices(desk)


@pytest.mark.parametrize("text", ["Export questionnaire…", "Import filled questionnaire…"])
def test_who_answers_blind_is_shown_nothing_of_what_is_agreed(desk: Desk, text: str) -> None:
    set_assessors(desk.context.session, desk.assessment.id, ["Amira", "Jonas"])
    desk.page.open_review(desk.assessment.id)
    desk.settle()
    assert action(desk, text).isEnabled()
    desk.page.conduct.answer_as("Jonas")
    desk.settle()
    assert not action(desk, text).isEnabled()
