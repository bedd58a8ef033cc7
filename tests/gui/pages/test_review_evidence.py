"""Evidence by file, drop and paste: added to the question in sight, shown but never opened, refused in one message."""

import os
import zlib
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QDesktopServices,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QKeySequence,
    QPainter,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QPushButton
from tests.gui.pages.review_desk import Desk

from shipworthy.domain.assessment import Evidence, EvidenceKind
from shipworthy.gui.pages.review.evidence_dialog import EvidenceDialog
from shipworthy.gui.widgets.drop_hint import DropHint
from shipworthy.gui.widgets.links import LinkDialog

# Qt 6.12 takes a point with fractions instead, which 6.11 does not know.
pytestmark = pytest.mark.filterwarnings("ignore:Function. 'QDragEnterEvent:DeprecationWarning")

CONTROL = Qt.KeyboardModifier.ControlModifier


def picture(width: int = 320, height: int = 200) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.drawText(20, 40, "p99 820 ms")
    painter.end()
    return image


def noise(width: int, height: int) -> QImage:
    """Return a picture that no compression makes smaller."""
    data = os.urandom(width * height * 4)
    return QImage(data, width, height, QImage.Format.Format_RGB32).copy()


def files(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def links(*addresses: str) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl(each) for each in addresses])
    return data


def image(content: QImage, text: str = "") -> QMimeData:
    data = QMimeData()
    data.setImageData(content)
    if text:
        data.setText(text)
    return data


def words(text: str) -> QMimeData:
    data = QMimeData()
    data.setText(text)
    return data


