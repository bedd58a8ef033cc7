"""Reviews conducted by keys alone: the whole flagship, a burst, and what single keys may and may not do."""

from dataclasses import replace
from fractions import Fraction

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from tests.domain.builders import pack, principle, question
from tests.gui.pages.conftest import OpenReview, ShowReview
from tests.gui.pages.review_desk import Desk
from tests.workflows.builders import begin_review

from shipworthy.domain.assessment import Answer, AnswerState
from shipworthy.domain.pack import Select
from shipworthy.gui.context import Context
from shipworthy.gui.pages.review.keys import BINDINGS
from shipworthy.workflows.packs import find_pack
from shipworthy.workflows.reviews import record_answers
from shipworthy.workflows.starting import offer_start, start_review

pytestmark = pytest.mark.xvfb

DIGITS = [Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3]


def test_the_whole_flagship_is_reviewed_by_keys_alone(open_desk: OpenReview) -> None:
    desk = open_desk([find_pack("backend-engineering")])
    conduct = desk.page.conduct
    select_one = 0
    while conduct.current is not None:
        asked = conduct.review.questionnaire.asked[conduct.current].question
        number = conduct.course.position(conduct.current).number
        if asked.select is Select.MANY:
            desk.press(Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_Return)
            continue
        select_one += 1
        if number == 5:
            desk.press(Qt.Key.Key_N)
            desk.press(Qt.Key.Key_1)
            desk.type_text("There is one consumer, in the same team.")
            desk.press(Qt.Key.Key_Return)
        elif number == 9:
            desk.press(Qt.Key.Key_U)
        else:
            desk.press(DIGITS[number % 3])
    assert desk.page.parts.summary.isVisible()
    stored = desk.stored()
    applying = [item.id for item in conduct.review.applying()]
    assert len(applying) > 40
    assert set(stored) == set(applying)
    assert all(stored[each].state is not AnswerState.UNANSWERED for each in applying)
    assert conduct.review.scorecard.coverage == 1 - _part(AnswerState.UNKNOWN, desk)
    assert desk.keys_outside_editors / select_one <= 1.2


def _part(state: AnswerState, desk: Desk) -> Fraction:
    counts = [desk.page.conduct.review.counts(item.id) for item in desk.page.conduct.review.applying()]
    return Fraction(sum(each.state is state for each in counts), len(counts))


def test_fifty_carried_answers_take_fifty_keys_to_confirm(context: Context, show_desk: ShowReview) -> None:
    names = [f"q{number:02}" for number in range(50)]
    packs = [pack("last", principle("one", *(question(name) for name in names)))]
    before = begin_review(context.session, packs)
    record_answers(
        context.session,
        before.id,
        [Answer(f"last/{name}", state=AnswerState.ANSWERED, choices=("d",)) for name in names],
    )
    plan = replace(offer_start(context.session, before.service).usual_plan, packs=tuple(packs), beside_open=True)
    desk = show_desk(start_review(context.session, before.service, plan).review.assessment)
    assert desk.current == "q00"
    assert desk.page.conduct.review.scorecard.coverage == 0
    while desk.current is not None:
        desk.press(Qt.Key.Key_Space)
    assert desk.keys_outside_editors == 50
    assert desk.page.conduct.review.scorecard.coverage == 1
    stored = desk.stored()
    assert len(stored) == 50
    assert not any(answer.carried for answer in stored.values())


def test_a_burst_of_twenty_keys_answers_twenty_questions(open_desk: OpenReview) -> None:
    desk = open_desk([pack("burst", principle("one", *(question(f"q{number:02}") for number in range(25))))])
    desk.post(*(DIGITS[number % 3] for number in range(20)))
    desk.settle()
    stored = desk.stored()
    assert [stored[f"burst/q{number:02}"].choices for number in range(20)] == [
        (choice,) for choice in ("a", "b", "c") * 7
    ][:20]
    assert len(stored) == 20
    assert desk.current == "q20"


def test_a_burst_across_a_form_puts_what_follows_into_the_form(desk: Desk) -> None:
    desk.post(Qt.Key.Key_1, Qt.Key.Key_N, Qt.Key.Key_2, Qt.Key.Key_H, Qt.Key.Key_I)
    desk.settle()
    form = desk.page.pane.not_applicable
    assert form.isVisible()
    assert form.reason == "HI"
    assert desk.current == "proved"
    assert set(desk.stored()) == {"small/first"}


