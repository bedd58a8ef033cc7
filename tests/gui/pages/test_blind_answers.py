"""Assessors named, and each answering blind: own answers alone are shown and recorded, and undo reaches no others."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QPushButton
from tests.domain.builders import answered
from tests.gui.pages.review_desk import Desk
from tests.gui.window_checks import nameless, rich_labels

from shipworthy.domain.assessment import AnswerState, Dissent
from shipworthy.gui.pages.remediation_page import RemediationPage
from shipworthy.gui.pages.review.assessors_dialog import AssessorsDialog
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.workflows.consensus import set_assessors
from shipworthy.workflows.reviews import open_review, record_answer

# Offscreen, a menu can neither rise nor grab keys.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

NAMES = ["Amira", "Jonas Weber", "Mira & Co"]


def action(desk: Desk, text: str) -> QAction:
    """Return one of the page's menu entries."""
    return next(each for each in desk.page.menu_actions() if each.text().replace("&", "") == text)


def name_assessors(desk: Desk) -> None:
    """Name three assessors and show the review anew."""
    set_assessors(desk.context.session, desk.assessment.id, NAMES)
    desk.page.open_review(desk.assessment.id)
    desk.settle()


def answer_as(desk: Desk, number: int) -> None:
    """Choose who answers from the menu, by its digit."""
    desk.press(Qt.Key.Key_A, modifiers=Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    (menu,) = [each for each in desk.page.findChildren(QMenu) if each.isVisible()]
    QTest.keyClick(menu, Qt.Key(Qt.Key.Key_0 + number))
    desk.settle()


def stop(desk: Desk) -> None:
    """End blind answering by its key."""
    desk.press(Qt.Key.Key_B, modifiers=Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)


def own(desk: Desk, name: str) -> dict[str, tuple[str, ...]]:
    """Return the choices that somebody answered blind, as the store has them."""
    desk.settle()
    answers = open_review(desk.context.session, desk.assessment.id, name).answers
    return {question.partition("/")[2]: answer.choices for question, answer in answers.items()}


def test_assessors_are_added_renamed_and_removed_by_keys(desk: Desk) -> None:
    action(desk, "Assessors…").trigger()
    desk.settle()
    (dialog,) = desk.window.findChildren(AssessorsDialog)
    assert (nameless(dialog), rich_labels(dialog)) == ([], [])
    for name in ("Jonas", "Mira"):
        QTest.keyClicks(dialog.name, name)
        QTest.keyClick(dialog.name, Qt.Key.Key_Return)
    QTest.keyClicks(dialog.name, "jonas")
    QTest.keyClick(dialog.name, Qt.Key.Key_Return)
    assert dialog.problem == "✕ jonas is there already."
    dialog.name.clear()
    dialog.list.setFocus()
    dialog.list.setCurrentIndex(dialog.names.index(1))
    QTest.keyClick(dialog.list, Qt.Key.Key_Delete)
    assert dialog.names.stringList() == ["Amira", "Mira"]
    dialog.name.setFocus()
    QTest.keyClick(dialog.name, Qt.Key.Key_Return)
    desk.settle()
    assert desk.page.conduct.review.assessment.assessors == ("Amira", "Mira")
    desk.qtbot.waitUntil(lambda: not desk.window.findChildren(AssessorsDialog))
    desk.context.undo_asked.emit()
    desk.settle()
    assert desk.page.conduct.review.assessment.assessors == ("Amira",)


def test_a_name_that_was_typed_but_not_added_is_saved_too(desk: Desk) -> None:
    action(desk, "Assessors…").trigger()
    desk.settle()
    (dialog,) = desk.window.findChildren(AssessorsDialog)
    QTest.keyClicks(dialog.name, "  Jonas   Weber ")
    next(each for each in dialog.findChildren(QPushButton) if each.text() == "Save").click()
    desk.settle()
    assert desk.page.conduct.review.assessment.assessors == ("Amira", "Jonas Weber")


def test_one_who_has_answered_cannot_be_removed_and_the_dialog_says_so(desk: Desk) -> None:
    name_assessors(desk)
    record_answer(desk.context.session, desk.assessment.id, answered("small/first", "a", assessor="Jonas Weber"))
    action(desk, "Assessors…").trigger()
    desk.settle()
    (dialog,) = desk.window.findChildren(AssessorsDialog)
    dialog.list.setCurrentIndex(dialog.names.index(1))
    dialog.remove_name()
    dialog.save()
    desk.settle()
    assert "Jonas Weber has answered already" in dialog.problem
    assert dialog.isVisible()
    assert desk.page.conduct.review.assessment.assessors == tuple(NAMES)
    dialog.reject()


def test_a_blind_answer_is_recorded_for_its_author_and_shows_nothing_of_the_others(desk: Desk) -> None:
    name_assessors(desk)
    desk.press(Qt.Key.Key_5)
    answer_as(desk, 2)
    parts = desk.page.parts
    assert parts.banner.isVisible()
    assert parts.banner.words.text() == "Answering as Jonas Weber, blind: colleagues' answers are hidden"
    assert desk.current == "first"
    assert not any(row.isChecked() for row in desk.page.pane.choices.rows)
    assert not parts.score.isVisible()
    assert parts.blind_progress.progress.text() == "0 of 6 answered"
    for text in ("Why this score?", "Export PDF…", "Assessors…"):
        assert not action(desk, text).isEnabled()
    desk.press(Qt.Key.Key_2, Qt.Key.Key_U)
    assert parts.blind_progress.progress.text() == "2 of 6 answered"
    answer_as(desk, 3)
    assert desk.current == "first"
    assert not any(row.isChecked() for row in desk.page.pane.choices.rows)
    desk.press(Qt.Key.Key_3)
    stop(desk)
    assert not parts.banner.isVisible()
    assert parts.score.isVisible()
    assert desk.stored()["small/first"].choices == ("e",)
    assert set(desk.stored()) == {"small/first"}
    assert own(desk, "Jonas Weber") == {"first": ("b",), "proved": ()}
    assert own(desk, "Mira & Co") == {"first": ("c",)}
    assert (nameless(desk.window), rich_labels(desk.window)) == ([], [])


def test_keys_pressed_while_the_person_changes_act_on_the_new_persons_answers(desk: Desk) -> None:
    name_assessors(desk)
    desk.page.conduct.offer(lambda: desk.page.conduct.answer_as("Jonas Weber"))
    assert desk.page.conduct.is_committing
    desk.post(Qt.Key.Key_4, Qt.Key.Key_U)
    desk.settle()
    assert own(desk, "Jonas Weber") == {"first": ("d",), "proved": ()}
    assert desk.stored() == {}


def test_every_key_works_on_the_blind_answer(desk: Desk) -> None:
    name_assessors(desk)
    answer_as(desk, 2)
    desk.press(Qt.Key.Key_M, Qt.Key.Key_L, Qt.Key.Key_T)
    desk.type_text("Own words")
    desk.press(Qt.Key.Key_Escape, Qt.Key.Key_E)
    desk.type_text("https://example.org/x")
    desk.press(Qt.Key.Key_Return, Qt.Key.Key_C)
    desk.type_text("A gateway.")
    desk.press(Qt.Key.Key_Return, Qt.Key.Key_N, Qt.Key.Key_1)
    desk.type_text("None here.")
    desk.press(Qt.Key.Key_Return, Qt.Key.Key_D)
    assert not desk.page.pane.dissent.isVisible()
    answers = open_review(desk.context.session, desk.assessment.id, "Jonas Weber").answers
    first, second = answers["small/first"], answers["small/proved"]
    assert (first.marked, first.note, first.reason, len(first.evidence)) == (True, "Own words", "A gateway.", 1)
    assert first.confidence == "high"
    assert second.state is AnswerState.NOT_APPLICABLE
    assert desk.stored() == {}


def test_a_note_that_is_typed_when_the_person_changes_stays_its_authors(desk: Desk) -> None:
    name_assessors(desk)
    answer_as(desk, 2)
    desk.press(Qt.Key.Key_T)
    desk.type_text("Jonas says")
    answer_as(desk, 3)
    assert desk.page.pane.note.note == ""
    answers = open_review(desk.context.session, desk.assessment.id, "Jonas Weber").answers
    assert answers["small/first"].note == "Jonas says"
    assert own(desk, "Mira & Co") == {}


def test_undo_reaches_only_the_own_blind_answers_and_names_none_of_the_others(desk: Desk) -> None:
    name_assessors(desk)
    undo = desk.window.menus.undo
    desk.press(Qt.Key.Key_5)
    assert undo.text() == "&Undo: answered first: Label e"
    answer_as(desk, 2)
    assert not undo.isEnabled()
    assert "Label" not in undo.text()
    desk.press(Qt.Key.Key_2)
    assert undo.text() == "&Undo: blind answer of Jonas Weber to first"
    answer_as(desk, 3)
    assert not undo.isEnabled()
    desk.context.undo_asked.emit()
    desk.settle()
    assert own(desk, "Jonas Weber") == {"first": ("b",)}
    answer_as(desk, 2)
    desk.context.undo_asked.emit()
    desk.settle()
    assert own(desk, "Jonas Weber") == {}
    assert desk.current == "first"
    desk.context.redo_asked.emit()
    desk.settle()
    assert own(desk, "Jonas Weber") == {"first": ("b",)}
    desk.press(Qt.Key.Key_Up)
    stop(desk)
    desk.context.undo_asked.emit()
    desk.settle()
    assert own(desk, "Jonas Weber") == {}
    assert desk.page.conduct.answer().choices == ("e",)
    assert not desk.page.parts.banner.isVisible()
    desk.window.show_page("portfolio")
    assert undo.text() == "&Undo: answered first: Label e"


def test_the_end_of_a_blind_round_tells_no_score_and_offers_to_stop(desk: Desk) -> None:
    name_assessors(desk)
    answer_as(desk, 2)
    desk.press(*[Qt.Key.Key_5] * 2, Qt.Key.Key_4, Qt.Key.Key_Return, *[Qt.Key.Key_5] * 3)
    summary = desk.page.parts.summary
    assert summary.isVisible()
    assert summary.line.text().startswith("6 of 6 answered · ")
    assert not summary.export.isVisible()
    assert summary.stop.text() == "Stop answering as Jonas Weber"
    desk.click(summary.stop)
    assert desk.current == "first"
    assert desk.stored() == {}


def test_another_review_begins_with_its_agreed_answers(desk: Desk) -> None:
    name_assessors(desk)
    answer_as(desk, 2)
    desk.page.context.changed.emit()  # something changed elsewhere: it is read again, still for the same person
    desk.settle()
    assert desk.page.conduct.assessor == "Jonas Weber"
    desk.page.leave()
    assert desk.context.answering_as == ""
    desk.page.arrive()
    assert desk.context.answering_as == "Jonas Weber"


def test_a_dissent_is_recorded_in_place_shown_and_taken_back(desk: Desk) -> None:
    name_assessors(desk)
    desk.press(Qt.Key.Key_D)
    assert "no agreed answer yet" in desk.page.pane.problem.text
    desk.press(Qt.Key.Key_3, Qt.Key.Key_Up, Qt.Key.Key_D)
    form = desk.page.pane.dissent
    assert form.isVisible()
    desk.press(Qt.Key.Key_Return)
    assert "needs its words" in form.problem
    desk.type_text("It was seen to fail.")
    desk.press(Qt.Key.Key_Return)
    assert desk.answer("first").dissent == (Dissent("Amira", "It was seen to fail."),)
    assert desk.page.pane.dissents.text == "Agreed; Amira dissents It was seen to fail."
    assert desk.window.menus.undo.text() == "&Undo: changed the dissent on first"
    desk.press(Qt.Key.Key_D)
    assert form.dissent.name == "Jonas Weber"
    desk.type_text("Nor do I.")
    desk.press(Qt.Key.Key_Return)
    assert desk.page.pane.dissents.text.startswith("Agreed; these dissent: Amira, Jonas Weber")
    desk.click(desk.link("Take back the dissent of Amira"))
    assert [each.name for each in desk.answer("first").dissent] == ["Jonas Weber"]
    desk.context.undo_asked.emit()
    desk.settle()
    assert len(desk.answer("first").dissent) == 2


def test_the_remediation_page_is_hidden_from_whoever_answers_blind(desk: Desk) -> None:
    """Its items and its path follow from the agreed answers."""
    name_assessors(desk)
    answer_as(desk, 2)
    desk.press(Qt.Key.Key_3, modifiers=Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    page = desk.window.page
    assert isinstance(page, RemediationPage)
    assert page.cover.isVisible()
    assert not page.tabs.isVisible()
    assert "Hidden while Jonas Weber answers blind" in [label.text() for label in page.cover.findChildren(PlainLabel)]
    assert page.back.hasFocus()
    assert not any(action.isEnabled() for action in page.menu_actions())
    assert page.commands() == ()
    assert (nameless(desk.window), rich_labels(desk.window)) == ([], [])
    page.show_waivers()
    page.open_item(desk.assessment.id)
    desk.settle()
    assert not page.tabs.isVisible()
    QTest.keyClick(page.back, Qt.Key.Key_Return)
    desk.settle()
    assert desk.window.page is desk.page
    stop(desk)
    desk.press(Qt.Key.Key_3, modifiers=Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    assert page.tabs.isVisible()
    assert all(action.isEnabled() for action in page.menu_actions())
