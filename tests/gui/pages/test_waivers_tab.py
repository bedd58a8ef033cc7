"""The register on screen: what is shown of each waiver, and every decision about it by keys and buttons."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from tests.domain.builders import pack, principle, question
from tests.gui import accessibility
from tests.gui.conftest import now
from tests.workflows.builders import begin_review

from shipworthy.domain.assessment import Answer, AnswerState, Assessment
from shipworthy.domain.pack import Severity
from shipworthy.domain.remediation import Waiver, WaiverState
from shipworthy.domain.service import Service
from shipworthy.gui.context import Context
from shipworthy.gui.main_window import MainWindow
from shipworthy.gui.models.waivers_model import LAST_DAY
from shipworthy.gui.pages.remediation.waivers_tab import WaiversTab
from shipworthy.gui.places import Places
from shipworthy.gui.widgets.notice_area import NoticeArea
from shipworthy.workflows import waivers
from shipworthy.workflows.reviews import record_answers
from shipworthy.workflows.waiver_register import read_register

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
TODAY = now().date()
ENTER, ESC = Qt.Key.Key_Return, Qt.Key.Key_Escape


def missing_review(context: Context, name: str = "checkout", tier: int = 1) -> Assessment:
    """Return a review that misses a blocker and a low."""
    asked = pack("p", principle("one", question("bad", severity=Severity.BLOCKER), question("low"), question("good")))
    started = begin_review(context.session, [asked], name)
    given = [("p/bad", "a"), ("p/low", "a"), ("p/good", "e")]
    answers = [Answer(each, state=AnswerState.ANSWERED, choices=(choice,)) for each, choice in given]
    record_answers(context.session, started.id, answers)
    return started


@dataclass
class Desk:
    """The tab on screen, and the hands at it."""

    window: MainWindow
    places: Places
    context: Context
    settle: Callable[[], None]

    @property
    def tab(self) -> WaiversTab:
        tab = self.places.remediation.tab
        assert isinstance(tab, WaiversTab)
        return tab

    @property
    def focus(self) -> QWidget:
        focus = self.window.focusWidget()
        assert focus is not None
        assert focus.isVisible()
        return focus

    def press(self, *keys: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        for key in keys:
            QTest.keyClick(self.focus, key, modifiers)
            self.settle()
            accessibility.check(self.window)

    def type_text(self, text: str) -> None:
        QTest.keyClicks(self.focus, text)

    def click(self, widget: QWidget) -> None:
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
        self.settle()

    def stored(self) -> list[Waiver]:
        self.settle()
        return [line.waiver for line in read_register(self.context.session).lines]

    def notices(self) -> list[str]:
        area = self.window.findChild(NoticeArea)
        assert area is not None
        return [frame.notice.text for frame in area.frames]


@pytest.fixture
def open_register(
    qtbot: QtBot, window: MainWindow, places: Places, context: Context, settle: Callable[[], None]
) -> Callable[[], Desk]:
    """Return a function that shows the tab."""

    def show() -> Desk:
        places.remediation.show_waivers()
        window.show_page("remediation")
        settle()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return Desk(window, places, context, settle)

    return show


@pytest.fixture
def requested(context: Context) -> Waiver:
    """Return a waiver that Jonas asked for."""
    review = missing_review(context)
    until = TODAY + timedelta(days=14)
    return waivers.request_waiver(context.session, review.service, "p/bad", "Late.", until, "Jonas").waiver


@pytest.fixture
def desk(requested: Waiver, open_register: Callable[[], Desk]) -> Desk:
    """Return the register with one request."""
    assert requested.requester == "Jonas"
    return open_register()


def test_without_waivers_it_says_what_they_are_for_and_offers_to_ask_for_one(
    context: Context, open_register: Callable[[], Desk]
) -> None:
    missing_review(context)
    desk = open_register()
    assert desk.tab.empty.isVisible()
    assert desk.focus is desk.tab.first_button
    desk.press(ENTER)
    form = desk.tab.side.new_form
    assert form.isVisible()
    assert form.services.currentText() == "checkout"
    assert [form.misses.itemText(place) for place in range(form.misses.count())] == [
        "Blocker: Text of bad?",
        "Low: Text of low?",
    ]
    assert (form.until_edit.text(), form.requester) == ("2026-12-06", "Amira")
    form.misses.setCurrentIndex(1)
    assert form.until_edit.text() == "2027-05-21"  # what was offered follows the severity
    desk.press(ESC)
    assert desk.tab.empty.isVisible()
    assert desk.focus is desk.tab.first_button


def test_a_waiver_is_asked_for_from_the_register(context: Context, open_register: Callable[[], Desk]) -> None:
    missing_review(context)
    desk = open_register()
    desk.click(desk.tab.first_button)
    desk.tab.side.new_form.reason_edit.setFocus()
    desk.type_text("The vendor is late.")
    desk.press(ENTER)
    [waiver] = desk.stored()
    assert (waiver.question, waiver.reason, waiver.requester) == ("p/bad", "The vendor is late.", "Amira")
    assert desk.focus is desk.tab.table
    assert not desk.tab.side.new_form.isVisible()
    assert desk.tab.side.details.state.text() == "Waiver requested by Amira until 6 Dec 2026, not decided yet."
    assert "Waiver requested by Amira until 6 Dec 2026, not decided yet." in desk.notices()


def test_a_service_without_a_review_or_a_miss_is_said_in_the_form(desk: Desk) -> None:
    with desk.context.session.begin() as tx:
        tx.services.save(Service(desk.context.session.new_id(), "blank", tier=1))
    desk.press(Qt.Key.Key_W)
    form = desk.tab.side.new_form
    assert form.services.currentText() == "checkout"
    form.services.setCurrentIndex(form.services.findText("blank"))
    desk.settle()
    assert "blank has no review yet" in form.problem
    form.reason_edit.setFocus()
    desk.press(ENTER)
    assert "Choose a service that misses something" in form.problem
    assert len(desk.stored()) == 1


def test_a_approves_under_the_acting_persons_name(desk: Desk) -> None:
    desk.press(Qt.Key.Key_A)
    form = desk.tab.side.approve_form
    assert desk.focus is form.name_edit
    assert form.name == "Amira"  # Jonas asked
    assert form.about.text() == "Jonas asks for it until 6 Dec 2026: Late."
    desk.press(ENTER)
    [waiver] = desk.stored()
    assert (waiver.state, waiver.approver) == (WaiverState.APPROVED, "Amira")
    assert desk.focus is desk.tab.table
    assert desk.tab.figures.text() == "1 active waiver · 1 blocker · 33.3 % of scores at risk · next ends 6 Dec 2026"
    assert desk.tab.side.exposure.words == ["Amira", desk.tab.figures.text()]
    assert "Amira: Approved by Amira until 6 Dec 2026" in desk.tab.side.details.history.text()
    desk.press(Qt.Key.Key_Z, modifiers=CTRL)
    assert desk.stored()[0].state is WaiverState.REQUESTED
    assert "Undone: approved the waiver of bad" in desk.tab.side.details.history.text()
    desk.press(Qt.Key.Key_Z, modifiers=CTRL | SHIFT)
    assert desk.stored()[0].state is WaiverState.APPROVED


def test_whoever_asked_is_refused_in_words(desk: Desk) -> None:
    desk.press(Qt.Key.Key_A)
    form = desk.tab.side.approve_form
    form.name_edit.setText(" JONAS")
    desk.press(ENTER)
    assert form.problem == "✕ Jonas asked for this, so somebody else must approve it."
    assert desk.focus is form.name_edit
    form.name_edit.clear()
    desk.press(ENTER)
    assert "Write who takes the risk on" in form.problem
    assert desk.stored()[0].state is WaiverState.REQUESTED


def test_the_requesters_own_name_is_not_offered(context: Context, open_register: Callable[[], Desk]) -> None:
    review = missing_review(context)
    waivers.request_waiver(context.session, review.service, "p/bad", "Late.", TODAY)
    desk = open_register()
    desk.press(Qt.Key.Key_A)
    assert desk.tab.side.approve_form.name == ""


def test_x_rejects_with_a_reason(desk: Desk) -> None:
    desk.press(Qt.Key.Key_X, ENTER)
    assert "without it nothing changes" in desk.tab.side.reject_form.problem
    desk.type_text("Mend it.")
    desk.press(ENTER)
    [waiver] = desk.stored()
    assert (waiver.state, waiver.state_reason) == (WaiverState.REJECTED, "Mend it.")
    desk.press(Qt.Key.Key_A)
    assert "“Approve” does not fit: this waiver is rejected." in desk.notices()


def test_v_revokes_with_a_reason(desk: Desk, requested: Waiver) -> None:
    waivers.approve_waiver(desk.context.session, requested.id)
    desk.context.changed.emit()
    desk.settle()
    desk.press(Qt.Key.Key_V)
    desk.type_text("It was attacked.")
    desk.press(ENTER)
    assert desk.stored()[0].state is WaiverState.REVOKED
    desk.press(Qt.Key.Key_Z, modifiers=CTRL)
    assert desk.stored()[0].state is WaiverState.APPROVED


def test_e_asks_for_more_time_and_somebody_else_decides(desk: Desk, requested: Waiver) -> None:
    waivers.approve_waiver(desk.context.session, requested.id)
    desk.context.changed.emit()
    desk.settle()
    desk.press(Qt.Key.Key_E)
    form = desk.tab.side.extend_form
    assert desk.focus is form.until_edit
    desk.press(ENTER)
    assert "Write the last day" in form.problem
    desk.type_text("2027-03-03")
    form.reason_edit.setPlainText("Later still.")
    desk.press(ENTER)
    assert desk.stored()[0].pending_extension is not None
    assert "Amira asks to extend it until 3 Mar 2027: Later still." in desk.tab.side.details.reason.text()
    desk.press(Qt.Key.Key_A)
    approve = desk.tab.side.approve_form
    assert approve.name == ""  # Amira asked for the extension
    desk.type_text("Jonas")
    desk.press(ENTER)
    assert "Jonas asked for this" in approve.problem  # and Jonas for the waiver
    approve.name_edit.setText("Chen")
    desk.press(ENTER)
    [waiver] = desk.stored()
    assert (waiver.expires.isoformat(), waiver.times_extended) == ("2027-03-03", 1)
    assert "extended 1 time" in desk.tab.side.details.standing.text()
    assert desk.tab.side.exposure.words[0] == "Chen"


def test_an_extension_is_rejected_with_one_key(desk: Desk, requested: Waiver) -> None:
    waivers.approve_waiver(desk.context.session, requested.id)
    later = requested.expires + timedelta(days=30)
    waivers.request_extension(desk.context.session, requested.id, later, "Later still.", "Jonas")
    desk.context.changed.emit()
    desk.settle()
    desk.press(Qt.Key.Key_X)
    [waiver] = desk.stored()
    assert (waiver.pending_extension, waiver.times_extended) == (None, 0)
    desk.press(Qt.Key.Key_Z, modifiers=CTRL)
    assert desk.stored()[0].pending_extension is not None


def test_what_the_store_refuses_is_said_in_the_form_and_what_was_typed_stays(desk: Desk, requested: Waiver) -> None:
    desk.press(Qt.Key.Key_X)
    desk.type_text("Mend it.")
    waivers.approve_waiver(desk.context.session, requested.id, "Chen")  # somebody else was faster
    desk.press(ENTER)
    assert "This waiver is approved." in desk.tab.side.reject_form.problem
    assert desk.tab.side.reject_form.reason == "Mend it."


def test_filters_count_and_keep_and_lead_back(desk: Desk) -> None:
    shown = [desk.tab.filter.itemText(place) for place in range(desk.tab.filter.count())]
    assert shown == [
        "All waivers (1)",
        "Waiting for a decision (1)",
        "Active (0)",
        "Ending within 30 days (0)",
        "Expired (0)",
        "Rejected or revoked (0)",
    ]
    desk.tab.filter.setCurrentIndex(4)
    desk.settle()
    assert desk.tab.nothing.isVisible()
    assert not desk.tab.side.details.isVisible()
    desk.tab.show_all.setFocus()
    desk.press(ENTER)
    assert desk.tab.model.rowCount() == 1
    assert desk.focus is desk.tab.table


def test_the_waiver_of_a_question_is_opened_from_its_review(desk: Desk, requested: Waiver) -> None:
    second = missing_review(desk.context, "ledger")
    newer = waivers.request_waiver(desk.context.session, second.service, "p/low", "Late.", TODAY, "Jonas").waiver
    desk.tab.filter.setCurrentIndex(4)
    desk.window.show_page("portfolio")
    desk.context.open_waiver(requested.id)
    desk.settle()
    assert desk.window.page is desk.places.remediation
    assert desk.tab.side.details.shown == requested.id
    desk.context.open_waiver(newer.id)
    desk.settle()
    assert desk.tab.side.details.shown == newer.id
    assert desk.tab.side.details.service.text() == "ledger"


def test_the_selected_waiver_stays_selected_however_the_table_is_sorted(desk: Desk, requested: Waiver) -> None:
    second = missing_review(desk.context, "ledger")
    waivers.request_waiver(desk.context.session, second.service, "p/low", "Late.", TODAY, "Jonas")
    desk.context.changed.emit()
    desk.settle()
    assert desk.tab.side.details.shown == requested.id
    desk.tab.table.sortByColumn(LAST_DAY, Qt.SortOrder.DescendingOrder)
    desk.settle()
    desk.press(Qt.Key.Key_A, ENTER)
    assert {each.id: each.state for each in desk.stored()}[requested.id] is WaiverState.APPROVED


def test_enter_goes_to_the_buttons_and_a_button_does_the_same(desk: Desk) -> None:
    desk.press(ENTER)
    assert desk.focus is desk.tab.side.details.buttons[next(iter(desk.tab.side.details.buttons))]
    desk.press(ENTER)
    assert desk.tab.side.approve_form.isVisible()
    desk.press(ESC)
    assert desk.focus is desk.tab.table


def test_with_single_keys_off_the_keys_need_alt_and_the_sheet_says_so(desk: Desk) -> None:
    assert desk.context.set_settings(single_key_answers=False)
    desk.press(Qt.Key.Key_A)
    assert not desk.tab.side.approve_form.isVisible()
    desk.press(Qt.Key.Key_A, modifiers=Qt.KeyboardModifier.AltModifier)
    assert desk.tab.side.approve_form.isVisible()
    assert "Alt+A" in [each.keys for each in desk.places.remediation.bindings()]


def test_the_palette_offers_what_fits_the_selected_waiver(desk: Desk) -> None:
    offered = {command.text for command in desk.places.remediation.commands()}
    assert {"Request a waiver", "Approve", "Reject"} <= offered
    assert "Revoke" not in offered


def test_names_and_reasons_are_shown_as_they_are_typed(
    context: Context, open_register: Callable[[], Desk], qapp: QApplication
) -> None:
    review = missing_review(context, "<img src=x> " + "service" * 20)
    waivers.request_waiver(context.session, review.service, "p/bad", "<b>late</b> " * 40, TODAY, "J" * 120)
    desk = open_register()
    assert desk.tab.side.details.reason.text().startswith("<b>late</b>")
    assert desk.window.width() == 1280
    accessibility.check(desk.window)
    assert qapp.focusWidget() is desk.tab.table
