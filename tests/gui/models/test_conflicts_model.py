"""The model of conflicts."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from shipworthy.gui.models.conflicts_model import ConflictsModel
from shipworthy.gui.models.headed_list_model import LINE_ROLE
from shipworthy.gui.models.question_list_model import QuestionLine


def test_a_decision_shows_in_its_row_alone() -> None:
    lines = [QuestionLine(str(row), f"Question {row}", "not decided yet") for row in range(3)]
    model = ConflictsModel(lines)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert tester.model() is model
    changed: list[int] = []
    model.dataChanged.connect(lambda first, last: changed.extend(range(first.row(), last.row() + 1)))
    model.change(1, QuestionLine("1", "Question 1", "✓ Yours"))
    assert changed == [1]
    assert [model.index(row).data(LINE_ROLE).detail for row in range(3)] == [
        "not decided yet",
        "✓ Yours",
        "not decided yet",
    ]
    assert model.index(1).data(Qt.ItemDataRole.AccessibleTextRole) == "Question 1. ✓ Yours"
    assert model.index(0).data() == "Question 0"
    assert model.index(9).data() is None
