"""Reports on several services from the window: chosen by key and click, made, refused, tried again, cancelled."""

import os
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QPushButton
from tests.gui.accessibility import check
from tests.gui.pages.reports.reports_desk import ReportsDesk
from tests.reports.builders import page_texts

from shipworthy.domain.report_kind import Format
from shipworthy.gui.models.batch_services_model import SERVICE, BatchServicesModel
from shipworthy.gui.pages.reports.batch_dialog import BatchDialog
from shipworthy.gui.pages.reports.not_made_dialog import NotMadeDialog
from shipworthy.workflows.reports.batch_choice import read_batch_matter

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
Key, LEFT = Qt.Key, Qt.MouseButton.LeftButton


def open_dialog(desk: ReportsDesk, folder: Path) -> BatchDialog:
    """Open the dialog by its button, and type the folder."""
    QTest.mouseClick(desk.page.several_button, LEFT)
    desk.rest()
    [dialog] = [each for each in desk.window.findChildren(BatchDialog) if each.isVisible()]
    check(dialog)
    assert dialog.table.hasFocus()
    dialog.options.folder.selectAll()
    QTest.keyClicks(dialog.options.folder, str(folder))
    return dialog


def tick_first(dialog: BatchDialog, count: int) -> None:
    """Tick the first rows by keys."""
    dialog.table.setFocus()
    for _row in range(count):
        QTest.keyClick(dialog.table, Key.Key_Space)
        QTest.keyClick(dialog.table, Key.Key_Down)


def told(desk: ReportsDesk) -> list[str]:
    """Return what the notices say."""
    return [frame.notice.text for frame in desk.window.notices.frames]


def press_notice(desk: ReportsDesk, text: str) -> None:
    """Press a button of a notice."""
    [button] = [
        each for frame in desk.window.notices.frames for each in frame.findChildren(QPushButton) if each.text() == text
    ]
    QTest.mouseClick(button, LEFT)


def as_tables(dialog: BatchDialog) -> None:
    """Ask for CSV alone, the quickest kind of file, by keys."""
    for kind in (Format.PDF, Format.CSV):
        QTest.keyClick(dialog.options.formats[kind], Key.Key_Space)


