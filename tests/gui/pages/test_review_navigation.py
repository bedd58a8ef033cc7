"""Finding one's way: filters, search, "Why?", the summary, hidden questions, narrow windows, accessibility."""

import uuid
from dataclasses import replace

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from tests.gui.pages.conftest import OpenReview
from tests.gui.pages.review_desk import Desk
from tests.gui.window_checks import WindowWatch, nameless, rich_labels
from tests.workflows.builders import begin_review, small_pack

from shipworthy.domain.assessment import AnswerState
from shipworthy.gui.main_window import MainWindow
from shipworthy.gui.places import Places
from shipworthy.workflows.packs import find_pack
from shipworthy.workflows.reviews import open_review


def lines(model: object) -> list[str]:
    """Return the first column of a model as text."""
    return [model.index(row, 0).data() for row in range(model.rowCount(QModelIndex()))]  # type: ignore[attr-defined]


def test_a_review_begins_at_the_first_unanswered_question(desk: Desk) -> None:
    desk.press(Qt.Key.Key_1, Qt.Key.Key_2)
    desk.press(Qt.Key.Key_Up, Qt.Key.Key_Up)
    desk.page.conduct.current = None
    desk.page.conduct._review = None
    desk.page.open_review(desk.assessment.id)
    desk.settle()
    assert desk.current == "limits"


def test_until_a_review_is_read_no_other_takes_its_keys(open_desk: OpenReview, places: Places) -> None:
    first = open_desk([small_pack()])
    second = begin_review(first.context.session, [small_pack()], name="ledger")
    first.context.open_review(second.id)
    assert first.page.parts.is_opening
    assert not first.page.parts.empty.isVisible()
    QTest.keyClick(first.focus, Qt.Key.Key_1)
    first.settle()
    assert first.page.conduct.shows(second.id)
    assert not first.page.parts.is_opening
    for assessment in (first.assessment.id, second.id):
        assert not open_review(first.context.session, assessment).answers


def test_a_review_that_cannot_be_read_leaves_the_page_as_it_was(desk: Desk, window: MainWindow) -> None:
    desk.page.open_review(uuid.uuid4())
    assert desk.page.parts.is_opening
    desk.settle()
    assert desk.page.parts.shows_question
    assert desk.focus is desk.page.pane
    assert len(window.notices.frames) == 1


def test_search_finds_text_id_and_note_and_enter_jumps(desk: Desk) -> None:
    desk.go("drain")
    desk.press(Qt.Key.Key_T)
    desk.type_text("the Zebra queue")
    desk.press(Qt.Key.Key_Escape, Qt.Key.Key_Slash)
    search = desk.page.parts.search
    desk.type_text("zebra")
    desk.qtbot.waitUntil(lambda: lines(search.found.model()) == ["5  Text of drain?"])
    assert search.line.text() == "1 question"
    assert search.found.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole) == (
        "5  Text of drain?. drain · Unanswered\nNote: the Zebra queue"
    )
    search.words.selectAll()
    desk.type_text("break")
    desk.press(Qt.Key.Key_Return)
    assert desk.current == "breaker"
    assert desk.focus is desk.page.pane
    desk.press(Qt.Key.Key_Slash, Qt.Key.Key_Escape)
    assert desk.current == "breaker"
    assert desk.focus is desk.page.pane


def test_why_lists_losses_whose_sum_is_exact_and_leads_to_the_question(desk: Desk) -> None:
    desk.press(Qt.Key.Key_5)
    desk.click(desk.page.parts.score.why)
    why = desk.page.parts.why
    assert why.isVisible()
    card = desk.page.conduct.review.scorecard
    assert sum(each.contribution for each in card.why()) == card.score
    assert lines(why.model)[-1] == "Sum"
    first = card.why()[0].id
    desk.press(Qt.Key.Key_Return)
    assert desk.page.conduct.current == first


