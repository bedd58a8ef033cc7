"""Answers in full: reasons, notes, evidence, confidence, marks, contradictions, and taking all of it back."""

import datetime as dt

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from tests.gui.pages.review_desk import Desk

from shipworthy.domain.assessment import AnswerState, Confidence, EvidenceKind, NotApplicableType
from shipworthy.gui.pages.review.evidence_dialog import EvidenceDialog
from shipworthy.gui.widgets.links import LinkDialog


def test_not_applicable_needs_a_type_and_a_reason_and_says_so_in_place(desk: Desk) -> None:
    form = desk.page.pane.not_applicable
    desk.press(Qt.Key.Key_N)
    assert form.isVisible()
    desk.press(Qt.Key.Key_Return)
    assert "type" in form.problem
    desk.press(Qt.Key.Key_3)
    assert form.problem == ""
    desk.press(Qt.Key.Key_Return)
    assert "reason" in form.problem
    assert desk.stored() == {}
    desk.type_text("There is no caller.")
    desk.press(Qt.Key.Key_Return)
    answer = desk.answer("first")
    assert answer.state is AnswerState.NOT_APPLICABLE
    assert answer.not_applicable_type is NotApplicableType.ARCHITECTURE_CONSTRAINT
    assert answer.reason == "There is no caller."
    assert desk.current == "proved"
    assert not form.isVisible()
    desk.press(Qt.Key.Key_Up)
    assert desk.page.pane.state.text == "Not applicable: Architecture constraint There is no caller."
    assert desk.page.pane.state.isVisible()


def test_escape_leaves_the_previous_answer(desk: Desk) -> None:
    desk.press(Qt.Key.Key_2, Qt.Key.Key_Up, Qt.Key.Key_N, Qt.Key.Key_1)
    desk.type_text("Half a reas")
    desk.press(Qt.Key.Key_Escape)
    assert not desk.page.pane.not_applicable.isVisible()
    assert desk.focus is desk.page.pane
    assert desk.answer("first").choices == ("b",)
    desk.press(Qt.Key.Key_C, Qt.Key.Key_Escape)
    assert desk.answer("first").state is AnswerState.ANSWERED


def test_compensated_needs_its_justification(desk: Desk) -> None:
    desk.go("proved")
    desk.press(Qt.Key.Key_C, Qt.Key.Key_Return)
    assert "justification" in desk.page.pane.compensated.problem
    desk.type_text("The gateway does it.")
    desk.press(Qt.Key.Key_Return)
    assert desk.answer("proved").state is AnswerState.COMPENSATED
    assert desk.answer("proved").reason == "The gateway does it."


def test_a_note_saves_itself_when_the_typing_rests(desk: Desk) -> None:
    desk.press(Qt.Key.Key_T)
    desk.type_text("Slow ")
    note = desk.page.pane.note
    desk.qtbot.waitUntil(lambda: not note.is_unsaved, timeout=5_000)
    assert desk.answer("first").note == "Slow "
    assert desk.focus is note
    desk.type_text("only")
    desk.page.leave()
    assert desk.answer("first").note == "Slow only"
    assert desk.window.header.saved.text() == "Saved 14:03"


