"""What is done to a service from its page: noted, archived, restored, merged; each taken back by Ctrl+Z."""

import uuid
from collections.abc import Callable
from datetime import date
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot
from tests.gui import accessibility
from tests.gui.window_checks import nameless, rich_labels
from tests.workflows.builders import small_pack

from shipworthy.domain.service import Service
from shipworthy.domain.service_event import EventKind
from shipworthy.gui.context import Context
from shipworthy.gui.main_window import MainWindow
from shipworthy.gui.pages.service.archive_dialog import ArchiveDialog
from shipworthy.gui.pages.service.merge_dialog import MergeDialog
from shipworthy.gui.pages.service.merge_with_dialog import MergeWithDialog
from shipworthy.gui.pages.service.note_dialog import NoteDialog
from shipworthy.gui.pages.service.restore_dialog import RestoreDialog
from shipworthy.gui.pages.service_page import ServicePage
from shipworthy.gui.places import Places
from shipworthy.workflows.reviews import start_assessment
from shipworthy.workflows.service_archive import archive_services, restore_service
from shipworthy.workflows.service_events import note_event
from shipworthy.workflows.service_merge import merge_services
from shipworthy.workflows.services import find_service, save_service, view_service

# Completers and menus grab the keyboard, which the offscreen platform cannot.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
Dialog = TypeVar("Dialog", bound=QDialog)


