"""Notes: their preview is what the report prints and runs nothing; internal or shared is said in words."""

from PySide6.QtCore import Qt, QUrl
from PySide6.QtTest import QTest
from tests.gui.pages.review_desk import Desk

from shipworthy.gui.pages.review.keys import Act
from shipworthy.gui.widgets.links import LinkDialog

HOSTILE = (
    '<script>alert(1)</script> <img src="http://127.0.0.1:1/a.png" onerror=alert(1)> **bold** '
    "[site](javascript:alert(1)) ![x](http://127.0.0.1:1/b.png)"
)


def preview_text(desk: Desk) -> str:
    return desk.page.pane.preview.page.toPlainText()


def type_note(desk: Desk, text: str) -> None:
    desk.press(Qt.Key.Key_T)
    desk.page.pane.note.insertPlainText(text)
    desk.press(Qt.Key.Key_Escape)


def test_a_key_shows_the_note_as_it_is_printed_and_hides_it_again(desk: Desk) -> None:
    type_note(desk, "**Seen** in\n\n- staging\n- production")
    preview, button = desk.page.pane.preview, desk.page.pane.note_bar.buttons[Act.PREVIEW]
    assert not preview.isVisible()
    desk.press(Qt.Key.Key_P)
    assert preview.isVisible()
    assert button.isChecked()
    assert preview_text(desk) == "Seen in\nstaging\nproduction"
    assert desk.focus is desk.page.pane
    desk.go("proved")
    assert preview.isVisible()
    assert not preview.page.isVisible()
    desk.click(button)
    assert not preview.isVisible()
    assert not button.isChecked()


def test_code_and_tables_keep_their_words(desk: Desk) -> None:
    desk.press(Qt.Key.Key_P)
    type_note(desk, "| call | limit |\n|---|---|\n| pay | 2 s |\n\n```\n<b>a</b>\n  b\n```\nend")
    desk.qtbot.waitUntil(lambda: preview_text(desk) != "")
    assert preview_text(desk).split("\n")[-3:] == ["<b>a</b>", "  b", "end"]


def test_the_preview_follows_the_typing(desk: Desk) -> None:
    desk.press(Qt.Key.Key_P, Qt.Key.Key_T)
    desk.type_text("Slow `retry`")
    desk.qtbot.waitUntil(lambda: preview_text(desk) == "Slow retry")


def test_a_note_with_html_and_scripts_shows_as_text_and_loads_nothing(desk: Desk) -> None:
    desk.press(Qt.Key.Key_P)
    type_note(desk, HOSTILE)
    desk.settle()
    desk.qtbot.waitUntil(lambda: preview_text(desk) != "")
    assert preview_text(desk) == HOSTILE.replace("**", "").replace("![x](http://127.0.0.1:1/b.png)", "!x")
    page = desk.page.pane.preview.page
    assert page.loadResource(2, QUrl("http://127.0.0.1:1/a.png")) is None
    assert "\ufffc" not in preview_text(desk)  # the place of a picture
    assert desk.answer("first").note == HOSTILE


def test_a_link_in_the_preview_opens_only_after_its_address_was_seen(desk: Desk) -> None:
    desk.press(Qt.Key.Key_P)
    type_note(desk, "see [the dashboard](https://example.org/a?b=%20c)")
    page = desk.page.pane.preview.page
    desk.qtbot.waitUntil(lambda: preview_text(desk) != "")
    page.setFocus()
    QTest.keyClick(page, Qt.Key.Key_Tab)
    QTest.keyClick(page, Qt.Key.Key_Return)
    dialog = desk.window.findChild(LinkDialog)
    assert dialog is not None
    assert [
        each
        for each in dialog.findChildren(type(desk.page.pane.heading))
        if each.text() == "https://example.org/a?b=%20c"
    ]
    dialog.reject()


def test_internal_is_switched_by_key_and_said_in_words(desk: Desk) -> None:
    bar = desk.page.pane.note_bar
    assert bar.state.text() == ""
    type_note(desk, "Only for us")
    assert bar.state.text() == "Shared: part of every report"
    assert not bar.lock.isVisible()
    desk.press(Qt.Key.Key_I)
    assert desk.answer("first").note_internal
    assert bar.buttons[Act.INTERNAL].isChecked()
    assert bar.state.text() == "Kept out of leadership reports and of bundles for others"
    assert bar.lock.isVisible()
    assert desk.current == "first"
    bar.buttons[Act.INTERNAL].setFocus()
    desk.press(Qt.Key.Key_Space)
    assert not desk.answer("first").note_internal
    desk.context.undo_asked.emit()
    assert desk.answer("first").note_internal


def test_what_is_being_typed_is_saved_before_it_becomes_internal(desk: Desk) -> None:
    desk.press(Qt.Key.Key_T)
    desk.type_text("Both")
    desk.click(desk.page.pane.note_bar.buttons[Act.INTERNAL])
    assert (desk.answer("first").note, desk.answer("first").note_internal) == ("Both", True)