def test_two_services_get_a_pdf_each(desk: ReportsDesk, tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    dialog = open_dialog(desk, folder)
    assert not dialog.export_button.isEnabled()
    assert dialog.total.text() == "Tick at least one service."
    tick_first(dialog, 2)
    assert dialog.total.text() == "2 services, 2 files"
    assert dialog.export_button.text() == "Export 2 reports"
    names = [dialog.model.index(row, SERVICE).data() for row in range(2)]
    QTest.mouseClick(dialog.export_button, LEFT)
    desk.qtbot.waitUntil(lambda: told(desk) == ["2 reports exported"], timeout=120_000)
    desk.rest()
    assert sorted(each.name for each in folder.iterdir()) == sorted(f"{name}.pdf" for name in names)
    for name in names:
        assert name in page_texts((folder / f"{name}.pdf").read_bytes())[0]
    assert str(open_dialog(desk, folder).options.chosen_folder) == str(folder)


def test_it_counts_what_is_ticked_and_says_what_is_missing(desk: ReportsDesk, tmp_path: Path) -> None:
    dialog = open_dialog(desk, tmp_path)
    services = read_batch_matter(desk.context.session).services
    QTest.mouseClick(dialog.tick_all, LEFT)
    assert len(dialog.model.ticked) == len(services) == dialog.model.rowCount()
    dialog.search.setFocus()
    QTest.keyClicks(dialog.search, services[0].name)
    shown = dialog.model.rowCount()
    assert 0 < shown < len(services)
    QTest.mouseClick(dialog.tick_none, LEFT)
    assert len(dialog.model.ticked) == len(services) - shown
    QTest.keyClicks(dialog.search, " nobody")
    assert dialog.nothing.isVisible()
    assert not dialog.tick_all.isEnabled()
    dialog.options.formats[Format.CSV].setFocus()
    QTest.keyClick(dialog.options.formats[Format.CSV], Key.Key_Space)
    count = len(services) - shown
    assert dialog.total.text() == f"{count} services, {2 * count} files"
    for kind in (Format.CSV, Format.PDF):
        QTest.keyClick(dialog.options.formats[kind], Key.Key_Space)
    assert dialog.export_button.toolTip() == "Choose at least one kind of file."
    QTest.keyClick(dialog.options.formats[Format.PDF], Key.Key_Space)
    for typed, said in (("", "Choose a folder."), ("here", "Give the folder with its whole path.")):
        dialog.options.folder.clear()
        QTest.keyClicks(dialog.options.folder, typed)
        assert dialog.total.text().endswith(said)
        assert not dialog.export_button.isEnabled()
    check(dialog)
    QTest.keyClick(dialog, Key.Key_Escape)
    assert not dialog.isVisible()


def test_files_that_are_there_stay_unless_they_are_to_be_replaced(desk: ReportsDesk, tmp_path: Path) -> None:
    name = read_batch_matter(desk.context.session).services[0].name
    there = tmp_path / f"{name}.csv"
    there.write_text("mine")
    for replaces, found in ((False, {there.name, f"{name}-2.csv"}), (True, {there.name, f"{name}-2.csv"})):
        dialog = open_dialog(desk, tmp_path)
        as_tables(dialog)
        tick_first(dialog, 1)
        if replaces:
            QTest.keyClick(dialog.options.replaces, Key.Key_Space)
        QTest.mouseClick(dialog.export_button, LEFT)
        desk.qtbot.waitUntil(lambda: told(desk) == ["1 report exported"], timeout=60_000)
        desk.window.notices.frames[0].close_notice()
        desk.rest()
        assert {each.name for each in tmp_path.glob("*.csv")} == found
        assert (there.read_text() == "mine") is not replaces


def test_what_cannot_be_made_is_listed_and_tried_again(desk: ReportsDesk, tmp_path: Path) -> None:
    name = read_batch_matter(desk.context.session).services[0].name
    blocked = tmp_path / f"{name}.csv"
    blocked.mkdir()
    dialog = open_dialog(desk, tmp_path)
    as_tables(dialog)
    tick_first(dialog, 2)
    QTest.keyClick(dialog.options.replaces, Key.Key_Space)
    QTest.mouseClick(dialog.export_button, LEFT)
    said = "1 of 2 reports exported, 1 could not be made"
    desk.qtbot.waitUntil(lambda: told(desk) == [said], timeout=60_000)
    press_notice(desk, "Show which")
    [failed] = desk.window.findChildren(NotMadeDialog)
    check(failed)
    assert failed.list.model().rowCount() == 1
    assert failed.list.model().index(0, 0).data().startswith(f"{name} ({name}.csv): ")
    blocked.rmdir()
    QTest.mouseClick(failed.again_button, LEFT)
    desk.qtbot.waitUntil(lambda: told(desk) == ["1 report exported"], timeout=60_000)
    assert blocked.is_file()
    desk.rest()


def test_cancelled_it_says_what_is_kept(desk: ReportsDesk, tmp_path: Path) -> None:
    dialog = open_dialog(desk, tmp_path / "out")
    QTest.mouseClick(dialog.tick_all, LEFT)
    count = len(dialog.model.ticked)
    QTest.mouseClick(dialog.export_button, LEFT)
    desk.qtbot.waitUntil(lambda: told(desk) == [f"Exporting {count} reports…"], timeout=20_000)
    desk.qtbot.waitUntil(lambda: any((tmp_path / "out").glob("*.pdf")), timeout=60_000)
    press_notice(desk, "Cancel")
    desk.qtbot.waitUntil(lambda: told(desk)[0].startswith("Export cancelled"), timeout=60_000)
    kept = len(list((tmp_path / "out").iterdir()))
    assert 0 < kept < count
    assert told(desk) == [f"Export cancelled: {kept} of {count} reports were finished and are kept"]
    desk.rest()


def test_a_folder_that_cannot_be_is_told(desk: ReportsDesk, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    dialog = open_dialog(desk, tmp_path / "file" / "below")
    as_tables(dialog)
    tick_first(dialog, 1)
    QTest.mouseClick(dialog.export_button, LEFT)
    desk.qtbot.waitUntil(lambda: bool(told(desk)) and not desk.context.tasks.busy, timeout=60_000)
    assert str(tmp_path / "file") in " ".join(told(desk)).replace(os.sep, "/")


def test_nothing_is_exported_while_somebody_answers_blind(desk: ReportsDesk) -> None:
    desk.context.blind_assessor = "Amira"
    desk.page.arrive()
    assert not desk.page.several_action.isEnabled()
    desk.page.batch.ask()
    desk.page.batch.export(())  # as from the list of what was not made
    desk.rest()
    assert not desk.window.findChildren(BatchDialog)
    assert told(desk) == ["Reports show the agreed answers."]


def test_the_services_selected_in_the_portfolio_come_ticked(desk: ReportsDesk) -> None:
    desk.window.show_page("portfolio")
    desk.rest()
    acts = desk.places.portfolio.acts
    table = desk.places.portfolio.services.table
    table.setFocus()
    table.selectAll()
    desk.rest()
    QTest.mouseClick(acts.bar.reports_button, LEFT)
    desk.rest()
    [dialog] = [each for each in desk.window.findChildren(BatchDialog) if each.isVisible()]
    assert len(dialog.model.ticked) == dialog.model.rowCount() > 1
    QTest.keyClick(dialog, Key.Key_Escape)


def test_the_model_keeps_to_the_rules(desk: ReportsDesk) -> None:
    services = read_batch_matter(desk.context.session).services
    model = BatchServicesModel(services, [services[1].id], desk.page)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.toggle(0)
    box = model.index(1, SERVICE)
    assert model.setData(box, Qt.CheckState.Unchecked.value, Qt.ItemDataRole.CheckStateRole)
    assert model.ticked == (services[0].id,)
    model.search("zzz")
    model.tick_shown(True)
    model.search("")
    assert model.ticked == (services[0].id,)
