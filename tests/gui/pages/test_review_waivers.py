"""`W` on the Review page: asking that the miss shown be accepted, what is said of it in its place, and the way back."""

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from tests.gui.conftest import now
from tests.gui.pages.conftest import ShowReview
from tests.gui.pages.review_desk import Desk
from tests.gui.pages.test_review_remediation import notices
from tests.workflows.builders import begin_review, small_pack

from shipworthy.domain.assessment import Decision, Outcome, Signatory
from shipworthy.domain.remediation import Waiver, WaiverState
from shipworthy.gui.context import Context
from shipworthy.gui.models.headed_list_model import LINE_ROLE
from shipworthy.workflows import waivers
from shipworthy.workflows.consensus import set_assessors
from shipworthy.workflows.decisions import decide
from shipworthy.workflows.verification import verify
from shipworthy.workflows.waiver_register import read_register

CTRL = Qt.KeyboardModifier.ControlModifier
TODAY = now().date()


def stored(desk: Desk) -> list[Waiver]:
    """Return all waivers of the store."""
    desk.settle()
    return [line.waiver for line in read_register(desk.context.session).lines]


def said(desk: Desk) -> str:
    """Return what stands in the place of the waiver; nothing where there is none."""
    desk.settle()
    words = desk.page.pane.waiver.words
    return words.text if words.isVisible() else ""


def ask(desk: Desk, reason: str = "The vendor is late.") -> Waiver:
    """Ask for a waiver of the question shown, by keys."""
    desk.press(Qt.Key.Key_W)
    desk.type_text(reason)
    desk.press(Qt.Key.Key_Return)
    return stored(desk)[0]


def test_w_asks_for_a_waiver_of_the_miss_shown(desk: Desk) -> None:
    desk.go("proved")
    desk.press(Qt.Key.Key_W)
    form = desk.page.pane.request
    assert form.isVisible()
    assert desk.focus is form.reason_edit
    assert "14 days to remediate a blocker miss" in form.hint.text()
    desk.type_text("The vendor is late.")
    desk.press(Qt.Key.Key_Return)
    [waiver] = stored(desk)
    assert (waiver.question, waiver.reason, waiver.requester) == ("small/proved", "The vendor is late.", "Amira")
    assert (waiver.expires, waiver.state) == (TODAY + dt.timedelta(days=14), WaiverState.REQUESTED)
    assert desk.current == "proved"
    assert not form.isVisible()
    assert desk.page.pane.takes_keys
    assert said(desk) == "Waiver requested by Amira until 6 Dec 2026, not decided yet The vendor is late."
    assert "Waiver requested by Amira until 6 Dec 2026, not decided yet." in notices(desk)
    assert not desk.page.pane.waiver.ask.isVisible()
    desk.press(Qt.Key.Key_Down)
    assert said(desk) == ""


def test_the_question_tells_who_approved_the_waiver_until_when_and_why(desk: Desk) -> None:
    desk.go("proved")
    waiver = ask(desk)
    waivers.approve_waiver(desk.context.session, waiver.id, "Jonas")
    desk.context.changed.emit()
    assert said(desk) == "Waived until 6 Dec 2026, approved by Jonas The vendor is late."
    assert "1 waived blocker; none allowed for Ready" in desk.page.parts.score.clauses.text()
    waivers.revoke_waiver(desk.context.session, waiver.id, "It was attacked.")
    desk.context.changed.emit()
    assert said(desk) == "The waiver until 6 Dec 2026 was revoked It was attacked."
    assert desk.page.pane.waiver.ask.isVisible()  # another one may be asked for


