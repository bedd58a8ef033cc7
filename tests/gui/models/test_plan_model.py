"""The model of items to be made: Qt's own check of models, ticks, and what assistive technology is told."""

from datetime import date
from fractions import Fraction
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from shipworthy.domain.pack import Severity
from shipworthy.domain.remediation import ItemOrigin, RemediationItem
from shipworthy.gui.models.plan_model import DUE, EFFORT, GAP, ITEM, SEVERITY, PlanModel
from shipworthy.gui.widgets.item_delegate import CELL_ROLE, ChipCell
from shipworthy.wording import Wording

MISS = RemediationItem(
    UUID(int=1), UUID(int=9), "Set <b>timeouts</b>", frozenset({"p/one"}), severity=Severity.BLOCKER,
    due=date(2026, 12, 22), effort_days=Fraction(1, 2),
)  # fmt: skip
IMPROVEMENT = RemediationItem(
    UUID(int=2), UUID(int=9), "Polish", frozenset({"p/two"}), origin=ItemOrigin.IMPROVEMENT, due=None
)


def test_the_model_keeps_its_promises_to_views(qtbot: QtBot) -> None:
    model = PlanModel(Wording())
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show_items([MISS, IMPROVEMENT], anew=True)
    assert model.ticked == (MISS,)
    model.toggle(1)
    assert model.ticked == (MISS, IMPROVEMENT)
    model.tick_all(False)
    assert model.ticked == ()
    model.tick_all(True)
    model.tick_misses()
    assert model.ticked == (MISS,)
    with qtbot.waitSignal(model.ticked_changed):
        assert model.setData(model.index(1, ITEM), Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
    assert not model.setData(model.index(1, DUE), Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
    assert model.ticked == (MISS, IMPROVEMENT)
    model.show_items([], anew=False)
    model.tick_all(True)
    model.tick_misses()
    assert model.rowCount() == 0
    del tester


def test_ticks_stay_where_the_same_review_is_shown_again(qtbot: QtBot) -> None:
    model = PlanModel(Wording())
    model.show_items([MISS, IMPROVEMENT], anew=True)
    model.toggle(0)
    model.toggle(1)
    model.show_items([IMPROVEMENT, MISS], anew=False)
    assert model.ticked == (IMPROVEMENT,)
    model.show_items([MISS, IMPROVEMENT], anew=True)
    assert model.ticked == (MISS,)


def test_every_cell_is_shown_and_told(qtbot: QtBot) -> None:
    model = PlanModel(Wording())
    model.show_items([MISS, IMPROVEMENT], anew=True)
    shown = [[model.index(row, column).data() for column in range(model.columnCount())] for row in range(2)]
    assert shown == [
        ["Set <b>timeouts</b>", "✕ Blocker", "Miss", "0.5 days", "22 Dec 2026"],
        ["Polish", "■ Medium", "Improvement", "–", "–"],
    ]
    assert model.index(0, SEVERITY).data(CELL_ROLE) == ChipCell("✕ Blocker", "bad")
    assert model.index(0, GAP).data(Qt.ItemDataRole.AccessibleTextRole) == "Gap: Miss"
    assert "&lt;b&gt;" in model.index(0, ITEM).data(Qt.ItemDataRole.ToolTipRole)
    assert model.index(0, EFFORT).data(Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignTrailing
    assert model.index(0, ITEM).data(Qt.ItemDataRole.CheckStateRole) is Qt.CheckState.Checked
    assert model.index(1, ITEM).data(Qt.ItemDataRole.CheckStateRole) is Qt.CheckState.Unchecked
