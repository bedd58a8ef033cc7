"""The rows of an import: what changes first, each with a box that can be unticked."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QAbstractItemModelTester
from tests.exchange.workbooks import fill
from tests.gui.conftest import open_test_session
from tests.workflows.builders import begin_review, small_pack

from shipworthy.gui.models.incoming_model import EFFECT, FILE, NOW, WHAT, IncomingModel
from shipworthy.gui.pages.review.incoming_answers import incoming_answers
from shipworthy.wording import Wording
from shipworthy.workflows.questionnaires import Preview, export_questionnaire, preview_questionnaire

CHECK = Qt.ItemDataRole.CheckStateRole
TICKED, CLEAR = Qt.CheckState.Checked, Qt.CheckState.Unchecked


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    """Return the preview of a file with two answers to six questions."""
    session = open_test_session(tmp_path)
    assessment = begin_review(session, [small_pack()])
    path = export_questionnaire(session, assessment.id, tmp_path / "q.xlsx")
    fill(path, {"small/first": {"answer": 2, "note": "two\nlines"}, "small/last": {"answer": "unknown"}})
    yield preview_questionnaire(session, assessment.id, path)
    session.close()


@pytest.fixture
def model(preview: Preview, qapp: QObject) -> IncomingModel:
    """Return the model of that preview."""
    return IncomingModel(incoming_answers(preview, Wording()), qapp)


def test_it_keeps_to_the_rules(model: IncomingModel) -> None:
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show_all(True)
    model.take_all(False)
    model.toggle(0)
    model.show_all(False)
    assert model.rowCount(model.index(0, 0)) == 0


def test_what_changes_is_shown_first_and_all_on_demand(model: IncomingModel) -> None:
    assert model.rowCount() == 2
    assert model.index(0, WHAT).data() == "1.1 Text of first?"
    assert model.index(0, EFFECT).data() == "New"
    assert model.index(0, NOW).data() == "Unanswered · Note: –"
    assert model.index(0, FILE).data() == "Label b · Note: two · lines"
    assert (model.row(0).now, model.row(0).file) == ("Unanswered\nNote: –", "Label b\nNote: two\nlines")
    model.show_all(True)
    assert model.rowCount() == 6
    assert model.index(1, EFFECT).data() == "Unchanged"


def test_boxes_are_ticked_until_they_are_not(model: IncomingModel) -> None:
    assert model.taken == {"small/first", "small/last"}
    assert model.index(0, WHAT).data(CHECK) == TICKED
    model.toggle(0)
    assert model.index(0, WHAT).data(CHECK) == CLEAR
    assert model.taken == {"small/last"}
    model.show_all(True)
    assert model.taken == {"small/last"}
    model.take_all(True)
    assert model.taken == {"small/first", "small/last"}
    model.take_all(False)
    assert not model.taken


def test_what_does_not_change_has_no_box(model: IncomingModel) -> None:
    model.show_all(True)
    assert model.index(1, WHAT).data(CHECK) is None
    model.toggle(1)
    assert model.taken == {"small/first", "small/last"}
    assert not model.setData(model.index(0, NOW), CLEAR.value, CHECK)


def test_each_cell_says_what_it_is(model: IncomingModel) -> None:
    assert model.index(0, FILE).data(Qt.ItemDataRole.AccessibleTextRole) == "From the file: Label b\nNote: two\nlines"
