"""Planning remediation from the review's summary, by keys alone: ticks, owner, one action, one step of undo."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from tests.domain.builders import answered, pack, principle, question
from tests.gui.conftest import now
from tests.gui.pages.conftest import ShowReview
from tests.gui.pages.review_desk import Desk
from tests.gui.pages.test_review_remediation import items, notices, sealed
from tests.workflows.builders import begin_review

from shipworthy.gui.context import Context
from shipworthy.gui.pages.review.plan_pane import PlanPane
from shipworthy.workflows.consensus import set_assessors
from shipworthy.workflows.item_planning import plan_remediation
from shipworthy.workflows.reviews import open_review, record_answers

__all__ = ["sealed"]

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
CTRL_SHIFT = CTRL | Qt.KeyboardModifier.ShiftModifier


def open_pane(desk: Desk) -> PlanPane:
    """Open the pane from the summary by its button, with keys."""
    desk.press(Qt.Key.Key_S, modifiers=CTRL_SHIFT)
    for _tab in range(6):
        if desk.focus is desk.page.parts.summary.plan:
            break
        desk.press(Qt.Key.Key_Tab)
    assert desk.focus is desk.page.parts.summary.plan
    desk.press(Qt.Key.Key_Return)
    pane = desk.page.parts.plan
    assert desk.page.parts.shown_pane() is pane
    return pane


def titles(pane: PlanPane) -> list[str]:
    """Return the ids of the questions ticked, without their pack."""
    return [next(iter(item.questions)).partition("/")[2] for item in pane.model.ticked]


def test_all_misses_are_planned_by_keys_and_taken_back_in_one_step(desk: Desk) -> None:
    desk.press(Qt.Key.Key_4)  # an improvement
    desk.press(Qt.Key.Key_R)  # "proved" has an item already
    pane = open_pane(desk)
    assert pane.line.text() == "Without an item: 4 misses, 1 improvement. 1 gap has one already."
    assert titles(pane) == ["limits", "breaker", "drain", "last"]
    assert pane.total.text() == "4 items ticked: 4 days of effort"
    assert desk.focus is pane.table
    desk.press(Qt.Key.Key_Space, *[Qt.Key.Key_Down] * 4, Qt.Key.Key_Space)
    assert titles(pane) == ["breaker", "drain", "last", "first"]
    for _tab in range(4):
        if isinstance(desk.focus, QLineEdit):
            break
        desk.press(Qt.Key.Key_Tab)
    desk.type_text("Ines & <b>Co</b>")
    desk.press(Qt.Key.Key_Return)
    assert desk.page.parts.shown_pane() is desk.page.parts.summary
    made = [item for item in items(desk) if item.owner]
    assert len(made) == 4
    assert {item.owner for item in made} == {"Ines & <b>Co</b>"}
    assert all(item.due is not None and item.due > now().date() for item in made)
    assert "Made 4 remediation items: 4 days of effort." in notices(desk)
    assert desk.page.parts.summary.remediation.text() == "5 remediation items: 5 days of effort · 1 miss has none"
    desk.press(Qt.Key.Key_Z, modifiers=CTRL)
    assert len(items(desk)) == 1
    assert desk.page.parts.summary.remediation.text() == "1 remediation item: 1 day of effort · 4 misses have none"
    desk.press(Qt.Key.Key_Z, modifiers=CTRL_SHIFT)
    assert len(items(desk)) == 5


def test_ctrl_enter_makes_them_from_the_table(desk: Desk) -> None:
    open_pane(desk)
    desk.press(Qt.Key.Key_Return, modifiers=CTRL)
    assert len(items(desk)) == 6
    pane = open_pane(desk)
    assert pane.line.text() == "Every gap has an item."
    assert not pane.table.isVisible()
    assert desk.focus is pane.back
    desk.press(Qt.Key.Key_Return)
    assert desk.page.parts.shown_pane() is desk.page.parts.summary


def test_nothing_ticked_is_said_in_place_and_nothing_made(desk: Desk) -> None:
    pane = open_pane(desk)
    desk.press(Qt.Key.Key_N, modifiers=ALT)
    desk.qtbot.waitUntil(lambda: not titles(pane))  # a button pressed by its letter takes a moment
    pane.make.setFocus()
    desk.press(Qt.Key.Key_Return)
    assert pane.problem == "✕ Tick at least one item."
    assert desk.focus is pane.table
    assert items(desk) == []
    desk.press(Qt.Key.Key_A, modifiers=ALT)
    desk.qtbot.waitUntil(lambda: len(titles(pane)) == 6)
    assert pane.problem == ""


def test_esc_goes_back_and_makes_nothing_and_the_ticks_stay(desk: Desk) -> None:
    pane = open_pane(desk)
    desk.press(Qt.Key.Key_Space, Qt.Key.Key_Escape)
    assert desk.page.parts.shown_pane() is desk.page.parts.summary
    assert items(desk) == []
    assert open_pane(desk) is pane
    assert len(titles(pane)) == 5


def test_what_undo_brings_back_is_offered_again_at_once(desk: Desk) -> None:
    desk.press(Qt.Key.Key_R)
    pane = open_pane(desk)
    assert pane.model.rowCount() == 5
    desk.press(Qt.Key.Key_Z, modifiers=CTRL)
    desk.settle()
    assert pane.model.rowCount() == 6
    assert "has one already" not in pane.line.text()


def test_items_that_somebody_made_meanwhile_get_no_twins(desk: Desk) -> None:
    pane = open_pane(desk)
    plan_remediation(desk.context.session, desk.assessment.id, ["small/first", "small/last"], owner="Ada")
    pane.make.setFocus()
    desk.press(Qt.Key.Key_Return)
    made = items(desk)
    assert len(made) == 6
    assert sum(item.owner == "Ada" for item in made) == 2


def test_a_gap_that_was_closed_meanwhile_is_refused_in_place(desk: Desk) -> None:
    pane = open_pane(desk)
    best = answered("small/first", "e")
    record_answers(desk.context.session, desk.assessment.id, [best])
    pane.make.setFocus()
    desk.press(Qt.Key.Key_Return)
    assert "has no gap to close" in pane.problem
    assert items(desk) == []
    assert desk.focus is pane.make


def test_without_a_gap_the_pane_says_so(context: Context, show_desk: ShowReview) -> None:
    started = begin_review(context.session, [pack("met", principle("one", question("all"), question("some")))])
    record_answers(context.session, started.id, [answered("met/all", "e"), answered("met/some", "d")])
    desk = show_desk(started)
    desk.press(Qt.Key.Key_R, modifiers=CTRL_SHIFT)
    pane = desk.page.parts.plan
    assert pane.line.text() == "Without an item: 1 improvement."
    assert titles(pane) == []
    before = open_review(context.session, started.id).answer("met/some")
    record_answers(context.session, started.id, [replace(before, choices=("e",))])
    desk.press(Qt.Key.Key_Escape)
    desk.press(Qt.Key.Key_R, modifiers=CTRL_SHIFT)
    assert pane.line.text() == "There is no gap: nothing is to be planned."
    assert desk.focus is pane.back


def test_a_sealed_review_can_still_be_planned(sealed: Desk) -> None:
    open_pane(sealed)
    sealed.press(Qt.Key.Key_Return, modifiers=CTRL)
    assert len(items(sealed)) == 6
    assert sealed.page.parts.summary.remediation.text() == "6 remediation items: 6 days of effort"
    sealed.press(Qt.Key.Key_Z, modifiers=CTRL)
    assert items(sealed) == []


def test_who_answers_blind_plans_nothing(desk: Desk) -> None:
    set_assessors(desk.context.session, desk.assessment.id, ["Amira", "Jonas"])
    desk.page.open_review(desk.assessment.id)
    desk.settle()
    desk.page.conduct.answer_as("Jonas")
    desk.settle()
    [plan] = [each for each in desk.page.menu_actions() if each.text() == "Plan re&mediation…"]
    assert not plan.isEnabled()
    desk.page.conduct.go(None)
    assert not desk.page.parts.summary.plan.isVisible()