class Drag:
    """Something dragged over the question pane."""

    def __init__(self, desk: Desk, data: QMimeData) -> None:
        self.desk, self.data = desk, data

    def enter(self) -> bool:
        """Bring it over the pane; tell whether it may be dropped."""
        event = QDragEnterEvent(
            QPointF(50, 50).toPoint(),
            Qt.DropAction.CopyAction | Qt.DropAction.MoveAction,
            self.data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        event.ignore()
        QGuiApplication.sendEvent(self.desk.page.pane, event)
        return event.isAccepted()

    def drop(self) -> None:
        """Let it go."""
        assert self.enter()
        event = QDropEvent(
            QPointF(50, 50),
            Qt.DropAction.CopyAction,
            self.data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        QGuiApplication.sendEvent(self.desk.page.pane, event)
        self.desk.settle()


@pytest.fixture(autouse=True)
def _nothing_left_on_the_clipboard(qapp: QApplication) -> Iterator[None]:
    """What Python put there must not outlive Python: the process would end in a crash."""
    yield
    QGuiApplication.clipboard().clear()


def copy(data: QMimeData) -> None:
    QGuiApplication.clipboard().setMimeData(data)


def paste(desk: Desk) -> None:
    QTest.keySequence(desk.focus, QKeySequence(QKeySequence.StandardKey.Paste))
    desk.settle()


def evidence(desk: Desk) -> tuple[Evidence, ...]:
    return desk.answer("first").evidence


def chips(desk: Desk) -> list[str]:
    desk.settle()
    return [chip.text() for chip in desk.page.pane.evidence.chips]


def dialog_of(desk: Desk, place: int = 0) -> EvidenceDialog:
    desk.page.pane.evidence.chips[place].setFocus()
    desk.press(Qt.Key.Key_Return)
    (dialog,) = [each for each in desk.window.findChildren(EvidenceDialog) if each.isVisible()]
    return dialog


def back_in_window(desk: Desk) -> None:
    """Wait until keys reach the window again after a dialog."""
    desk.window.activateWindow()
    desk.qtbot.waitUntil(desk.window.isActiveWindow)


def button(dialog: EvidenceDialog, text: str) -> QPushButton:
    return next(each for each in dialog.findChildren(QPushButton) if each.text() == text)


@pytest.fixture
def trace(tmp_path: Path) -> Path:
    path = tmp_path / "trace & log.txt"
    path.write_text("504 after 800 ms")
    return path


def test_a_pasted_screenshot_becomes_a_png_named_by_its_moment(desk: Desk) -> None:
    copy(image(picture()))
    paste(desk)
    (found,) = evidence(desk)
    assert (found.kind, found.title) == (EvidenceKind.FILE, "Screenshot 2026-11-22 14.03.png")
    stored = desk.context.session.evidence.read(found.value)
    assert stored.startswith(b"\x89PNG")
    assert QImage.fromData(stored).size() == picture().size()
    assert chips(desk) == ["Screenshot 2026-11-22 14.03.png"]
    assert desk.focus is desk.page.pane
    copy(image(picture(100, 100)))
    paste(desk)
    assert chips(desk)[1] == "Screenshot 2026-11-22 14.03 (2).png"


def test_a_screenshot_of_ten_megabytes_is_one_clear_message_and_nothing_else(desk: Desk) -> None:
    copy(image(noise(1700, 1600)))
    paste(desk)
    assert "as PNG; 8 MB are allowed" in desk.page.pane.problem.text
    assert desk.page.pane.problem.isVisible()
    assert evidence(desk) == ()
    assert desk.context.session.evidence.digests() == ()
    desk.press(Qt.Key.Key_2)
    assert desk.answer("first").choices == ("b",)


def test_several_files_dropped_at_once_are_one_step_and_taken_back_as_one(desk: Desk, trace: Path) -> None:
    other = trace.with_name("other.csv")
    other.write_text("a,b")
    Drag(desk, files(trace, other)).drop()
    assert [each.title for each in evidence(desk)] == ["trace & log.txt", "other.csv"]
    assert evidence(desk)[0].value == sha256(trace.read_bytes()).hexdigest()
    desk.press(Qt.Key.Key_Z, modifiers=CONTROL)
    assert evidence(desk) == ()
    desk.press(Qt.Key.Key_Z, modifiers=CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert chips(desk) == ["trace && log.txt", "other.csv"]


def test_while_something_is_dragged_the_pane_says_what_a_drop_does(desk: Desk, trace: Path) -> None:
    hint = desk.page.pane.findChild(DropHint)
    assert hint is not None
    assert Drag(desk, files(trace)).enter()
    assert hint.isVisible()
    assert hint.accessibleName() == "Drop to add as evidence to this question"
    assert desk.page.pane.visibleRegion().boundingRect().contains(hint.geometry())
    QGuiApplication.sendEvent(desk.page.pane, QDragLeaveEvent())
    assert not hint.isVisible()
    assert not Drag(desk, words("only words")).enter()
    assert not hint.isVisible()
    Drag(desk, files(trace)).drop()
    assert not hint.isVisible()


@pytest.mark.parametrize("kind", ["folder", "huge", "gone", "empty", "pipe"])
def test_what_cannot_be_evidence_is_refused_with_all_that_came_with_it(desk: Desk, trace: Path, kind: str) -> None:
    bad = trace.with_name(kind)
    if kind == "folder":
        bad.mkdir()
    elif kind == "huge":
        with bad.open("wb") as file:
            file.truncate(2_000_000_000)
    elif kind == "empty":
        bad.touch()
    elif kind == "pipe":
        os.mkfifo(bad)
    Drag(desk, files(trace, bad)).drop()
    expected = {
        "folder": "is a folder",
        "huge": "larger than 50 MB",
        "gone": "There is no file",
        "empty": "is empty",
        "pipe": "not an ordinary file",
    }
    assert expected[kind] in desk.page.pane.problem.text
    assert str(bad) in desk.page.pane.problem.text
    assert desk.stored() == {}


def test_dropped_links_are_added_and_other_addresses_are_only_text(desk: Desk) -> None:
    Drag(desk, links("https://example.org/a?b=%20c", "http://example.org/")).drop()
    assert [(each.kind, each.value) for each in evidence(desk)] == [
        (EvidenceKind.LINK, "https://example.org/a?b=%20c"),
        (EvidenceKind.LINK, "http://example.org/"),
    ]
    Drag(desk, links("javascript:alert(1)")).drop()
    assert desk.page.pane.evidence_form.value.text() == "javascript:alert(1)"
    desk.page.pane.evidence_form.submit()
    assert evidence(desk)[2].kind is EvidenceKind.TEXT


def test_something_else_is_refused_in_words(desk: Desk) -> None:
    data = QMimeData()
    data.setData("application/x-unknown", b"\x00")
    copy(data)
    paste(desk)
    assert "nothing in it that can be evidence" in desk.page.pane.problem.text
    assert desk.stored() == {}


def test_a_dropped_picture_is_added(desk: Desk) -> None:
    Drag(desk, image(picture())).drop()
    assert chips(desk) == ["Screenshot 2026-11-22 14.03.png"]


def test_a_text_that_is_pasted_opens_the_form_and_a_picture_of_cells_stays_words_in_a_text(desk: Desk) -> None:
    copy(words("https://example.org/dash"))
    paste(desk)
    form = desk.page.pane.evidence_form
    assert form.isVisible()
    assert form.value.text() == "https://example.org/dash"
    desk.press(Qt.Key.Key_Return)
    assert evidence(desk)[0].kind is EvidenceKind.LINK
    desk.press(Qt.Key.Key_T)
    copy(image(picture(), "12\t800"))
    paste(desk)
    assert desk.page.pane.note.note == "12\t800"
    copy(image(picture()))
    paste(desk)
    assert desk.page.pane.note.note == "12\t800"
    assert chips(desk) == ["https://example.org/dash", "Screenshot 2026-11-22 14.03.png"]
    assert desk.answer("first").note == "12\t800"


def test_a_file_in_the_form_gets_title_and_dates(desk: Desk, trace: Path) -> None:
    desk.press(Qt.Key.Key_E)
    form = desk.page.pane.evidence_form
    copy(files(trace))
    paste(desk)
    assert form.piece is not None
    assert not form.value.isVisible()
    assert desk.focus is form.fields.title
    for text in ("The trace", "2026-11-02", "tomorrow"):
        desk.type_text(text)
        QTest.keyClick(desk.focus, Qt.Key.Key_Tab)
    form.submit()
    assert "Expires: “tomorrow” is not a date" in form.problem
    assert desk.focus is form.fields.expires
    form.fields.expires.setText("2027-05-02")
    desk.press(Qt.Key.Key_Return)
    (found,) = evidence(desk)
    assert found == Evidence(
        EvidenceKind.FILE,
        sha256(trace.read_bytes()).hexdigest(),
        "The trace",
        date(2026, 11, 2),
        date(2027, 5, 2),
    )
    assert not form.isVisible()


def test_a_file_taken_out_of_the_form_makes_room_for_a_link(desk: Desk, trace: Path) -> None:
    desk.press(Qt.Key.Key_E)
    form = desk.page.pane.evidence_form
    Drag(desk, image(picture())).drop()
    assert form.fields.title.text() == "Screenshot 2026-11-22 14.03.png"
    desk.click(form.take_out)
    assert desk.focus is form.value
    assert form.fields.title.text() == ""
    desk.type_text("Seen on Tuesday")
    desk.press(Qt.Key.Key_Return)
    assert evidence(desk) == (Evidence(EvidenceKind.TEXT, "Seen on Tuesday"),)


def test_a_file_that_is_refused_keeps_the_form_with_all_that_was_typed(desk: Desk, trace: Path) -> None:
    desk.press(Qt.Key.Key_E)
    form = desk.page.pane.evidence_form
    Drag(desk, files(trace)).drop()
    desk.type_text("The trace")
    trace.unlink()
    desk.press(Qt.Key.Key_Return)
    assert "There is no file" in form.problem
    assert form.isVisible()
    assert form.fields.title.text() == "The trace"
    assert desk.focus is form.fields.title


def test_a_file_is_chosen_in_a_dialog(desk: Desk, trace: Path) -> None:
    desk.press(Qt.Key.Key_E)
    desk.click(desk.page.pane.evidence_form.choose)
    chooser = desk.window.findChild(QFileDialog)
    assert chooser is not None
    name = chooser.findChild(QLineEdit)
    assert name is not None
    name.setText(str(trace))
    with desk.qtbot.waitSignal(chooser.fileSelected):
        QTest.keyClick(name, Qt.Key.Key_Return)
    back_in_window(desk)
    assert desk.page.pane.evidence_form.piece is not None
    desk.press(Qt.Key.Key_Return)
    assert chips(desk) == ["trace && log.txt"]


def test_a_picture_is_shown_and_its_folder_too_but_nothing_is_opened(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    Drag(desk, image(picture(2000, 1000))).drop()
    dialog = dialog_of(desk)
    assert dialog.picture.isVisible()
    shown = dialog.picture.pixmap().size()
    assert (shown.width(), shown.height()) == (470, 235)
    assert "SHA-256 " + evidence(desk)[0].value[:12] in dialog.value.text()
    asked: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", asked.append)
    desk.click(button(dialog, "Show in folder"))
    folder = desk.context.data_dir / "evidence" / evidence(desk)[0].value
    assert [url.toLocalFile() for url in asked] == [str(folder)]
    assert desk.window.findChild(LinkDialog) is None
    dialog.reject()


def test_a_picture_that_claims_to_be_enormous_is_not_unpacked(desk: Desk, tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.png"
    picture(50, 50).save(str(bomb))
    data = bytearray(bomb.read_bytes())
    data[16:24] = (60_000).to_bytes(4, "big") * 2
    data[29:33] = zlib.crc32(bytes(data[12:29])).to_bytes(4, "big")
    bomb.write_bytes(bytes(data))
    broken = tmp_path / "broken.png"
    picture().save(str(broken))
    broken.write_bytes(broken.read_bytes()[:200])
    Drag(desk, files(bomb, broken)).drop()
    dialog = dialog_of(desk)
    assert "Too large to be shown here: 60000 × 60000 pixels." in dialog.value.text()
    assert not dialog.picture.isVisible()
    dialog.reject()
    dialog = dialog_of(desk, 1)
    assert "broken.png" in dialog.value.text()
    dialog.reject()


def test_title_and_dates_are_changed_in_the_dialog_and_taken_back_exactly(desk: Desk, trace: Path) -> None:
    Drag(desk, files(trace)).drop()
    before = evidence(desk)
    dialog = dialog_of(desk)
    dialog.fields.title.setText("The trace")
    dialog.fields.dated.setText("2026-11-32")
    desk.click(button(dialog, "Save"))
    assert "“2026-11-32” is not a date" in dialog.problem
    assert dialog.isVisible()
    dialog.fields.dated.setText("2026-11-02")
    dialog.fields.expires.setText("2026-11-21")
    QTest.keyClick(dialog.fields.expires, Qt.Key.Key_Return)
    desk.settle()
    assert chips(desk) == ["The trace · ✕ expired 21 Nov 2026"]
    (after,) = evidence(desk)
    assert (after.value, after.dated, after.expires) == (before[0].value, date(2026, 11, 2), date(2026, 11, 21))
    back_in_window(desk)
    desk.press(Qt.Key.Key_Z, modifiers=CONTROL)
    assert evidence(desk) == before
    desk.press(Qt.Key.Key_Z, modifiers=CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert evidence(desk) == (after,)


def test_a_lost_file_says_so_on_its_chip_and_in_its_dialog(desk: Desk, trace: Path) -> None:
    Drag(desk, files(trace)).drop()
    desk.context.session.evidence.path_of(evidence(desk)[0].value).unlink()
    desk.go("proved")
    desk.go("first")
    assert chips(desk) == ["trace && log.txt · ✕ file lost"]
    assert desk.page.pane.evidence.chips[0].accessibleName() == "Evidence: trace & log.txt, ✕ file lost"
    dialog = dialog_of(desk)
    assert "The file of this evidence is lost" in dialog.problem
    assert not button(dialog, "Show in folder").isEnabled()
    desk.click(button(dialog, "Remove"))
    assert evidence(desk) == ()
