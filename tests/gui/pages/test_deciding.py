"""Deciding on the Review page, by key: the form, its problems, the second step, and the sealed review afterwards."""

from dataclasses import replace
from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit
from tests.gui.conftest import now
from tests.gui.pages.conftest import ShowReview
from tests.gui.pages.review_desk import Desk
from tests.workflows.builders import begin_review, small_pack

from shipworthy.domain.assessment import AssessmentState, DecisionCondition, Outcome, Signatory
from shipworthy.workflows.agenda import meetings_of
from shipworthy.workflows.decisions import withdraw
from shipworthy.workflows.reviews import open_review
from shipworthy.workflows.services import find_service, save_service
from shipworthy.workflows.verification import verify

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def open_form(desk: Desk) -> None:
    desk.press(Qt.Key.Key_D, modifiers=CTRL_SHIFT)
    assert desk.page.parts.shown_pane() is desk.page.parts.decision


def fill_conditional_go(desk: Desk) -> None:
    """Type a whole decision with the keyboard alone."""
    open_form(desk)
    desk.press(Qt.Key.Key_2)
    tab_to(desk, QPlainTextEdit)
    desk.type_text("The launch is fixed.")
    for text in ("Set timeouts", "Kenji", "2026-12-01"):
        tab_to(desk, QLineEdit)
        desk.type_text(text)
    tab_to(desk, QLineEdit)
    for text in ("Ada Okafor", "Director"):
        desk.type_text(text)
        desk.press(Qt.Key.Key_Tab)


def tab_to(desk: Desk, kind: type) -> None:
    desk.press(Qt.Key.Key_Tab)
    for _step in range(6):
        if isinstance(desk.focus, kind):
            return
        desk.press(Qt.Key.Key_Tab)
    raise AssertionError(f"Tab never came to a {kind.__name__}")


def test_a_whole_decision_by_key_seals_the_review(desk: Desk) -> None:
    fill_conditional_go(desk)
    pane = desk.page.parts.decision
    pane.seal.setFocus()
    desk.press(Qt.Key.Key_Return)
    assert pane.confirm.isVisible()
    assert "as Conditional go?" in pane.confirm.words.text()
    assert desk.focus is pane.confirm.no
    desk.press(Qt.Key.Key_Backtab)
    assert desk.focus is pane.confirm.yes
    desk.press(Qt.Key.Key_Return)
    stored = open_review(desk.context.session, desk.assessment.id).assessment
    assert stored.state is AssessmentState.DECIDED
    assert stored.decision is not None
    assert stored.decision.outcome is Outcome.CONDITIONAL_GO
    assert stored.decision.note == "The launch is fixed."
    [condition] = stored.decision.conditions
    assert (condition.text, condition.owner, str(condition.due)) == ("Set timeouts", "Kenji", "2026-12-01")
    assert isinstance(condition, DecisionCondition)
    assert stored.decision.signatories == (Signatory("Ada Okafor", "Director"),)
    assert verify(desk.context.session).is_sound
    assert desk.current is None
    summary = desk.page.parts.summary
    assert "Decided 22 Nov 2026: Conditional go · sealed " in summary.decision.text
    assert summary.decide.isHidden()
    assert desk.focus.isVisible()


def test_what_is_missing_is_said_at_its_field_and_gets_the_focus(desk: Desk) -> None:
    open_form(desk)
    pane = desk.page.parts.decision
    desk.press(Qt.Key.Key_2)
    pane.seal.setFocus()
    desk.press(Qt.Key.Key_Return)
    assert not pane.confirm.isVisible()
    assert "more than the verdict" in pane.note_field.problem
    assert "needs a condition" in pane.conditions.problem.text()
    assert "needs a signatory" in pane.signatories.problem.text()
    assert desk.focus is pane.note
    desk.type_text("Because.")
    what, who, due = pane.conditions.fields
    for field, text in ((what, "Set timeouts"), (who, "Kenji"), (due, "soon")):
        field.setFocus()
        desk.type_text(text)
    pane.signatories.fields[0].setFocus()
    desk.type_text("Ada")
    pane.seal.setFocus()
    desk.press(Qt.Key.Key_Return)
    assert "“soon” is not a date" in pane.conditions.problem.text()
    assert desk.focus is due
    due.selectAll()
    desk.type_text("2020-01-01")
    pane.seal.setFocus()
    desk.press(Qt.Key.Key_Return)
    assert "is past" in pane.conditions.problem.text()
    assert pane.note_field.problem == ""
    due.selectAll()
    desk.type_text("2026-12-01")
    pane.seal.setFocus()
    desk.press(Qt.Key.Key_Return)
    assert pane.confirm.isVisible()


