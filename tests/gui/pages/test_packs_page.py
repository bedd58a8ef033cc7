"""The Packs page by key, click and drop: list, reading, own packs, check, difference, export, upgrade."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot
from tests.gui.window_checks import nameless, rich_labels
from tests.workflows.builders import begin_review

from shipworthy.gui.context import Context, Saving
from shipworthy.gui.main_window import MainWindow
from shipworthy.gui.pages.packs_page import PacksPage
from shipworthy.gui.places import Places
from shipworthy.gui.upgrade_dialog import UpgradeDialog
from shipworthy.gui.widgets.problems_dialog import AdviceDialog, ProblemsDialog
from shipworthy.packs.loader import load_pack
from shipworthy.packs.shipped import shipped_packs
from shipworthy.workflows.own_packs import add_own_pack, list_offered
from shipworthy.workflows.pack_tools import start_pack
from shipworthy.workflows.reviews import open_review

pytestmark = pytest.mark.filterwarnings("ignore:Function. 'QDragEnterEvent:DeprecationWarning")
Key, Modifier = Qt.Key, Qt.KeyboardModifier


@pytest.fixture
def page(window: MainWindow, places: Places, settle: Callable[[], None]) -> PacksPage:
    """Return the page, shown by its key."""
    QTest.keyClick(window, Key.Key_5, Modifier.ControlModifier)
    settle()
    return places.packs


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a pack file of one's own."""
    return start_pack("releases", "How we <b>release</b>", tmp_path / "releases.yaml")


def notices(window: MainWindow) -> str:
    return " ".join(frame.notice.text for frame in window.notices.frames)


def drop(page: PacksPage, path: Path) -> bool:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    buttons, action = Qt.MouseButton.LeftButton, Qt.DropAction.CopyAction
    enter = QDragEnterEvent(QPoint(9, 9), action, data, buttons, Modifier.NoModifier)
    enter.ignore()
    QApplication.sendEvent(page, enter)
    if not enter.isAccepted():
        return False
    event = QDropEvent(QPointF(9, 9), action, data, buttons, Modifier.NoModifier, QEvent.Type.Drop)
    QApplication.sendEvent(page, event)
    return event.isAccepted()


def in_version(file: Path, version: str, *changes: tuple[str, str]) -> Path:
    text = file.read_text(encoding="utf-8")
    for before, now in (("version: 0.1.0", f"version: {version}"), *changes):
        text = text.replace(before, now)
    file.write_text(text, encoding="utf-8")
    return file


def test_every_shipped_pack_is_listed_and_the_chosen_one_is_read(
    page: PacksPage, window: MainWindow, settle: Callable[[], None]
) -> None:
    assert [each.pack.id for each in page.model.packs] == [pack.id for pack in shipped_packs()]
    assert page.table.hasFocus()
    QTest.keyClick(page.table, Key.Key_Down)
    settle()
    pack = shipped_packs()[1]
    assert page.title.text() == pack.title
    text = page.read.view.toPlainText()
    for _principle, question in pack.questions():
        assert question.text in text
        assert all(choice.label in text for choice in question.choices)
    assert all(each.message in text for each in pack.contradictions)
    QTest.keyClick(page.table, Key.Key_Return)
    assert page.read.view.hasFocus()
    QTest.keyClick(page.read.view, Key.Key_Escape)
    assert page.table.hasFocus()
    for place in range(3):
        page.tabs.show_tab(place)
        settle()
        assert nameless(window) == []
        assert rich_labels(window) == []
    assert "There is one version" in page.difference.said.text()
    assert "No review uses this pack yet" in page.uses.said.text()


def test_an_own_pack_is_dropped_listed_read_as_it_is_and_offered(
    page: PacksPage, context: Context, window: MainWindow, file: Path, settle: Callable[[], None]
) -> None:
    assert not drop(page, file.with_suffix(".txt"))
    assert drop(page, file)
    settle()
    assert list_offered(context.session)[-1] == load_pack(file)
    assert "How we <b>release</b> 0.1.0" in notices(window)
    assert page.title.text() == "How we <b>release</b>"
    assert page.about.text() == "releases · your own · CC-BY-4.0"
    assert "Does every release have a named owner?" in page.read.view.toPlainText()


def test_a_file_with_problems_lists_them_all_and_nothing_is_added(
    page: PacksPage, context: Context, window: MainWindow, file: Path, settle: Callable[[], None]
) -> None:
    drop(page, in_version(file, "0.1.0", ("level: 1", "level: 9"), ("weight: 2", "weight: 0")))
    settle()
    dialog = window.findChild(ProblemsDialog)
    assert dialog is not None
    assert dialog.list.model().rowCount() == 2
    dialog.accept()
    assert len(list_offered(context.session)) == len(shipped_packs())
    assert page.model.rowCount() == len(shipped_packs())


def test_a_check_says_the_problems_the_advice_or_that_there_is_none(
    page: PacksPage, window: MainWindow, file: Path, settle: Callable[[], None]
) -> None:
    page.files.check(file)
    settle()
    assert "1 question, no problems" in notices(window)
    page.files.check(in_version(file, "0.1.0", ("a named owner", "a proper owner")))
    settle()
    advice = window.findChild(AdviceDialog)
    assert advice is not None
    assert "“proper” means something else to everybody" in str(advice.list.model().index(0, 0).data())
    advice.accept()
    page.files.check(in_version(file, "0.1.0", ("level: 1", "level: 9")))
    settle()
    assert window.findChild(ProblemsDialog) is not None


