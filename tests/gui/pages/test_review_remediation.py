"""`R` on the Review page: one item of the gap shown, seen in place, taken back by name, and refused calmly."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from tests.gui.conftest import now
from tests.gui.pages.conftest import ShowReview
from tests.gui.pages.review_desk import Desk
from tests.workflows.builders import begin_review, small_pack

from shipworthy.domain.assessment import Decision, Outcome, Signatory
from shipworthy.domain.remediation import ItemOrigin, ItemState, RemediationItem
from shipworthy.gui.context import Context, Saving
from shipworthy.gui.pages.review.items_box import ItemRow
from shipworthy.gui.widgets.notice_area import NoticeArea
from shipworthy.workflows.consensus import set_assessors
from shipworthy.workflows.decisions import decide
from shipworthy.workflows.item_lists import list_items
from shipworthy.workflows.remediation import ItemEdit, edit_items
from shipworthy.workflows.verification import verify

CTRL = Qt.KeyboardModifier.ControlModifier


def items(desk: Desk) -> list[RemediationItem]:
    """Return all items of the store."""
    desk.settle()
    return [line.item for line in list_items(desk.context.session)]


def rows(desk: Desk) -> list[tuple[str, str]]:
    """Return title and detail of the rows on the question pane."""
    desk.settle()
    return [(row.words.title, row.words.detail) for row in desk.page.pane.items.rows if row.isVisible()]


def notices(desk: Desk) -> list[str]:
    """Return what the notices say, newest last."""
    area = desk.window.findChild(NoticeArea)
    assert area is not None
    return [f"{frame.notice.text} {frame.notice.hint}".strip() for frame in area.frames]


def test_r_makes_one_item_of_the_question_shown_and_stays_there(desk: Desk) -> None:
    desk.press(Qt.Key.Key_2, Qt.Key.Key_Up, Qt.Key.Key_R)
    [item] = items(desk)
    assert desk.current == "first"
    assert item.questions == {"small/first"}
    assert (item.title, item.state, item.origin) == ("Do it", ItemState.OPEN, ItemOrigin.MISS)
    assert item.due is not None
    assert item.due > now().date()
    due = desk.context.wording.date(item.due)
    assert rows(desk) == [("Do it", f"Open · no owner · due {due}")]
    assert f"Made a remediation item: “Do it”, due {due}." in notices(desk)
    assert desk.page.pane.takes_keys


def test_a_second_r_shows_the_item_in_place_and_enter_opens_it(desk: Desk) -> None:
    opened: list[object] = []
    desk.context.open_item_asked.connect(opened.append)
    desk.press(Qt.Key.Key_R, Qt.Key.Key_R)
    [item] = items(desk)
    assert isinstance(desk.focus, ItemRow)
    assert desk.focus.accessibleName() == "Remediation item: Do it"
    desk.press(Qt.Key.Key_Down)  # all keys but Enter and Space stay those of the question
    assert desk.current == "proved"
    assert rows(desk) == []
    desk.press(Qt.Key.Key_Up, Qt.Key.Key_R, Qt.Key.Key_Return)
    assert opened == [item.id]
    assert desk.window.page is not desk.page


def test_a_burst_of_r_makes_one_item(desk: Desk) -> None:
    desk.post(Qt.Key.Key_R, Qt.Key.Key_R, Qt.Key.Key_R)
    assert len(items(desk)) == 1
    assert len(rows(desk)) == 1


def test_undo_takes_the_item_back_by_name_and_redo_makes_it_again(desk: Desk) -> None:
    names: list[tuple[str, str]] = []
    desk.context.history_changed.connect(lambda undo, redo: names.append((undo, redo)))
    desk.press(Qt.Key.Key_R)
    assert names[-1] == ("planned 1 item for checkout", "")
    desk.press(Qt.Key.Key_Z, modifiers=CTRL)
    assert items(desk) == []
    assert rows(desk) == []
    assert names[-1] == ("", "planned 1 item for checkout")
    desk.press(Qt.Key.Key_R)
    assert len(items(desk)) == 1
    assert len(rows(desk)) == 1


def test_an_improvement_can_be_made_into_an_item(desk: Desk) -> None:
    desk.press(Qt.Key.Key_4, Qt.Key.Key_Up, Qt.Key.Key_R)
    [item] = items(desk)
    assert item.origin is ItemOrigin.IMPROVEMENT


def test_without_a_gap_one_calm_notice_and_nothing_is_made(desk: Desk) -> None:
    desk.press(Qt.Key.Key_5, Qt.Key.Key_Up, Qt.Key.Key_R, Qt.Key.Key_R)
    assert items(desk) == []
    assert not desk.page.pane.items.isVisible()
    told = [each for each in notices(desk) if "has no gap to close" in each]
    assert told == [
        "“Text of first?” has no gap to close. Only a question that applies and scores below 1 can be made into work."
    ]
    assert desk.context.save_state.saving is Saving.SAVED


def test_r_typed_in_a_note_or_a_form_is_a_letter(desk: Desk) -> None:
    desk.press(Qt.Key.Key_T)
    desk.type_text("r")
    desk.press(Qt.Key.Key_Escape, Qt.Key.Key_N)
    desk.type_text("r")
    desk.press(Qt.Key.Key_Escape)
    assert items(desk) == []
    assert desk.answer("first").note == "r"


def test_with_single_keys_off_r_needs_alt(desk: Desk) -> None:
    assert desk.context.set_settings(single_key_answers=False)
    desk.press(Qt.Key.Key_R)
    assert items(desk) == []
    desk.press(Qt.Key.Key_R, modifiers=Qt.KeyboardModifier.AltModifier)
    assert len(items(desk)) == 1
    assert "Alt+R" in [row.keys for row in desk.page.bindings()]


def test_the_key_cap_can_be_clicked(desk: Desk) -> None:
    desk.click(desk.page.pane.items.make)
    assert len(items(desk)) == 1
    desk.click(desk.page.pane.items.rows[0])
    assert desk.window.page is not desk.page
    assert len(items(desk)) == 1


def test_a_row_follows_its_item(desk: Desk) -> None:
    desk.press(Qt.Key.Key_R)
    [item] = items(desk)
    edit_items(desk.context.session, [item.id], ItemEdit(owner="Ines", state=ItemState.PLANNED))
    desk.context.changed.emit()
    assert rows(desk)[0][1].startswith("Planned · Ines · due ")
    edit_items(desk.context.session, [item.id], ItemEdit(state=ItemState.DROPPED, reason="Not now."))
    desk.context.changed.emit()
    assert rows(desk) == [("Do it", "Dropped · Ines")]
    desk.press(Qt.Key.Key_R)  # a dropped one stands for nothing
    assert len(items(desk)) == 2
    assert rows(desk)[0][1].startswith("Open · no owner")


@pytest.fixture
def sealed(context: Context, show_desk: ShowReview) -> Desk:
    """Return a review on screen that is decided."""
    started = begin_review(context.session, [small_pack()])
    decide(context.session, started.id, Decision(Outcome.NO_GO, "Not yet.", signatories=(Signatory("Amira"),)))
    return show_desk(started)


def test_on_a_sealed_review_r_works_and_no_seal_breaks(sealed: Desk) -> None:
    sealed.go("first")
    sealed.press(Qt.Key.Key_R)
    [item] = items(sealed)
    assert item.questions == {"small/first"}
    assert [title for title, _detail in rows(sealed)] == ["Do it"]
    assert verify(sealed.context.session).findings == ()
    sealed.press(Qt.Key.Key_Z, modifiers=CTRL)
    assert items(sealed) == []
    assert rows(sealed) == []


def test_who_answers_blind_sees_no_items_and_makes_none(desk: Desk) -> None:
    desk.press(Qt.Key.Key_R)
    set_assessors(desk.context.session, desk.assessment.id, ["Amira", "Jonas"])
    desk.page.open_review(desk.assessment.id)
    desk.settle()
    desk.page.conduct.answer_as("Jonas")
    desk.settle()
    assert rows(desk) == []
    assert not desk.page.pane.items.isVisible()
    QTest.keyClick(desk.focus, Qt.Key.Key_R)
    assert len(items(desk)) == 1
    assert "Remediation is planned by the agreed answers. Stop answering blind first." in notices(desk)