def test_leaving_a_question_by_mouse_saves_its_note_first(desk: Desk) -> None:
    desk.press(Qt.Key.Key_T)
    desk.type_text("Kept")
    principles = desk.page.parts.principles
    rect = principles.visualRect(principles.model().index(3, 0))
    QTest.mouseClick(principles.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    desk.settle()
    assert desk.current == "drain"
    assert desk.answer("first").note == "Kept"
    assert desk.page.pane.note.note == ""


def test_a_click_on_a_choice_answers_and_moves_on_and_a_double_click_answers_once(desk: Desk) -> None:
    row = desk.page.pane.choices.rows[2]
    desk.click(row)
    assert desk.answer("first").choices == ("c",)
    assert desk.current == "proved"
    QTest.mouseDClick(row, Qt.MouseButton.LeftButton)
    desk.settle()
    assert set(desk.stored()) == {"small/first"}


def test_a_choice_clicked_right_after_typing_a_note_is_not_lost(desk: Desk) -> None:
    desk.press(Qt.Key.Key_T)
    desk.type_text("Both")
    desk.click(desk.page.pane.choices.rows[1])
    assert desk.answer("first").note == "Both"
    assert desk.answer("first").choices == ("b",)
    assert desk.current == "proved"


def test_evidence_is_linked_with_its_dates_and_removed_by_delete(desk: Desk) -> None:
    desk.go("proved")
    desk.press(Qt.Key.Key_5, Qt.Key.Key_Up)
    assert "evidence is required" in desk.page.pane.standing.text
    assert desk.page.conduct.review.counts("small/proved").counted == 0
    desk.press(Qt.Key.Key_E, Qt.Key.Key_Return)
    assert "no evidence yet" in desk.page.pane.evidence_form.problem
    for text in ("https://example.org/main.go#L412", "main.go:412", "2026-13-01", "2027-01-31"):
        desk.type_text(text)
        QTest.keyClick(desk.focus, Qt.Key.Key_Tab)
    desk.page.pane.evidence_form.submit()
    assert "“2026-13-01” is not a date" in desk.page.pane.evidence_form.problem
    field = desk.focus
    field.clear()  # type: ignore[attr-defined]  # the field in which the date stands
    desk.type_text("2026-10-01")
    desk.press(Qt.Key.Key_Return)
    (evidence,) = desk.answer("proved").evidence
    assert (evidence.kind, evidence.title) == (EvidenceKind.LINK, "main.go:412")
    assert (evidence.dated, evidence.expires) == (dt.date(2026, 10, 1), dt.date(2027, 1, 31))
    assert desk.current == "proved"
    assert not desk.page.pane.standing.isVisible()
    assert desk.page.conduct.review.counts("small/proved").counted == 1
    (chip,) = desk.page.pane.evidence.chips
    assert chip.text() == "main.go:412 · valid until 31 Jan 2027"
    chip.setFocus()
    desk.press(Qt.Key.Key_Delete)
    assert desk.answer("proved").evidence == ()


def test_evidence_is_shown_whole_and_a_link_is_opened_only_after_its_address_was_seen(desk: Desk) -> None:
    desk.press(Qt.Key.Key_E)
    desk.type_text("https://example.org/a?b=<b>1</b>")
    desk.press(Qt.Key.Key_Return)
    desk.click(desk.page.pane.evidence.chips[0])
    dialog = desk.window.findChild(EvidenceDialog)
    assert dialog is not None
    button = next(each for each in dialog.findChildren(QPushButton) if each.text() == "Open…")
    desk.click(button)
    link = dialog.findChild(LinkDialog)
    assert link is not None
    link.reject()
    remove = next(each for each in dialog.findChildren(QPushButton) if each.text() == "Remove")
    desk.click(remove)
    assert desk.answer("first").evidence == ()


def test_confidence_and_mark_change_in_place(desk: Desk) -> None:
    desk.press(Qt.Key.Key_L)
    assert desk.answer("first").confidence is Confidence.HIGH
    desk.press(Qt.Key.Key_L, Qt.Key.Key_M)
    assert desk.answer("first").confidence is Confidence.LOW
    assert desk.answer("first").marked
    assert desk.current == "first"
    assert desk.page.pane.position.mark.isVisible()
    desk.click(desk.page.pane.evidence.confidences[Confidence.HIGH])
    assert desk.answer("first").confidence is Confidence.HIGH
    assert desk.page.pane.evidence.confidences[Confidence.HIGH].isChecked()


def test_every_change_is_undone_and_redone_by_name(desk: Desk) -> None:
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    desk.press(Qt.Key.Key_3, Qt.Key.Key_U, Qt.Key.Key_2, Qt.Key.Key_M)
    everything = {each: answer.choices for each, answer in desk.stored().items()}
    for _step in range(4):
        desk.press(Qt.Key.Key_Z, modifiers=control)
    assert desk.stored() == {}
    assert desk.current == "first"
    assert "answered first: Label c" in desk.window.notices.frames[-1].notice.text
    for _step in range(4):
        desk.press(Qt.Key.Key_Z, modifiers=control | shift)
    assert {each: answer.choices for each, answer in desk.stored().items()} == everything
    assert desk.stored()["small/limits"].marked
    assert not desk.stored()["small/first"].marked


def test_undo_of_a_note_shows_the_note_before(desk: Desk) -> None:
    for text in ("One", " two"):
        desk.press(Qt.Key.Key_T)
        desk.page.pane.note.moveCursor(desk.page.pane.note.textCursor().MoveOperation.End)
        desk.type_text(text)
        desk.press(Qt.Key.Key_Escape)
    assert desk.answer("first").note == "One two"
    desk.context.undo_asked.emit()
    assert desk.answer("first").note == "One"
    assert desk.page.pane.note.note == "One"


def test_a_contradiction_is_shown_at_once_on_both_questions_and_leads_to_the_other(desk: Desk) -> None:
    pane = desk.page.pane
    desk.press(Qt.Key.Key_1)
    desk.go("breaker")
    assert not pane.raised.isVisible()
    desk.press(Qt.Key.Key_5)
    assert desk.current == "drain"
    assert pane.raised.isVisible()
    assert "A breaker needs <b>something</b> to break." in pane.raised.text
    assert desk.page.parts.score.contradictions.text() == "1 contradiction"
    desk.click(desk.link("Go to question 4"))
    assert desk.current == "breaker"
    box = pane.boxes[0]
    assert box.text.startswith("These two answers cannot both hold.")
    desk.click(desk.link("Go to question 1"))
    assert desk.current == "first"
    assert pane.boxes[0].isVisible()
    desk.press(Qt.Key.Key_2)
    assert not desk.page.parts.score.contradictions.isVisible()
    assert not pane.raised.isVisible()


def test_a_link_in_the_focus_is_followed_by_enter_and_leaves_the_digits_to_the_question(desk: Desk) -> None:
    desk.press(Qt.Key.Key_1)
    desk.go("breaker")
    desk.press(Qt.Key.Key_5)
    desk.link("Go to question 1").setFocus()
    desk.press(Qt.Key.Key_Return)
    assert desk.current == "first"
    assert QApplication.focusWidget() is desk.page.pane