class PageDesk:
    """The page of a service, as somebody uses it."""

    def __init__(
        self, qtbot: QtBot, window: MainWindow, places: Places, context: Context, settle: Callable[[], None]
    ) -> None:
        self.qtbot, self.window, self.context, self.settle = qtbot, window, context, settle
        self.page: ServicePage = places.service

    def add(self, name: str, **fields: object) -> Service:
        """Add a service."""
        return save_service(self.context.session, Service(uuid.uuid4(), name, **fields))  # type: ignore[arg-type]

    def open(self, service: Service) -> None:
        """Show the page of a service."""
        self.context.open_service(service.id)
        self.settle()

    def dialog(self, kind: type[Dialog]) -> Dialog:
        """Return the dialog of a kind that is open."""
        self.settle()
        found = next(each for each in self.window.findChildren(kind) if each.isVisible())
        self.qtbot.waitUntil(found.isActiveWindow)
        return found

    def undo(self) -> None:
        """Take the last step back by key."""
        self.window.activateWindow()
        self.qtbot.waitUntil(self.window.isActiveWindow)
        QTest.keyClick(self.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        self.settle()

    def stored(self, service: Service) -> Service:
        """Return a service as the store has it."""
        return view_service(self.context.session, service.id).service


@pytest.fixture
def desk(qtbot: QtBot, window: MainWindow, places: Places, context: Context, settle: Callable[[], None]) -> PageDesk:
    """Return the page of services."""
    return PageDesk(qtbot, window, places, context, settle)


def press(widget: QWidget, key: Qt.Key) -> None:
    """Press a key in a widget."""
    QTest.keyClick(widget, key)


def test_an_incident_is_noted_shown_removed_and_taken_back(desk: PageDesk, qapp: QApplication) -> None:
    service = desk.add("checkout")
    desk.open(service)
    assert desk.page.standing_bar.isHidden()
    desk.page.more.incident.trigger()
    dialog = desk.dialog(NoteDialog)
    assert qapp.focusWidget() is dialog.note
    accessibility.check(dialog)
    press(dialog.note, Qt.Key.Key_Return)
    desk.settle()
    assert "A note says what happened." in dialog.problem
    dialog.day.setText("2026-11-23")
    QTest.keyClicks(dialog.note, "Payments failed for 2 h")
    press(dialog.note, Qt.Key.Key_Return)
    desk.settle()
    assert "still to come" in dialog.problem
    dialog.day.setText("3 Nov")
    press(dialog.note, Qt.Key.Key_Return)
    assert "is not a date" in dialog.day_field.problem
    dialog.day.setText("2026-11-03")
    press(dialog.note, Qt.Key.Key_Return)
    desk.settle()
    bar = desk.page.standing_bar
    assert bar.texts == ["Review due: incident on 3 Nov 2026", "Incident on 3 Nov 2026: Payments failed for 2 h"]
    assert rich_labels(desk.page) == nameless(desk.page) == []
    (remove,) = bar.buttons
    QTest.mouseClick(remove, Qt.MouseButton.LeftButton)
    desk.settle()
    assert bar.isHidden()
    desk.undo()
    assert len(bar.texts) == 2
    desk.undo()
    assert bar.isHidden()


def test_a_major_change_is_noted_of_today(desk: PageDesk) -> None:
    service = desk.add("checkout")
    desk.open(service)
    desk.page.more.major_change.trigger()
    dialog = desk.dialog(NoteDialog)
    QTest.keyClicks(dialog.note, "New database")
    QTest.mouseClick(dialog.note_button, Qt.MouseButton.LeftButton)
    desk.settle()
    (event,) = view_service(desk.context.session, service.id).events
    assert (event.kind, event.day, event.note) == (EventKind.MAJOR_CHANGE, date(2026, 11, 22), "New database")


def test_archiving_names_who_depends_on_it_and_restoring_brings_it_back(desk: PageDesk, qapp: QApplication) -> None:
    service = desk.add("ledger")
    desk.add("checkout", hard_dependencies=frozenset({service.id}))
    desk.add("shop", soft_dependencies=frozenset({service.id}))
    desk.open(service)
    desk.page.more.archive.trigger()
    dialog = desk.dialog(ArchiveDialog)
    assert dialog.dependents_title.text() == "2 services go on depending on it"
    assert dialog.dependents.text() == "checkout (hard)\nshop (soft)"
    assert qapp.focusWidget() is dialog.archive_button
    accessibility.check(dialog)
    press(dialog.archive_button, Qt.Key.Key_Return)
    desk.settle()
    assert desk.stored(service).archived
    bar = desk.page.standing_bar
    assert bar.texts == ["Archived: it is in no list, and still caps who depends on it."]
    assert not desk.page.more.archive.isVisible()
    QTest.mouseClick(bar.buttons[0], Qt.MouseButton.LeftButton)
    desk.settle()
    assert not desk.stored(service).archived
    desk.undo()
    assert desk.stored(service).archived
    desk.undo()
    assert not desk.stored(service).archived


def test_a_name_that_was_taken_is_asked_for_anew(desk: PageDesk, qapp: QApplication) -> None:
    service = desk.add("ledger")
    archive_services(desk.context.session, [service.id])
    desk.add("Ledger")
    desk.open(service)
    desk.page.more.restore.trigger()
    dialog = desk.dialog(RestoreDialog)
    assert qapp.focusWidget() is dialog.name
    accessibility.check(dialog)
    press(dialog.name, Qt.Key.Key_Return)
    desk.settle()
    assert "by now" in dialog.field.problem
    dialog.name.clear()
    press(dialog.name, Qt.Key.Key_Return)
    assert "Type the name" in dialog.field.problem
    QTest.keyClicks(dialog.name, "old ledger")
    press(dialog.name, Qt.Key.Key_Return)
    desk.settle()
    assert (desk.stored(service).name, desk.stored(service).archived) == ("old ledger", False)


def test_what_somebody_restored_meanwhile_is_said(desk: PageDesk) -> None:
    service = desk.add("ledger")
    archive_services(desk.context.session, [service.id])
    desk.open(service)
    restore_service(desk.context.session, service.id)
    with desk.qtbot.waitSignal(desk.context.failed) as failed:
        desk.page.more.restore.trigger()
    assert "is not archived" in failed.args[0].message
    assert desk.window.findChildren(RestoreDialog) == []


def test_duplicates_are_merged_field_by_field_and_one_undo_brings_both_back(desk: PageDesk, qapp: QApplication) -> None:
    one = desk.add("payments", owner="Amira", facts={"has_database": True})
    other = desk.add("Payments-svc", team="Core", tier=1, owner="Noor", facts={"has_database": False})
    desk.add("aaa")
    top = desk.add("shop", hard_dependencies=frozenset({other.id}))
    start_assessment(desk.context.session, other.id, [small_pack()])
    desk.open(one)
    desk.page.more.merge.trigger()
    chooser = desk.dialog(MergeWithDialog)
    assert [row.service.name for row in chooser.model.rows] == ["Payments-svc", "aaa", "shop"]
    accessibility.check(chooser)
    QTest.keyClicks(chooser.search, "nobody")
    assert chooser.model.rows == ()
    assert "No other service" in chooser.problem
    chooser.search.clear()
    press(chooser.search, Qt.Key.Key_Return)
    dialog = desk.dialog(MergeDialog)
    assert list(dialog.choices) == ["name", "team", "owner", "tier", "fact:has_database"]
    assert dialog.choices["fact:has_database"][0].accessibleName().startswith("Does it read")
    assert "Only Payments-svc has reviews" in dialog.hint.text()
    assert "Depend on payments instead of Payments-svc: shop." in dialog.outcome.text()
    assert dialog.choices["team"][1].isChecked()
    assert dialog.choices["owner"][0].isChecked()
    accessibility.check(dialog)
    press(dialog.kept, Qt.Key.Key_Down)
    desk.settle()
    assert dialog.hint.isHidden()
    assert dialog.ids == (other.id, one.id)
    assert dialog.choices["owner"][0].text() == "“Noor”"
    press(dialog.choices["owner"][1], Qt.Key.Key_Space)
    press(dialog.choices["name"][1], Qt.Key.Key_Space)
    desk.settle()
    assert dialog.outcome.text().startswith("payments gets the tags")
    QTest.mouseClick(dialog.merge_button, Qt.MouseButton.LeftButton)
    desk.settle()
    kept = desk.stored(other)
    assert (kept.name, kept.owner, kept.team, kept.tier, kept.facts) == (
        ("payments", "Amira", "Core", 1, {"has_database": False})
    )
    bar = desk.page.standing_bar
    assert bar.texts == ["Earlier as payments"]
    assert bar.buttons[0].accessibleName() == "Earlier as payments, open it"
    QTest.mouseClick(bar.buttons[0], Qt.MouseButton.LeftButton)
    desk.settle()
    assert bar.texts == ["Merged into payments"]
    assert [button.text() for button in bar.buttons] == ["Merged into payments", "Restore"]
    assert desk.page.view is not None
    assert desk.page.view.service.id == one.id
    desk.undo()
    assert (desk.stored(one).archived, desk.stored(other).name) == (False, "Payments-svc")
    assert desk.stored(top).hard_dependencies == {other.id}


def test_what_somebody_archived_meanwhile_is_said_in_the_dialog(desk: PageDesk, qapp: QApplication) -> None:
    one, other = desk.add("one"), desk.add("two")
    desk.open(one)
    desk.page.more.acts.merge(one, other)
    dialog = desk.dialog(MergeDialog)
    assert dialog.choices["name"][0].isChecked()
    archive_services(desk.context.session, [other.id])
    QTest.mouseClick(dialog.merge_button, Qt.MouseButton.LeftButton)
    desk.settle()
    assert "“two” is archived" in dialog.problem
    assert qapp.focusWidget() is dialog.cancel_button
    assert find_service(desk.context.session, "one").id == one.id


def test_the_page_of_a_merged_service_says_so_after_a_restart_too(desk: PageDesk) -> None:
    one, other = desk.add("one"), desk.add("two")
    merge_services(desk.context.session, one.id, other.id)
    note_event(desk.context.session, [one.id], EventKind.INCIDENT, "<b>Down</b>", date(2026, 11, 1))
    desk.open(one)
    assert desk.page.standing_bar.texts == [
        "Earlier as two",
        "Review due: incident on 1 Nov 2026",
        "Incident on 1 Nov 2026: <b>Down</b>",
    ]
    assert rich_labels(desk.page) == []
