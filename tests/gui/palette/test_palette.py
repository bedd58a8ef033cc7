"""The palette by key: it opens from anywhere, finds, runs, and gives the focus back."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from tests.gui.window_checks import nameless, rich_labels
from tests.workflows.builders import begin_review, small_pack

from shipworthy.domain.assessment import AnswerState
from shipworthy.gui.context import Context
from shipworthy.gui.main_window import MainWindow
from shipworthy.gui.pages.service_editor import ServiceEditor
from shipworthy.gui.palette.palette import Palette, palette_bindings
from shipworthy.gui.places import Places
from shipworthy.workflows.reviews import open_review

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def palette(places: Places) -> Palette:
    """Return the palette of the window."""
    return places.palette


def focus() -> QWidget:
    """Return the widget with the focus, which is on screen."""
    widget = QApplication.focusWidget()
    assert widget is not None
    assert widget.isVisible()
    return widget


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key where the focus is."""
    QTest.keyClick(focus(), key, modifier)


def open_by_key() -> None:
    """Open the palette as a person does."""
    press(Qt.Key.Key_K, CONTROL)


def type_text(text: str) -> None:
    """Type where the focus is."""
    QTest.keyClicks(focus(), text)


def shown(palette: Palette) -> list[str]:
    """Return the texts of the list."""
    return [palette.model.index(row).data() for row in range(palette.model.rowCount())]


@pytest.fixture
def reviewed(window: MainWindow, context: Context, settle: Callable[[], None]) -> Iterator[None]:
    """Show a review of "checkout" with the small pack."""
    assessment = begin_review(context.session, [small_pack()])
    context.changed.emit()
    context.open_review(assessment.id)
    settle()
    yield
    settle()


def test_it_opens_by_key_with_what_the_window_offers(window: MainWindow, palette: Palette) -> None:
    assert palette.isHidden()
    open_by_key()
    assert palette.isVisible()
    assert focus() is palette.field
    texts = shown(palette)
    assert texts[0] == "Commands"
    assert {"New service…", "Settings", "Theme: Dark", "Keyboard shortcuts"} <= set(texts)
    assert not {"Undo", "Redo", "Search or command…"} & set(texts)  # nothing to take back yet; and it is open
    assert nameless(palette) == []
    assert rich_labels(palette) == []


def test_the_button_of_the_header_opens_it(window: MainWindow, palette: Palette) -> None:
    assert "Ctrl+K" in window.header.search.text()
    QTest.mouseClick(window.header.search, Qt.MouseButton.LeftButton)
    assert palette.isVisible()
    assert focus() is palette.field


@pytest.mark.parametrize("page", ["portfolio", "review", "remediation", "settings"])
def test_esc_and_ctrl_k_give_the_focus_back(window: MainWindow, palette: Palette, page: str) -> None:
    window.show_page(page)
    before = focus()
    open_by_key()
    press(Qt.Key.Key_Escape)
    assert palette.isHidden()
    assert focus() is before
    open_by_key()
    open_by_key()
    assert palette.isHidden()
    assert focus() is before


def test_it_opens_from_a_text_that_is_being_typed(window: MainWindow, places: Places, palette: Palette) -> None:
    window.show_page("settings")
    places.settings.name.setFocus()
    type_text("x")
    open_by_key()
    assert palette.isVisible()
    press(Qt.Key.Key_Escape)
    assert focus() is places.settings.name
    assert places.settings.name.text().endswith("x")


def test_keys_move_past_headings_and_round(window: MainWindow, palette: Palette, reviewed: None) -> None:
    open_by_key()
    rows = palette.model.choosable
    assert len(rows) > 10
    at = palette.list.currentIndex
    assert at().row() == rows[0]
    for key, row in (
        (Qt.Key.Key_Up, rows[-1]),
        (Qt.Key.Key_Down, rows[0]),
        (Qt.Key.Key_Down, rows[1]),
        (Qt.Key.Key_PageDown, rows[9]),
        (Qt.Key.Key_PageUp, rows[1]),
        (Qt.Key.Key_End, rows[-1]),
        (Qt.Key.Key_Home, rows[0]),
    ):
        press(key)
        assert at().row() == row
        assert focus() is palette.field


def test_enter_runs_and_the_next_time_offers_it_first(
    window: MainWindow, palette: Palette, settle: Callable[[], None], qtbot: QtBot
) -> None:
    open_by_key()
    type_text("new serv")
    press(Qt.Key.Key_Return)
    assert palette.isHidden()
    editor = window.findChild(ServiceEditor)
    assert editor is not None
    assert editor.isVisible()
    settle()
    editor.close()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    open_by_key()
    assert shown(palette)[:2] == ["Run last", "New service…"]


