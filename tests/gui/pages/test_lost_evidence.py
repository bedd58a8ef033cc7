"""Evidence whose file is lost or damaged says so where it is shown, and comes back from there."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from tests.gui.pages.review_desk import Desk
from tests.gui.pages.test_review_evidence import chips, dialog_of, evidence
from tests.gui.window_checks import nameless

from shipworthy.gui.pages.review.bringing_back import BringingBack
from shipworthy.gui.pages.review.evidence_dialog import EvidenceDialog
from shipworthy.gui.pages.review.handed import Handed
from shipworthy.gui.pages.service.evidence_tab import EvidenceTab
from shipworthy.workflows.backups import back_up


@pytest.fixture
def trace(tmp_path: Path) -> Path:
    """Return a file that is to be evidence."""
    path = tmp_path / "trace.log"
    path.write_text("a trace")
    return path


def add(desk: Desk, path: Path) -> None:
    """Add a file as evidence of the question shown, as a drop does."""
    desk.page.pane.handed.emit(Handed(files=(path,)))
    desk.settle()


def kept(desk: Desk) -> Path:
    """Return where the file of the only evidence lies."""
    return desk.context.session.evidence.path_of(evidence(desk)[0].value)


def look_again(desk: Desk) -> EvidenceDialog:
    """Go to the next question and back, and open the evidence."""
    desk.go("proved")
    desk.go("first")
    dialog = dialog_of(desk)
    desk.settle()
    return dialog


def test_a_damaged_file_says_so_and_comes_back_from_a_backup(desk: Desk, trace: Path) -> None:
    add(desk, trace)
    kept(desk).write_text("A trace")
    dialog = look_again(desk)
    assert chips(desk) == ["trace.log · ✕ file damaged"]
    assert "is damaged" in dialog.problem
    assert nameless(dialog) == []
    desk.click(dialog.backups_button)
    assert "No backup folder holds this file whole" in dialog.problem
    kept(desk).write_text("a trace")
    back_up(desk.context.session)
    kept(desk).write_text("A trace")
    desk.click(dialog.backups_button)
    assert dialog.problem == "" or dialog.ways.isHidden()
    assert "trace.log" in dialog.value.text()
    assert kept(desk).read_text() == "a trace"
    desk.settle()
    assert chips(desk) == ["trace.log"]
    assert desk.window.notices.frames[-1].notice.text.startswith("Brought back from")
    focus = dialog.focusWidget()
    assert focus is not None
    assert focus.isVisible()


def test_only_the_same_file_is_taken_and_another_is_offered_as_new(desk: Desk, trace: Path, tmp_path: Path) -> None:
    add(desk, trace)
    kept(desk).unlink()
    dialog = look_again(desk)
    back = dialog.findChild(BringingBack)
    assert back is not None
    other = tmp_path / "other.log"
    other.write_text("another trace")
    back.add_again(other)
    desk.settle()
    assert "other.log is another file" in dialog.problem
    assert len(evidence(desk)) == 1
    back.add_again(trace)
    desk.settle()
    assert kept(desk).read_text() == "a trace"
    assert chips(desk) == ["trace.log"]
    back.add_again(other)
    desk.settle()
    notice = desk.window.notices.frames[-1].notice
    assert notice.action is not None
    assert notice.action[0] == "Add it as new evidence"
    notice.action[1]()
    desk.settle()
    assert [each.title for each in evidence(desk)] == ["trace.log", "other.log"]


def test_the_service_lists_what_is_lost(desk: Desk, trace: Path) -> None:
    add(desk, trace)
    desk.press(Qt.Key.Key_1)
    kept_at = desk.context.session.evidence.folder
    next(kept_at.rglob("trace.log")).unlink()
    service = desk.page.conduct.review.service.id
    desk.context.open_service(service)
    desk.settle()
    page = desk.window.page
    tabs = page.tabs  # type: ignore[union-attr]
    tabs.show_tab(3)
    desk.settle()
    tab = tabs.current
    assert isinstance(tab, EvidenceTab)
    assert "1 file is lost or damaged" in tab.summary.text()
    standing = tab.model.index(0, tab.model.columnCount() - 1)
    assert tab.model.data(standing) == "File lost"
