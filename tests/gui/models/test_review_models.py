"""The models behind the Review page, each under Qt's own tester."""

from fractions import Fraction

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot
from tests.domain.builders import answered, pack, principle, question, review

from shipworthy.domain.pack import EvidenceRule
from shipworthy.gui.models.principle_model import LINE_ROLE, PrincipleModel, principle_lines
from shipworthy.gui.models.question_list_model import QuestionLine, QuestionListModel
from shipworthy.gui.models.why_model import ADDS, LOSES, QUESTION, QUESTION_ROLE, WhyModel, points
from shipworthy.wording import Wording

FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal
PACK = pack(
    "p",
    principle("one", question("a"), question("b", evidence_rule=EvidenceRule.REQUIRED)),
    principle("two", question("c", applies_when="service.on"), question("d")),
    facts={"on": False},
)


def test_principles_show_progress_and_paint_again_only_what_changed(qtbot: QtBot) -> None:
    model = PrincipleModel()
    QAbstractItemModelTester(model, FATAL)
    model.show(principle_lines(review(PACK)))
    with qtbot.waitSignal(model.dataChanged) as changed, qtbot.assertNotEmitted(model.modelReset):
        model.show(principle_lines(review(PACK, answers=[answered("p/d", "e")])))
    assert changed.args is not None
    assert changed.args[0].row() == 1
    line = model.index(1).data(LINE_ROLE)
    assert (line.number, line.answered, line.total, line.hidden, line.progress) == (2, 1, 1, 1, 1.0)
    spoken = model.index(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Title of two: 1 of 1 answered. 1 does not apply"
    assert model.row_of("p/two") == 1
    assert model.row_of("nowhere") == -1
    assert model.index(0).data(Qt.ItemDataRole.DecorationRole) is None
    assert model.data(QModelIndex()) is None


def test_a_principle_in_which_nothing_applies_has_nothing_left_to_do(qtbot: QtBot) -> None:
    hidden = pack("p", principle("one", question("a", applies_when="service.on")), facts={"on": False})
    (line,) = principle_lines(review(hidden))
    assert (line.total, line.progress, line.mean) == (0, 1.0, None)
    assert line.folded == "1 does not apply"


def test_why_lists_the_largest_loss_first_and_sums_exactly(qtbot: QtBot) -> None:
    model = WhyModel(Wording())
    QAbstractItemModelTester(model, FATAL)
    assert model.rowCount() == 0
    model.show(review(PACK, answers=[answered("p/a", "e"), answered("p/b", "e"), answered("p/d", "c")]))
    cells = [[model.index(row, column).data() for column in range(3)] for row in range(model.rowCount())]
    assert cells == [
        ["Text of b?", "0", "25.0"],
        ["Text of d?", "25.0", "25.0"],
        ["Text of a?", "25.0", "0"],
        ["Sum", "50.0", "50.0"],
    ]
    assert model.index(0, QUESTION).data(LINE_ROLE).detail == "Label e (counts 0: no valid evidence)"
    assert model.index(0, QUESTION).data(Qt.ItemDataRole.AccessibleTextRole).startswith("Text of b?. Label e")
    assert [model.index(row, ADDS).data(QUESTION_ROLE) for row in range(4)] == ["p/b", "p/d", "p/a", None]
    headers = [model.headerData(column, Qt.Orientation.Horizontal) for column in (QUESTION, ADDS, LOSES)]
    assert headers == ["Question", "Adds", "Loses"]
    assert model.headerData(0, Qt.Orientation.Vertical) is None
    assert model.headerData(0, Qt.Orientation.Horizontal, Qt.ItemDataRole.DecorationRole) is None
    assert model.index(0, 0).data(Qt.ItemDataRole.DecorationRole) is None
    assert model.data(QModelIndex()) is None


def test_points_round_half_up_and_never_to_a_false_zero() -> None:
    assert points(Fraction(0)) == "0"
    assert points(Fraction(1, 100_000)) == "<0.1"
    assert points(Fraction(25, 10_000)) == "0.3"
    assert points(Fraction(1)) == "100.0"


def test_headings_of_a_question_list_cannot_be_selected(qtbot: QtBot) -> None:
    model = QuestionListModel()
    QAbstractItemModelTester(model, FATAL)
    assert model.first_question() == -1
    model.show([QuestionLine("", "Gaps (1)"), QuestionLine("p/a", "1  Text", "a · Unanswered")])
    selectable = [bool(model.index(row).flags() & Qt.ItemFlag.ItemIsSelectable) for row in range(2)]
    assert selectable == [False, True]
    assert model.first_question() == 1
    assert model.index(1).data(Qt.ItemDataRole.AccessibleTextRole) == "1  Text. a · Unanswered"
    assert model.index(0).data(Qt.ItemDataRole.AccessibleTextRole) == "Gaps (1)"
    assert model.index(0).data(Qt.ItemDataRole.DecorationRole) is None
    assert model.data(QModelIndex()) is None
    assert model.flags(QModelIndex()) == Qt.ItemFlag.NoItemFlags
