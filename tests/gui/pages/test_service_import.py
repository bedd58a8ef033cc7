"""Services imported by menu, key, click and drop: looked at, left out, mapped, stored, undone; Esc loses nothing."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot
from tests.gui.window_checks import nameless, rich_labels

from shipworthy.domain.service import Service
from shipworthy.domain.service_import import ServiceEffect
from shipworthy.gui.context import Context
from shipworthy.gui.main_window import MainWindow
from shipworthy.gui.models.incoming_model import EFFECT, WHAT
from shipworthy.gui.places import Places
from shipworthy.gui.service_import.dropped import ENDINGS
from shipworthy.gui.service_import.services_dialog import ServicesDialog
from shipworthy.gui.widgets.problems_dialog import FindingsDialog
from shipworthy.workflows.service_import import FORMS
from shipworthy.workflows.services import blank_service, change_services, save_service

pytestmark = [
    pytest.mark.qt_log_ignore("This plugin does not support"),
    pytest.mark.filterwarnings("ignore:Function. 'QDragEnterEvent:DeprecationWarning"),
]

Key, Modifier = Qt.Key, Qt.KeyboardModifier
CREATED, UPDATED, UNCHANGED, SKIPPED = ServiceEffect
TABLE = "Service,Squad,Criticality\nledger,Coins,1\npay <b>,Money,gold\nmail,Post,T9\nsearch,,\n,x,\n"


class Desk:
    """The Portfolio page with three services, and the ways to it."""

    def __init__(self, window: MainWindow, places: Places, context: Context, settle: Callable[[], None]) -> None:
        self.window, self.places, self.context, self._settle = window, places, context, settle

    def settle(self) -> None:
        """Wait until nothing runs; what is delivered may ask for more."""
        for _turn in range(3):
            self._settle()

    def stored(self) -> dict[str, Service]:
        with self.context.session.store.read() as tx:
            return {each.name: each for each in tx.services.all()}

    def notices(self) -> list[str]:
        return [frame.notice.text for frame in self.window.notices.frames]

    def trigger(self, text: str) -> None:
        (action,) = [each for each in self.window.menus.file.actions() if each.text() == text]
        assert isinstance(action, QAction)
        action.trigger()

    def dialog(self, qtbot: QtBot) -> ServicesDialog:
        self.settle()
        (dialog,) = [each for each in self.window.findChildren(ServicesDialog) if each.isVisible()]
        dialog.activateWindow()
        qtbot.waitUntil(dialog.isActiveWindow)
        return dialog

    def names(self, dialog: ServicesDialog) -> list[tuple[str, str]]:
        model = dialog.model
        rows = range(model.rowCount())
        return [(model.index(row, WHAT).data(), model.index(row, EFFECT).data()) for row in rows]


@pytest.fixture
def desk(window: MainWindow, places: Places, context: Context, settle: Callable[[], None]) -> Desk:
    """Return the page with a ledger and a search."""
    for name in ("ledger", "search"):
        save_service(context.session, replace(blank_service(context.session), name=name, team="Money"))
    context.changed.emit()
    desk = Desk(window, places, context, settle)
    desk.settle()
    return desk


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Return a table of services."""
    path = tmp_path / "services & co.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def choose(desk: Desk, qtbot: QtBot, path: Path) -> None:
    """Type a name into the file dialog and press Enter."""
    desk.settle()
    (dialog,) = [each for each in desk.window.findChildren(QFileDialog) if each.isVisible()]
    name = dialog.findChild(QLineEdit)
    assert name is not None
    name.setText(str(path))
    with qtbot.waitSignal(dialog.fileSelected):
        QTest.keyClick(name, Key.Key_Return)


def button(dialog: ServicesDialog, text: str) -> QPushButton:
    (found,) = [each for each in dialog.findChildren(QPushButton) if each.text() == text]
    return found


def press_alt(qtbot: QtBot, key: Qt.Key, button: QAbstractButton) -> None:
    """Press a letter with Alt where the focus is, and wait until the button is up again."""
    focus = QApplication.focusWidget()
    assert focus is not None
    with qtbot.waitSignal(button.clicked):
        QTest.keyClick(focus, key, Modifier.AltModifier)


