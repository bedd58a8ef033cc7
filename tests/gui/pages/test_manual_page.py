"""The manual opens inside the window: every link of it leads somewhere, and nothing outside its folder is read."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot
from tests.gui.window_checks import nameless, rich_labels

from shipworthy.gui.main_window import MainWindow
from shipworthy.gui.models.contents_model import ContentsModel, Heading
from shipworthy.gui.pages.manual_page import ManualPage
from shipworthy.gui.places import Places
from shipworthy.gui.theme import Theme
from shipworthy.gui.widgets.document_view import DocumentView
from shipworthy.gui.widgets.links import LinkDialog
from shipworthy.settings import Theme as ThemeChoice


@pytest.fixture
def page(window: MainWindow, places: Places) -> ManualPage:
    """Return the manual, opened by its key."""
    QTest.keyClick(window, Qt.Key.Key_F1, Qt.KeyboardModifier.ControlModifier)
    assert window.page is places.manual
    return places.manual


def links(view: DocumentView) -> list[str]:
    """Return the addresses of all links in the text."""
    found = []
    block = view.document().begin()
    while block.isValid():
        pieces = block.begin()
        while not pieces.atEnd():
            address = pieces.fragment().charFormat().anchorHref()
            if address:
                found.append(address)
            pieces += 1
        block = block.next()
    return found


def top_heading(page: ManualPage) -> str:
    """Return the heading that is at the top of the text."""
    return page.model.headings[page.model.row_at(page.view.position)].text


def test_it_has_the_whole_text_and_its_contents(page: ManualPage) -> None:
    assert page.view.hasFocus()
    titles = [heading.text for heading in page.model.headings]
    assert titles[:2] == ["The manual", "Start"]
    assert "The command line" in titles
    assert "shipworthy gate SERVICE" in page.view.toPlainText()
    assert nameless(page) == []
    assert rich_labels(page) == []


def test_every_link_inside_leads_to_a_heading(page: ManualPage) -> None:
    inside = [address.removeprefix("#") for address in links(page.view) if address.startswith("#")]
    anchors = {heading.anchor for heading in page.model.headings}
    assert len(inside) > 8
    assert set(inside) <= anchors


def test_a_link_and_the_contents_go_to_the_part(page: ManualPage) -> None:
    page.view.follow(QUrl("#answers-files"))
    assert top_heading(page) == "Answers files"
    page.contents.setFocus()
    QTest.keyClick(page.contents, Qt.Key.Key_Home)
    QTest.keyClick(page.contents, Qt.Key.Key_Down)
    QTest.keyClick(page.contents, Qt.Key.Key_Return)
    assert top_heading(page) == "Start"
    row = [heading.text for heading in page.model.headings].index("The report")
    place = page.contents.visualRect(page.model.index(row)).center()
    QTest.mouseClick(page.contents.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert top_heading(page) == "The report"


def test_the_contents_follow_the_text(page: ManualPage) -> None:
    page.view.verticalScrollBar().setValue(page.view.verticalScrollBar().maximum())
    assert page.contents.currentIndex().data().strip() == top_heading(page) != "The manual"  # indented by its level


def test_the_search_goes_from_place_to_place_and_round(page: ManualPage) -> None:
    QTest.keyClick(page.view, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert page.words.hasFocus()
    QTest.keyClicks(page.words, "contradiction")
    count = page.view.toPlainText().lower().count("contradiction")
    assert count > 1
    assert page.found.text() == f"1 of {count}"
    first = page.view.textCursor().selectionStart()
    QTest.keyClick(page.words, Qt.Key.Key_Return)
    assert page.found.text() == f"2 of {count}"
    assert page.view.textCursor().selectedText().lower() == "contradiction"
    assert page.view.textCursor().selectionStart() > first
    QTest.keyClick(page.words, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(page.words, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert page.found.text() == f"{count} of {count}"
    page.words.setText("no such words at all")
    assert page.found.text() == "Not found"
    assert not page.after.isEnabled()


def test_esc_goes_back_to_the_page_before(window: MainWindow, places: Places) -> None:
    window.show_page("settings")
    places.manual.context.go_to("manual")
    QTest.keyClick(places.manual.view, Qt.Key.Key_Escape)
    assert window.page is places.settings


def test_an_address_outside_is_shown_before_it_is_opened(window: MainWindow, page: ManualPage) -> None:
    page.view.follow(QUrl("https://example.org/a"))
    dialog = window.findChild(LinkDialog)
    assert dialog is not None
    assert dialog.isVisible()
    dialog.reject()


@pytest.mark.parametrize("name", ["../README.md", "/etc/passwd", "packs.txt", "..", "", "missing.md"])
def test_nothing_but_a_document_of_the_folder_is_opened(page: ManualPage, name: str) -> None:
    before = page.view.toPlainText()
    page.view.follow(QUrl(name))
    assert page.view.toPlainText() == before


def test_another_document_of_the_folder_is_opened(page: ManualPage) -> None:
    page.view.follow(QUrl("packs.md"))
    assert page.model.headings[0].text != "The manual"
    page.show_part("settings")
    assert top_heading(page) == "Settings"


def test_pictures_come_from_the_folder_alone(page: ManualPage, tmp_path: Path) -> None:
    outside = tmp_path / "outside.png"
    picture = QImage(2, 2, QImage.Format.Format_RGB32)
    picture.fill(0)
    assert picture.save(str(outside))
    image = QTextDocument.ResourceType.ImageResource.value
    assert not page.view.loadResource(image, QUrl("pictures/review.png")).isNull()
    for url in (QUrl(str(outside)), QUrl.fromLocalFile(str(outside)), QUrl("https://example.org/x.png")):
        assert page.view.loadResource(image, url).isNull()


def test_another_theme_keeps_the_place(page: ManualPage, theme: Theme, qtbot: QtBot) -> None:
    page.show_part("the-report")
    theme.choose(ThemeChoice.DARK, 100)
    qtbot.waitUntil(lambda: top_heading(page) == "The report")


def test_another_width_keeps_the_place(window: MainWindow, page: ManualPage, qtbot: QtBot) -> None:
    page.show_part("the-report")
    window.resize(800, 640)
    qtbot.waitUntil(lambda: page.view.horizontalScrollBar().maximum() == 0)
    assert top_heading(page) == "The report"


@pytest.mark.parametrize("size", [(1024, 640), (512, 420)])
def test_a_small_window_shows_contents_and_text_without_scrolling_sideways(
    window: MainWindow, page: ManualPage, size: tuple[int, int], qtbot: QtBot
) -> None:
    window.resize(*size)
    assert page.contents.isVisible()
    qtbot.waitUntil(lambda: page.view.horizontalScrollBar().maximum() == 0)
    for part in (page.contents, page.view, page.words, page.back):
        corner = part.mapTo(page, QPoint(part.width(), part.height()))
        assert page.rect().contains(corner - QPoint(1, 1))


def test_the_contents_are_a_sound_model() -> None:
    model = ContentsModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show([Heading(1, "Title", "title", 0), Heading(2, "Part", "part", 10), Heading(3, "Detail", "detail", 20)])
    assert [model.index(row).data().strip() for row in range(3)] == ["Title", "Part", "Detail"]
    assert (model.row_at(0), model.row_at(15), model.row_at(99)) == (0, 1, 2)
    assert tester.model() is model
