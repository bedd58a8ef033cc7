"""The drawer of an item: every field by key, saved on leaving and taken back; what is wrong is told in place."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from tests.gui.pages.remediation_desk import RemediationDesk
from tests.workflows.builders import begin_review, small_pack

from shipworthy.domain.pack import Severity
from shipworthy.domain.remediation import ItemState, RemediationItem
from shipworthy.gui.context import Context
from shipworthy.gui.main_window import MainWindow
from shipworthy.gui.pages.remediation.item_drawer import ItemDrawer
from shipworthy.gui.places import Places
from shipworthy.workflows.item_lists import list_items
from shipworthy.workflows.item_planning import blank_item, plan_remediation
from shipworthy.workflows.item_view import view_item
from shipworthy.workflows.remediation import save_item
from shipworthy.workflows.session import Session

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

Key = Qt.Key
Settle = Callable[[], None]
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def add(session: Session) -> None:
    """Add a review with two planned misses, and an item by hand."""
    review = begin_review(session, [small_pack()])
    planned = plan_remediation(session, review.id, ["small/first", "small/drain"])
    for title, item in zip(("Name the contract", "Drain on stop"), planned.items, strict=True):
        save_item(session, replace(item, title=title))
    save_item(session, replace(blank_item(session, review.service), title="Write <b>it</b> down 🚀", owner="سلمى"))


@pytest.fixture
def desk(window: MainWindow, places: Places, context: Context, qtbot: QtBot, settle: Settle) -> RemediationDesk:
    """Return the page with three items, its table in focus on “Name the contract”."""
    context.write(add, lambda _none: None, owner=window)
    settle()
    context.changed.emit()
    window.show_page("remediation")
    settle()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    desk = RemediationDesk(window, places.remediation, context, settle)
    desk.click_row("Name the contract")
    return desk


@pytest.fixture
def drawer(desk: RemediationDesk) -> ItemDrawer:
    """Return the drawer with that item, opened by Enter."""
    desk.press(Key.Key_Return)
    drawer = desk.page.drawer
    assert drawer.isVisible()
    assert desk.focus is drawer.form.title
    return drawer


def write(desk: RemediationDesk, work: Callable[[Session], object]) -> None:
    """Let somebody else change something."""
    desk.context.write(work, lambda _done: None, owner=desk.window)
    desk.settle()


def test_every_field_is_saved_by_key_and_taken_back_in_one_step(desk: RemediationDesk, drawer: ItemDrawer) -> None:
    form = drawer.form
    before = desk.item("Name the contract")
    form.title.selectAll()
    desk.type_text("Name the contract in full")
    for field, text in (
        (form.owner, "Noor"),
        (form.due, "2027-02-01"),
        (form.effort, "1/2"),
        (form.tags, "api, api, pci"),
        (form.ticket, "https://tracker.example/OPS-1"),
    ):
        field.setFocus()
        field.selectAll()
        desk.type_text(text)
    form.description.setFocus()
    form.description.selectAll()
    desk.type_text("- **all** of it")
    form.severity.setFocus()
    desk.press(Key.Key_Home)
    form.state.setFocus()
    desk.press(Key.Key_Down)
    desk.press(Key.Key_Return, modifiers=CTRL)
    after = desk.item("Name the contract in full")
    assert after == replace(
        before,
        title="Name the contract in full",
        owner="Noor",
        due=date(2027, 2, 1),
        effort_days=Fraction(1, 2),
        tags=("api", "pci"),
        ticket="https://tracker.example/OPS-1",
        description="- **all** of it",
        severity=Severity.BLOCKER,
        state=ItemState.PLANNED,
        version=after.version,
    )
    assert not drawer.is_dirty
    assert form.effort.text() == "0.5"
    assert "Owner: – → Noor" in drawer.history.texts()
    assert "Name the contract in full" in desk.shown
    desk.press(Key.Key_Escape)
    assert desk.focus is desk.table.table
    desk.press(Key.Key_Z, modifiers=CTRL)
    assert replace(desk.item("Name the contract"), version=0) == replace(before, version=0)
    desk.press(Key.Key_Z, modifiers=CTRL | SHIFT)
    assert desk.item("Name the contract in full").owner == "Noor"


def test_leaving_saves(desk: RemediationDesk, drawer: ItemDrawer, places: Places) -> None:
    drawer.form.owner.setFocus()
    desk.type_text("Noor")
    desk.press(Key.Key_Escape)
    assert not drawer.isVisible()
    assert desk.focus is desk.table.table
    assert desk.item("Name the contract").owner == "Noor"
    desk.press(Key.Key_Return)
    drawer.form.owner.setFocus()
    drawer.form.owner.selectAll()
    desk.type_text("Sam")
    desk.window.show_page("portfolio")
    desk.settle()
    assert desk.item("Name the contract").owner == "Sam"


def test_another_item_opens_once_this_one_is_saved(desk: RemediationDesk, drawer: ItemDrawer) -> None:
    drawer.form.owner.setFocus()
    desk.type_text("Noor")
    desk.page.open_item(desk.item("Drain on stop").id)
    desk.settle()
    assert drawer.form.title.text() == "Drain on stop"
    assert desk.item("Name the contract").owner == "Noor"


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("title", "", "Say in a few words"),
        ("due", "soon", "“soon” is not a date"),
        ("effort_days", "half", "“half” is not a number of person-days"),
    ],
)
def test_what_cannot_be_read_is_told_beneath_its_field(
    desk: RemediationDesk, drawer: ItemDrawer, field: str, typed: str, told: str
) -> None:
    before = desk.item("Name the contract")
    control = drawer.form.fields[field].control
    control.setFocus()
    control.selectAll()  # type: ignore[attr-defined]
    QTest.keyClick(control, Key.Key_Delete)
    desk.type_text(typed)
    desk.press(Key.Key_Escape)
    assert drawer.isVisible()
    assert desk.focus is control
    assert told in drawer.form.fields[field].problem
    assert [name for name, each in drawer.form.fields.items() if each.problem] == [field]
    assert desk.item("Name the contract") == before
    desk.click(drawer.discard_button)
    assert not drawer.is_dirty
    desk.press(Key.Key_Escape)
    assert not drawer.isVisible()


@pytest.mark.parametrize(
    ("field", "typed", "told"), [("due", "2026-11-21", "that day has passed"), ("effort_days", "99999", "outside 0")]
)
def test_what_the_rules_refuse_is_told_once_and_stays(
    desk: RemediationDesk, drawer: ItemDrawer, field: str, typed: str, told: str
) -> None:
    control = drawer.form.fields[field].control
    control.setFocus()
    control.selectAll()  # type: ignore[attr-defined]
    desk.type_text(typed)
    desk.press(Key.Key_Return, modifiers=CTRL)
    assert told in drawer.problem.text()
    assert drawer.form.values()[field] == typed
    assert drawer.is_dirty


def test_dropping_asks_for_its_reason(desk: RemediationDesk, drawer: ItemDrawer) -> None:
    assert not drawer.form.reason.isVisible()
    drawer.form.state.setFocus()
    desk.press(Key.Key_End)
    assert drawer.form.reason.isVisible()
    desk.press(Key.Key_Return, modifiers=CTRL)
    assert desk.focus is drawer.form.reason
    desk.type_text("Switched off in May.")
    desk.press(Key.Key_Return, modifiers=CTRL)
    assert desk.item("Name the contract").state_reason == "Switched off in May."


def test_questions_are_picked_from_the_gaps_in_the_words_of_the_pack(desk: RemediationDesk, drawer: ItemDrawer) -> None:
    picked = drawer.form.questions
    [shown] = view_item(desk.context.session, desk.item("Name the contract").id).questions
    assert picked.openers[0].accessibleName() == f"Open: {shown.text}"
    picked.field.setFocus()
    desk.type_text("last")
    desk.press(Key.Key_Return)
    assert picked.field.text() == ""
    desk.press(Key.Key_Return, modifiers=CTRL)
    assert desk.item("Name the contract").questions == {"small/first", "small/last"}
    desk.click(picked.removers[0])
    assert desk.focus is picked.field
    desk.press(Key.Key_Return, modifiers=CTRL)
    assert desk.item("Name the contract").questions == {"small/last"}


def test_a_question_opens_in_the_review(desk: RemediationDesk, drawer: ItemDrawer, places: Places) -> None:
    desk.click(drawer.form.questions.openers[0])
    assert desk.window.page is places.review
    assert places.review.conduct.current == "small/first"


def test_items_to_wait_for_are_picked_and_a_circle_is_refused(desk: RemediationDesk, drawer: ItemDrawer) -> None:
    drawer.form.needs.field.setFocus()
    desk.type_text("drain")
    desk.press(Key.Key_Return)
    desk.press(Key.Key_Return, modifiers=CTRL)
    assert desk.item("Name the contract").needs == {desk.item("Drain on stop").id}
    desk.click(drawer.form.needs.openers[0])
    assert drawer.form.title.text() == "Drain on stop"
    drawer.form.needs.field.setFocus()
    desk.type_text("contract")
    desk.press(Key.Key_Return)
    desk.press(Key.Key_Return, modifiers=CTRL)
    assert "would wait for each other" in drawer.problem.text()
    assert drawer.form.needs.keys == {desk.item("Name the contract").id}
    assert desk.item("Drain on stop").needs == frozenset()


def test_a_conflict_is_told_and_nothing_typed_is_lost(desk: RemediationDesk, drawer: ItemDrawer) -> None:
    theirs = replace(desk.item("Name the contract"), owner="Jonas", ticket="OPS-7")
    write(desk, lambda session: save_item(session, theirs))
    drawer.form.owner.setFocus()
    desk.type_text("Noor")
    desk.press(Key.Key_Return, modifiers=CTRL)
    assert "Somebody else changed this" in drawer.problem.text()
    assert drawer.form.owner.text() == "Noor"
    assert drawer.form.ticket.text() == "OPS-7"  # theirs, where nothing was typed
    assert desk.item("Name the contract").owner == "Jonas"
    desk.press(Key.Key_Return, modifiers=CTRL)
    assert desk.item("Name the contract").owner == "Noor"
    assert desk.item("Name the contract").ticket == "OPS-7"
    assert not drawer.problem.isVisible()


def test_what_changes_elsewhere_shows_at_once(desk: RemediationDesk, drawer: ItemDrawer) -> None:
    drawer.form.tags.setFocus()
    desk.type_text("typed")
    theirs = replace(desk.item("Name the contract"), owner="Jonas")
    write(desk, lambda session: save_item(session, theirs))
    desk.context.changed.emit()
    desk.settle()
    assert (drawer.form.owner.text(), drawer.form.tags.text()) == ("Jonas", "typed")


def test_a_new_item_is_added_by_key_and_taken_back(desk: RemediationDesk) -> None:
    desk.press(Key.Key_N)
    drawer = desk.page.drawer
    assert drawer.service.currentText() == "checkout"
    desk.type_text("Ask the platform team")
    desk.press(Key.Key_Return, modifiers=CTRL)
    made: RemediationItem = desk.item("Ask the platform team")
    assert made.questions == frozenset()
    assert made.due is not None
    desk.press(Key.Key_Escape)
    desk.press(Key.Key_Z, modifiers=CTRL)
    assert "Ask the platform team" not in [line.item.title for line in list_items(desk.context.session)]


def test_a_new_item_nobody_named_goes_without_a_word(desk: RemediationDesk) -> None:
    count = len(desk.shown)
    desk.press(Key.Key_N)
    desk.press(Key.Key_Escape)
    assert not desk.page.drawer.isVisible()
    assert len(list_items(desk.context.session)) == count


def test_an_item_that_was_taken_back_can_be_added_anew(desk: RemediationDesk) -> None:
    desk.press(Key.Key_N)
    desk.type_text("Ask")
    desk.press(Key.Key_Return, modifiers=CTRL)
    drawer = desk.page.drawer
    drawer.form.owner.setFocus()
    desk.type_text("Noor")
    desk.context.undo_asked.emit()
    desk.settle()
    assert "Save adds it anew" in drawer.problem.text()
    desk.press(Key.Key_Return, modifiers=CTRL)
    assert desk.item("Ask").owner == "Noor"


def test_a_narrow_window_shows_the_drawer_alone(desk: RemediationDesk, drawer: ItemDrawer) -> None:
    assert desk.table.isVisible()
    desk.window.resize(700, 640)
    desk.settle()
    assert not desk.table.isVisible()
    desk.press(Key.Key_Escape)
    assert desk.table.isVisible()
    assert desk.focus is desk.table.table


def test_the_palette_opens_an_item(desk: RemediationDesk, places: Places) -> None:
    desk.window.show_page("portfolio")
    desk.press(Key.Key_K, modifiers=CTRL)
    desk.type_text("drain on")
    assert places.palette.current is not None
    assert places.palette.current.group == "Remediation items"
    desk.press(Key.Key_Return)
    assert desk.window.page is places.remediation
    assert desk.page.drawer.form.title.text() == "Drain on stop"