def test_a_service_is_opened_though_its_name_is_typed_wrong(
    window: MainWindow, places: Places, palette: Palette, reviewed: None, settle: Callable[[], None]
) -> None:
    open_by_key()
    settle()  # services are read when it opens
    type_text("chekcout")
    assert palette.current is not None
    assert (palette.current.group, palette.current.text) == ("Services", "checkout")
    press(Qt.Key.Key_Return)
    settle()
    assert window.page is places.service
    assert places.service.heading[0] == "checkout"


def test_a_question_is_gone_to_from_another_page(
    window: MainWindow, places: Places, palette: Palette, reviewed: None, settle: Callable[[], None]
) -> None:
    window.show_page("portfolio")
    settle()
    open_by_key()
    type_text("drain")
    assert palette.current is not None
    assert palette.current.group == "Questions of checkout"
    assert palette.current.detail == "drain · Unanswered"
    press(Qt.Key.Key_Return)
    settle()
    assert window.page is places.review
    assert places.review.conduct.current == "small/drain"
    assert focus() is places.review.pane


def test_a_key_of_the_review_can_be_found_by_its_words(
    window: MainWindow, places: Places, palette: Palette, reviewed: None, context: Context, settle: Callable[[], None]
) -> None:
    open_by_key()
    type_text("unknwon")
    assert palette.current is not None
    assert (palette.current.group, palette.current.keys) == ("This question", "U")
    press(Qt.Key.Key_Return)
    settle()
    review = open_review(context.session, places.review.conduct.review.assessment.id)
    assert review.answer("small/first").state is AnswerState.UNKNOWN


def test_the_keys_of_the_review_are_not_offered_elsewhere(window: MainWindow, palette: Palette, reviewed: None) -> None:
    window.show_page("settings")
    open_by_key()
    type_text("unknown")
    assert "This question" not in shown(palette)


def test_a_command_of_a_page_comes_first_there(window: MainWindow, palette: Palette, reviewed: None) -> None:
    open_by_key()
    assert shown(palette)[1] == "Search questions…"


def test_nothing_found_is_said(window: MainWindow, palette: Palette) -> None:
    open_by_key()
    type_text("<b>zzzzqq")
    assert palette.list.isHidden()
    assert palette.nothing.isVisible()
    assert "“<b>zzzzqq”" in palette.nothing.text()
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Down)
    assert palette.isVisible()


def test_what_enter_would_do_is_told_to_a_screen_reader(window: MainWindow, palette: Palette) -> None:
    open_by_key()
    field = QAccessible.queryAccessibleInterface(palette.field)
    assert field.text(QAccessible.Text.Name) == "Search or command"
    first = field.text(QAccessible.Text.Description)
    assert first.startswith("Archived services…, Commands, 1 of ")
    press(Qt.Key.Key_Down)
    second = field.text(QAccessible.Text.Description)
    assert second != first
    assert ", 2 of " in second
    type_text("zzzzqq")
    assert field.text(QAccessible.Text.Description).startswith("Nothing has")


def test_a_click_runs_and_a_click_outside_closes(
    window: MainWindow, places: Places, palette: Palette, settle: Callable[[], None]
) -> None:
    open_by_key()
    type_text("settings")
    row = next(row for row in palette.model.choosable if palette.model.index(row).data() == "Settings")
    place = palette.list.visualRect(palette.model.index(row)).center()
    QTest.mouseClick(palette.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert window.page is places.settings
    open_by_key()
    QTest.mouseClick(places.settings, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    assert palette.isHidden()


def test_it_goes_when_something_else_gets_the_focus(window: MainWindow, places: Places, palette: Palette) -> None:
    window.show_page("settings")
    open_by_key()
    places.settings.name.setFocus()
    assert palette.isHidden()
    assert focus() is places.settings.name


@pytest.mark.parametrize("size", [(480, 320), (1024, 640), (1280, 800)])
def test_it_stays_inside_the_window(
    window: MainWindow, palette: Palette, reviewed: None, size: tuple[int, int], qtbot: QtBot
) -> None:
    open_by_key()
    window.resize(*size)
    qtbot.waitUntil(lambda: palette.width() <= window.width())
    assert window.rect().contains(palette.geometry())
    middle = palette.geometry().center().x()
    assert abs(middle - window.width() // 2) <= 1
    type_text("question")
    assert window.rect().contains(palette.geometry())


def test_the_sheet_has_the_keys_that_it_obeys() -> None:
    words = " ".join(binding.keys for binding in palette_bindings())
    assert all(key in words for key in ("Up", "Down", "Page Up", "Page Down", "Home", "End", "Enter", "Esc"))
