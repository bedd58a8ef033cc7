"""The rows from which a template is made: the answered questions, each with a box."""

from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QAbstractItemModelTester
from tests.gui.conftest import open_test_session
from tests.workflows.builders import begin_review, small_pack

from shipworthy.domain.assessment import Answer, AnswerState
from shipworthy.gui.models.template_answers_model import ANSWER, NOTE, QUESTION, TemplateAnswersModel, answered
from shipworthy.wording import Wording
from shipworthy.workflows.reviews import open_review, record_answers

CHECK = Qt.ItemDataRole.CheckStateRole
TICKED, CLEAR = Qt.CheckState.Checked, Qt.CheckState.Unchecked


@pytest.fixture
def model(tmp_path: Path, qapp: QObject) -> TemplateAnswersModel:
    """Return the model of a review with three answers in two principles, and one note without an answer."""
    session = open_test_session(tmp_path)
    assessment = begin_review(session, [small_pack()])
    given = [
        Answer("small/last", state=AnswerState.COMPENSATED, reason="A proxy does it."),
        Answer("small/proved", state=AnswerState.UNKNOWN),
        Answer("small/first", state=AnswerState.ANSWERED, choices=("b",), note="two\n\nlines"),
        Answer("small/limits", note="nothing yet"),
    ]
    record_answers(session, assessment.id, given)
    review = open_review(session, assessment.id)
    session.close()
    return TemplateAnswersModel(answered(review, Wording()), qapp)


def test_it_keeps_to_the_rules(model: TemplateAnswersModel) -> None:
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.keep_all(False)
    model.toggle(1)
    model.toggle_principle(0)
    assert model.rowCount(model.index(0, 0)) == 0


def test_it_shows_what_is_answered_as_asked(model: TemplateAnswersModel) -> None:
    assert [model.answer(row).question for row in range(3)] == ["small/first", "small/proved", "small/last"]
    assert model.rowCount() == 3
    assert model.index(0, QUESTION).data() == "1.1 Text of first?"
    assert model.index(0, NOTE).data() == "two · lines"
    assert model.index(1, NOTE).data(Qt.ItemDataRole.AccessibleTextRole) == "Note: –"
    assert model.index(2, ANSWER).data() == "Compensated by another control · A proxy does it."


def test_boxes_are_ticked_one_by_one_by_principle_or_all(model: TemplateAnswersModel) -> None:
    assert model.kept == ("small/first", "small/proved", "small/last")
    model.toggle(0)
    assert model.index(0, QUESTION).data(CHECK) == CLEAR
    assert model.kept == ("small/proved", "small/last")
    model.toggle_principle(1)  # one of the two is not ticked: now both are
    assert model.kept == ("small/first", "small/proved", "small/last")
    model.toggle_principle(1)
    assert model.kept == ("small/last",)
    model.keep_all(True)
    assert model.setData(model.index(2, QUESTION), CLEAR.value, CHECK)
    assert model.kept == ("small/first", "small/proved")
    model.keep_all(False)
    assert model.kept == ()
    assert not model.setData(model.index(0, NOTE), TICKED.value, CHECK)
    assert model.index(0, NOTE).data(CHECK) is None
