"""Several services at once: fields, tags, archive, merge and notes from the table, one step of undo each."""

import uuid
from collections.abc import Callable
from typing import TypeVar

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot
from tests.domain.builders import pack, principle, question
from tests.gui import accessibility
from tests.gui.window_checks import nameless, rich_labels

from shipworthy.domain.assessment import Answer, AnswerState
from shipworthy.domain.service import Lifecycle, Service
from shipworthy.gui.context import Context
from shipworthy.gui.main_window import MainWindow
from shipworthy.gui.pages.portfolio.archived_dialog import ArchivedDialog
from shipworthy.gui.pages.portfolio.duplicates_dialog import DuplicatesDialog
from shipworthy.gui.pages.portfolio.services_bulk_bar import BulkField
from shipworthy.gui.pages.service.archive_dialog import ArchiveDialog
from shipworthy.gui.pages.service.merge_dialog import MergeDialog
from shipworthy.gui.pages.service.note_dialog import NoteDialog
from shipworthy.gui.places import Places
from shipworthy.workflows.reviews import record_answers, start_assessment
from shipworthy.workflows.service_archive import archive_services
from shipworthy.workflows.services import find_service, save_service, view_service
from shipworthy.workflows.session import Session

# Completers and menus grab the keyboard, which the offscreen platform cannot.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
Dialog = TypeVar("Dialog", bound=QDialog)


class TableDesk:
    """The table of services, as somebody uses it."""

    def __init__(
        self, qtbot: QtBot, window: MainWindow, places: Places, context: Context, settle: Callable[[], None]
    ) -> None:
        self.qtbot, self.window, self.context, self.settle = qtbot, window, context, settle
        self.tab, self.acts = places.portfolio.services, places.portfolio.acts
        self.bar = self.acts.bar

    def add(self, name: str, **fields: object) -> Service:
        """Add a service."""
        return save_service(self.context.session, Service(uuid.uuid4(), name, **fields))  # type: ignore[arg-type]

    def select(self, *names: str) -> None:
        """Show the list as it is stored and select services."""
        self.context.changed.emit()
        self.settle()
        model, chosen = self.tab.model, self.tab.table.selectionModel()
        chosen.clearSelection()
        flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        for row in range(model.rowCount()):
            line = model.line(row)
            if line is not None and line.service.name in names:
                chosen.select(model.index(row, 0), flags)

    def click(self, field: BulkField) -> None:
        """Press the button of a field."""
        QTest.mouseClick(self.bar.buttons[field], Qt.MouseButton.LeftButton)
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

    def read(self, name: str) -> Service:
        """Return what the store holds."""
        return find_service(self.context.session, name)


def answer_well_enough_for_an_experiment(session: Session, service: Service) -> None:
    """Start a review of plain questions, three of four answered best: enough for tier 4, not for tier 1."""
    plain = [question(f"q{number}") for number in range(4)]
    started = start_assessment(session, service.id, [pack("p", principle("one", *plain))])
    chosen = {"q0": "a", "q1": "e", "q2": "e", "q3": "e"}
    answers = [Answer(f"p/{name}", state=AnswerState.ANSWERED, choices=(choice,)) for name, choice in chosen.items()]
    record_answers(session, started.id, answers)


@pytest.fixture
def desk(qtbot: QtBot, window: MainWindow, places: Places, context: Context, settle: Callable[[], None]) -> TableDesk:
    """Return the table with three services."""
    desk = TableDesk(qtbot, window, places, context, settle)
    desk.add("checkout", team="Shop", tags=("go", "pci"), owner="Amira")
    desk.add("ledger", team="Core", tier=1, tags=("go",), owner="Amira")
    desk.add("shop", team="Shop")
    desk.select()
    return desk


def test_the_bar_comes_with_the_second_service_and_goes_on_a_past_day(desk: TableDesk, places: Places) -> None:
    desk.select("checkout")
    assert desk.bar.isHidden()
    desk.select("checkout", "ledger", "shop")
    assert desk.bar.isVisible()
    assert places.portfolio.selection.text.text().startswith("3 selected · ")
    assert not desk.bar.merge_button.isEnabled()
    accessibility.check(desk.window)
    assert nameless(desk.bar) == rich_labels(desk.bar) == []
    places.portfolio.state.set_day(desk.context.session.today().replace(day=1))
    desk.settle()
    assert desk.bar.isHidden()