def test_nothing_typed_is_lost_by_leaving_the_form(desk: Desk) -> None:
    fill_conditional_go(desk)
    desk.press(Qt.Key.Key_Escape)
    assert desk.page.parts.shown_pane() is desk.page.parts.summary
    desk.press(Qt.Key.Key_Left)
    assert desk.page.parts.shows_question
    open_form(desk)
    decision = desk.page.parts.decision.decision()
    assert (decision.outcome, decision.note) == (Outcome.CONDITIONAL_GO, "The launch is fixed.")
    assert decision.conditions[0].owner == "Kenji"
    assert decision.signatories[0].name == "Ada Okafor"


def test_another_review_begins_with_an_empty_form(desk: Desk, show_desk: ShowReview) -> None:
    fill_conditional_go(desk)
    other = show_desk(begin_review(desk.context.session, [small_pack()], name="ledger"))
    open_form(other)
    assert other.page.parts.decision.decision().signatories == ()


def test_escape_in_the_second_step_goes_back_to_the_form(desk: Desk) -> None:
    seal_no_go(desk, stop_at_confirm=True)
    pane = desk.page.parts.decision
    desk.press(Qt.Key.Key_Escape)
    assert not pane.confirm.isVisible()
    assert desk.focus is pane.seal
    assert desk.page.parts.shown_pane() is pane


def test_rows_are_added_and_taken_away(desk: Desk) -> None:
    open_form(desk)
    rows = desk.page.parts.decision.signatories
    rows.fields[0].setFocus()
    desk.type_text("Ada")
    desk.click(rows.add)
    assert desk.focus is rows.fields[2]
    desk.type_text("Jonas")
    assert [values[0] for values in rows.values] == ["Ada", "Jonas"]
    desk.click(rows._rows[0].remove)
    assert [values[0] for values in rows.values] == ["Jonas"]
    assert desk.focus is rows.fields[0]
    desk.click(rows._rows[0].remove)
    assert rows.values == ()
    assert len(rows.fields) == 2


def seal_no_go(desk: Desk, *, stop_at_confirm: bool = False) -> None:
    open_form(desk)
    desk.press(Qt.Key.Key_3)
    pane = desk.page.parts.decision
    pane.signatories.fields[0].setFocus()
    desk.type_text("Ada Okafor")
    pane.seal.setFocus()
    desk.press(Qt.Key.Key_Return)
    if not stop_at_confirm:
        desk.click(pane.confirm.yes)


def test_a_sealed_review_is_read_only_and_says_why_in_place(desk: Desk) -> None:
    first = desk.current
    desk.press(Qt.Key.Key_1)
    seal_no_go(desk)
    stored = desk.stored()
    banner = desk.page.parts.sealed_banner
    assert banner.isVisible()
    assert banner.words.text().startswith("Decided 22 Nov 2026: No-go · sealed ")
    assert first is not None
    desk.go(first)
    for key in (Qt.Key.Key_2, Qt.Key.Key_U, Qt.Key.Key_N, Qt.Key.Key_E, Qt.Key.Key_C, Qt.Key.Key_M, Qt.Key.Key_D):
        desk.page.pane.show_problem(None)
        desk.press(key)
        assert desk.current == first
        assert "is decided and cannot be changed" in desk.page.pane.problem.text, key
        assert desk.page.pane.open_form is None
    desk.press(Qt.Key.Key_T)
    desk.type_text("a late thought")
    assert desk.page.pane.note.note == ""
    desk.press(Qt.Key.Key_Escape)
    desk.press(Qt.Key.Key_Down)
    assert desk.current != first
    desk.press(Qt.Key.Key_Slash)
    assert desk.page.parts.shown_pane() is desk.page.parts.search
    assert desk.stored() == stored
    assert not desk.page._deciding.decide.isEnabled()


def test_what_goes_stale_is_shown_with_the_live_score(desk: Desk) -> None:
    seal_no_go(desk)
    service = find_service(desk.context.session, desk.page.conduct.review.service.name)
    save_service(desk.context.session, replace(service, tier=4))
    desk.page.open_review(desk.assessment.id)
    desk.settle()
    assert desk.page.parts.sealed_banner.stale.text() == f"The tier changed from {service.tier} to 4"
    assert desk.page.parts.sealed_banner.chip.isVisible()


