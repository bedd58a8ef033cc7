"""Exporting from the page: by menu and keys into a file, cancelled, and listed to be opened or exported again."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPushButton
from tests.gui.accessibility import check
from tests.gui.pages.reports.reports_desk import ReportsDesk
from tests.reports.builders import page_texts

from shipworthy.domain.report_kind import Format, formats_of
from shipworthy.gui.pages.reports.recent_exports import RecentExports
from shipworthy.gui.pages.reports_page import PREVIEW, RECENT
from shipworthy.gui.report_words import format_text
from shipworthy.workflows.reports.recent import FILE

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
Key = Qt.Key
NOTE: Any = "note"  # the stubs want bytes, which PySide itself refuses


class Opened(QObject):
    """Notes what is handed to the system."""

    def __init__(self) -> None:
        super().__init__()
        self.urls: list[str] = []

    @Slot(QUrl)
    def note(self, url: QUrl) -> None:
        """Note an address."""
        self.urls.append(url.toLocalFile())


def choose_format(desk: ReportsDesk, kind: Format) -> None:
    """Choose a kind of file in the menu of the button, by keys."""
    menu = desk.page.export_menu
    QTest.mouseClick(desk.page.export_button, Qt.MouseButton.LeftButton, delay=0)
    desk.qtbot.waitUntil(menu.isVisible)
    for _step in range(formats_of(desk.page.choices.chosen_subject).index(kind) + 1):
        QTest.keyClick(menu, Key.Key_Down)
    QTest.keyClick(menu, Key.Key_Return)
    desk.qtbot.waitUntil(lambda: bool(dialogs(desk)), timeout=20_000)


def dialogs(desk: ReportsDesk) -> list[QFileDialog]:
    """Return the dialogs that ask for a file."""
    return [each for each in desk.window.findChildren(QFileDialog) if each.isVisible()]


def name_file(desk: ReportsDesk, target: Path) -> str:
    """Name the file, and return the name that was offered."""
    [dialog] = dialogs(desk)
    name = dialog.findChild(QLineEdit, "fileNameEdit")
    assert name is not None
    offered = name.text()
    name.setText(str(target))
    QTest.keyClick(name, Key.Key_Return)
    return offered


def told(desk: ReportsDesk) -> list[str]:
    """Return what the notices say."""
    return [frame.notice.text for frame in desk.window.notices.frames]


def export(desk: ReportsDesk, target: Path, kind: Format = Format.PDF) -> str:
    """Export what is chosen, and return the name that was offered."""
    choose_format(desk, kind)
    offered = name_file(desk, target)
    desk.qtbot.waitUntil(lambda: f"Report exported: {target}" in told(desk), timeout=120_000)
    desk.rest()
    return offered


def recent(desk: ReportsDesk) -> RecentExports:
    """Show the list of exports."""
    desk.page.tabs.show_tab(RECENT)
    desk.rest()
    return desk.page.recent


def test_it_offers_every_kind_of_file_that_there_is(desk: ReportsDesk) -> None:
    for place in range(desk.page.choices.subject.count()):
        desk.page.choices.subject.setFocus()
        QTest.keyClick(desk.page.choices.subject, Key.Key_Home)
        for _step in range(place):
            QTest.keyClick(desk.page.choices.subject, Key.Key_Down)
        offered = [action.text() for action in desk.page.export_menu.actions()]
        assert offered == [format_text(each) for each in formats_of(desk.page.choices.chosen_subject)]
    desk.drawn()


def test_a_report_is_exported_and_listed_and_exported_again(desk: ReportsDesk, tmp_path: Path) -> None:
    desk.drawn()
    assert not recent(desk).model.lines
    desk.page.tabs.show_tab(PREVIEW)
    target = tmp_path / "the report.pdf"
    service = desk.page.choices.words().partition(" · ")[0]
    assert export(desk, target) == f"{service}.pdf"
    assert len(page_texts(target.read_bytes())) == desk.page.preview.pages.pages
    listed = recent(desk)
    [line] = listed.model.lines
    assert (line.export.path, line.export.what) == (str(target), desk.page.choices.words())
    assert line.export.order == desk.page.choices.order()
    opened = Opened()
    QDesktopServices.setUrlHandler("file", opened, NOTE)
    listed.table.setFocus()
    QTest.keyClick(listed.table, Key.Key_Return)
    QTest.mouseClick(listed.folder_button, Qt.MouseButton.LeftButton)
    QDesktopServices.unsetUrlHandler("file")
    assert opened.urls == [str(target), str(tmp_path)]
    target.unlink()
    desk.window.show_page("packs")
    desk.window.show_page("reports")
    desk.rest()
    assert listed.model.index(0, 0).data() == "the report.pdf (gone)"
    assert not listed.open_button.isEnabled()
    QTest.mouseClick(listed.again_button, Qt.MouseButton.LeftButton)
    assert name_file(desk, target) == "the report.pdf"
    desk.qtbot.waitUntil(target.exists, timeout=120_000)
    desk.rest()
    assert listed.model.index(0, 0).data() == "the report.pdf"
    check(desk.window)
    QTest.mouseClick(listed.clear_button, Qt.MouseButton.LeftButton)
    desk.rest()
    assert not listed.model.lines
    assert target.exists()


def test_an_export_that_is_cancelled_writes_nothing(desk: ReportsDesk, tmp_path: Path) -> None:
    desk.drawn()
    target = tmp_path / "all.pdf"
    choose_format(desk, Format.ARCHIVE)
    name_file(desk, target)
    desk.qtbot.waitUntil(lambda: told(desk) == ["Exporting all.pdf…"])
    (frame,) = desk.window.notices.frames
    (cancel,) = frame.findChildren(QPushButton)
    QTest.mouseClick(cancel, Qt.MouseButton.LeftButton)
    desk.qtbot.waitUntil(lambda: told(desk) == ["Export cancelled; nothing was written."], timeout=60_000)
    assert not target.exists()
    assert not recent(desk).model.lines


def test_a_damaged_list_says_so_and_is_cleared(desk: ReportsDesk) -> None:
    (desk.context.data_dir / FILE).write_bytes(b"[{}]")
    listed = recent(desk)
    assert listed.currentWidget() is listed.damaged
    listed.mend_button.setFocus()
    QTest.keyClick(listed.mend_button, Key.Key_Return)
    desk.rest()
    assert listed.currentWidget() is listed.nothing
