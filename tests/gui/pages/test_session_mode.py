"""Session mode by key and click: a meeting from its card to its end, and nothing said in it is lost."""

import datetime as dt
from dataclasses import dataclass, replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QWidget
from tests.gui.conftest import now
from tests.gui.pages.conftest import OpenReview
from tests.gui.pages.review_desk import Desk
from tests.gui.window_checks import nameless, rich_labels
from tests.workflows.builders import small_pack

from shipworthy.domain.assessment import AssessmentState
from shipworthy.domain.meeting import Attendee, Meeting, ParkedItem, Resolution
from shipworthy.gui.pages.review.keys import Act
from shipworthy.gui.places import Places
from shipworthy.workflows import agenda, meetings
from shipworthy.workflows.undo import undo_changes

Key = Qt.Key
CONTRACT, FAILURE, STOP = "small/contract", "small/failure", "small/stop"


@dataclass
class Room:
    """A review on screen with a clock that a test moves."""

    desk: Desk
    moment: dt.datetime

    def pass_time(self, seconds: int, step: int = 30) -> None:
        """Let time go by as the window's timer sees it."""
        while seconds > 0:
            self.moment += dt.timedelta(seconds=min(step, seconds))
            seconds -= step
            self.desk.page.session.look_at_clock()
            self.desk.settle()

    def begin(self) -> None:
        """Begin a meeting with what the card proposes."""
        self.desk.press(Key.Key_F5, Key.Key_Return)

    @property
    def meeting(self) -> Meeting:
        """Return the last meeting of the review, as the store has it."""
        self.desk.settle()
        return agenda.meetings_of(self.desk.context.session, self.desk.assessment.id)[-1]

    @property
    def lines(self) -> list[str]:
        """Return the lines of the panel."""
        model = self.desk.page.parts.minutes.list.lines
        return [str(model.index(row).data()) for row in range(model.rowCount())]

    @property
    def bar(self) -> str:
        """Return what the bar says."""
        bar = self.desk.page.parts.bar
        shown = (bar.principle, bar.clock, bar.over, bar.state, bar.whole)
        return " | ".join(label.text() for label in shown if not label.isHidden())


@pytest.fixture
def room(desk: Desk) -> Room:
    """Return a fresh review with the small pack."""
    return room_of(desk)


def room_of(desk: Desk) -> Room:
    made = Room(desk, now())
    desk.context.now = lambda: made.moment
    return made


def test_the_card_asks_who_is_there_and_how_long_and_enter_begins(room: Room) -> None:
    desk, card = room.desk, room.desk.page.parts.start
    desk.press(Key.Key_F5)
    assert card.isVisible()
    assert card.attendees == (Attendee("Amira"),)
    assert card.plan == {CONTRACT: 20, FAILURE: 20, STOP: 20}
    assert nameless(desk.window) == []
    assert rich_labels(card) == []
    desk.type_text("Jonas, operations")
    desk.press(Key.Key_Return)
    desk.type_text("Li")
    desk.press(Key.Key_Return)
    card.list.setFocus()
    card.list.setCurrentIndex(card.list.people.index(2))
    desk.press(Key.Key_Space)
    card.total.setFocus()
    card.total.selectAll()
    desk.type_text("31")
    assert card.plan == {CONTRACT: 11, FAILURE: 10, STOP: 10}
    card.minutes[STOP].setFocus()
    card.minutes[STOP].selectAll()
    desk.type_text("14")
    assert card.total.value() == 35
    desk.press(Key.Key_Return)
    assert room.meeting.attendees == (Attendee("Amira"), Attendee("Jonas", "operations"), Attendee("Li", present=False))
    assert room.meeting.planned_minutes == {CONTRACT: 11, FAILURE: 10, STOP: 14}
    assert desk.page.parts.bar.isVisible()
    assert desk.focus is desk.page.pane
    assert desk.page.parts.minutes.people.text() == "Present: Amira, Jonas\nApologies: Li"
    assert nameless(desk.window) == []
    assert rich_labels(desk.page) == []


