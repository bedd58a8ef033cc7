"""The preview: the real report in the window, walked through by keys and clicks, cancelled, refused, and overtaken."""

import sys
from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QModelIndex, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtPdf import QPdfDocument, QPdfLinkModel
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from tests.gui.accessibility import check
from tests.gui.pages.reports.reports_desk import ReportsDesk

from shipworthy.domain.report_kind import Subject, audiences_of
from shipworthy.gui.pages.reports.review_row import ReviewRow
from shipworthy.gui.widgets.links import LinkDialog
from shipworthy.reports.report_worker import ReportFailed, ReportWorker
from shipworthy.settings import Theme
from shipworthy.workflows.services import blank_service, save_service

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
Key, Ctrl = Qt.Key, Qt.KeyboardModifier.ControlModifier


def key(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key where the focus is."""
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key, modifier)


def service_line(desk: ReportsDesk) -> QLineEdit:
    """Return the field of the service."""
    row = desk.page.choices.row(ReviewRow)
    assert isinstance(row, ReviewRow)
    return row.service.line


def test_the_report_is_shown_and_walked_through_by_keys(desk: ReportsDesk) -> None:
    desk.drawn()
    preview, pages, bar = desk.page.preview, desk.page.preview.pages, desk.page.preview.bar
    assert preview.shows_pages
    assert pages.pages > 2
    service = desk.page.choices.words().partition(" · ")[0]
    assert service in pages.text_of(1)
    assert (bar.number.text(), bar.count.text()) == ("1", f"of {pages.pages}")
    assert pages.accessibleDescription() == f"Page 1 of {pages.pages}"
    pages.setFocus()
    key(Key.Key_End)
    assert bar.number.text() == str(pages.pages)
    assert not bar.next.isEnabled()
    key(Key.Key_Home)
    QTest.mouseClick(bar.next, Qt.MouseButton.LeftButton)
    assert (pages.page, bar.number.text()) == (2, "2")
    bar.number.setFocus()
    bar.number.selectAll()
    QTest.keyClicks(bar.number, "3")
    key(Key.Key_Return)
    assert pages.page == 3
    before = pages.verticalScrollBar().value()
    pages.setFocus()
    key(Key.Key_PageDown)
    assert pages.verticalScrollBar().value() > before
    check(desk.window)


def test_it_is_zoomed_by_keys_wheel_and_list(desk: ReportsDesk) -> None:
    desk.drawn()
    pages, bar = desk.page.preview.pages, desk.page.preview.bar
    pages.setFocus()
    assert bar.zoom.currentText() == "Fit width"
    wide = pages.scale
    key(Key.Key_Minus, Ctrl)
    assert pages.scale < wide
    assert bar.zoom.currentText() == f"{round(pages.scale * 100)} %"
    smaller = pages.scale
    place = QPointF(pages.viewport().rect().center())
    wheel = QWheelEvent(
        place,
        pages.viewport().mapToGlobal(place),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Ctrl,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(pages.viewport(), wheel)
    assert pages.scale > smaller
    bar.zoom.setFocus()
    key(Key.Key_Home)
    key(Key.Key_Down)
    assert pages.zoomMode() is QPdfView.ZoomMode.FitInView
    assert pages.scale < wide
    key(Key.Key_0, Ctrl)
    assert pages.scale == pytest.approx(wide, rel=0.05)
    QTest.mouseClick(bar.larger, Qt.MouseButton.LeftButton)
    assert pages.scale > wide


def test_words_are_found_in_it(desk: ReportsDesk) -> None:
    desk.drawn()
    preview, pages = desk.page.preview, desk.page.preview.pages
    pages.setFocus()
    key(Key.Key_F, Ctrl)
    assert preview.search.field.hasFocus()
    QTest.keyClicks(preview.search.field, "observability")
    desk.qtbot.waitUntil(lambda: preview.search.places > 2, timeout=20_000)
    assert preview.search.count.text().startswith("1 of ")
    key(Key.Key_Return)
    assert preview.search.count.text().startswith("2 of ")
    assert pages.currentSearchResultIndex() == 1
    key(Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert preview.search.count.text().startswith("1 of ")
    preview.search.field.selectAll()
    QTest.keyClicks(preview.search.field, "xyzzy")
    desk.qtbot.waitUntil(lambda: preview.search.count.text() == "Not found", timeout=20_000)
    check(desk.window)
    key(Key.Key_Escape)
    assert not preview.search.isVisible()
    assert pages.hasFocus()


def first_address(document: QPdfDocument) -> tuple[int, QRectF, str]:
    """Return the first page, from 0, with an address outside the report, where on it that is in points, and which."""
    links = QPdfLinkModel()
    links.setDocument(document)
    for page in range(document.pageCount()):
        links.setPage(page)
        for row in range(links.rowCount(QModelIndex())):
            index = links.index(row, 0)
            url = index.data(QPdfLinkModel.Role.Url.value)
            if url.isValid():
                return page, index.data(QPdfLinkModel.Role.Rectangle.value), url.toString()
    pytest.fail("the report of the sample names an address")


def test_an_address_in_it_is_shown_before_it_is_opened(desk: ReportsDesk) -> None:
    desk.drawn()
    pages = desk.page.preview.pages
    page, rect, address = first_address(pages.document())
    pages.go_to(page + 1)
    per_point = pages.scale * pages.logicalDpiX() / 72
    heights = [round(pages.document().pagePointSize(each).height() * per_point) for each in range(page)]
    margins = pages.documentMargins()
    top = margins.top() + sum(heights) + pages.pageSpacing() * page - pages.verticalScrollBar().value()
    point = QPoint(round(margins.left() + rect.center().x() * per_point), round(top + rect.center().y() * per_point))
    QTest.mouseClick(pages.viewport(), Qt.MouseButton.LeftButton, pos=point)
    [dialog] = [each for each in desk.window.findChildren(LinkDialog) if each.isVisible()]
    assert dialog.findChildren(QLabel)[1].text() == address
    dialog.reject()


def test_it_can_be_cancelled_in_its_own_place_and_drawn_after_all(desk: ReportsDesk) -> None:
    preview = desk.page.preview
    desk.page.choices.audience.activated.emit(0)
    desk.drawn()
    desk.context.changed.emit()
    desk.qtbot.waitUntil(preview.cancel_button.isVisible, timeout=20_000)
    QTest.mouseClick(preview.cancel_button, Qt.MouseButton.LeftButton)
    assert desk.said == "The report was not drawn\nYou cancelled it."
    desk.rest()
    assert desk.said == "The report was not drawn\nYou cancelled it."
    check(desk.window)
    preview.act_button.setFocus()
    key(Key.Key_Return)
    desk.drawn()
    assert preview.shows_pages


def test_the_newest_choice_wins_and_the_window_answers_meanwhile(desk: ReportsDesk) -> None:
    box = desk.page.choices.subject
    box.setFocus()
    for subject in (Subject.PORTFOLIO, Subject.TEAM, Subject.ASSESSMENT):
        while desk.page.choices.chosen_subject is not subject:
            key(Key.Key_Down if box.findData(subject) > box.currentIndex() else Key.Key_Up)
        desk.qtbot.waitUntil(lambda: desk.context.tasks.busy, timeout=20_000)
    line = service_line(desk)
    line.setFocus()
    line.selectAll()
    for letter in "checkout":
        QTest.keyClicks(line, letter)
    assert line.text() == "checkout"
    assert desk.page.drawing.is_drawing, "the window answered while it was drawn"
    key(Key.Key_Return)
    desk.drawn()
    assert desk.page.preview.shows_pages
    assert desk.page.preview.pages.text_of(1).splitlines()[0] == "checkout"


def test_a_report_that_takes_too_long_ends_in_one_message(desk: ReportsDesk) -> None:
    desk.drawn()
    slow, desk.page.drawing.worker = desk.page.drawing.worker, ReportWorker(deadline_seconds=0.05)
    slow.close()
    desk.context.changed.emit()
    desk.drawn()
    assert desk.said.startswith("The report was stopped: drawing it took longer than 0.05 seconds.")
    assert desk.window.notices.frames == []
    desk.page.drawing.worker.close()
    desk.page.drawing.worker = ReportWorker()
    assert desk.page.preview.act_button.text() == "Try again"
    QTest.mouseClick(desk.page.preview.act_button, Qt.MouseButton.LeftButton)
    desk.drawn()
    assert desk.page.preview.shows_pages


def test_a_fault_in_the_drawing_leaves_the_place_in_order(desk: ReportsDesk) -> None:
    desk.drawn()
    desk.page.drawing.worker.close()
    desk.page.drawing.worker = ReportWorker(command=(sys.executable, "-c", "raise SystemExit(3)"))
    with desk.qtbot.captureExceptions() as caught:
        desk.context.changed.emit()
        desk.drawn()
    assert [kind for kind, _error, _trace in caught] == [ReportFailed]
    assert desk.said == "The report could not be drawn.\nTry again, or choose another report."
    desk.page.drawing.worker.close()
    desk.page.drawing.worker = ReportWorker()
    QTest.mouseClick(desk.page.preview.act_button, Qt.MouseButton.LeftButton)
    desk.drawn()
    assert desk.page.preview.shows_pages


def test_what_is_missing_is_said_in_the_place_of_the_preview(desk: ReportsDesk) -> None:
    session = desk.context.session
    save_service(session, replace(blank_service(session), name="zz-new"))
    desk.context.changed.emit()
    desk.rest()
    line = service_line(desk)
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, "zz-new")
    key(Key.Key_Return)
    desk.drawn()
    assert desk.said.startswith("“zz-new” is not reviewed yet\n")
    assert not desk.page.export_button.isEnabled()
    QTest.mouseClick(desk.page.preview.act_button, Qt.MouseButton.LeftButton)
    desk.rest()
    assert desk.window.page is desk.places.service


def test_every_subject_and_audience_is_shown(desk: ReportsDesk) -> None:
    choices = desk.page.choices
    for row in range(choices.subject.count()):
        choices.subject.setFocus()
        key(Key.Key_Home)
        for _step in range(row):
            key(Key.Key_Down)
        for place, audience in enumerate(audiences_of(choices.chosen_subject)):
            choices.audience.setFocus()
            key(Key.Key_Home)
            for _step in range(place):
                key(Key.Key_Down)
            desk.drawn()
            shown = desk.page.preview.shows_pages, choices.lack() is None
            assert shown in ((True, True), (False, False)), (choices.chosen_subject, audience, desk.said)


def test_the_process_that_draws_ends_with_the_window(desk: ReportsDesk, settle: Callable[[], None]) -> None:
    desk.drawn()
    process = desk.page.drawing.worker._process
    assert process is not None
    assert process.alive
    settle()
    desk.context.closing.emit()
    assert not process.alive


def test_settings_of_the_window_leave_the_pages_alone_and_those_of_reports_do_not(desk: ReportsDesk) -> None:
    desk.drawn()
    began: list[bool] = []
    desk.page.drawing.began.connect(lambda: began.append(True))
    other = Theme.LIGHT if desk.context.settings.theme is Theme.DARK else Theme.DARK
    assert desk.context.set_settings(theme=other, single_key_answers=False)
    desk.rest()
    assert not began
    assert desk.context.set_settings(report_classification="Confidential")
    desk.drawn()
    assert began
    assert "Confidential" in desk.page.preview.pages.text_of(1)