def test_a_team_is_set_by_key_and_one_undo_brings_all_back(desk: TableDesk, qapp: QApplication) -> None:
    desk.select("checkout", "ledger")
    desk.click(BulkField.TEAM)
    assert desk.bar.line.placeholderText() == "Several: Core, Shop…"
    assert qapp.focusWidget() is desk.bar.line
    QTest.keyClicks(desk.bar.line, "Payments")
    QTest.keyClick(desk.bar.line, Qt.Key.Key_Return)
    desk.settle()
    assert [desk.read(name).team for name in ("checkout", "ledger", "shop")] == ["Payments", "Payments", "Shop"]
    assert not desk.bar.is_asking
    desk.window.activateWindow()  # the pop-up of the completer took that, on the offscreen platform
    desk.qtbot.waitUntil(lambda: qapp.focusWidget() is desk.tab.table)
    desk.undo()
    assert [desk.read(name).team for name in ("checkout", "ledger")] == ["Shop", "Core"]


def test_what_they_share_is_filled_in_and_nothing_to_change_is_said(desk: TableDesk, qapp: QApplication) -> None:
    desk.select("checkout", "ledger")
    desk.click(BulkField.OWNER)
    assert desk.bar.line.text() == "Amira"
    QTest.keyClick(desk.bar.line, Qt.Key.Key_Return)
    desk.settle()
    assert "Nothing changes" in desk.bar.problem.text()
    assert qapp.focusWidget() is desk.bar.line
    QTest.keyClick(desk.bar.line, Qt.Key.Key_Escape)
    assert not desk.bar.is_asking
    assert qapp.focusWidget() is desk.tab.table


def test_tags_are_added_and_removed(desk: TableDesk) -> None:
    desk.select("checkout", "ledger")
    desk.click(BulkField.ADD_TAGS)
    QTest.keyClicks(desk.bar.line, "eu, go")
    QTest.keyClick(desk.bar.line, Qt.Key.Key_Return)
    desk.settle()
    assert [desk.read(name).tags for name in ("checkout", "ledger")] == [("go", "pci", "eu"), ("go", "eu")]
    desk.select("checkout", "ledger")
    desk.click(BulkField.REMOVE_TAGS)
    assert desk.bar.line.placeholderText() == "They have: eu, go, pci"
    QTest.keyClicks(desk.bar.line, "GO")
    QTest.mouseClick(desk.bar.apply_button, Qt.MouseButton.LeftButton)
    desk.settle()
    assert [desk.read(name).tags for name in ("checkout", "ledger")] == [("pci", "eu"), ("eu",)]


def test_several_values_must_be_chosen_and_a_lifecycle_is_set(desk: TableDesk) -> None:
    desk.select("checkout", "ledger")
    desk.click(BulkField.TIER)
    assert desk.bar.choice.currentText() == "Several"
    QTest.keyClick(desk.bar.choice, Qt.Key.Key_Return)
    assert "They have several values." in desk.bar.problem.text()
    QTest.keyClick(desk.bar.choice, Qt.Key.Key_Escape)
    desk.click(BulkField.LIFECYCLE)
    QTest.keyClick(desk.bar.choice, Qt.Key.Key_End)
    QTest.keyClick(desk.bar.choice, Qt.Key.Key_Return)
    desk.settle()
    assert desk.read("ledger").lifecycle is Lifecycle.RETIRED


def test_what_a_tier_does_is_told_before_it_is_stored(desk: TableDesk, qapp: QApplication) -> None:
    session = desk.context.session
    front = desk.add("front", tier=4)
    answer_well_enough_for_an_experiment(session, front)
    desk.window.resize(1024, 600)
    desk.select("front", "shop")
    desk.click(BulkField.TIER)
    while desk.bar.choice.currentData() != 1:
        QTest.keyClick(desk.bar.choice, Qt.Key.Key_Up if desk.bar.choice.currentData() else Qt.Key.Key_Down)
    QTest.keyClick(desk.bar.choice, Qt.Key.Key_Return)
    desk.settle()
    assert desk.read("front").tier == 4
    assert desk.bar.effect.title.text() == "2 services change; 1 falls to Not ready: front"
    lines = desk.bar.effect.lines
    desk.qtbot.waitUntil(lambda: lines.visibleRegion().boundingRect() == lines.rect())  # though the window is low
    assert lines.height() >= lines.heightForWidth(lines.width())
    assert desk.bar.effect.lines.text().startswith("front: Ready → Not ready; Newly fails: Overall 75.0 < 85;")
    assert qapp.focusWidget() is desk.bar.apply_button
    QTest.keyClick(desk.bar.apply_button, Qt.Key.Key_Return)
    desk.settle()
    assert [desk.read(name).tier for name in ("front", "shop")] == [1, 1]