def test_summary_why_and_score_panel_say_what_is_waived(desk: Desk) -> None:
    desk.go("proved")
    waiver = ask(desk)
    waivers.approve_waiver(desk.context.session, waiver.id, "Jonas")
    desk.context.changed.emit()
    desk.settle()
    assert desk.page.parts.score.accepted.text() == "1 miss waived"
    desk.press(Qt.Key.Key_S, modifiers=CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert "Accepted or planned: 1 miss waived" in desk.page.parts.summary.standing.text()
    model = desk.page.parts.summary.list.lines
    lines = [model.index(row).data(LINE_ROLE) for row in range(model.rowCount())]
    assert [line.detail for line in lines if line.question == "small/proved"] == ["proved · Unanswered · waived"]


def test_a_second_w_goes_to_the_waiver_that_stands_and_enter_opens_the_register(desk: Desk) -> None:
    opened: list[object] = []
    desk.context.open_waiver_asked.connect(opened.append)
    waiver = ask(desk)
    desk.press(Qt.Key.Key_W)
    assert desk.focus is desk.page.pane.waiver.link
    desk.press(Qt.Key.Key_Return)
    assert opened == [waiver.id]


def test_undo_takes_the_request_back_by_name_and_redo_brings_it(desk: Desk) -> None:
    names: list[tuple[str, str]] = []
    desk.context.history_changed.connect(lambda undo, redo: names.append((undo, redo)))
    ask(desk)
    assert names[-1] == ("asked for a waiver of first", "")
    desk.press(Qt.Key.Key_Z, modifiers=CTRL)
    assert stored(desk) == []
    assert said(desk) == ""
    desk.press(Qt.Key.Key_Z, modifiers=CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert len(stored(desk)) == 1
    assert said(desk).startswith("Waiver requested by Amira")


def test_what_is_missing_is_said_in_the_form_and_what_was_typed_stays(desk: Desk) -> None:
    desk.press(Qt.Key.Key_W, Qt.Key.Key_Return)
    form = desk.page.pane.request
    assert "a waiver needs one" in form.problem
    assert desk.focus is form.reason_edit
    desk.type_text("Late.")
    for day, problem in (("", "Write the last day"), ("soon", "Write the last day"), ("2020-01-01", "has passed")):
        form.until_edit.setText(day)
        desk.press(Qt.Key.Key_Return)
        assert problem in form.problem
        assert form.reason == "Late."
    form.requester_edit.setText(" ")
    form.until_edit.setText("2027-03-03")
    desk.press(Qt.Key.Key_Return)
    assert "Write who asks" in form.problem
    assert stored(desk) == []
    desk.press(Qt.Key.Key_Escape)
    assert not form.isVisible()
    assert desk.page.pane.takes_keys


def test_without_a_miss_one_calm_notice_and_no_form(desk: Desk) -> None:
    desk.press(Qt.Key.Key_5, Qt.Key.Key_Up, Qt.Key.Key_W)
    assert not desk.page.pane.request.isVisible()
    assert not desk.page.pane.waiver.isVisible()
    assert [each for each in notices(desk) if "is no miss" in each]


def test_w_typed_in_a_note_is_a_letter_and_the_sheet_of_keys_has_it(desk: Desk) -> None:
    desk.press(Qt.Key.Key_T)
    desk.type_text("w")
    desk.press(Qt.Key.Key_Escape)
    assert desk.answer("first").note == "w"
    assert ("W", "Ask for a waiver of the miss, or go to the one that stands for it") in desk.page.bindings()


def test_the_key_cap_can_be_clicked(desk: Desk) -> None:
    desk.click(desk.page.pane.waiver.ask)
    assert desk.page.pane.request.isVisible()


@pytest.fixture
def sealed(context: Context, show_desk: ShowReview) -> Desk:
    """Return a review on screen that is decided."""
    started = begin_review(context.session, [small_pack()])
    decide(context.session, started.id, Decision(Outcome.NO_GO, "Not yet.", signatories=(Signatory("Amira"),)))
    return show_desk(started)


def test_a_miss_of_a_sealed_review_can_be_waived_and_no_seal_breaks(sealed: Desk) -> None:
    sealed.go("first")
    ask(sealed)
    assert said(sealed).startswith("Waiver requested by Amira")
    assert verify(sealed.context.session).findings == ()
    sealed.press(Qt.Key.Key_Z, modifiers=CTRL)
    assert stored(sealed) == []
    assert said(sealed) == ""


def test_who_answers_blind_sees_no_waiver_and_asks_for_none(desk: Desk) -> None:
    ask(desk)
    set_assessors(desk.context.session, desk.assessment.id, ["Amira", "Jonas"])
    desk.page.open_review(desk.assessment.id)
    desk.settle()
    desk.page.conduct.answer_as("Jonas")
    desk.settle()
    assert not desk.page.pane.waiver.isVisible()
    desk.press(Qt.Key.Key_W)
    assert not desk.page.pane.request.isVisible()
    assert "A waiver is asked for by the agreed answers. Stop answering blind first." in notices(desk)
