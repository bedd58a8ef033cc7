"""The page of a service: what it shows, and the ways on from there: review, edit, links, dependencies, export."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot
from tests.gui.browser import Browser, browsing
from tests.gui.window_checks import nameless, rich_labels
from tests.workflows.builders import begin_review, small_pack
from tests.workflows.test_decisions import NO_GO

from shipworthy.domain.service import Link, LinkKind, Service
from shipworthy.gui.context import Context
from shipworthy.gui.main_window import MainWindow
from shipworthy.gui.models.service_columns import LAST_REVIEW
from shipworthy.gui.pages.service.overview_tab import OverviewTab
from shipworthy.gui.pages.service_editor import ServiceEditor
from shipworthy.gui.pages.service_page import ServicePage
from shipworthy.gui.pages.start_dialog import StartDialog
from shipworthy.gui.places import Places
from shipworthy.gui.widgets.labels import PlainLabel
from shipworthy.gui.widgets.links import LinkDialog
from shipworthy.workflows.decisions import decide
from shipworthy.workflows.packs import find_pack
from shipworthy.workflows.reviews import start_assessment
from shipworthy.workflows.services import find_service, save_service

MARKUP = "<img src=x><b>checkout</b> & 🚀"


@pytest.fixture
def browser(qtbot: QtBot) -> Iterator[Browser]:
    """Return what stands for the system's browser and file manager."""
    with browsing(("https", "mailto", "file")) as browser:
        yield browser


@pytest.fixture
def ledger(context: Context) -> Service:
    """Return a service that another depends on."""
    return save_service(context.session, Service(uuid.uuid4(), "ledger", tier=2))


@pytest.fixture
def stored(context: Context, ledger: Service) -> Service:
    """Return a service whose every text looks like markup."""
    return save_service(
        context.session,
        Service(
            uuid.uuid4(),
            MARKUP,
            team="<i>Payments</i>",
            tier=1,
            description="<a href='https://evil.example'>click</a>",
            links=(
                Link(LinkKind.RUNBOOK, "https://wiki.example.org/a?b=<c>"),
                Link(LinkKind.ON_CALL, "mailto:oncall@example.org"),
            ),
            hard_dependencies=frozenset({ledger.id}),
        ),
    )


@pytest.fixture
def page(
    window: MainWindow, places: Places, context: Context, stored: Service, settle: Callable[[], None]
) -> ServicePage:
    """Return the page, showing that service."""
    context.open_service(stored.id)
    settle()
    return places.service


def button(page: ServicePage, name: str) -> QPushButton:
    """Return the button that assistive technology calls so."""
    (found,) = (each for each in page.findChildren(QPushButton) if name in (each.accessibleName(), each.text()))
    return found


def test_it_shows_the_service_as_it_was_typed(window: MainWindow, page: ServicePage) -> None:
    assert window.header.title.text() == MARKUP
    assert page.heading == (MARKUP, "Tier 1 · <i>Payments</i>")
    assert page.chip.text() == "– Not assessed"
    assert page.score.text == "–"
    assert isinstance(page.tab, OverviewTab)
    assert page.tab.nothing.isVisible()
    assert not page.tab.trend_card.isVisible()
    assert not page.export_button.isEnabled()
    assert nameless(window) == []
    assert rich_labels(window) == []


def start_review(page: ServicePage, settle: Callable[[], None]) -> None:
    """Start a review as the dialog proposes: one key opens it, Enter starts."""
    QTest.keyClick(page.review_button, Qt.Key.Key_Space)
    settle()
    (dialog,) = page.window().findChildren(StartDialog)
    QTest.keyClick(dialog.title, Qt.Key.Key_Return)
    settle()


