"""The Remediation page, by key and mouse: found, narrowed, sorted, changed several at once, and taken back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.gui import accessibility
from tests.gui.pages.remediation_desk import RemediationDesk

from shipworthy.domain.pack import Severity
from shipworthy.domain.remediation import ItemState, RemediationItem
from shipworthy.domain.service import Service
from shipworthy.gui.context import Context
from shipworthy.gui.main_window import MainWindow
from shipworthy.gui.models.item_filter import Facet, Mark
from shipworthy.gui.models.items_model import OWNER, SERVICE, TEAM
from shipworthy.gui.places import Places
from shipworthy.workflows.item_planning import blank_item
from shipworthy.workflows.remediation import save_items
from shipworthy.workflows.services import blank_service, save_service
from shipworthy.workflows.session import Session

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

Key = Qt.Key
Settle = Callable[[], None]
CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


def add_items(session: Session) -> tuple[RemediationItem, ...]:
    """Add five items of two services, one of them overdue."""
    checkout = save_service(session, replace(blank_service(session), name="checkout", team="Payments"))
    search = save_service(session, replace(blank_service(session), name="خدمة البحث", team="Search"))

    def item(service: Service, title: str, **fields: object) -> RemediationItem:
        made = blank_item(session, service.id)
        return replace(made, title=title, **fields)  # type: ignore[arg-type]

    items = (
        item(checkout, "Set timeouts", owner="Noor", severity=Severity.BLOCKER, due=date(2026, 12, 1)),
        item(checkout, "Back up", owner="Amira", due=date(2026, 12, 2), effort_days=Fraction(5, 2), tags=("disk",)),
        item(search, "Drain 🚀 on stop", due=date(2026, 12, 3), effort_days=Fraction(1, 2)),
        item(search, "Name an <b>owner</b>", owner="Noor", due=date(2026, 12, 4), state=ItemState.DONE),
        item(checkout, "Old work", owner="Sam", due=None, state=ItemState.DROPPED, state_reason="Gone."),
    )
    return save_items(session, items, "made").items


def make_overdue(session: Session, item: RemediationItem) -> None:
    """Let an item be due before today, which no workflow would."""
    with session.begin() as tx:
        tx.items.save(replace(item, due=date(2026, 11, 1)), action="test")


@pytest.fixture
def empty_desk(window: MainWindow, places: Places, context: Context, qtbot: QtBot, settle: Settle) -> RemediationDesk:
    """Return the page of a database without items."""
    window.show_page("remediation")
    settle()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return RemediationDesk(window, places.remediation, context, settle)


@pytest.fixture
def desk(empty_desk: RemediationDesk, context: Context) -> RemediationDesk:
    """Return the page with five items, by due date."""
    made: list[RemediationItem] = []
    context.write(add_items, made.extend, owner=empty_desk.window)
    empty_desk.settle()
    context.write(lambda session: make_overdue(session, made[0]), lambda _none: None, owner=empty_desk.window)
    empty_desk.settle()
    context.changed.emit()
    empty_desk.settle()
    empty_desk.table.table.setFocus()
    assert empty_desk.shown == ["Set timeouts", "Back up", "Drain 🚀 on stop", "Name an <b>owner</b>", "Old work"]
    return empty_desk


def test_an_empty_page_says_what_it_is_for_and_where_to_begin(
    empty_desk: RemediationDesk, places: Places, qapp: QApplication
) -> None:
    table = empty_desk.table
    assert table.empty.isVisible()
    assert qapp.focusWidget() is table.review_button
    accessibility.check(empty_desk.window)
    QTest.keyClick(table.review_button, Key.Key_Return)
    assert empty_desk.window.page is places.review


def test_the_strip_says_what_the_items_come_to(desk: RemediationDesk) -> None:
    strip = desk.table.strip
    assert strip.live.number.text() == "4"
    assert strip.overdue.number.text() == "1"
    assert strip.to_verify.number.text() == "1"
    assert (strip.days_left.number.text(), strip.days_left.remark.text()) == ("3", "1 not estimated")


def test_a_page_that_is_not_seen_does_not_read(desk: RemediationDesk, context: Context) -> None:
    desk.window.show_page("portfolio")
    desk.settle()
    title = "Written elsewhere"
    made = replace(desk.item("Back up"), title=title)
    context.write(lambda session: save_items(session, [made], "elsewhere"), lambda _done: None, owner=desk.window)
    desk.settle()
    context.changed.emit()
    desk.settle()
    assert title not in desk.shown
    desk.window.show_page("remediation")
    desk.settle()
    assert title in desk.shown


def test_words_narrow_the_table_and_lead_back_into_it(desk: RemediationDesk) -> None:
    desk.press(Key.Key_Slash)
    assert desk.focus is desk.table.filters.search
    desk.type_text("noor time")
    assert desk.shown == ["Set timeouts"]
    assert desk.table.filters.count.text() == "1 of 5 items"
    desk.press(Key.Key_Return)
    assert desk.focus is desk.table.table
    assert desk.chosen == ["Set timeouts"]


def test_nothing_left_by_the_filter_offers_to_clear_it(desk: RemediationDesk) -> None:
    desk.press(Key.Key_Slash)
    desk.type_text("nothing like it")
    assert desk.table.nothing_found.isVisible()
    assert not desk.table.bulk.isVisible()
    desk.press(Key.Key_Return)
    assert desk.focus is desk.table.clear_button
    desk.press(Key.Key_Return)
    assert len(desk.shown) == 5
    assert desk.focus is desk.table.table
    assert desk.table.filters.search.text() == ""


def test_a_menu_counts_its_values_and_takes_several(desk: RemediationDesk) -> None:
    filters = desk.table.filters
    desk.click(filters.buttons[Facet.OWNER])
    menu = filters.menus[Facet.OWNER]
    assert [action.text() for action in menu.actions()] == ["Amira\t1", "Noor\t2", "Sam\t1", "No owner\t1"]
    QTest.keyClick(menu, Key.Key_Down)
    QTest.keyClick(menu, Key.Key_Space)
    assert menu.isVisible()
    assert desk.shown == ["Set timeouts", "Name an <b>owner</b>"]
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(menu.actions()[0]).center())
    assert desk.shown == ["Set timeouts", "Back up", "Name an <b>owner</b>"]
    QTest.keyClick(menu, Key.Key_Escape)
    assert filters.buttons[Facet.OWNER].text() == "Owner: Amira, Noor ▾"
    assert filters.buttons[Facet.OWNER].isChecked()
    desk.click(filters.clear_button)
    assert len(desk.shown) == 5
    assert desk.focus is filters.search


@pytest.mark.parametrize(
    ("facet", "value", "expected"),
    [
        (Facet.SERVICE, "خدمة البحث", ["Drain 🚀 on stop", "Name an <b>owner</b>"]),
        (Facet.TEAM, "Payments", ["Set timeouts", "Back up", "Old work"]),
        (Facet.SEVERITY, Severity.BLOCKER, ["Set timeouts"]),
        (Facet.STATE, ItemState.DONE, ["Name an <b>owner</b>"]),
    ],
)
def test_every_facet_narrows(desk: RemediationDesk, facet: Facet, value: object, expected: list[str]) -> None:
    filters = desk.table.filters
    desk.click(filters.buttons[facet])
    menu = filters.menus[facet]
    assert Mark.WAIVED not in menu.values
    menu.setActiveAction(menu.values[value])
    QTest.keyClick(menu, Key.Key_Return)
    assert not menu.isVisible()
    assert desk.shown == expected


def test_overdue_is_one_press(desk: RemediationDesk) -> None:
    button = desk.table.filters.buttons[Facet.OVERDUE]
    assert button.text() == "Overdue (1)"
    desk.click(button)
    assert desk.shown == ["Set timeouts"]
    desk.click(button)
    assert len(desk.shown) == 5


def test_the_owner_of_several_is_one_step_that_can_be_taken_back_and_done_again(desk: RemediationDesk) -> None:
    desk.press(Key.Key_Down, modifiers=SHIFT)
    assert desk.chosen == ["Set timeouts", "Back up"]
    assert desk.table.bulk.count.text() == "2 items chosen"
    desk.press(Key.Key_O)
    assert desk.focus is desk.table.bulk.owner
    desk.type_text("Jonas")
    desk.press(Key.Key_Return)
    assert [desk.item(title).owner for title in ("Set timeouts", "Back up")] == ["Jonas", "Jonas"]
    assert desk.focus is desk.table.table
    assert desk.chosen == ["Set timeouts", "Back up"]
    assert desk.window.menus.undo.text() == "&Undo: changed 2 items"
    desk.press(Key.Key_Z, modifiers=CTRL)
    assert [desk.item(title).owner for title in ("Set timeouts", "Back up")] == ["Noor", "Amira"]
    assert desk.table.model.index(0, OWNER).data() == "Noor"
    desk.press(Key.Key_Z, modifiers=CTRL | SHIFT)
    assert [desk.item(title).owner for title in ("Set timeouts", "Back up")] == ["Jonas", "Jonas"]


def test_the_due_date_of_all_is_set_and_taken_away(desk: RemediationDesk) -> None:
    desk.press(Key.Key_A, modifiers=CTRL)
    assert len(desk.chosen) == 5
    desk.press(Key.Key_D)
    desk.type_text("2027-01-31")
    desk.press(Key.Key_Return)
    assert {desk.item(title).due for title in desk.shown} == {date(2027, 1, 31)}
    desk.press(Key.Key_D)
    assert desk.table.bulk.due.text() == "2027-01-31"  # what all share
    desk.press(Key.Key_Delete, Key.Key_Return)
    assert {desk.item(title).due for title in desk.shown} == {None}


def test_dropping_asks_for_its_reason_in_place(desk: RemediationDesk) -> None:
    desk.press(Key.Key_Down, Key.Key_Down, modifiers=SHIFT)
    desk.press(Key.Key_S)
    bulk = desk.table.bulk
    assert desk.focus is bulk.state
    assert "Verified" not in " ".join(bulk.state.itemText(row) for row in range(bulk.state.count()))
    desk.press(Key.Key_End)
    assert bulk.reason.isVisible()
    desk.press(Key.Key_Return)
    assert "needs a reason" in bulk.problem.text()
    assert desk.focus is bulk.reason
    assert desk.item("Back up").state is ItemState.OPEN
    desk.type_text("The service is switched off in May.")
    desk.press(Key.Key_Return)
    dropped = [desk.item(title) for title in ("Set timeouts", "Back up", "Drain 🚀 on stop")]
    assert {(each.state, each.state_reason) for each in dropped} == {
        (ItemState.DROPPED, "The service is switched off in May.")
    }
    assert desk.window.menus.undo.text() == "&Undo: 3 items are dropped"
    desk.press(Key.Key_Z, modifiers=CTRL)
    assert desk.item("Back up").state is ItemState.OPEN


@pytest.mark.parametrize(
    ("typed", "told"),
    [("tomorrow", "“tomorrow” is not a date"), ("2026-11-21", "that day has passed")],
)
def test_a_date_that_cannot_be_is_told_in_place_and_changes_nothing(
    desk: RemediationDesk, typed: str, told: str
) -> None:
    desk.press(Key.Key_A, modifiers=CTRL)
    desk.press(Key.Key_D)
    desk.type_text(typed)
    desk.press(Key.Key_Return)
    assert told in desk.table.bulk.problem.text()
    assert desk.focus is desk.table.bulk.due
    assert desk.table.bulk.due.text() == typed
    assert desk.item("Back up").due == date(2026, 12, 2)
    desk.press(Key.Key_Escape)
    assert desk.focus is desk.table.table
    assert len(desk.chosen) == 5
    desk.press(Key.Key_Escape)
    assert len(desk.chosen) == 1


def test_the_bar_works_by_mouse(desk: RemediationDesk) -> None:
    desk.click_row("Back up")
    desk.click_row("Name an <b>owner</b>", CTRL)
    assert desk.chosen == ["Back up", "Name an <b>owner</b>"]
    bulk = desk.table.bulk
    desk.click(bulk.buttons[next(act for act in bulk.buttons if act.name == "OWNER")])
    desk.type_text("Sam")
    desk.click(bulk.apply_button)
    assert desk.item("Back up").owner == desk.item("Name an <b>owner</b>").owner == "Sam"


def test_single_keys_need_alt_where_they_are_switched_off(desk: RemediationDesk, context: Context) -> None:
    context.set_settings(single_key_answers=False)
    desk.press(Key.Key_O)
    assert not desk.table.bulk.is_asking
    desk.press(Key.Key_O, modifiers=ALT)
    assert desk.focus is desk.table.bulk.owner
    desk.press(Key.Key_Escape)
    assert "Alt+O" in [binding.keys for binding in desk.page.bindings()]


def test_letters_belong_to_the_text_while_one_is_typed(desk: RemediationDesk) -> None:
    desk.press(Key.Key_Slash)
    desk.type_text("sod")
    assert desk.table.filters.search.text() == "sod"
    assert not desk.table.bulk.is_asking


def test_a_header_sorts(desk: RemediationDesk) -> None:
    header = desk.table.table.horizontalHeader()
    place = header.sectionViewportPosition(0) + 20
    QTest.mouseClick(
        header.viewport(), Qt.MouseButton.LeftButton, pos=header.viewport().rect().center().__class__(place, 10)
    )
    assert desk.shown == ["Back up", "Drain 🚀 on stop", "Name an <b>owner</b>", "Old work", "Set timeouts"]


def test_the_team_has_a_column_in_a_wide_window_and_stands_behind_the_service_in_any(desk: RemediationDesk) -> None:
    table, model = desk.table.table, desk.table.model
    desk.window.resize(1280, 800)
    desk.wait()
    assert table.isColumnHidden(TEAM)
    assert table.horizontalHeader().length() <= table.viewport().width()
    assert "checkout · Payments" in str(model.index(0, SERVICE).data(Qt.ItemDataRole.ToolTipRole))
    desk.window.resize(1500, 800)
    desk.wait()
    assert not table.isColumnHidden(TEAM)
    assert table.horizontalHeader().length() <= table.viewport().width()


def test_from_right_to_left_nothing_is_cut_at_the_edge(desk: RemediationDesk) -> None:
    for direction in (Qt.LayoutDirection.RightToLeft, Qt.LayoutDirection.LeftToRight):
        desk.window.setLayoutDirection(direction)
        desk.wait()
        parent = desk.page.tabs.parentWidget()
        assert parent is not None
        assert parent.rect().contains(desk.page.tabs.geometry())
