"""The consensus by keys: three assessors answer blind, the answers stand side by side, and they agree with dissent."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from tests.domain.builders import answered, not_applicable
from tests.gui.pages.conftest import OpenReview
from tests.gui.pages.review_desk import Desk
from tests.gui.pages.test_blind_answers import NAMES, action, answer_as, name_assessors, stop
from tests.gui.window_checks import nameless, rich_labels

from shipworthy.domain.assessment import AnswerState, AssessmentState, Dissent
from shipworthy.gui.pages.review.consensus_pane import ConsensusPane
from shipworthy.gui.pages.review.keys import Press
from shipworthy.workflows.consensus import set_assessors
from shipworthy.workflows.reviews import record_answer

# Offscreen, a menu can neither rise nor grab keys.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

CHORD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def pane_of(desk: Desk) -> ConsensusPane:
    return desk.page.parts.consensus


def open_consensus(desk: Desk) -> ConsensusPane:
    """Open the consensus by its key."""
    desk.press(Qt.Key.Key_C, modifiers=CHORD)
    assert pane_of(desk).isVisible()
    return pane_of(desk)


def blind(desk: Desk, name: str, **choices: str) -> None:
    """Let somebody have answered blind."""
    for question, choice in choices.items():
        record_answer(desk.context.session, desk.assessment.id, answered(f"small/{question}", choice, assessor=name))


def all_blind(desk: Desk) -> None:
    """Let three people have answered everything: apart on two questions, alike on the others."""
    same = {"proved": "d", "limits": "d", "drain": "e", "last": "e"}
    blind(desk, NAMES[0], first="a", breaker="c", **same)
    blind(desk, NAMES[1], first="e", breaker="d", **same)
    blind(desk, NAMES[2], first="b", breaker="c", **same)


def test_three_answer_blind_and_agree_by_keys_alone(desk: Desk) -> None:
    name_assessors(desk)
    rounds = (
        (Qt.Key.Key_1, Qt.Key.Key_4, Qt.Key.Key_2, Qt.Key.Key_Return, Qt.Key.Key_5, Qt.Key.Key_5, Qt.Key.Key_5),
        (Qt.Key.Key_5, Qt.Key.Key_4, Qt.Key.Key_2, Qt.Key.Key_Return, Qt.Key.Key_4, Qt.Key.Key_5, Qt.Key.Key_5),
        (Qt.Key.Key_2, Qt.Key.Key_4, Qt.Key.Key_2, Qt.Key.Key_Return, Qt.Key.Key_5, Qt.Key.Key_5, Qt.Key.Key_5),
    )
    for number, keys in enumerate(rounds, start=1):
        answer_as(desk, number)
        desk.press(*keys)
        assert desk.current is None
    stop(desk)
    assert desk.stored() == {}
    pane = open_consensus(desk)
    assert not pane.warning.isVisible()
    assert pane.line.text().startswith("0 of 6 agreed")
    assert pane.legend.text() == "AM Amira · JW Jonas Weber · MC Mira & Co"
    assert (nameless(desk.window), rich_labels(desk.window)) == ([], [])
    desk.press(Qt.Key.Key_Return)
    assert pane.card.question_id == "small/first"
    desk.press(Qt.Key.Key_Return)
    assert "no agreed answer yet" in pane.card.problem.text
    desk.press(Qt.Key.Key_1)
    assert pane.card.differing.text.startswith("Answered differently: Jonas Weber, Mira & Co")
    desk.press(Qt.Key.Key_D)
    desk.type_text("It was rehearsed.")
    desk.press(Qt.Key.Key_Return)
    assert pane.card.differing.text.startswith("Answered differently: Mira & Co")
    desk.press(Qt.Key.Key_Return)
    assert desk.answer("first").dissent == (Dissent("Jonas Weber", "It was rehearsed."),)
    assert desk.answer("first").answered_by == "Amira"
    assert pane.card.question_id == "small/breaker"
    desk.press(Qt.Key.Key_5, Qt.Key.Key_Return)
    assert pane.list.isVisible()
    assert pane.agree_all.text() == "Agree on 4 questions where all say the same"
    desk.click(pane.agree_all)
    assert len(desk.stored()) == 6
    assert pane.line.text().startswith("6 of 6 agreed")
    assert not pane.agree_all.isVisible()
    assert desk.window.menus.undo.text() == "&Undo: agreed on 4 questions"
    desk.press(Qt.Key.Key_Escape)
    assert desk.page.parts.shows_question
    assert desk.current == "first"
    assert desk.page.pane.dissents.text == "Agreed; Jonas Weber dissents It was rehearsed."
    assert desk.page.pane.choices.rows[0].isChecked()


def test_keys_pressed_while_an_agreement_is_saved_act_on_the_next_question(desk: Desk) -> None:
    name_assessors(desk)
    all_blind(desk)
    pane = open_consensus(desk)
    desk.press(Qt.Key.Key_Return, Qt.Key.Key_2)
    pane.card.pressed.emit(desk_press(Qt.Key.Key_Return))
    assert desk.page.conduct.is_committing
    pane.card.pressed.emit(desk_press(Qt.Key.Key_3))
    pane.card.pressed.emit(desk_press(Qt.Key.Key_Return))
    desk.settle()
    assert desk.answer("first").choices == ("b",)
    assert desk.answer("breaker").choices == ("c",)


def desk_press(key: Qt.Key) -> Press:
    """Return a press of a key, as the card passes it on."""
    return Press(key, Qt.KeyboardModifier.NoModifier, "")


def test_undo_and_redo_of_agreements_stay_in_the_consensus(desk: Desk) -> None:
    name_assessors(desk)
    all_blind(desk)
    pane = open_consensus(desk)
    desk.press(Qt.Key.Key_Return, Qt.Key.Key_2, Qt.Key.Key_Return)
    assert desk.window.menus.undo.text() == "&Undo: agreed on first: Label b"
    desk.context.undo_asked.emit()
    desk.settle()
    assert desk.stored() == {}
    assert pane.shows_card
    assert pane.consensus.question("small/first").is_agreed is False  # type: ignore[union-attr]
    desk.context.redo_asked.emit()
    desk.settle()
    assert desk.answer("first").choices == ("b",)
    assert pane.consensus.question("small/first").is_agreed  # type: ignore[union-attr]
    assert pane.isVisible()


def test_who_is_not_done_is_named_before_anything_is_shown(desk: Desk) -> None:
    name_assessors(desk)
    blind(desk, "Jonas Weber", first="a", proved="d")
    pane = open_consensus(desk)
    assert not pane.list.isVisible()
    assert pane.warning.text == (
        "Not everybody has finished answering Amira has not begun · Jonas Weber: 4 unanswered · Mira & Co has not begun"
    )
    assert desk.focus is pane.reveal
    desk.press(Qt.Key.Key_Escape)
    assert desk.page.parts.shows_question
    open_consensus(desk)
    desk.press(Qt.Key.Key_Return)
    assert pane.list.isVisible()
    assert "Only Jonas Weber has answered blind" in pane.line.text()
    assert not pane.agree_all.isVisible()
    desk.press(Qt.Key.Key_Escape)
    open_consensus(desk)
    assert pane.list.isVisible()


def test_nobody_answered_yet_says_what_to_do(desk: Desk) -> None:
    pane = open_consensus(desk)
    assert "Nobody has answered blind yet" in pane.line.text()
    assert desk.focus is pane.answering
    assert pane.names.isVisible()


def test_the_answers_of_others_cannot_be_opened_while_answering_blind(desk: Desk) -> None:
    name_assessors(desk)
    all_blind(desk)
    answer_as(desk, 2)
    assert not action(desk, "Consensus of the assessors").isEnabled()
    desk.press(Qt.Key.Key_C, modifiers=CHORD)
    assert not pane_of(desk).isVisible()


def test_reasons_that_assessors_gave_are_offered_for_the_agreed_answer(desk: Desk) -> None:
    name_assessors(desk)
    all_blind(desk)
    for name in NAMES[:2]:
        given = not_applicable("small/drain", assessor=name, version=_version(desk, name, "drain"))
        record_answer(desk.context.session, desk.assessment.id, given)
    pane = open_consensus(desk)
    pane.list.question_chosen.emit("small/drain")
    desk.settle()
    desk.press(Qt.Key.Key_N)
    assert pane.card.not_applicable.reason == "There is none."
    desk.press(Qt.Key.Key_Return)
    desk.press(Qt.Key.Key_Return)
    assert desk.answer("drain").state is AnswerState.NOT_APPLICABLE
    assert desk.answer("drain").reason == "There is none."


def _version(desk: Desk, name: str, question: str) -> int:
    with desk.context.session.store.read() as tx:
        answer = tx.answers.get(desk.assessment.id, f"small/{question}", name)
    assert answer is not None
    return answer.version


def test_a_sealed_review_says_in_place_why_nothing_is_recorded(desk: Desk) -> None:
    name_assessors(desk)
    all_blind(desk)
    pane = open_consensus(desk)
    desk.press(Qt.Key.Key_Return, Qt.Key.Key_2)
    with desk.context.session.begin() as tx:
        sealed = replace(tx.assessments.get(desk.assessment.id), state=AssessmentState.DECIDED)
        tx.assessments.save(sealed)
    desk.press(Qt.Key.Key_Return)
    assert "cannot be changed" in pane.card.problem.text
    assert pane.card.draft.choices == ("b",)
    desk.press(Qt.Key.Key_Escape)
    desk.click(pane.agree_all)
    assert "cannot be changed" in pane.problem.text


def test_arrows_walk_through_the_cards_and_u_and_c_work_on_the_draft(desk: Desk) -> None:
    name_assessors(desk)
    all_blind(desk)
    pane = open_consensus(desk)
    desk.press(Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_Down)
    assert pane.card.question_id == "small/breaker"
    desk.press(Qt.Key.Key_U)
    assert pane.card.draft.state is AnswerState.UNKNOWN
    desk.press(Qt.Key.Key_C)
    desk.type_text("A mesh.")
    desk.press(Qt.Key.Key_Return)
    assert (pane.card.draft.state, pane.card.draft.reason) == (AnswerState.COMPENSATED, "A mesh.")
    desk.press(Qt.Key.Key_Up)
    assert pane.card.question_id == "small/proved"
    assert desk.stored() == {}


@pytest.mark.parametrize("size", [(1280, 800), (1024, 640)])
def test_twelve_assessors_with_long_names_leave_nothing_cut_off(
    open_desk: OpenReview, desk: Desk, size: tuple[int, int]
) -> None:
    names = [f"Hans-Peter von der Lindenallee-Schönwald der {number}." for number in range(12)]
    desk.window.resize(*size)
    set_assessors(desk.context.session, desk.assessment.id, names)
    desk.page.open_review(desk.assessment.id)
    desk.settle()
    for number, name in enumerate(names):
        blind(desk, name, first="abcde"[number % 5])
    pane = open_consensus(desk)
    desk.press(Qt.Key.Key_Return)
    for row in range(pane.list.model().rowCount()):
        assert pane.list.visualRect(pane.list.model().index(row, 0)).right() <= pane.list.viewport().width()
    desk.press(Qt.Key.Key_Return)
    assert pane.card.width() <= pane.width()
    assert (nameless(desk.window), rich_labels(desk.window)) == ([], [])