def test_esc_and_f5_lead_back_from_the_card_without_a_meeting(room: Room) -> None:
    desk = room.desk
    for key in (Key.Key_Escape, Key.Key_F5):
        desk.press(Key.Key_F5)
        assert desk.page.parts.start.isVisible()
        desk.press(key)
        assert desk.focus is desk.page.pane
    assert agenda.meetings_of(desk.context.session, desk.assessment.id) == ()


def test_a_person_twice_and_an_empty_name_are_told_at_once(room: Room) -> None:
    desk, card = room.desk, room.desk.page.parts.start
    desk.press(Key.Key_F5)
    desk.type_text("AMIRA")
    desk.press(Key.Key_Return)
    assert "“AMIRA” is listed already." in card.problem.text()
    assert desk.focus is card.person
    card.person.clear()
    desk.click(card.add)
    assert "There is no name yet." in card.problem.text()
    card.list.setFocus()
    card.list.setCurrentIndex(card.list.people.index(0))
    desk.press(Key.Key_Delete)
    assert card.attendees == ()
    desk.press(Key.Key_Return)
    assert room.meeting.attendees == ()


def test_the_clock_counts_for_the_principle_shown_and_saves_at_each_change(room: Room) -> None:
    desk = room.desk
    room.begin()
    room.pass_time(25)
    assert room.bar == "Title of contract | 0:25 of 20 min | ▶ Running | Meeting 0:25 of 60 min"
    assert room.meeting.spent_seconds == {}, "saved when enough has come together"
    desk.press(Key.Key_PageDown)
    assert room.meeting.spent_seconds == {CONTRACT: 25}
    room.pass_time(95, step=10)
    assert room.meeting.spent_seconds == {CONTRACT: 25, FAILURE: 90}
    assert room.bar.startswith("Title of failure | 1:35 of 20 min")
    model = desk.page.parts.principles.model()
    assert model.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole).endswith("1 of 20 min. 1 does not apply")


def test_time_over_the_plan_is_said_in_words_and_for_the_whole_too(room: Room) -> None:
    desk = room.desk
    room.begin()
    room.pass_time(20 * 60 + 5)
    expected = "Title of contract | 20:05 of 20 min | ◐ 0:05 over the plan | ▶ Running | Meeting 20:05 of 60 min"
    assert room.bar == expected
    row = desk.page.parts.principles.model().index(0, 0)
    assert "◐ 20 of 20 min, over" in row.data(Qt.ItemDataRole.AccessibleTextRole)
    room.pass_time(41 * 60)
    assert room.bar.endswith("Meeting 61:05 of 60 min, over")


def test_the_clock_stands_still_where_nothing_is_under_discussion(room: Room, places: Places) -> None:
    desk = room.desk
    room.begin()
    room.pass_time(10)
    desk.press(Key.Key_B)
    room.pass_time(40)
    assert "‖ Paused" in room.bar
    desk.press(Key.Key_B)
    room.pass_time(1)
    desk.press(Key.Key_A)
    room.pass_time(40)
    desk.press(Key.Key_Escape)
    room.pass_time(1)
    desk.page.conduct.offer(lambda: desk.page.conduct.go(None))
    desk.settle()
    room.pass_time(40)
    assert room.bar.startswith("Summary | ‖ Stands still")
    desk.press(Key.Key_Escape)
    assert desk.current == "first"
    desk.context.go_to("settings")
    room.pass_time(40)
    desk.context.go_to("review")
    room.pass_time(2)
    desk.press(Key.Key_F5)
    assert room.meeting.spent_seconds == {CONTRACT: 14}


