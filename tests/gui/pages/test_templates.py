"""Templates in the window: kept from a review by menu and keys, removed in the settings, and both taken back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from shiboken6 import isValid
from tests.gui import accessibility
from tests.gui.pages.review_desk import Desk
from tests.gui.window_checks import nameless, rich_labels
from tests.workflows.test_decisions import NO_GO

from shipworthy.domain.assessment import Answer, AnswerState
from shipworthy.domain.template import Template
from shipworthy.gui.pages.review.template_dialog import TemplateDialog
from shipworthy.gui.places import Places
from shipworthy.workflows.consensus import set_assessors
from shipworthy.workflows.decisions import decide
from shipworthy.workflows.reviews import record_answers
from shipworthy.workflows.templates import archive_template, list_templates, save_template

NAME = "Platform <b>&</b> co"
ALT, CONTROL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
REDO = CONTROL | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def answers() -> list[Answer]:
    """Return answers to two questions of one principle and one of another."""
    return [
        Answer("small/first", state=AnswerState.ANSWERED, choices=("b",), note="Ours is <i>fine</i>."),
        Answer("small/proved", state=AnswerState.UNKNOWN),
        Answer("small/last", state=AnswerState.ANSWERED, choices=("a",)),
    ]


@pytest.fixture
def desk(desk: Desk, answers: list[Answer]) -> Desk:
    """Return a review with those answers on screen."""
    record_answers(desk.context.session, desk.assessment.id, answers)
    desk.context.changed.emit()
    desk.settle()
    return desk


def action(desk: Desk) -> QAction:
    """Return the menu entry."""
    return next(each for each in desk.page.menu_actions() if each.text() == "Sa&ve as template…")


def ask(desk: Desk) -> TemplateDialog:
    """Choose the menu entry and return the dialog."""
    action(desk).trigger()
    desk.settle()
    dialog = desk.window.findChild(TemplateDialog)
    assert dialog is not None
    dialog.activateWindow()
    desk.qtbot.waitUntil(dialog.isActiveWindow)
    assert (nameless(dialog), rich_labels(dialog)) == ([], [])
    accessibility.check(dialog)
    return dialog


def press(desk: Desk, dialog: TemplateDialog, *keys: Qt.Key) -> None:
    """Press keys where the focus of the dialog is."""
    for key in keys:
        focus = dialog.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, key)
    desk.settle()
    if is_open(dialog):
        accessibility.check(dialog)


def is_open(dialog: TemplateDialog) -> bool:
    """Tell whether a dialog is on screen; it deletes itself when it closes."""
    return isValid(dialog) and dialog.isVisible()


def back(desk: Desk) -> None:
    """Wait until the window has the keys again."""
    desk.window.activateWindow()
    desk.qtbot.waitUntil(desk.window.isActiveWindow)


def templates(desk: Desk) -> tuple[Template, ...]:
    desk.settle()
    return list_templates(desk.context.session)


def notices(desk: Desk) -> list[str]:
    return [frame.notice.text for frame in desk.window.notices.frames]


def test_answers_are_kept_by_keys_alone_and_taken_back(desk: Desk) -> None:
    dialog = ask(desk)
    assert dialog.focusWidget() is dialog.name
    assert dialog.keep_button.text() == "Keep 3 answers"
    QTest.keyClicks(dialog.name, f"  {NAME} ")
    QTest.keyClick(dialog.name, Qt.Key.Key_Tab)
    assert dialog.focusWidget() is dialog.summary
    QTest.keyClicks(dialog.summary, "All on our Kubernetes")
    for _step in range(4):
        press(desk, dialog, Qt.Key.Key_Tab)
    assert dialog.focusWidget() is dialog.table
    assert dialog.detail[0].endswith("1.1  Text of first?")
    assert dialog.detail[1] == "Label b\nNote: Ours is <i>fine</i>."
    press(desk, dialog, Qt.Key.Key_Down, Qt.Key.Key_Space)
    assert dialog.keep_button.text() == "Keep 2 answers"
    press(desk, dialog, Qt.Key.Key_Return)
    assert dialog.isVisible(), "Enter in the table keeps nothing by accident"
    dialog.summary.setFocus()
    press(desk, dialog, Qt.Key.Key_Return)
    (template,) = templates(desk)
    assert (template.name, template.summary) == (NAME, "All on our Kubernetes")
    assert [each.question for each in template.answers] == ["small/first", "small/last"]
    assert f"Kept 2 answers as “{NAME}”." in notices(desk)
    back(desk)
    desk.press(Qt.Key.Key_Z, modifiers=CONTROL)
    assert templates(desk) == ()
    assert f"Undone: added the template “{NAME}”" in notices(desk)
    desk.press(Qt.Key.Key_Z, modifiers=REDO)
    assert [each.name for each in templates(desk)] == [NAME]


def test_a_whole_principle_all_or_none_are_ticked(desk: Desk) -> None:
    dialog = ask(desk)
    QTest.keyClick(dialog, Qt.Key.Key_P, ALT)
    desk.qtbot.waitUntil(lambda: dialog.keep_button.text() == "Keep 1 answer")
    QTest.mouseClick(dialog.tick_none, Qt.MouseButton.LeftButton)
    assert dialog.keep_button.text() == "Keep 0 answers"
    QTest.mouseClick(dialog.tick_principle, Qt.MouseButton.LeftButton)
    assert dialog.model.kept == ("small/first", "small/proved")
    QTest.mouseClick(dialog.tick_all, Qt.MouseButton.LeftButton)
    assert dialog.keep_button.text() == "Keep 3 answers"
    press(desk, dialog, Qt.Key.Key_Escape)
    assert not is_open(dialog)
    assert templates(desk) == ()


def test_what_is_missing_or_taken_is_said_in_place(desk: Desk) -> None:
    save_template(desk.context.session, desk.assessment.id, "Platform", "", ["small/first"])
    dialog = ask(desk)
    press(desk, dialog, Qt.Key.Key_Return)
    assert "needs a name" in dialog.name_field.problem
    assert dialog.focusWidget() is dialog.name
    QTest.keyClicks(dialog.name, "PLATFORM")
    assert dialog.name_field.problem == ""
    QTest.mouseClick(dialog.keep_button, Qt.MouseButton.LeftButton)
    desk.settle()
    assert "There is a template “PLATFORM” already." in dialog.name_field.problem
    assert dialog.focusWidget() is dialog.name
    QTest.keyClicks(dialog.name, "Platform 2")
    QTest.keyClick(dialog, Qt.Key.Key_N, ALT)
    desk.qtbot.waitUntil(lambda: not dialog.model.kept)
    press(desk, dialog, Qt.Key.Key_Return)
    assert dialog.problem == "✕ Tick at least one answer."
    assert dialog.focusWidget() is dialog.table
    press(desk, dialog, Qt.Key.Key_Space)
    assert dialog.problem == ""
    assert len(templates(desk)) == 1
    QTest.mouseClick(dialog.keep_button, Qt.MouseButton.LeftButton)
    assert [each.name for each in templates(desk)] == ["Platform", "Platform 2"]


def test_a_note_still_being_typed_is_kept_too(desk: Desk) -> None:
    desk.go("last")
    desk.page.pane.note.setFocus()
    desk.type_text("From the platform team")
    dialog = ask(desk)
    assert [each.note for each in desk.stored().values() if each.question == "small/last"] == ["From the platform team"]
    QTest.keyClicks(dialog.name, NAME)
    press(desk, dialog, Qt.Key.Key_Return)
    (template,) = templates(desk)
    assert template.answers[-1].note == "From the platform team"


def test_a_sealed_review_gives_a_template_that_can_be_taken_back(desk: Desk) -> None:
    decide(desk.context.session, desk.assessment.id, NO_GO)
    desk.context.changed.emit()
    desk.settle()
    before = desk.stored()
    dialog = ask(desk)
    QTest.keyClicks(dialog.name, NAME)
    press(desk, dialog, Qt.Key.Key_Return)
    assert [each.name for each in templates(desk)] == [NAME]
    back(desk)
    desk.press(Qt.Key.Key_Z, modifiers=CONTROL)
    assert templates(desk) == ()
    desk.press(Qt.Key.Key_Z, modifiers=REDO)
    assert [each.name for each in templates(desk)] == [NAME]
    assert desk.stored() == before


def test_it_is_off_while_somebody_answers_blind(desk: Desk) -> None:
    set_assessors(desk.context.session, desk.assessment.id, ["Amira", "Jonas"])
    desk.context.changed.emit()
    desk.settle()
    assert action(desk).isEnabled()
    desk.page.conduct.answer_as("Jonas")
    desk.settle()
    assert not action(desk).isEnabled()
    desk.page.conduct.answer_as("")
    desk.settle()
    assert action(desk).isEnabled()


def test_a_review_without_answers_says_so(desk: Desk) -> None:
    record_answers(
        desk.context.session,
        desk.assessment.id,
        [Answer(each.question, note=each.note, version=each.version) for each in desk.stored().values()],
    )
    desk.context.changed.emit()
    desk.settle()
    action(desk).trigger()
    desk.settle()
    assert desk.window.findChild(TemplateDialog) is None
    assert "A template needs at least one answer." in notices(desk)


def test_a_template_is_removed_in_the_settings_after_one_more_question(desk: Desk, places: Places) -> None:
    for name in (NAME, "Security"):
        save_template(desk.context.session, desk.assessment.id, name, "All <i>of it</i>", ["small/first"])
    desk.window.show_page("settings")
    desk.settle()
    card = places.settings.templates
    assert [row.template.name for row in card.rows] == [NAME, "Security"]
    assert (nameless(card), rich_labels(card)) == ([], [])
    row = card.rows[0]
    row.remove_button.setFocus()
    desk.press(Qt.Key.Key_Return)
    assert desk.focus is row.keep_button
    assert row.question.isVisible()
    desk.press(Qt.Key.Key_Escape)
    assert desk.focus is row.remove_button
    assert not row.question.isVisible()
    desk.click(row.remove_button)
    desk.click(row.confirm_button)
    assert [each.name for each in templates(desk)] == ["Security"]
    assert [each.template.name for each in card.rows] == ["Security"]
    assert desk.focus is card.rows[0].remove_button
    desk.press(Qt.Key.Key_Z, modifiers=CONTROL)
    assert [each.name for each in templates(desk)] == [NAME, "Security"]
    assert [each.template.name for each in card.rows] == [NAME, "Security"]
    desk.press(Qt.Key.Key_Z, modifiers=REDO)
    assert [each.template.name for each in card.rows] == ["Security"]
    desk.click(card.rows[0].remove_button)
    desk.click(card.rows[0].confirm_button)
    assert card.rows == []
    assert desk.focus is places.settings.policy.open_button


def test_what_another_removed_is_not_put_back_beside_one_of_its_name(desk: Desk, places: Places) -> None:
    session = desk.context.session
    save_template(session, desk.assessment.id, "Platform", "", ["small/first"])
    desk.window.show_page("settings")
    desk.settle()
    card = places.settings.templates
    desk.click(card.rows[0].remove_button)
    desk.click(card.rows[0].confirm_button)
    save_template(session, desk.assessment.id, "platform", "", ["small/last"])
    desk.press(Qt.Key.Key_Z, modifiers=CONTROL)
    assert [each.name for each in templates(desk)] == ["platform"]
    assert "There is another template “Platform” by now." in notices(desk)


def test_a_template_that_somebody_else_removed_meanwhile_changes_nothing(desk: Desk, places: Places) -> None:
    session = desk.context.session
    save_template(session, desk.assessment.id, "Platform", "", ["small/first"])
    desk.window.show_page("settings")
    desk.settle()
    card = places.settings.templates
    desk.click(card.rows[0].remove_button)
    archive_template(session, card.rows[0].template.id)
    desk.click(card.rows[0].confirm_button)
    assert card.rows == []
    assert templates(desk) == ()