def drop(desk: Desk, paths: Sequence[Path]) -> bool:
    """Drag files over the page and drop them there; tell whether the page took them."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    buttons, none, action = Qt.MouseButton.LeftButton, Modifier.NoModifier, Qt.DropAction.CopyAction
    page = desk.places.portfolio
    enter = QDragEnterEvent(QPoint(9, 9), action, data, buttons, none)
    enter.ignore()
    QApplication.sendEvent(page, enter)
    if enter.isAccepted():
        QApplication.sendEvent(page, QDropEvent(QPointF(9, 9), action, data, buttons, none, QEvent.Type.Drop))
    return enter.isAccepted()


def test_a_table_is_looked_at_imported_and_undone_by_keys(desk: Desk, qtbot: QtBot, table: Path) -> None:
    desk.trigger("&Import services…")
    choose(desk, qtbot, table)
    dialog = desk.dialog(qtbot)
    assert (nameless(dialog), rich_labels(dialog)) == ([], [])
    assert dialog.focusWidget() is dialog.view.table
    assert dialog.windowTitle() == "Import services from services & co.csv"
    assert desk.names(dialog) == [
        ("ledger", "Updated"),
        ("pay <b>", "New, 1 remark"),
        ("mail", "New, 1 remark"),
        ("–", "Skipped"),
    ]
    assert dialog.view.detail == ("ledger", "Team: Money\nTier: 3", "Team: Coins\nTier: 1")
    QTest.keyClick(dialog.view.table, Key.Key_Down)
    assert (
        dialog.view.detail[2]
        .splitlines()[-1]
        .endswith("C3: “gold” was read as tier 1. Set the tier after the import if that is wrong.")
    )
    QTest.keyClick(dialog.view.table, Key.Key_Down)
    QTest.keyClick(dialog.view.table, Key.Key_Space)  # mail stays out
    QTest.keyClick(dialog.view.table, Key.Key_Down)
    QTest.keyClick(dialog.view.table, Key.Key_Space)  # skipped: it has no box
    assert dialog.act_button.text() == "&Import 2 services"
    press_alt(qtbot, Key.Key_I, dialog.act_button)
    desk.settle()
    assert {name: (each.team, each.tier) for name, each in desk.stored().items()} == {
        "ledger": ("Coins", 1), "pay <b>": ("Money", 1), "search": ("Money", 3),
    }  # fmt: skip
    assert "Imported 2 services: 1 new, 1 updated." in desk.notices()
    desk.window.activateWindow()
    qtbot.waitUntil(desk.window.isActiveWindow)
    QTest.keyClick(desk.window, Key.Key_Z, Modifier.ControlModifier)
    desk.settle()
    assert {name: each.team for name, each in desk.stored().items()} == {"ledger": "Money", "search": "Money"}
    assert "Undone: import 2 services from services & co.csv" in desk.notices()


def test_each_sort_is_shown_or_hidden_and_taken_together(desk: Desk, qtbot: QtBot, table: Path) -> None:
    desk.places.imports.read([table])
    dialog = desk.dialog(qtbot)
    QAbstractItemModelTester(dialog.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    texts = [box.text() for box in (*dialog.filters.values(), dialog.only_told)]
    assert texts == ["New (2)", "Updated (1)", "Unchanged (1)", "Skipped (1)", "Only with remarks (2)"]
    dialog.filters[UNCHANGED].click()
    assert ("search", "Unchanged") in desk.names(dialog)
    for effect in (UPDATED, UNCHANGED, SKIPPED):
        dialog.filters[effect].click()
    assert [name for name, _effect in desk.names(dialog)] == ["pay <b>", "mail"]
    press_alt(qtbot, Key.Key_N, button(dialog, "Take &none"))  # none of those shown
    assert dialog.act_button.text() == "&Import 1 service"
    press_alt(qtbot, Key.Key_A, button(dialog, "Take &all"))
    assert dialog.act_button.text() == "&Import 3 services"
    dialog.filters[UPDATED].click()
    dialog.only_told.click()
    assert [name for name, _effect in desk.names(dialog)] == ["pay <b>", "mail"]
    dialog.filters[CREATED].click()
    assert desk.names(dialog) == []
    assert dialog.view.detail == ("", "", "")
    dialog.reject()


def test_columns_are_chosen_and_escape_loses_nothing(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "things.csv"
    path.write_text("Ding,Squad,Wert\nledger,,1\nmail,Post,2\n", encoding="utf-8")
    desk.places.imports.read([path])
    dialog = desk.dialog(qtbot)
    assert dialog.shows_columns
    assert (nameless(dialog), rich_labels(dialog)) == ([], [])
    assert dialog.columns is not None
    form = dialog.columns
    assert dialog.focusWidget() is form.choice(1)
    assert not dialog.act_button.isEnabled()
    QTest.keyClick(form.choice(1), Key.Key_Down)  # from nothing to Name
    assert dialog.act_button.isEnabled()
    QTest.keyClick(form.choice(3), Key.Key_Down)
    assert dialog.problem == "✕ “Ding” and “Wert” say the same: Name. Choose something else for all but one."
    assert not dialog.act_button.isEnabled()
    for _step in range(3):
        QTest.keyClick(form.choice(3), Key.Key_Down)
    assert (dialog.problem, form.mapping) == ("", {1: "name", 2: "team", 3: "tier"})
    press_alt(qtbot, Key.Key_C, form.clear_empty)  # clear what is empty
    press_alt(qtbot, Key.Key_S, dialog.act_button)
    desk.settle()
    assert desk.names(dialog) == [("ledger", "Updated"), ("mail", "New")]
    assert dialog.view.detail == ("ledger", "Team: Money\nTier: 3", "Team: –\nTier: 1")
    QTest.keyClick(dialog.view.table, Key.Key_Space)
    press_alt(qtbot, Key.Key_C, dialog.columns_button)
    assert dialog.shows_columns
    QTest.keyClick(dialog, Key.Key_Escape)
    desk.settle()
    assert not dialog.shows_columns
    assert dialog.act_button.text() == "&Import 1 service"  # what was left out stays out
    QTest.keyClick(dialog, Key.Key_Escape)
    assert not dialog.isVisible()
    desk.places.imports.read([path])
    again = desk.dialog(qtbot)
    assert not again.shows_columns
    assert again.act_button.text() == "&Import 1 service"
    again.act_button.click()
    desk.settle()
    assert (desk.stored()["mail"].team, desk.stored()["mail"].tier, desk.stored()["ledger"].team) == (
        "Post",
        2,
        "Money",
    )


def test_a_catalogue_is_dropped_with_its_remarks(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "catalogue"
    folder.mkdir()
    head = "apiVersion: backstage.io/v1alpha1\nkind: %s\nmetadata: {name: %s}\nspec: {owner: team-a, system: shop}\n"
    (folder / "mail.yaml").write_text(head % ("Component", "mail") + "---\n" + head % ("System", "shop"))
    (folder / "catalog-info.yaml").write_text("a: [")
    assert not drop(desk, [folder, tmp_path / "notes.txt"])
    assert not drop(desk, [])
    assert drop(desk, [folder])
    dialog = desk.dialog(qtbot)
    assert desk.names(dialog) == [("mail", "New")]
    assert not dialog.columns_button.isVisible()
    assert dialog.told_button.text() == "1 &remark on files"
    QTest.mouseClick(dialog.told_button, Qt.MouseButton.LeftButton)
    (remarks,) = dialog.findChildren(FindingsDialog)
    assert remarks.list.model().index(0, 0).data().startswith("catalogue/catalog-info.yaml:1:5: This is not YAML")
    remarks.accept()
    dialog.act_button.click()
    desk.settle()
    mail = desk.stored()["mail"]
    assert (mail.team, mail.system) == ("team-a", "shop")
    assert drop(desk, [folder])
    again = desk.dialog(qtbot)
    assert desk.names(again) == [("mail", "Unchanged")]  # all that there is to see
    assert not again.act_button.isEnabled()
    again.reject()


def test_a_folder_is_asked_for_and_one_without_services_says_so(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    desk.trigger("Import a &folder of services…")
    choose(desk, qtbot, folder)
    desk.settle()
    assert "No service was found in empty." in desk.notices()
    (folder / "catalog-info.yaml").write_text("- x\n")
    desk.places.imports.read([folder])
    desk.settle()
    (remarks,) = desk.window.findChildren(FindingsDialog)
    assert remarks.list.model().rowCount() == 1
    remarks.accept()


def test_a_file_that_cannot_be_read_says_so(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "services.xlsx"
    path.write_text("no workbook")
    desk.places.imports.read([path])
    desk.settle()
    assert any("is no XLSX file, or a damaged one" in text for text in desk.notices())


def test_what_changed_meanwhile_is_said_in_place(desk: Desk, qtbot: QtBot, table: Path) -> None:
    desk.places.imports.read([table])
    dialog = desk.dialog(qtbot)
    change_services(desk.context.session, [replace(desk.stored()["ledger"], team="Theirs")], "theirs")
    dialog.act_button.click()
    dialog.reject()  # not while it is being stored
    desk.settle()
    assert dialog.isVisible()
    assert dialog.problem.startswith("✕ “ledger” changed while you looked at the import.")
    assert set(desk.stored()) == {"ledger", "search"}
    dialog.reject()
    assert not dialog.isVisible()


def test_reading_a_folder_can_be_cancelled(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(300):
        (folder / f"{number}.yaml").write_text(
            f"apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {{name: s{number}}}\n"
        )
    desk.places.imports.read([folder])
    (frame,) = [each for each in desk.window.notices.frames if each.notice.job is not None]
    assert frame.notice.job is not None
    frame.notice.job.cancel()
    desk.settle()
    assert "Import cancelled; nothing was changed." in desk.notices()
    assert desk.window.findChildren(ServicesDialog) == []


def test_the_first_start_offers_the_import(window: MainWindow, places: Places, settle: Callable[[], None]) -> None:
    settle()
    button = places.portfolio.empty.import_first
    assert button.isVisible()
    button.setFocus()
    QTest.keyClick(button, Key.Key_Return)
    (dialog,) = [each for each in window.findChildren(QFileDialog) if each.isVisible()]
    assert dialog.windowTitle() == "Import services"
    dialog.reject()


def test_what_may_be_dropped_is_what_is_read() -> None:
    assert set(ENDINGS) == set(FORMS)