def test_keys_typed_in_the_note_answer_nothing(desk: Desk) -> None:
    desk.press(Qt.Key.Key_T)
    desk.type_text("1 u n")
    desk.press(Qt.Key.Key_Escape)
    assert desk.current == "first"
    assert desk.answer("first").note == "1 u n"
    assert desk.answer("first").state is AnswerState.UNANSWERED


def test_keys_act_only_while_the_question_pane_has_the_focus(desk: Desk) -> None:
    desk.page.parts.principles.setFocus()
    desk.press(Qt.Key.Key_1, Qt.Key.Key_U)
    assert desk.stored() == {}
    desk.page.pane.take_focus()
    desk.press(Qt.Key.Key_1)
    assert desk.answer("first").choices == ("a",)


def test_a_key_held_down_answers_once_but_walks_on(desk: Desk) -> None:
    for _repeat in range(3):
        held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_1, Qt.KeyboardModifier.NoModifier, "1", autorep=True)
        QApplication.sendEvent(desk.page.pane, held)
    desk.settle()
    assert desk.stored() == {}
    for _repeat in range(2):
        held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier, "", autorep=True)
        QApplication.sendEvent(desk.page.pane, held)
    desk.settle()
    assert desk.current == "limits"


def test_single_keys_can_be_switched_off_and_then_need_alt(desk: Desk) -> None:
    assert desk.context.set_settings(single_key_answers=False)
    desk.press(Qt.Key.Key_1, Qt.Key.Key_U, Qt.Key.Key_N)
    assert desk.stored() == {}
    assert not desk.page.pane.not_applicable.isVisible()
    desk.press(Qt.Key.Key_3, modifiers=Qt.KeyboardModifier.AltModifier)
    assert desk.answer("first").choices == ("c",)
    desk.press(Qt.Key.Key_Up)
    for _tab in range(12):
        if desk.focus is desk.page.pane.choices.rows[1]:
            break
        QTest.keyClick(desk.focus, Qt.Key.Key_Tab)
    desk.press(Qt.Key.Key_Space)
    assert desk.answer("first").choices == ("b",)


def test_a_digit_without_a_choice_does_nothing(desk: Desk) -> None:
    desk.press(Qt.Key.Key_9)
    assert desk.current == "first"
    assert desk.stored() == {}


def test_in_a_question_with_several_choices_digits_toggle_and_enter_moves_on(desk: Desk) -> None:
    desk.go("limits")
    desk.press(Qt.Key.Key_3, Qt.Key.Key_2)
    assert desk.current == "limits"
    assert desk.answer("limits").choices == ("b", "c")
    assert [row.isChecked() for row in desk.page.pane.choices.rows] == [False, True, True, False]
    desk.press(Qt.Key.Key_1)
    assert desk.answer("limits").choices == ("a",)
    desk.press(Qt.Key.Key_1)
    assert desk.answer("limits").state is AnswerState.UNANSWERED
    desk.press(Qt.Key.Key_4, Qt.Key.Key_Return)
    assert desk.answer("limits").choices == ("d",)
    assert desk.current == "breaker"


def test_arrows_and_page_keys_walk_and_change_nothing(desk: Desk) -> None:
    desk.press(Qt.Key.Key_Right, Qt.Key.Key_Down)
    assert desk.current == "limits"
    desk.press(Qt.Key.Key_Left)
    assert desk.current == "proved"
    desk.press(Qt.Key.Key_PageDown)
    assert desk.current == "limits"
    desk.press(Qt.Key.Key_PageDown)
    assert desk.current == "drain"  # the principle between them has no question that applies
    desk.press(Qt.Key.Key_PageUp)
    assert desk.current == "limits"
    desk.press(Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Up)
    assert desk.current == "first"
    assert desk.stored() == {}


def test_left_leads_on_where_the_interface_runs_from_right_to_left(desk: Desk) -> None:
    desk.window.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    desk.press(Qt.Key.Key_Left)
    assert desk.current == "proved"
    desk.press(Qt.Key.Key_Right)
    assert desk.current == "first"


@pytest.mark.parametrize("single_keys", [True, False])
def test_the_sheet_of_keys_lists_every_binding(desk: Desk, single_keys: bool) -> None:
    assert desk.context.set_settings(single_key_answers=single_keys)
    rows = desk.page.bindings()
    assert len(rows) == len(BINDINGS) + 1  # pasting is a key of the whole system
    assert ("N" if single_keys else "Alt+N") in [row.keys for row in rows]
    assert len({row.text for row in rows}) == len(rows)