def test_a_review_starts_with_two_keys_and_goes_on_with_one(
    window: MainWindow,
    page: ServicePage,
    places: Places,
    context: Context,
    settle: Callable[[], None],
    qtbot: QtBot,
) -> None:
    start_review(page, settle)
    assert window.page is places.review
    assert page.view is not None
    assert len(page.view.assessments) == 1
    context.open_service(page.view.service.id)
    settle()
    assert page.review_button.text() == "Continue review"
    window.activateWindow()  # the dialog had been the active one
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(page, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert window.page is places.review
    assert len(page.view.assessments) == 1


def test_pressing_twice_starts_one_review(page: ServicePage, settle: Callable[[], None]) -> None:
    for _press in range(2):
        QTest.keyClick(page.review_button, Qt.Key.Key_Space)
    settle()
    (dialog,) = page.window().findChildren(StartDialog)
    for _press in range(2):
        QTest.keyClick(dialog.title, Qt.Key.Key_Return)
    settle()
    assert page.view is not None
    assert len(page.view.assessments) == 1


def test_an_assessment_in_the_list_is_opened_by_enter(
    page: ServicePage, context: Context, stored: Service, settle: Callable[[], None], qtbot: QtBot
) -> None:
    older = start_assessment(context.session, stored.id, [find_pack("backend-engineering")], "Older")
    start_assessment(context.session, stored.id, [find_pack("backend-engineering")], "Newer")
    context.changed.emit()
    settle()
    QTest.keyClick(page, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    settle()
    tab = page.assessments
    assert page.tab is tab
    assert [tab.model.line(row).title for row in range(2)] == ["Newer", "Older"]
    QTest.keyClick(tab.table, Qt.Key.Key_Down)
    with qtbot.waitSignal(context.open_review_asked) as asked:
        QTest.keyClick(tab.table, Qt.Key.Key_Return)
    assert asked.args == [older.id]
    settle()


def test_edit_is_one_key_away_and_what_is_saved_shows(
    window: MainWindow, page: ServicePage, settle: Callable[[], None]
) -> None:
    QTest.keyClick(page, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    settle()
    editor = window.findChild(ServiceEditor)
    assert editor is not None
    editor.name.setText("checkout")
    editor.save()
    settle()
    assert page.heading[0] == "checkout"


def test_a_dependency_leads_to_its_page(page: ServicePage, settle: Callable[[], None]) -> None:
    QTest.mouseClick(button(page, "Open service ledger"), Qt.MouseButton.LeftButton)
    settle()
    assert page.heading[0] == "ledger"


def test_a_link_is_opened_only_after_its_whole_address_was_shown(
    window: MainWindow, page: ServicePage, browser: Browser, settle: Callable[[], None]
) -> None:
    QTest.mouseClick(button(page, "Open Runbook: https://wiki.example.org/a?b=<c>"), Qt.MouseButton.LeftButton)
    (dialog,) = window.findChildren(LinkDialog)
    assert browser.opened == []
    assert any("https://wiki.example.org/a?b=<c>" in label for label in texts(dialog))
    assert rich_labels(dialog) == []
    QTest.keyClick(dialog.open_button, Qt.Key.Key_Space)
    assert browser.opened == ["https://wiki.example.org/a?b=%3Cc%3E"]


def texts(dialog: LinkDialog) -> list[str]:
    """Return what the labels of a dialog say."""
    return [label.text() for label in dialog.findChildren(PlainLabel)]


@pytest.mark.parametrize("url", ["file:///etc/passwd", "javascript:alert(1)", "smb://host/x.desktop", "ftp://x"])
def test_an_address_that_could_start_something_is_never_opened(window: MainWindow, browser: Browser, url: str) -> None:
    dialog = LinkDialog(url, window)
    dialog.open()
    assert not dialog.open_button.isEnabled()
    dialog.reject()
    assert browser.opened == []


def test_the_report_is_exported_beside_the_work_and_shown_in_its_folder(
    window: MainWindow, page: ServicePage, browser: Browser, tmp_path: Path, settle: Callable[[], None], qtbot: QtBot
) -> None:
    start_review(page, settle)
    page.context.open_service(page.view.service.id if page.view else uuid.uuid4())
    settle()
    QTest.mouseClick(page.export_button, Qt.MouseButton.LeftButton)
    settle()
    (dialog,) = window.findChildren(QFileDialog)
    target = tmp_path / "out of checkout.pdf"
    assert dialog.selectedFiles()[0].endswith(".pdf")
    dialog.fileSelected.emit(str(target))
    dialog.reject()
    assert [frame.notice.text for frame in window.notices.frames][-1].startswith("Printing the report of")
    assert page.context.tasks.busy
    qtbot.waitUntil(lambda: not page.context.tasks.busy, timeout=60_000)
    with pikepdf.open(target) as pdf:
        assert len(pdf.pages) > 1
    (notice,) = window.notices.frames
    assert notice.notice.text == f"Report exported: {target}"
    QTest.mouseClick(notice.findChildren(QPushButton)[0], Qt.MouseButton.LeftButton)
    assert browser.opened == [QUrl.fromLocalFile(str(tmp_path)).toString()]


def test_an_export_that_fails_says_why_and_what_to_do(
    window: MainWindow, page: ServicePage, tmp_path: Path, settle: Callable[[], None], qtbot: QtBot
) -> None:
    start_review(page, settle)
    page.context.open_service(page.view.service.id if page.view else uuid.uuid4())
    settle()
    assert page.view is not None
    page._export.export(page.view.assessments[0].id, "checkout", tmp_path / "missing" / "report.pdf")
    qtbot.waitUntil(lambda: not page.context.tasks.busy, timeout=60_000)
    (frame,) = window.notices.frames
    assert frame.notice.kind == "bad"
    assert "does not exist" in frame.notice.text
    assert frame.notice.hint


def test_a_decision_is_shown_with_its_seal_and_with_what_went_stale(
    context: Context, places: Places, settle: Callable[[], None]
) -> None:
    assessment = begin_review(context.session, [small_pack()])
    decide(context.session, assessment.id, NO_GO)
    page = places.service
    context.open_service(assessment.service)
    settle()
    assert page.decided.text().startswith("Decided 22 Nov 2026: No-go · signed by Ada Okafor (Director) · sealed ")
    assert not page.stale_chip.isVisible()
    service = find_service(context.session, "checkout")
    save_service(context.session, replace(service, tier=3))
    context.changed.emit()
    settle()
    assert page.stale_chip.isVisible()
    assert page.stale.text() == "The tier changed from 1 to 3"

    context.go_to("portfolio")
    settle()
    assert places.portfolio.services.model.index(0, LAST_REVIEW).data() == "22 Nov 2026 · stale"