def test_something_is_parked_with_its_question_and_settled_with_space(room: Room) -> None:
    desk = room.desk
    room.begin()
    desk.press(Key.Key_K)
    desk.type_text("ask the <b>platform</b> team")
    desk.press(Key.Key_Tab)
    desk.type_text("Jonas")
    desk.press(Key.Key_Return)
    assert room.meeting.parked == (ParkedItem("ask the <b>platform</b> team", "small/first", "Jonas"),)
    assert desk.focus is desk.page.pane
    assert desk.page.pane.park.isHidden()
    assert room.lines == ["Parking lot (1 open)", "ask the <b>platform</b> team", "Decisions (0)"]
    desk.press(Key.Key_P, modifiers=Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert desk.focus is desk.page.parts.minutes.list
    desk.press(Key.Key_Space)
    assert room.meeting.parked[0].settled
    assert room.lines[0] == "Parking lot (0 open)"
    desk.press(Key.Key_Space)
    assert not room.meeting.parked[0].settled
    desk.press(Key.Key_Escape)
    assert desk.focus is desk.page.pane


def test_a_decision_has_owner_and_due_day_and_bad_input_is_told_in_place(room: Room) -> None:
    desk, form = room.desk, room.desk.page.pane.resolve
    room.begin()
    desk.press(Key.Key_G, Key.Key_Return)
    assert form.problem == "✕ Write what was decided, in a line."
    desk.type_text("timeouts everywhere")
    for text, words in (("soon", "“soon” is not a date"), ("2026-11-21", "21 Nov 2026 is in the past")):
        form.due.setText(text)
        form.due.setFocus()
        desk.press(Key.Key_Return)
        assert words in form.problem
        assert form.isVisible()
    assert form.text.text() == "timeouts everywhere"
    form.due.setText("2026-12-01")
    form.attached.setChecked(False)
    form.name.setText("Li")
    desk.press(Key.Key_Return)
    assert room.meeting.resolutions == (Resolution("timeouts everywhere", "", "Li", dt.date(2026, 12, 1)),)
    assert room.lines[-1] == "timeouts everywhere"


def test_items_are_changed_and_removed_from_the_list_and_all_of_it_is_undone_by_name(room: Room) -> None:
    desk, parts = room.desk, room.desk.page.parts
    room.begin()
    begun = room.meeting
    desk.press(Key.Key_K)
    desk.type_text("one")
    desk.press(Key.Key_Return, Key.Key_G)
    desk.type_text("two")
    desk.press(Key.Key_Return)
    parts.show_minutes()
    desk.press(Key.Key_Return)
    assert desk.page.pane.park.text.text() == "one"
    desk.type_text(" more")
    desk.press(Key.Key_Return)
    assert desk.focus is parts.minutes.list
    desk.press(Key.Key_Down, Key.Key_Return)
    desk.type_text(" more")
    desk.press(Key.Key_Return)
    assert [room.meeting.parked[0].text, room.meeting.resolutions[0].text] == ["one more", "two more"]
    room.pass_time(31)
    desk.press(Key.Key_Delete)
    assert room.meeting.resolutions == ()
    parts.minutes.list.setCurrentIndex(parts.minutes.list.lines.index(1))
    desk.click(parts.minutes.remove)
    assert room.meeting.parked == ()
    assert desk.focus is parts.minutes.buttons[Act.PARK]
    names = []
    for _step in range(6):
        names.append(desk.window.menus.undo.text().partition(": ")[2])
        desk.context.undo_asked.emit()
        desk.settle()
    assert names == [
        "removed “one more”",
        "removed “two more”",
        "changed “two more”",
        "changed “one more”",
        "recorded the decision “two”",
        "parked “one”",
    ]
    assert replace(room.meeting, spent_seconds={}, version=begun.version) == begun
    assert room.lines == ["Parking lot (0 open)", "Decisions (0)"]
    for _step in range(4):
        desk.context.redo_asked.emit()
        desk.settle()
    assert room.lines == ["Parking lot (1 open)", "one more", "Decisions (1)", "two more"]
    assert room.meeting.spent_seconds == {CONTRACT: 30}


def test_undo_of_the_start_leaves_session_mode_and_redo_brings_the_meeting_back(room: Room) -> None:
    desk = room.desk
    room.begin()
    room.pass_time(31)
    desk.context.undo_asked.emit()
    desk.settle()
    assert not desk.page.session.is_on
    assert desk.page.parts.bar.isHidden()
    assert agenda.meetings_of(desk.context.session, desk.assessment.id) == ()
    assert desk.window.notices.frames[-1].notice.text == "Undone: began the meeting"
    desk.context.redo_asked.emit()
    desk.settle()
    assert room.meeting.spent_seconds == {CONTRACT: 30}
    desk.press(Key.Key_F5)
    assert desk.page.session.is_on


def test_attendance_and_plan_change_during_the_meeting_as_two_named_steps(room: Room) -> None:
    desk, card = room.desk, room.desk.page.parts.start
    room.begin()
    desk.press(Key.Key_A)
    assert card.heading.text() == "Attendance and plan"
    desk.type_text("Jonas")  # typed and not added yet: Enter takes the name, Enter again saves
    desk.press(Key.Key_Return)
    card.minutes[FAILURE].setValue(33)
    desk.press(Key.Key_Return)
    assert room.meeting.attendees == (Attendee("Amira"), Attendee("Jonas"))
    assert room.meeting.planned_minutes == {CONTRACT: 20, FAILURE: 33, STOP: 20}
    assert desk.focus is desk.page.pane
    desk.context.undo_asked.emit()
    desk.settle()
    assert (len(room.meeting.attendees), room.meeting.planned_minutes[FAILURE]) == (1, 33)
    desk.context.undo_asked.emit()
    desk.settle()
    assert room.meeting.planned_minutes[FAILURE] == 20


def test_the_end_is_one_step_and_the_minutes_are_complete(room: Room) -> None:
    desk = room.desk
    room.begin()
    room.pass_time(61)
    desk.click(desk.page.parts.bar.end)
    assert room.meeting.is_over
    assert room.meeting.spent_seconds == {CONTRACT: 61}
    assert not desk.page.session.is_on
    assert desk.window.notices.frames[-1].notice.text.startswith("The meeting has ended: 1:01 of 60 min.")
    desk.context.undo_asked.emit()
    desk.settle()
    assert not room.meeting.is_over
    desk.page.pane.take_focus()
    desk.press(Key.Key_F5)
    assert desk.page.session.is_on, "the meeting goes on without being asked for again"


def test_keys_of_session_mode_act_in_it_alone_and_need_alt_where_single_keys_are_off(room: Room) -> None:
    desk, pane = room.desk, room.desk.page.pane
    desk.press(Key.Key_K, Key.Key_G, Key.Key_A, Key.Key_B)
    assert pane.open_form is None
    assert desk.page.parts.shows_question
    room.begin()
    desk.context.set_settings(single_key_answers=False)
    desk.press(Key.Key_K)
    assert pane.open_form is None
    desk.press(Key.Key_K, modifiers=Qt.KeyboardModifier.AltModifier)
    assert pane.open_form is pane.park
    desk.press(Key.Key_Escape)
    sheet = [binding.text for binding in desk.page.bindings()]
    assert sum(text.startswith("Session mode:") for text in sheet) == 4
    assert desk.page.parts.minutes.buttons[Act.PARK]._key == "Alt+K"


def test_answers_go_on_as_usual_and_keys_pressed_meanwhile_wait(room: Room) -> None:
    desk = room.desk
    room.begin()
    desk.post(Key.Key_5, Key.Key_K)
    desk.settle()
    assert desk.answer("first").choices == ("e",)
    assert desk.current == "proved"
    desk.type_text("later")
    desk.press(Key.Key_Return)
    assert room.meeting.parked == (ParkedItem("later", "small/proved"),)


def test_help_gives_way_to_the_panel_and_comes_back(room: Room) -> None:
    desk, parts = room.desk, room.desk.page.parts
    assert parts.help.isVisible()
    room.begin()
    assert (parts.help.isVisible(), parts.minutes.isVisible()) == (False, True)
    desk.press(Key.Key_F2)
    assert (parts.help.isVisible(), parts.minutes.isVisible()) == (True, False)
    desk.press(Key.Key_F2)
    assert (parts.help.isVisible(), parts.minutes.isVisible()) == (False, True)
    desk.press(Key.Key_F5)
    assert (parts.help.isVisible(), parts.minutes.isVisible()) == (True, False)


def test_question_and_choices_are_written_larger_and_a_taken_one_is_ticked(room: Room) -> None:
    desk, pane = room.desk, room.desk.page.pane
    desk.press(Key.Key_2, Key.Key_Up)
    usual = (pane.heading.fontMetrics().height(), pane.choices.rows[0].height())
    room.begin()
    desk.qtbot.waitUntil(lambda: pane.choices.rows[0].height() > 1.2 * usual[1])
    assert pane.heading.fontMetrics().height() > 1.4 * usual[0]
    taken, other = pane.choices.rows[1], pane.choices.rows[2]
    assert (taken.isChecked(), other.isChecked()) == (True, False)
    assert dark_pixels(taken) > dark_pixels(other)
    desk.press(Key.Key_F5)
    assert pane.heading.fontMetrics().height() == usual[0]


def dark_pixels(row: QWidget) -> int:
    """Count what is drawn in the accent where the tick stands, before the score."""
    picture = row.grab().toImage()
    band = range(round(picture.width() * 0.85), round(picture.width() * 0.96))
    return sum(
        picture.pixelColor(x, y).blue() - picture.pixelColor(x, y).red() > 100
        for x in band
        for y in range(6, picture.height() - 6)
    )


def test_nothing_is_cut_off_in_a_small_window(open_desk: OpenReview) -> None:
    room = room_of(open_desk([small_pack()]))
    desk, parts = room.desk, room.desk.page.parts
    room.begin()
    for width, height in ((1024, 640), (512, 320)):
        desk.window.resize(width, height)
        desk.settle()
        bar = parts.bar
        for label in (bar.clock, bar.whole, bar.principle):
            assert label.isVisible()
            assert bar.rect().contains(label.geometry()), (width, label.text())
        desk.press(Key.Key_K)
        desk.type_text(f"at {width}")
        desk.press(Key.Key_Return)
        parts.show_minutes()
        desk.settle()
        assert parts.minutes.list.isVisible()
        sideways = [
            area.accessibleName()
            for area in desk.page.findChildren(QScrollArea)
            if area.isVisible() and area.horizontalScrollBar().maximum()
        ]
        assert sideways == []
        desk.press(Key.Key_Escape)
    assert [item.text for item in room.meeting.parked] == ["at 1024", "at 512"]
    assert parts.bar.end.isHidden()
    end = next(action for action in desk.page.menu_actions() if "nd the meeting" in action.text())
    end.trigger()
    desk.settle()
    assert room.meeting.is_over


def test_the_summary_shows_what_is_parked_and_not_settled(room: Room) -> None:
    desk = room.desk
    room.begin()
    desk.press(Key.Key_K)
    desk.type_text("who owns the runbook?")
    desk.press(Key.Key_Return, Key.Key_F5)
    desk.press(Key.Key_S, modifiers=Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    found = desk.page.parts.summary.list.lines
    assert [found.index(row).data() for row in range(2)] == ["Parking lot (1)", "who owns the runbook?"]
    desk.press(Key.Key_Return)
    assert desk.current == "first"
    parked = room.meeting.parked[0]
    meetings.settle(desk.context.session, room.meeting.id, parked)
    desk.page.open_review(desk.assessment.id)
    desk.settle()
    desk.press(Key.Key_S, modifiers=Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert found.index(0).data() == "Unanswered (6)"


def test_what_a_colleague_wrote_meanwhile_is_shown_and_nothing_is_in_the_way(room: Room) -> None:
    desk, session = room.desk, room.desk.context.session
    room.begin()
    meetings.park(session, room.meeting.id, "from next door")
    desk.press(Key.Key_K)
    desk.type_text("from here")
    desk.press(Key.Key_Return)
    assert room.lines == ["Parking lot (2 open)", "from next door", "from here", "Decisions (0)"]
    gone = meetings.park(session, room.meeting.id, "third")
    desk.page.parts.show_minutes()
    desk.press(Key.Key_Space)
    assert "third" in room.lines
    undo_changes(session, desk.assessment.id, gone.sequences)
    row = room.lines.index("third")
    desk.page.parts.minutes.list.setCurrentIndex(desk.page.parts.minutes.list.lines.index(row))
    desk.press(Key.Key_Space)
    assert "was changed or removed" in desk.window.notices.frames[-1].notice.text
    assert "third" not in room.lines


def test_a_meeting_left_by_a_crash_is_offered_at_the_next_start(room: Room, places: Places) -> None:
    desk, session = room.desk, room.desk.context.session
    left = meetings.open_meeting(session, desk.assessment.id).meeting
    desk.context.go_to("portfolio")
    places.look_for_meetings()
    desk.settle()
    notice = desk.window.notices.frames[-1].notice
    assert notice.text == "A meeting on “checkout” was left without an end."
    assert notice.action is not None
    notice.action[1]()
    desk.settle()
    card = desk.page.parts.start
    assert card.line.text() == "It began on 22 Nov 2026, 14:03. Everything said in it is kept."
    assert desk.focus is card.resume
    desk.press(Key.Key_Return)
    assert desk.page.session.is_on
    desk.press(Key.Key_F5)
    assert room.meeting == left


def test_a_meeting_that_was_left_can_be_ended_at_its_last_word(room: Room) -> None:
    desk, session = room.desk, room.desk.context.session
    left = meetings.open_meeting(session, desk.assessment.id).meeting
    desk.press(Key.Key_F5)
    desk.click(desk.page.parts.start.finish)
    assert room.meeting.id == left.id
    assert room.meeting.ended_at == now()
    assert desk.page.parts.start.heading.text() == "Session mode", "a new meeting may begin"
    desk.context.undo_asked.emit()
    desk.settle()
    assert not room.meeting.is_over


def test_a_decided_review_has_no_session_mode(room: Room) -> None:
    desk, session = room.desk, room.desk.context.session
    room.begin()
    with session.begin() as tx:
        tx.assessments.save(replace(tx.assessments.get(desk.assessment.id), state=AssessmentState.DECIDED))
    desk.page.open_review(desk.assessment.id)
    desk.settle()
    assert not desk.page.session.is_on
    desk.press(Key.Key_F5)
    assert desk.page.parts.shows_question
    assert "cannot be changed" in desk.window.notices.frames[-1].notice.text


def test_time_that_cannot_be_saved_waits_and_is_told_once(room: Room) -> None:
    desk, session = room.desk, room.desk.context.session
    room.begin()
    with session.begin() as tx:
        open_one = tx.assessments.get(desk.assessment.id)
        tx.assessments.save(replace(open_one, state=AssessmentState.DECIDED))
    room.pass_time(90)
    assert len(desk.window.notices.frames) == 1
    assert "‖ Paused" in room.bar
    with session.begin() as tx:
        now_decided = tx.assessments.get(desk.assessment.id)
        tx.assessments.save(replace(now_decided, state=AssessmentState.DRAFT))
    desk.press(Key.Key_B)
    room.pass_time(1)
    desk.press(Key.Key_F5)
    assert room.meeting.spent_seconds[CONTRACT] >= 31


def test_closing_the_window_saves_the_last_seconds(room: Room) -> None:
    desk = room.desk
    room.begin()
    room.pass_time(7)
    desk.page.leave()
    assert room.meeting.spent_seconds == {CONTRACT: 7}
