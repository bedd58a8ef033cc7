"""The board by key and by drag: moves, refusals, the reason for dropping, several cards at once, undo, the filter.

A native drag cannot run offscreen: the tests take the mime data that the view's own drag carries and send the column
the enter, move and drop events that Qt would send.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

import pytest
from PySide6.QtCore import QCoreApplication, QItemSelectionModel, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from tests.gui import accessibility
from tests.gui.conftest import now
from tests.workflows.builders import begin_review, small_pack

from shipworthy.domain.assessment import Assessment
from shipworthy.domain.pack import Severity
from shipworthy.domain.remediation import ItemOrigin, ItemState, RemediationItem
from shipworthy.gui.context import Context, Saving
from shipworthy.gui.main_window import MainWindow
from shipworthy.gui.models.board_model import Lane
from shipworthy.gui.models.item_filter import Facet
from shipworthy.gui.pages.remediation.board_tab import BoardTab
from shipworthy.gui.pages.remediation.lane_view import LaneView
from shipworthy.gui.places import Places
from shipworthy.gui.widgets.notice_area import NoticeArea
from shipworthy.workflows.item_lists import list_items
from shipworthy.workflows.remediation import ItemEdit, edit_items, save_items
from shipworthy.workflows.waivers import approve_waiver, request_waiver

# Qt 6.12 takes a point with fractions instead, which 6.11 does not know.
pytestmark = pytest.mark.filterwarnings("ignore:Function. 'QDrag(Enter|Move)Event:DeprecationWarning")

Key = Qt.Key
ALT, CTRL, SHIFT = (
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
TITLES = {
    "Timeouts": (ItemState.OPEN, 10),
    "Retries": (ItemState.OPEN, 20),
    "Alerts": (ItemState.OPEN, 30),
    "Backups": (ItemState.PLANNED, 10),
    "Drain": (ItemState.DONE, 10),
    "Gold plate": (ItemState.DROPPED, 10),
}


@dataclass
class Board:
    """The board on screen, and hands for it."""

    window: MainWindow
    places: Places
    context: Context
    wait: Callable[[], None]

    @property
    def tab(self) -> BoardTab:
        tab = self.places.remediation.tab
        assert isinstance(tab, BoardTab)
        return tab

    @property
    def focus(self) -> QWidget:
        focus = self.window.focusWidget()
        assert focus is not None
        assert focus.isVisible()
        return focus

    @property
    def at(self) -> tuple[Lane, str]:
        """Return the column and the card that have the focus."""
        view = self.focus
        assert isinstance(view, LaneView), view
        lane = next(lane for lane, column in self.tab.columns.items() if column.view is view)
        row = view.currentIndex().row()
        return lane, view.cards.lines[row].item.title if row >= 0 else ""

    def settle(self) -> None:
        for _turn in range(2):
            QCoreApplication.processEvents()
            self.wait()

    def press(self, *keys: Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        for key in keys:
            QTest.keyClick(self.focus, key, modifiers)
            self.settle()
            accessibility.check(self.window)

    def cards(self, lane: Lane) -> list[str]:
        self.settle()
        return [line.item.title for line in self.tab.columns[lane].view.cards.lines]

    def item(self, title: str) -> RemediationItem:
        self.settle()
        [found] = [line.item for line in list_items(self.context.session) if line.item.title == title]
        return found

    def choose(self, lane: Lane, *titles: str) -> LaneView:
        """Click cards, all but the first with Ctrl held."""
        view = self.tab.columns[lane].view
        for number, title in enumerate(titles):
            row = self.cards(lane).index(title)
            place = view.visualRect(view.cards.index(row)).center()
            held = CTRL if number else Qt.KeyboardModifier.NoModifier
            QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, held, QPoint(place))
        self.settle()
        return view

    def drag(self, source: LaneView, target: Lane) -> None:
        """Send the column what Qt would send it while the chosen cards are dragged there and let go."""
        column = self.tab.columns[target]
        drag = source.make_drag()
        assert not drag.pixmap().isNull()
        carried, middle = drag.mimeData(), column.rect().center()
        move, left, plain = Qt.DropAction.MoveAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        enter = QDragEnterEvent(middle, move, carried, left, plain)
        QApplication.sendEvent(column, enter)
        assert enter.isAccepted()
        assert column.property("active")
        QApplication.sendEvent(column, QDragMoveEvent(middle, move, carried, left, plain))
        QApplication.sendEvent(column, QDropEvent(QPointF(middle), move, carried, left, plain))
        assert not column.property("active")
        self.settle()
        accessibility.check(self.window)

    @property
    def notices(self) -> list[str]:
        area = self.window.findChild(NoticeArea)
        assert area is not None
        return [f"{frame.notice.text} {frame.notice.hint}".strip() for frame in area.frames]


@pytest.fixture
def review(context: Context) -> Assessment:
    return begin_review(context.session, [small_pack()])


@pytest.fixture
def board(
    context: Context, window: MainWindow, places: Places, settle: Callable[[], None], review: Assessment
) -> Board:
    """Return the board with six items."""
    save_items(
        context.session,
        [
            RemediationItem(
                uuid.uuid4(), review.service, title, frozenset(), state, due=now().date() + timedelta(days=days),
                severity=Severity.HIGH, effort_days=Fraction(3, 2), origin=ItemOrigin.MANUAL, created_at=now(),
                state_reason="Nobody asked." if state is ItemState.DROPPED else "",
            )
            for title, (state, days) in TITLES.items()
        ],
        "six items",
    )  # fmt: skip
    return open_board(context, window, places, settle)


def open_board(context: Context, window: MainWindow, places: Places, settle: Callable[[], None]) -> Board:
    window.show_page("remediation")
    settle()
    titles = [places.remediation.tabs.bar.tabText(place) for place in range(places.remediation.tabs.bar.count())]
    places.remediation.tabs.show_tab(titles.index("Board"))
    window.activateWindow()  # the news of focus reaches the active window only
    QTest.qWaitForWindowActive(window)
    found = Board(window, places, context, settle)
    found.settle()
    return found


def test_columns_say_how_much_is_in_them(board: Board) -> None:
    assert board.cards(Lane.OPEN) == ["Timeouts", "Retries", "Alerts"]
    column = board.tab.columns[Lane.OPEN]
    assert (column.count.text(), column.effort.text()) == ("3", "4.5 days")
    assert board.tab.columns[Lane.VERIFIED].effort.text() == "nothing"
    dropped = board.tab.columns[Lane.DROPPED]
    assert not dropped.view.isVisible()
    assert dropped.strip.accessibleName() == "Dropped: 1 item"
    assert board.at == (Lane.OPEN, "Timeouts")
    accessibility.check(board.window)


def test_keys_move_a_card_and_the_focus_goes_with_it(board: Board) -> None:
    board.press(Key.Key_Down)
    assert board.at == (Lane.OPEN, "Retries")
    board.press(Key.Key_Right, modifiers=ALT)
    assert board.item("Retries").state is ItemState.PLANNED
    assert board.at == (Lane.PLANNED, "Retries")
    assert "“Retries” is planned" in board.notices
    board.press(Key.Key_Greater)
    assert board.at == (Lane.IN_PROGRESS, "Retries")
    board.press(Key.Key_Less)
    board.press(Key.Key_Left, modifiers=ALT)
    assert board.at == (Lane.OPEN, "Retries")
    board.press(Key.Key_Left, modifiers=ALT)
    assert board.item("Retries").state is ItemState.OPEN


def test_keys_pressed_at_once_act_one_after_the_other(board: Board) -> None:
    for _press in range(3):
        QTest.keyClick(board.tab.columns[Lane.OPEN].view, Key.Key_Right, ALT)
    board.settle()
    board.settle()
    board.settle()
    assert board.item("Timeouts").state is ItemState.DONE
    assert board.at == (Lane.DONE, "Timeouts")


def test_arrows_go_from_column_to_column_and_over_empty_and_folded_ones(board: Board) -> None:
    board.press(Key.Key_Right)
    assert board.at == (Lane.PLANNED, "Backups")
    board.press(Key.Key_Right)
    assert board.at == (Lane.IN_PROGRESS, "")
    assert board.tab.columns[Lane.IN_PROGRESS].property("active")
    board.press(Key.Key_Right)
    assert board.at == (Lane.DONE, "Drain")
    assert not board.tab.columns[Lane.IN_PROGRESS].property("active")
    board.press(Key.Key_Right, Key.Key_Right)
    assert board.focus is board.tab.columns[Lane.WAIVED].strip
    board.press(Key.Key_Tab)
    assert board.focus is board.tab.columns[Lane.DROPPED].strip
    board.press(Key.Key_Return)
    assert board.tab.columns[Lane.DROPPED].view.isVisible()
    board.press(Key.Key_Down)
    assert board.at == (Lane.DROPPED, "Gold plate")
    board.tab.columns[Lane.DROPPED].fold.setFocus()
    board.press(Key.Key_Return)
    assert board.focus is board.tab.columns[Lane.DROPPED].strip


def test_where_the_interface_runs_from_right_to_left_arrows_point_the_other_way(board: Board) -> None:
    board.window.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    board.press(Key.Key_Left, modifiers=ALT)
    assert board.item("Timeouts").state is ItemState.PLANNED
    board.press(Key.Key_Right)
    assert board.at == (Lane.OPEN, "Retries")


def test_with_single_keys_off_the_signs_need_alt(board: Board) -> None:
    assert board.context.set_settings(single_key_answers=False)
    board.press(Key.Key_Greater)
    assert board.item("Timeouts").state is ItemState.OPEN
    assert board.at == (Lane.OPEN, "Timeouts")
    board.press(Key.Key_Greater, modifiers=ALT)
    assert board.item("Timeouts").state is ItemState.PLANNED
    assert any("Alt+>" in binding.keys for binding in board.places.remediation.bindings())


def test_a_drag_moves_a_card(board: Board) -> None:
    board.drag(board.choose(Lane.OPEN, "Alerts"), Lane.DONE)
    assert board.item("Alerts").state is ItemState.DONE
    assert board.cards(Lane.OPEN) == ["Timeouts", "Retries"]
    assert board.tab.columns[Lane.DONE].view.chosen == [board.item("Alerts").id]


def test_several_cards_move_together_as_one_step_of_undo(board: Board) -> None:
    board.drag(board.choose(Lane.OPEN, "Timeouts", "Alerts"), Lane.IN_PROGRESS)
    assert board.cards(Lane.IN_PROGRESS) == ["Timeouts", "Alerts"]
    assert "2 items are in progress" in board.notices
    board.press(Key.Key_Z, modifiers=CTRL)
    assert board.cards(Lane.OPEN) == ["Timeouts", "Retries", "Alerts"]
    assert board.cards(Lane.IN_PROGRESS) == []
    board.press(Key.Key_Z, modifiers=CTRL | SHIFT)
    assert board.cards(Lane.IN_PROGRESS) == ["Timeouts", "Alerts"]


def test_several_cards_are_chosen_and_moved_by_keys(board: Board) -> None:
    board.press(Key.Key_Down, modifiers=SHIFT)
    board.press(Key.Key_Right, modifiers=ALT)
    assert board.cards(Lane.PLANNED) == ["Timeouts", "Backups", "Retries"]
    assert len(board.tab.columns[Lane.PLANNED].view.chosen) == 2


def test_cards_are_chosen_in_one_column_at_a_time(board: Board) -> None:
    board.choose(Lane.OPEN, "Timeouts")
    board.choose(Lane.PLANNED, "Backups")
    assert board.tab.columns[Lane.OPEN].view.chosen == []
    assert board.at == (Lane.PLANNED, "Backups")


@pytest.mark.parametrize("by_key", [True, False])
def test_verified_is_refused_with_the_reason(board: Board, by_key: bool) -> None:
    view = board.choose(Lane.DONE, "Drain")
    if by_key:
        board.press(Key.Key_Right, modifiers=ALT)
    else:
        board.drag(view, Lane.VERIFIED)
    assert board.item("Drain").state is ItemState.DONE
    assert board.notices[-1] == (
        "“Drain” cannot be set to verified by hand. Say that it is done: the next decided review that finds its "
        "questions cured verifies it."
    )
    assert board.context.save_state.saving is not Saving.FAILED


def test_waived_is_refused_with_the_way_there(board: Board) -> None:
    board.drag(board.choose(Lane.OPEN, "Timeouts"), Lane.WAIVED)
    assert board.item("Timeouts").state is ItemState.OPEN
    assert board.notices[-1].endswith("The Waivers tab asks for a waiver, which somebody else approves.")


def test_dropping_asks_for_the_reason_in_place(board: Board) -> None:
    board.drag(board.choose(Lane.OPEN, "Timeouts", "Retries"), Lane.DROPPED)
    form = board.tab.form
    assert form.isVisible()
    assert form.title.text() == "Drop 2 items"
    assert board.focus is form.reason
    board.press(Key.Key_Return)
    assert form.problem == "✕ Write the reason: without it nothing is dropped."
    assert board.item("Timeouts").state is ItemState.OPEN
    QTest.keyClicks(board.focus, "The service is retired.")
    board.press(Key.Key_Return)
    assert not form.isVisible()
    for title in ("Timeouts", "Retries"):
        assert board.item(title).state is ItemState.DROPPED
        assert board.item(title).state_reason == "The service is retired."
    assert board.at[0] is Lane.DROPPED
    board.press(Key.Key_Z, modifiers=CTRL)
    assert board.cards(Lane.OPEN) == ["Timeouts", "Retries", "Alerts"]


def test_esc_takes_the_question_for_the_reason_away(board: Board) -> None:
    board.press(Key.Key_Delete)
    assert board.tab.form.title.text() == "Drop “Timeouts”"
    board.press(Key.Key_Escape)
    assert not board.tab.form.isVisible()
    assert board.at == (Lane.OPEN, "Timeouts")
    assert board.item("Timeouts").state is ItemState.OPEN


def test_a_dropped_card_is_taken_up_again(board: Board) -> None:
    column = board.tab.columns[Lane.DROPPED]
    column.strip.setFocus()
    board.press(Key.Key_Return)
    column.view.choose((), column.view.cards.lines[0].item.id)
    board.press(Key.Key_Left, modifiers=ALT)
    assert board.item("Gold plate").state is ItemState.OPEN
    assert board.at == (Lane.OPEN, "Gold plate")


def test_a_waived_card_stands_apart_and_is_not_moved(board: Board, review: Assessment) -> None:
    item = board.item("Timeouts")
    session = board.context.session
    edit = RemediationItem(
        uuid.uuid4(), review.service, "Breaker", frozenset({"small/breaker"}), created_at=now(), due=item.due
    )
    save_items(session, [edit], "one more")
    waive(board, review)
    board.context.changed.emit()
    assert board.cards(Lane.WAIVED) == ["Breaker"]
    board.tab.columns[Lane.WAIVED].set_open(True)
    board.settle()
    board.drag(board.choose(Lane.WAIVED, "Breaker"), Lane.DONE)
    assert board.notices[-1].startswith("“Breaker” is waived.")
    assert board.item("Breaker").state is ItemState.OPEN


def waive(board: Board, review: Assessment) -> None:
    """Let one person ask for a waiver and another approve it."""
    session = board.context.session
    asked = request_waiver(
        session, review.service, "small/breaker", requester="Amira", reason="Later.", expires=date(2027, 3, 1)
    ).waiver
    approve_waiver(session, asked.id, approver="Kenji")


def test_what_another_program_carries_changes_nothing(board: Board) -> None:
    column = board.tab.columns[Lane.DONE]
    text = QMimeData()
    text.setText("“Timeouts”")
    plain = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(QPoint(9, 9), Qt.DropAction.CopyAction, text, *plain)
    enter.ignore()
    QApplication.sendEvent(column, enter)
    assert not column.property("active")
    column.dropped.emit([uuid.uuid4()])
    board.settle()
    assert board.cards(Lane.DONE) == ["Drain"]


def test_a_drag_that_leaves_a_column_leaves_no_mark(board: Board) -> None:
    view, column = board.choose(Lane.OPEN, "Timeouts"), board.tab.columns[Lane.DONE]
    plain = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    carried = view.make_drag().mimeData()
    QApplication.sendEvent(column, QDragEnterEvent(QPoint(9, 9), Qt.DropAction.MoveAction, carried, *plain))
    assert column.property("active")
    QApplication.sendEvent(column, QDragLeaveEvent())
    assert not column.property("active")


def test_the_filter_is_that_of_the_table(board: Board) -> None:
    state = board.places.remediation.filter
    state.set_filter(state.filter.with_text("tim"))
    assert board.cards(Lane.OPEN) == ["Timeouts"]
    assert board.cards(Lane.PLANNED) == []
    state.set_filter(state.filter.with_text("").with_value(Facet.STATE, ItemState.DONE, True))
    assert board.cards(Lane.OPEN) == []
    assert board.cards(Lane.DONE) == ["Drain"]
    state.clear()
    assert board.cards(Lane.OPEN) == ["Timeouts", "Retries", "Alerts"]


def test_enter_and_a_double_click_open_the_item(board: Board) -> None:
    opened: list[object] = []
    board.tab.item_asked.connect(opened.append)
    board.press(Key.Key_Return)
    view = board.choose(Lane.PLANNED, "Backups")
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(view.currentIndex()).center())
    assert opened == [board.item("Timeouts").id, board.item("Backups").id]


def test_the_palette_moves_what_is_chosen(board: Board) -> None:
    board.choose(Lane.OPEN, "Alerts")
    [command] = [each for each in board.places.remediation.commands() if each.text == "Move to “Done”"]
    command.act()
    assert board.item("Alerts").state is ItemState.DONE


def test_what_somebody_else_changed_is_followed(board: Board) -> None:
    board.press(Key.Key_Down)
    edit_items(board.context.session, [board.item("Retries").id], ItemEdit(state=ItemState.DONE))
    board.context.changed.emit()
    board.settle()
    assert board.at == (Lane.DONE, "Retries")


def test_an_empty_board_says_what_it_is_for(
    context: Context, window: MainWindow, places: Places, settle: Callable[[], None]
) -> None:
    board = open_board(context, window, places, settle)
    assert board.focus is board.tab.review_button
    board.press(Key.Key_Return)
    assert window.page is places.review


def test_the_picture_of_a_drag_tells_how_many(board: Board) -> None:
    view = board.choose(Lane.OPEN, "Timeouts")
    one = view.make_drag().pixmap().toImage()
    view.selectionModel().select(view.cards.index(1), QItemSelectionModel.SelectionFlag.Select)
    assert view.make_drag().pixmap().toImage() != one


def test_a_new_item_is_made_from_the_board_as_from_the_table(board: Board) -> None:
    drawer = board.places.remediation.drawer
    board.press(Key.Key_N)
    assert drawer.isVisible()
    assert board.focus is drawer.form.title
    board.press(Key.Key_Escape)
    assert not drawer.isVisible()
    assert isinstance(board.focus, LaneView)
    board.press(Key.Key_Slash)
    assert board.focus is board.tab.filters.search
    QTest.mouseClick(board.tab.add_button, Qt.MouseButton.LeftButton)
    board.settle()
    assert board.focus is drawer.form.title


def test_a_new_item_is_in_the_menu_whatever_tab_is_shown(board: Board) -> None:
    page = board.places.remediation
    page.tabs.show_tab(3)
    board.settle()
    page.menu_actions()[0].trigger()
    board.settle()
    assert board.focus is page.drawer.form.title