def test_superseding_needs_a_reason_and_is_shown(desk: Desk) -> None:
    seal_no_go(desk)
    desk.page._deciding.supersede.trigger()
    pane = desk.page.parts.retire
    assert desk.page.parts.shown_pane() is pane
    assert desk.focus is pane.reason
    desk.press(Qt.Key.Key_Return)
    assert "without it nothing changes" in pane.field.problem
    desk.type_text("The incident of Monday.")
    desk.press(Qt.Key.Key_Return)
    assert open_review(desk.context.session, desk.assessment.id).assessment.state is AssessmentState.SUPERSEDED
    assert desk.page.parts.sealed_banner.words.text() == "Superseded: The incident of Monday."
    assert not desk.page._deciding.supersede.isEnabled()


def test_a_draft_is_put_in_review_and_taken_back_by_undo(desk: Desk) -> None:
    desk.page._deciding.put_in_review.trigger()
    desk.settle()
    assert open_review(desk.context.session, desk.assessment.id).assessment.state is AssessmentState.IN_REVIEW
    assert not desk.page._deciding.put_in_review.isEnabled()
    desk.press(Qt.Key.Key_Z, modifiers=Qt.KeyboardModifier.ControlModifier)
    assert open_review(desk.context.session, desk.assessment.id).assessment.state is AssessmentState.DRAFT


def test_a_decision_refused_by_the_store_keeps_the_form(desk: Desk) -> None:
    seal_no_go(desk, stop_at_confirm=True)
    withdraw(desk.context.session, desk.assessment.id, "By somebody else.")
    pane = desk.page.parts.decision
    desk.click(pane.confirm.yes)
    assert "is withdrawn and cannot be changed" in pane.refusal.text
    assert pane.decision().signatories[0].name == "Ada Okafor"


def test_the_summary_names_clauses_and_foundations(desk: Desk) -> None:
    desk.press(Qt.Key.Key_S, modifiers=CTRL_SHIFT)
    summary = desk.page.parts.summary
    assert "Not met: " in summary.standing.text()
    assert "Level-1 questions: 0 not applicable, 0 compensated" in summary.standing.text()
    desk.click(summary.decide)
    assert desk.page.parts.shown_pane() is desk.page.parts.decision


def test_deciding_in_a_meeting_ends_it_and_loses_none_of_its_time(desk: Desk) -> None:
    moment = now()
    desk.context.now = lambda: moment
    desk.press(Qt.Key.Key_F5, Qt.Key.Key_Return)
    moment += timedelta(seconds=20)
    desk.page.session.look_at_clock()
    failed: list[object] = []
    desk.context.failed.connect(failed.append)
    seal_no_go(desk)
    [meeting] = meetings_of(desk.context.session, desk.assessment.id)
    assert meeting.ended_at is not None
    assert sum(meeting.spent_seconds.values()) == 20
    assert failed == []
    assert not desk.page.session.is_on
    assert verify(desk.context.session).is_sound


def test_in_a_low_window_what_has_the_focus_is_in_sight(desk: Desk) -> None:
    desk.window.resize(512, 384)
    desk.settle()
    open_form(desk)
    pane = desk.page.parts.decision
    pane.seal.setFocus()
    desk.press(Qt.Key.Key_Return)
    desk.qtbot.waitUntil(lambda: not pane.signatories.fields[0].visibleRegion().isEmpty())
    assert desk.focus is pane.signatories.fields[0]
    desk.press(Qt.Key.Key_Escape)
    summary = desk.page.parts.summary
    desk.qtbot.waitUntil(lambda: not summary.list.visibleRegion().isEmpty())
    assert desk.focus is summary.list


def test_after_the_seal_undo_offers_nothing_of_that_review(desk: Desk) -> None:
    desk.press(Qt.Key.Key_1)
    assert desk.window.menus.undo.isEnabled()
    fill_conditional_go(desk)
    pane = desk.page.parts.decision
    pane.seal.setFocus()
    desk.press(Qt.Key.Key_Return)
    pane.confirm.yes.setFocus()
    desk.press(Qt.Key.Key_Return)
    assert desk.page.conduct.review.assessment.state is AssessmentState.DECIDED
    assert not desk.window.menus.undo.isEnabled()