def test_an_older_version_is_kept_compared_and_its_review_is_upgraded_with_one_undo(
    page: PacksPage, context: Context, window: MainWindow, file: Path, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    old = add_own_pack(context.session, file).pack
    review = begin_review(context.session, [old])
    page.files.add(in_version(file, "0.2.0", ("Does every release have", "Has each release")))
    settle()
    assert str(page.model.index(len(shipped_packs()), 1).data()) == "0.2.0, 0.1.0"
    assert str(page.model.index(len(shipped_packs()), 3).data()) == "1 open"
    page.tabs.show_tab(2)
    settle()
    said = page.difference.view.toPlainText()
    assert "releases 0.1.0 → 0.2.0" in said
    assert "text: Does every release have a named owner? → Has each release a named owner?" in said
    page.tabs.show_tab(1)
    assert page.uses.upgrade.isEnabled()
    QTest.mouseClick(page.uses.upgrade, Qt.MouseButton.LeftButton)
    settle()
    dialog = window.findChild(UpgradeDialog)
    assert dialog is not None
    QTest.keyClick(dialog.upgrade_button, Key.Key_Return)
    settle()
    assert open_review(context.session, review.id).questionnaire.packs[0].pack.version == "0.2.0"
    assert not page.uses.upgrade.isEnabled()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window, Key.Key_Z, Modifier.ControlModifier)
    settle()
    assert open_review(context.session, review.id).questionnaire.packs[0].pack == old
    assert page.uses.upgrade.isEnabled()


def test_a_version_is_exported_and_is_the_same_pack(
    page: PacksPage, file: Path, tmp_path: Path, settle: Callable[[], None]
) -> None:
    page.files.add(file)
    settle()
    target = tmp_path / "out.yaml"
    page.files.export(page.read.version.currentData(), target)
    settle()
    assert replace(load_pack(target), licence="CC-BY-4.0") == load_pack(file)


def test_where_both_have_no_room_enter_shows_the_pack_and_escape_the_list(
    page: PacksPage, window: MainWindow, settle: Callable[[], None]
) -> None:
    window.resize(700, 520)
    settle()
    assert not page.read.view.isVisible()
    QTest.keyClick(page.table, Key.Key_Return)
    assert page.read.view.isVisible()
    assert not page.table.isVisible()
    assert page.back.isVisible()
    QTest.keyClick(page.read.view, Key.Key_Escape)
    assert page.table.isVisible()
    assert page.table.hasFocus()


def file_dialog(window: MainWindow) -> QFileDialog:
    (dialog,) = [each for each in window.findChildren(QFileDialog) if each.isVisible()]
    return dialog


def choose(qtbot: QtBot, dialog: QFileDialog, path: Path) -> None:
    """Type a name into a file dialog and press Enter."""
    name = dialog.findChild(QLineEdit)
    assert name is not None
    name.setText(str(path))
    with qtbot.waitSignal(dialog.fileSelected):
        QTest.keyClick(name, Key.Key_Return)


def click(button: QPushButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_add_check_and_export_ask_for_a_file(
    page: PacksPage, context: Context, window: MainWindow, file: Path, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    click(page.check_button)
    choose(qtbot, file_dialog(window), file)
    settle()
    assert "1 question, no problems" in notices(window)
    assert len(list_offered(context.session)) == len(shipped_packs())
    click(page.add_button)
    dialog = file_dialog(window)
    assert dialog.directory().absolutePath() == str(file.parent), "the folder used last"
    choose(qtbot, dialog, file)
    settle()
    assert list_offered(context.session)[-1] == load_pack(file)
    assert page.title.text() == "How we <b>release</b>"
    click(page.read.export)
    dialog = file_dialog(window)
    assert [Path(each).name for each in dialog.selectedFiles()] == ["releases-0.1.0.yaml"]
    choose(qtbot, dialog, file.with_name("out"))
    settle()
    assert load_pack(file.with_name("out.yaml")).id == "releases"
    click(page.add_button)
    QTest.keyClick(file_dialog(window), Key.Key_Escape)
    settle()
    assert len(list_offered(context.session)) == len(shipped_packs()) + 1


def test_an_own_pack_is_removed_and_kept_after_all(
    page: PacksPage, context: Context, window: MainWindow, file: Path, settle: Callable[[], None]
) -> None:
    assert not page.read.remove.isVisible(), "a shipped pack stays"
    page.files.add(file)
    settle()
    click(page.read.remove)
    settle()
    assert list_offered(context.session) == shipped_packs()
    assert page.model.rowCount() == len(shipped_packs())
    assert not page.read.remove.isVisible()
    assert page.table.hasFocus()
    (frame,) = window.notices.frames
    assert frame.notice.text == "Removed How we <b>release</b> 0.1.0."
    click(frame.findChildren(QPushButton)[0])
    settle()
    assert page.title.text() == "How we <b>release</b>"
    begin_review(context.session, [load_pack(file)])
    click(page.read.remove)
    settle()
    assert "cannot be removed: 1 review uses it" in notices(window)
    assert context.save_state.saving is not Saving.FAILED
    assert page.model.rowCount() == len(shipped_packs()) + 1