def test_the_summary_follows_the_last_question_and_its_rows_jump(desk: Desk) -> None:
    desk.press(Qt.Key.Key_5, Qt.Key.Key_U)
    desk.go("last")
    desk.press(Qt.Key.Key_2)
    summary = desk.page.parts.summary
    assert summary.isVisible()
    assert lines(summary.list.model()) == [
        "Unanswered (3)",
        "3  Text of limits?",
        "4  Text of breaker?",
        "5  Text of drain?",
        "Unknown (1)",
        "2  Text of proved?",
        "Gaps (1)",
        "6  Text of last?",
    ]
    assert desk.focus is summary.list
    desk.press(Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert desk.current == "breaker"
    desk.press(Qt.Key.Key_PageDown, Qt.Key.Key_PageDown)
    assert summary.isVisible()
    desk.press(Qt.Key.Key_Left)
    assert desk.current == "drain"


def test_figures_follow_every_answer(desk: Desk) -> None:
    score = desk.page.parts.score
    assert score.counts.text() == "1 blocker · 0 % answered"
    desk.press(Qt.Key.Key_5)
    assert score.score.text.startswith(desk.context.wording.percent(desk.page.conduct.review.scorecard.score))
    assert score.verdict.text() == "✕ Not ready"
    assert score.level.text() == "Level 0"
    assert "1 blocker open" in score.clauses.text()
    assert lines(desk.page.parts.principles.model()) == [
        f"Title of {each}" for each in ("contract", "failure", "stores", "stop")
    ]
    index = desk.page.parts.principles.model().index(0, 0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Title of contract: 1 of 2 answered"


def test_questions_that_do_not_apply_fold_away_and_say_why(desk: Desk, places: Places) -> None:
    desk.go("breaker")
    hidden = desk.page.pane.hidden
    assert hidden.isVisible()
    assert hidden.text == "1 question does not apply has_database? No."
    desk.go("limits")
    assert not hidden.isVisible()
    desk.page._go_to_principle("small/stores")
    notice = desk.window.notices.frames[-1].notice
    assert notice.hint == "has_database? No."
    desk.go("breaker")
    desk.click(desk.link("Facts of checkout"))
    assert desk.window.page is places.service


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (1024, 640), (640, 400)])
def test_nothing_is_lost_on_a_small_window(open_desk: OpenReview, width: int, height: int) -> None:
    desk = open_desk([find_pack("backend-engineering")])
    desk.window.resize(width, height)
    desk.settle()
    QApplication.processEvents()
    parts = desk.page.parts
    for part in (parts.help, parts.principles, parts.score, parts.question):
        assert part.isVisible()
        assert part.width() <= desk.page.width()
    for row in desk.page.pane.choices.rows:
        assert row.height() >= row.heightForWidth(row.width())
        assert row.mapTo(desk.page.pane, row.rect().bottomRight()).x() < desk.page.pane.width()
    column = desk.page.parts._question_column
    assert column.horizontalScrollBar().maximum() == 0
    assert desk.page.pane.height() >= desk.page.pane.minimumSizeHint().height()
    QTest.keyClick(desk.focus, Qt.Key.Key_F2)
    desk.settle()


def test_help_column_comes_and_goes_by_f2(desk: Desk) -> None:
    assert desk.page.parts.help.isVisible()
    desk.press(Qt.Key.Key_F2)
    assert not desk.page.parts.help.isVisible()
    desk.press(Qt.Key.Key_F2)
    assert desk.page.parts.help.isVisible()


def test_every_state_of_the_page_has_names_and_plain_labels(desk: Desk) -> None:
    desk.press(Qt.Key.Key_1)
    desk.go("breaker")
    desk.press(Qt.Key.Key_5)
    for keys in (
        [],
        [Qt.Key.Key_N],
        [Qt.Key.Key_Escape, Qt.Key.Key_C],
        [Qt.Key.Key_Escape, Qt.Key.Key_E],
        [Qt.Key.Key_Escape, Qt.Key.Key_Slash],
        [Qt.Key.Key_Escape, Qt.Key.Key_PageDown],
    ):
        desk.press(*keys)
        assert nameless(desk.window) == []
        assert rich_labels(desk.window) == []
        assert desk.focus.isVisible()
    assert desk.current is None