def test_several_are_archived_noted_and_restored_from_the_list(desk: TableDesk, qapp: QApplication) -> None:
    desk.select("checkout", "ledger")
    QTest.mouseClick(desk.bar.note_button, Qt.MouseButton.LeftButton)
    note = desk.dialog(NoteDialog)
    QTest.keyClicks(note.note, "Power was out")
    QTest.keyClick(note.note, Qt.Key.Key_Return)
    desk.settle()
    assert len(view_service(desk.context.session, desk.read("ledger").id).events) == 1
    desk.select("checkout", "ledger")
    QTest.mouseClick(desk.bar.archive_button, Qt.MouseButton.LeftButton)
    dialog = desk.dialog(ArchiveDialog)
    assert dialog.heading.text() == "checkout, ledger"
    QTest.keyClick(dialog.archive_button, Qt.Key.Key_Return)
    desk.settle()
    assert desk.tab.model.rowCount() == 1
    desk.acts.archived.trigger()
    archived = desk.dialog(ArchivedDialog)
    assert [line.service.name for line in archived.model.rows] == ["checkout", "ledger"] or [
        line.service.name for line in archived.model.rows
    ] == ["ledger", "checkout"]
    accessibility.check(archived)
    QTest.mouseClick(archived.restore_button, Qt.MouseButton.LeftButton)
    desk.settle()
    assert len(archived.model.rows) == 1
    QTest.keyClick(archived, Qt.Key.Key_Escape)
    desk.undo()
    desk.undo()
    assert desk.tab.model.rowCount() == 3


def test_an_empty_list_says_what_it_is_for(desk: TableDesk, qapp: QApplication) -> None:
    desk.acts.archived.trigger()
    archived = desk.dialog(ArchivedDialog)
    assert archived.nothing.isVisible()
    assert qapp.focusWidget() is archived.cancel_button
    archived.reject()
    desk.acts.duplicates.trigger()
    duplicates = desk.dialog(DuplicatesDialog)
    assert duplicates.nothing.text() == "No two services have names that read alike."


def test_a_likely_duplicate_leads_to_the_merge(desk: TableDesk) -> None:
    desk.add("Ledger-service")
    desk.acts.duplicates.trigger()
    duplicates = desk.dialog(DuplicatesDialog)
    assert [(pair.one.name, pair.other.name) for pair in duplicates.model.rows] == [("ledger", "Ledger-service")]
    accessibility.check(duplicates)
    QTest.keyClick(duplicates.table, Qt.Key.Key_Return)
    assert desk.dialog(MergeDialog).kept.currentText() == "ledger"


def test_two_selected_are_merged_and_the_menu_knows_one(desk: TableDesk) -> None:
    desk.select("checkout", "shop")
    QTest.mouseClick(desk.bar.merge_button, Qt.MouseButton.LeftButton)
    dialog = desk.dialog(MergeDialog)
    QTest.mouseClick(dialog.merge_button, Qt.MouseButton.LeftButton)
    desk.settle()
    assert desk.read("checkout").name == "checkout"
    desk.undo()
    desk.window.show_page("portfolio")
    desk.select("ledger")
    desk.tab.table.customContextMenuRequested.emit(QPoint(4, 4))
    assert desk.acts.menu.isVisible()
    assert desk.acts.merge.text() == "Merge &with…"
    desk.acts.menu.close()
    desk.select("ledger", "shop", "checkout")
    desk.tab.table.customContextMenuRequested.emit(QPoint(4, 4))
    assert not desk.acts.merge.isEnabled()
    assert not desk.acts.edit.isEnabled()
    desk.acts.menu.close()


def test_a_service_that_is_gone_changes_none(desk: TableDesk) -> None:
    desk.select("checkout", "ledger")
    desk.click(BulkField.SYSTEM)
    QTest.keyClicks(desk.bar.line, "x" * 50)
    archive_services(desk.context.session, [desk.read("ledger").id])
    QTest.keyClick(desk.bar.line, Qt.Key.Key_Return)
    desk.settle()
    assert desk.read("checkout").system == "x" * 50