def test_choices_speak_as_radio_buttons_and_check_boxes_with_their_state(desk: Desk) -> None:
    desk.press(Qt.Key.Key_2, Qt.Key.Key_Up)
    rows = desk.page.pane.choices.rows
    spoken = [QAccessible.queryAccessibleInterface(row) for row in rows]
    assert [each.role() for each in spoken] == [QAccessible.Role.RadioButton] * 5
    assert [bool(each.state().checked) for each in spoken] == [False, True, False, False, False]
    assert spoken[1].text(QAccessible.Text.Name) == "2. Label b. Scores ¼"
    desk.go("limits")
    desk.press(Qt.Key.Key_3)
    spoken = [QAccessible.queryAccessibleInterface(row) for row in desk.page.pane.choices.rows]
    assert [each.role() for each in spoken] == [QAccessible.Role.CheckBox] * 4
    assert [bool(each.state().checked) for each in spoken] == [False, False, True, False]


def test_tab_goes_through_the_pane_in_reading_order(desk: Desk) -> None:
    desk.page.pane.take_focus()
    visited = []
    for _tab in range(24):
        QTest.keyClick(desk.focus, Qt.Key.Key_Tab)
        visited.append(desk.focus)
    rows = desk.page.pane.choices.rows
    buttons = [each for each in desk.page.pane.answers.buttons.values() if each.isVisible()]
    wanted = [*rows, *buttons, desk.page.pane.note]
    assert [each for each in visited if each in wanted] == wanted


def test_an_open_review_with_all_answered_shows_the_summary(desk: Desk) -> None:
    for _question in range(6):
        desk.press(Qt.Key.Key_5)
        if desk.current == "limits":
            desk.press(Qt.Key.Key_2, Qt.Key.Key_Return)
    assert desk.current is None
    assert {answer.state for answer in desk.stored().values()} == {AnswerState.ANSWERED}
    desk.page.conduct._review = None
    desk.page.open_review(desk.assessment.id)
    desk.settle()
    assert desk.current is None


def test_lists_elsewhere_show_what_was_answered_here(desk: Desk, places: Places) -> None:
    desk.press(Qt.Key.Key_T)
    desk.type_text("Typed until the very end")
    with desk.qtbot.waitSignal(desk.context.changed):
        desk.context.go_to("portfolio")
    desk.settle()
    assert desk.answer("first").note == "Typed until the very end"
    assert desk.window.page is places.portfolio
    desk.context.go_to("review")
    desk.settle()
    assert desk.current == "first"
    assert desk.page.pane.note.note == "Typed until the very end"
    desk.context.go_to("portfolio")  # the note itself was saved on the way out
    desk.context.go_to("review")
    desk.settle()
    with desk.qtbot.assertNotEmitted(desk.context.changed):
        desk.context.go_to("portfolio")


def test_a_fact_changed_elsewhere_is_obeyed_on_coming_back(desk: Desk, places: Places) -> None:
    desk.go("breaker")
    service = desk.page.conduct.review.service
    desk.context.go_to("portfolio")
    desk.settle()
    with desk.context.session.begin() as tx:
        tx.services.save(replace(tx.services.get(service.id), facts={"has_database": True}))
    desk.context.changed.emit()
    desk.context.go_to("review")
    desk.settle()
    assert desk.current == "breaker"
    assert [item.id for item in desk.page.conduct.review.applying()][4:6] == ["small/database", "small/backups"]
    assert not desk.page.pane.hidden.isVisible()


def test_no_part_of_the_page_is_ever_a_window_of_its_own(open_desk: OpenReview, qapp: QApplication) -> None:
    watch = WindowWatch(qapp)
    desk = open_desk([small_pack()])
    desk.press(Qt.Key.Key_1)
    desk.go("breaker")
    desk.press(Qt.Key.Key_5, Qt.Key.Key_N, Qt.Key.Key_Escape, Qt.Key.Key_Slash, Qt.Key.Key_Escape)
    for width in (640, 1280):
        desk.window.resize(width, 640)
        desk.settle()
    desk.go("limits")
    qapp.removeEventFilter(watch)
    assert watch.seen == []
    assert desk.window.isActiveWindow()
